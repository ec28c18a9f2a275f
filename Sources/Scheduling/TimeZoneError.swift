/// Why the rules of a time zone could not be had.
public enum TimeZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name cannot be a zone: empty, absolute, with `..`, or with characters that no zone name has.
    case invalidIdentifier(String)
    /// The name is well-formed, but the system's zone data has no such zone.
    case unknownZone(String)
    /// The zone's file exists but could not be read.
    case unreadable(String)
    /// The file is not what RFC 9636 describes; `reason` names the first thing that is wrong.
    case malformed(identifier: String, reason: String)

    public var description: String {
        switch self {
        case .invalidIdentifier(let identifier):
            "'\(identifier)' is not the name of a time zone; use an IANA name such as Europe/Sarajevo"
        case .unknownZone(let identifier):
            "the time zone '\(identifier)' is not in the system's zone data (package tzdata)"
        case .unreadable(let identifier):
            "the zone data of '\(identifier)' could not be read"
        case .malformed(let identifier, let reason):
            "the zone data of '\(identifier)' is broken: \(reason)"
        }
    }
}
