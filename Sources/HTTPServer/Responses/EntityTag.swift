import Crypto
import HTTPTypes
public import Hummingbird

/// A strong entity tag (RFC 9110 section 8.8.3): the version of what is edited or cached.
public struct EntityTag: Sendable, Hashable {
    /// The text between the quotes.
    public let opaque: String

    /// Takes a version of our own making: visible ASCII without quotes.
    public init(_ opaque: String) {
        self.opaque = opaque
    }

    /// The version of an edited resource, counted up with each change.
    public init(version: Int) {
        opaque = "v\(version)"
    }

    /// The tag of exactly these bytes.
    public init(of bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes)
        opaque = digest.prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    /// As it stands in a header field, with its quotes.
    public var fieldValue: String { "\"\(opaque)\"" }
}

/// What an `If-Match` or `If-None-Match` field lists.
public enum EntityTagCondition: Sendable, Equatable {
    public struct Listed: Sendable, Equatable {
        public let opaque: String
        public let isWeak: Bool

        public init(_ opaque: String, isWeak: Bool = false) {
            self.opaque = opaque
            self.isWeak = isWeak
        }
    }

    case any
    case tags([Listed])

    /// Reads the values of all fields of the name, which RFC 9110 section 5.3 joins with commas.
    ///
    /// Returns `nil` for what is no list of entity tags.
    public init?(_ values: [String]) {
        let joined = values.joined(separator: ",")
        if joined.utf8.elementsEqual("*".utf8) {
            self = .any
            return
        }
        var tags: [Listed] = []
        var rest = Substring(joined)
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
            guard !rest.isEmpty else { break }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"" else { return nil }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: "\"") else { return nil }
            let opaque = rest[..<end]
            guard opaque.utf8.allSatisfy({ $0 == 0x21 || (0x23...0x7E).contains($0) || $0 >= 0x80 }) else { return nil }
            tags.append(Listed(String(opaque), isWeak: isWeak))
            rest = rest[rest.index(after: end)...]
            guard rest.isEmpty || rest.first == "," || rest.first == " " || rest.first == "\t" else { return nil }
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// The comparison for `If-Match` (RFC 9110 section 8.8.3.2): weak tags match nothing.
    public func strongly(matches tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { !$0.isWeak && $0.opaque == tag.opaque }
        }
    }

    /// The comparison for `If-None-Match`: weakness does not matter.
    public func weakly(matches tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.opaque == tag.opaque }
        }
    }
}

extension Request {
    /// Whether the client already holds this version; an unreadable field counts as absent, as nothing is lost by sending.
    public func holds(_ tag: EntityTag) -> Bool {
        let values = headers[values: .ifNoneMatch]
        guard !values.isEmpty, let condition = EntityTagCondition(values) else { return false }
        return condition.weakly(matches: tag)
    }

    /// What `If-Match` asks for, or `nil` where the field is absent; the caller compares inside its transaction.
    public func ifMatch() throws(Problem) -> EntityTagCondition? {
        let values = headers[values: .ifMatch]
        guard !values.isEmpty else { return nil }
        guard let condition = EntityTagCondition(values) else {
            throw Problem(.badRequest, "Write If-Match as one or more quoted entity tags, or as *.")
        }
        return condition
    }
}
