import ConnectionQuality
public import Timekeeping

/// What is known about the person from earlier sessions: attempts, conflicts and questions count per person, so that cancelling and
/// reopening resets nothing.
public struct PersonHistory: Hashable, Sendable {
    public var countedAttempts: Int
    public var candidateTechnicalAborts: Int
    public var automaticLineAppeals: Int
    public var askedQuestions: Set<QuestionID>
    public var participants: Set<StaffID>

    public init(
        countedAttempts: Int = 0, candidateTechnicalAborts: Int = 0, automaticLineAppeals: Int = 0,
        askedQuestions: Set<QuestionID> = [], participants: Set<StaffID> = []
    ) {
        self.countedAttempts = countedAttempts
        self.candidateTechnicalAborts = candidateTechnicalAborts
        self.automaticLineAppeals = automaticLineAppeals
        self.askedQuestions = askedQuestions
        self.participants = participants
    }
}

/// Everything that a decision may look at besides the session itself. All of it is a value; nothing here reads a clock or rolls dice.
public struct DecisionContext: Sendable {
    public var policy: Policy
    public var taxonomy: Taxonomy
    public var kits: [InterviewKit]
    public var identityChecks: [IdentityCheck]
    /// What lifts a result and how to contest it, by reason code, from `Config/reasons.yaml`.
    public var reasonTexts: [ReasonCode: ReasonTexts]
    public var history: PersonHistory
    /// Seed of the ids and draws of this decision.
    public var seed: UInt64
    /// base64url(SHA-256(salt ‖ text)).
    public var digest: @Sendable (_ salt: String, _ text: String) -> String
    /// Draws an eligible reviewer who is none of the excluded, or `nil` where there is none.
    public var drawReviewer: @Sendable (_ excluded: Set<StaffID>) -> StaffID?
    /// Demo servers have no line test page behind them.
    public var lineTestsCountAsPassed: Bool

    public init(
        policy: Policy, taxonomy: Taxonomy, kits: [InterviewKit], identityChecks: [IdentityCheck],
        reasonTexts: [ReasonCode: ReasonTexts], history: PersonHistory, seed: UInt64,
        digest: @escaping @Sendable (String, String) -> String,
        drawReviewer: @escaping @Sendable (Set<StaffID>) -> StaffID?, lineTestsCountAsPassed: Bool
    ) {
        self.policy = policy
        self.taxonomy = taxonomy
        self.kits = kits
        self.identityChecks = identityChecks
        self.reasonTexts = reasonTexts
        self.history = history
        self.seed = seed
        self.digest = digest
        self.drawReviewer = drawReviewer
        self.lineTestsCountAsPassed = lineTestsCountAsPassed
    }
}

/// The published words of a reason code.
public struct ReasonTexts: Hashable, Sendable, Codable {
    public var code: ReasonCode
    public var name: String
    public var title: String
    public var meaning: String
    public var lifts: String
    public var contest: String

    public init(code: ReasonCode, name: String, title: String, meaning: String, lifts: String, contest: String) {
        self.code = code
        self.name = name
        self.title = title
        self.meaning = meaning
        self.lifts = lifts
        self.contest = contest
    }
}

/// One command's work: it collects events over a copy of the session, so that later steps of the same command see the earlier ones.
///
/// Commands are mutating methods, one per business verb; each throws ``Rejection`` and then nothing of the decision may be used.
public struct Decision: Sendable {
    public private(set) var session: VerificationSession
    public private(set) var events: [SessionEvent] = []
    /// Texts about the person that the events refer to, to be stored in the same transaction.
    public private(set) var texts: [NewText] = []
    public let context: DecisionContext
    public let now: Instant
    private var generator: SeededGenerator

    public struct NewText: Hashable, Sendable {
        public var id: PersonalTextID
        public var kind: String
        public var text: String
    }

    public init(_ session: VerificationSession, context: DecisionContext, at now: Instant) {
        self.session = session
        self.context = context
        self.now = now.wholeSeconds
        generator = SeededGenerator(seed: context.seed)
    }

    var policy: Policy { context.policy }

    mutating func record(_ event: SessionEvent) throws(Rejection) {
        do {
            try session.apply(event)
        } catch {
            throw .corrupt(error)
        }
        events.append(event)
    }

    mutating func enter(_ phase: Phase) throws(Rejection) {
        guard session.phase != phase else { return }
        try record(.phaseChanged(phase))
    }

    /// A new id: the kind's prefix, the time in base 32 so that ids sort by it, and 80 bits from the decision's seed.
    mutating func newID<Kind: IdentifierKind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
        .generated(at: now, high: generator.next(), low: generator.next())
    }

    mutating func keep(_ text: String, as kind: String) -> PersonalTextID {
        let id = newID(PersonalTextKind.self)
        texts.append(NewText(id: id, kind: kind, text: text))
        return id
    }

    mutating func draw<Result>(_ body: (inout SeededGenerator) -> Result) -> Result { body(&generator) }

    func requireStatus(_ allowed: Phase.Status..., sentence: String) throws(Rejection) {
        guard !allowed.contains(session.status) else { return }
        throw .wrongState(actual: session.status.rawValue, allowed: allowed.map(\.rawValue), sentence: sentence)
    }

    func requireAttempt(_ id: InterviewID) throws(Rejection) -> Attempt {
        guard let attempt = session.attempt(id) else { throw .unknown("This session has no such interview.") }
        return attempt
    }
}

extension Identifier {
    /// A sortable id in the manner of a ULID: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32.
    public static func generated(at instant: Instant, high: UInt64, low: UInt64) -> Self {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var text = Kind.prefix
        let time = UInt64(clamping: instant.millisecondsSinceEpoch)
        for shift in stride(from: 45, through: 0, by: -5) { text.append(alphabet[Int((time >> UInt64(shift)) & 31)]) }
        for shift in stride(from: 35, through: 0, by: -5) { text.append(alphabet[Int((high >> UInt64(shift)) & 31)]) }
        for shift in stride(from: 35, through: 0, by: -5) { text.append(alphabet[Int((low >> UInt64(shift)) & 31)]) }
        return Identifier(unchecked: text)
    }
}
