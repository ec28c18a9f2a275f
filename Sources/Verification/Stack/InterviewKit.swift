public struct QuestionID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(_ text: String) { rawValue = text }

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

/// Observable behaviour that the ratings 1, 3 and 5 stand for (behaviourally anchored rating scale; Smith and Kendall 1963).
public struct RatingAnchors: Hashable, Sendable, Codable {
    public var one: String
    public var three: String
    public var five: String

    public init(one: String, three: String, five: String) {
        self.one = one
        self.three = three
        self.five = five
    }
}

/// A question of the bank. By itself it cannot be asked: only ``Scope/admit(_:)`` makes a ``ScopedQuestion`` of it.
public struct Question: Hashable, Sendable, Codable {
    public var id: QuestionID
    public var kit: String
    public var kitVersion: Int
    /// What the question is about; all of them have to be in scope.
    public var skills: [SkillID]
    public var level: SkillLevel
    public var text: String
    public var anchors: RatingAnchors
    /// Allowed follow-ups; they inherit the question's scope.
    public var probes: [String]

    public init(
        id: QuestionID, kit: String, kitVersion: Int, skills: [SkillID], level: SkillLevel, text: String,
        anchors: RatingAnchors, probes: [String]
    ) {
        self.id = id
        self.kit = kit
        self.kitVersion = kitVersion
        self.skills = skills
        self.level = level
        self.text = text
        self.anchors = anchors
        self.probes = probes
    }
}

/// A versioned package of questions.
public struct InterviewKit: Hashable, Sendable, Codable {
    public var id: String
    public var version: Int
    public var title: String
    public var questions: [Question]

    public init(id: String, version: Int, title: String, questions: [Question]) {
        self.id = id
        self.version = version
        self.title = title
        self.questions = questions
    }
}

/// One thing that an interviewer checks about the person's identity, with what each result looks like.
public struct IdentityCheck: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case document, face, liveness, surroundings }
    /// `always` checks stand on each scorecard (liveness ones are a pool); `after_gap` ones are appended when the picture was interrupted.
    public enum Occasion: String, Hashable, Sendable, Codable, CaseIterable { case always, afterGap = "after_gap" }

    public struct Anchors: Hashable, Sendable, Codable {
        public var match: String
        public var mismatch: String
        public var notChecked: String

        public init(match: String, mismatch: String, notChecked: String) {
            self.match = match
            self.mismatch = mismatch
            self.notChecked = notChecked
        }
    }

    public var id: String
    public var title: String
    public var text: String
    public var mandatory: Bool
    public var kind: Kind
    public var occasion: Occasion
    public var anchors: Anchors
    public var probes: [String]

    public init(
        id: String, title: String, text: String, mandatory: Bool, kind: Kind, occasion: Occasion, anchors: Anchors,
        probes: [String]
    ) {
        self.id = id
        self.title = title
        self.text = text
        self.mandatory = mandatory
        self.kind = kind
        self.occasion = occasion
        self.anchors = anchors
        self.probes = probes
    }
}
