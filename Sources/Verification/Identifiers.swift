/// What an identifier names; its prefix makes one recognisable in a log, a mail or a support call.
public protocol IdentifierKind: Sendable {
    static var prefix: String { get }
}

/// A typed, prefixed identifier (`vs_01J…`), so that an interview's id cannot be passed where a booking's is wanted.
///
/// Equality, order and storage are those of the text. Ids are made by `IdentifierSource` in Workflow, in order of time.
public struct Identifier<Kind: IdentifierKind>: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    /// Reads an id that comes from outside.
    ///
    /// Returns `nil` unless it has the kind's prefix followed by 1 to 40 ASCII letters or digits.
    public init?(_ text: String) {
        guard text.hasPrefix(Kind.prefix) else { return nil }
        let body = text.utf8.dropFirst(Kind.prefix.utf8.count)
        guard (1...40).contains(body.count),
            body.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
        else { return nil }
        rawValue = text
    }

    /// Takes a text that this system made itself, such as a stored one.
    public init(unchecked text: String) {
        rawValue = text
    }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

public enum SessionKind: IdentifierKind { public static let prefix = "vs_" }
public enum InterviewKind: IdentifierKind { public static let prefix = "iv_" }
public enum BookingKind: IdentifierKind { public static let prefix = "bk_" }
public enum ItemKind: IdentifierKind { public static let prefix = "it_" }
public enum OutcomeKind: IdentifierKind { public static let prefix = "oc_" }
public enum AppealKind: IdentifierKind { public static let prefix = "ap_" }
public enum ReviewIDKind: IdentifierKind { public static let prefix = "rv_" }
public enum ProposalKind: IdentifierKind { public static let prefix = "pr_" }
public enum StatementKind: IdentifierKind { public static let prefix = "sr_" }
public enum PlatformKind: IdentifierKind { public static let prefix = "pl_" }
public enum PersonKind: IdentifierKind { public static let prefix = "pn_" }
public enum StaffKind: IdentifierKind { public static let prefix = "st_" }
public enum PersonalTextKind: IdentifierKind { public static let prefix = "tx_" }

public typealias SessionID = Identifier<SessionKind>
public typealias InterviewID = Identifier<InterviewKind>
public typealias BookingID = Identifier<BookingKind>
public typealias ItemID = Identifier<ItemKind>
/// The outcome's identity, also the token's `jti`.
public typealias OutcomeID = Identifier<OutcomeKind>
public typealias AppealID = Identifier<AppealKind>
public typealias ReviewID = Identifier<ReviewIDKind>
public typealias ProposalID = Identifier<ProposalKind>
public typealias StatementID = Identifier<StatementKind>
public typealias PlatformID = Identifier<PlatformKind>
/// One person on one platform: what attempts, conflicts and questions are counted by.
public typealias PersonID = Identifier<PersonKind>
public typealias StaffID = Identifier<StaffKind>
/// Refers to a text about a person that lives in the one table which redaction empties; events hold only the reference.
public typealias PersonalTextID = Identifier<PersonalTextKind>
