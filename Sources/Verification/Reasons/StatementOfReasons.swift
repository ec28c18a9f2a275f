public import Timekeeping

/// A text that says something: not blank, so that no required part of a statement can be left empty.
public struct NonEmptyText: Hashable, Sendable, Codable {
    public let text: String

    public init?(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        self.text = text
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = NonEmptyText(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a required text is empty")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Something observed, and when in the call.
public struct ObservedFact: Hashable, Sendable, Codable {
    /// What was observed, in words of this case; kept with the personal data.
    public var text: PersonalTextID
    public var at: Instant?
    /// The scorecard item it rests on, if any.
    public var item: ItemID?

    public init(text: PersonalTextID, at: Instant?, item: ItemID?) {
        self.text = text
        self.at = at
        self.item = item
    }
}

/// The statement behind everything adverse: Regulation (EU) 2022/2065 Art. 17(3), Regulation (EU) 2019/1150 Art. 4.
///
/// It cannot be built without facts, ground, explanation, redress and contact, nor decoded without them.
public struct StatementOfReasons: Hashable, Sendable, Codable {
    public let id: StatementID
    /// What it is about: `not_verified`, or `not_demonstrated` for one skill.
    public let measure: AdverseMeasure
    public let facts: [ObservedFact]
    /// The published rule, as a reason code whose page quotes it.
    public let ground: ReasonCode
    /// Why the facts meet the rule, by the second person, in words of this case.
    public let explanation: PersonalTextID
    public let lifts: NonEmptyText
    public let redress: NonEmptyText
    public let contact: NonEmptyText
    public let appealUntil: Instant
    /// Whether a machine took part in finding the facts; deciding is always by people.
    public let automatedDetection: Bool
    public let preparedAt: Instant
    public internal(set) var sent: Sending?

    public struct Sending: Hashable, Sendable, Codable {
        public enum Way: String, Hashable, Sendable, Codable {
            case handedToMail = "handed_to_mail"
            case pageOpened = "page_opened"
            /// 24 hours of attempts without success: law 4 asks for sending, not for an open mailbox.
            case retriesExhausted = "retries_exhausted"
        }

        public var way: Way
        public var at: Instant
    }

    public init?(
        id: StatementID, measure: AdverseMeasure, facts: [ObservedFact], ground: ReasonCode,
        explanation: PersonalTextID, lifts: NonEmptyText, redress: NonEmptyText, contact: NonEmptyText,
        appealUntil: Instant, automatedDetection: Bool, preparedAt: Instant
    ) {
        guard !facts.isEmpty, measure.accepts(ground) else { return nil }
        self.id = id
        self.measure = measure
        self.facts = facts
        self.ground = ground
        self.explanation = explanation
        self.lifts = lifts
        self.redress = redress
        self.contact = contact
        self.appealUntil = appealUntil
        self.automatedDetection = automatedDetection
        self.preparedAt = preparedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, measure, facts, ground, explanation, lifts, redress, contact, appealUntil, automatedDetection
        case preparedAt, sent
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard
            let statement = StatementOfReasons(
                id: try container.decode(StatementID.self, forKey: .id),
                measure: try container.decode(AdverseMeasure.self, forKey: .measure),
                facts: try container.decode([ObservedFact].self, forKey: .facts),
                ground: try container.decode(ReasonCode.self, forKey: .ground),
                explanation: try container.decode(PersonalTextID.self, forKey: .explanation),
                lifts: try container.decode(NonEmptyText.self, forKey: .lifts),
                redress: try container.decode(NonEmptyText.self, forKey: .redress),
                contact: try container.decode(NonEmptyText.self, forKey: .contact),
                appealUntil: try container.decode(Instant.self, forKey: .appealUntil),
                automatedDetection: try container.decode(Bool.self, forKey: .automatedDetection),
                preparedAt: try container.decode(Instant.self, forKey: .preparedAt))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .facts, in: container,
                debugDescription: "a statement of reasons needs facts and a fitting ground")
        }
        self = statement
        sent = try container.decodeIfPresent(Sending.self, forKey: .sent)
    }
}

/// The two things adverse that an interview can lead to.
public enum AdverseMeasure: Hashable, Sendable, Codable {
    case notVerified
    case notDemonstrated(SkillID)

    func accepts(_ ground: ReasonCode) -> Bool {
        switch self {
        case .notVerified: ground.group == .negative
        case .notDemonstrated: ground == .skillNotDemonstrated
        }
    }
}
