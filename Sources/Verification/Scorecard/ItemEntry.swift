public import Timekeeping

/// What the interviewer recorded for a question: a rating on its anchors, or why there is none.
public enum Rating: Hashable, Sendable {
    case rated(Int)
    case notAsked
    case declined
    case notAssessableTechnical

    /// Returns `nil` outside 1 to 5.
    public init?(points: Int) {
        guard (1...5).contains(points) else { return nil }
        self = .rated(points)
    }

    public init?(word: String) {
        switch word {
        case "not_asked": self = .notAsked
        case "declined": self = .declined
        case "not_assessable_technical": self = .notAssessableTechnical
        default: return nil
        }
    }

    public static let words = ["not_asked", "declined", "not_assessable_technical"]

    public var points: Int? {
        guard case .rated(let points) = self else { return nil }
        return points
    }

    public var word: String? {
        switch self {
        case .rated: nil
        case .notAsked: "not_asked"
        case .declined: "declined"
        case .notAssessableTechnical: "not_assessable_technical"
        }
    }
}

extension Rating: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let points = try? container.decode(Int.self) {
            guard let rating = Rating(points: points) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "a rating is 1 to 5")
            }
            self = rating
        } else {
            guard let rating = Rating(word: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown rating")
            }
            self = rating
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let points { try container.encode(points) } else { try container.encode(word) }
    }
}

/// What the interviewer recorded for an identity or fact check.
public enum CheckResult: String, Hashable, Sendable, Codable, CaseIterable {
    case match, mismatch
    case notChecked = "not_checked"
}

public enum ItemAnswer: Hashable, Sendable, Codable {
    case rating(Rating)
    case check(CheckResult)

    /// Whether the item was dealt with at all; only such items are assessed.
    public var isAssessed: Bool {
        switch self {
        case .rating(.rated), .rating(.declined), .check(.match), .check(.mismatch): true
        case .rating(.notAsked), .rating(.notAssessableTechnical), .check(.notChecked): false
        }
    }
}

/// When an item was asked and answered, by the interviewer's marks, with the server's own time of receipt beside them.
public struct RecordedSpan: Hashable, Sendable, Codable {
    public var askedAt: Instant
    public var answeredAt: Instant
    /// When the server first received exactly these marks.
    public var receivedAt: Instant

    public init(askedAt: Instant, answeredAt: Instant, receivedAt: Instant) {
        self.askedAt = askedAt
        self.answeredAt = answeredAt
        self.receivedAt = receivedAt
    }

    /// Asked, and not marked as answered yet.
    public var isOpen: Bool { askedAt == answeredAt }
}

/// The latest record of one item.
public struct ItemEntry: Hashable, Sendable, Codable {
    public var answer: ItemAnswer
    public var span: RecordedSpan?
    public var note: PersonalTextID?
    public var recordedAt: Instant

    public init(answer: ItemAnswer, span: RecordedSpan?, note: PersonalTextID?, recordedAt: Instant) {
        self.answer = answer
        self.span = span
        self.note = note
        self.recordedAt = recordedAt
    }
}
