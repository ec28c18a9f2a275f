import Timekeeping

/// A claim of the profile that an interview compares with what the person shows or says.
public struct ProfileFact: Hashable, Sendable, Codable {
    /// `country`, `city`, …
    public var kind: String
    public var value: PersonalTextID

    public init(kind: String, value: PersonalTextID) {
        self.kind = kind
        self.value = value
    }
}

/// What one item of a scorecard is about.
public enum ItemSubject: Hashable, Sendable {
    case identity(IdentityCheck)
    case fact(ProfileFact)
    case question(ScopedQuestion)

    public var kind: String {
        switch self {
        case .identity: "identity"
        case .fact: "fact"
        case .question: "question"
        }
    }
}

public struct ScorecardItem: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case open, answered, void
        case notAssessableTechnical = "not_assessable_technical"
    }

    public let id: ItemID
    public let subject: ItemSubject
    public internal(set) var entry: ItemEntry?
    /// Set by an objection: the item neither counts nor can be recorded any more.
    public internal(set) var isVoid: Bool

    init(id: ItemID, subject: ItemSubject, entry: ItemEntry? = nil, isVoid: Bool = false) {
        self.id = id
        self.subject = subject
        self.entry = entry
        self.isVoid = isVoid
    }

    public var state: State {
        if isVoid { return .void }
        switch entry?.answer {
        case nil: return .open
        case .rating(.notAssessableTechnical): return .notAssessableTechnical
        case .some: return .answered
        }
    }
}

/// The interviewer's structured checklist for one interview, bound to the session's frozen scope.
///
/// Decoding admits every question to the scope again and fails where one is outside: law 1 holds for stored scorecards as well.
public struct Scorecard: Hashable, Sendable {
    public let scope: Scope
    public internal(set) var items: [ScorecardItem]

    init(scope: Scope, items: [ScorecardItem]) {
        self.scope = scope
        self.items = items
    }

    public subscript(id: ItemID) -> ScorecardItem? { items.first { $0.id == id } }

    public var questions: [ScopedQuestion] {
        items.compactMap {
            guard case .question(let question) = $0.subject else { return nil }
            return question
        }
    }

    mutating func change(_ id: ItemID, _ change: (inout ScorecardItem) -> Void) {
        guard let index = items.firstIndex(where: { $0.id == id }) else { return }
        change(&items[index])
    }
}

/// How an item stands in events and projections, before the scope has looked at it.
struct StoredItem: Codable, Hashable, Sendable {
    var id: ItemID
    var identity: IdentityCheck?
    var fact: ProfileFact?
    var question: Question?
    var entry: ItemEntry?
    var isVoid: Bool?

    init(_ item: ScorecardItem) {
        id = item.id
        entry = item.entry
        isVoid = item.isVoid ? true : nil
        switch item.subject {
        case .identity(let check): identity = check
        case .fact(let profileFact): fact = profileFact
        case .question(let scoped): question = scoped.question
        }
    }

    func admitted(to scope: Scope) -> ScorecardItem? {
        let subject: ItemSubject
        switch (identity, fact, question) {
        case (let check?, nil, nil): subject = .identity(check)
        case (nil, let fact?, nil): subject = .fact(fact)
        case (nil, nil, let question?):
            guard let scoped = scope.admit(question) else { return nil }
            subject = .question(scoped)
        default: return nil
        }
        return ScorecardItem(id: id, subject: subject, entry: entry, isVoid: isVoid ?? false)
    }
}

extension Scorecard: Codable {
    private enum CodingKeys: String, CodingKey { case scope, items }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let scope = try container.decode(Scope.self, forKey: .scope)
        self.scope = scope
        items = try container.decode([StoredItem].self, forKey: .items).map { stored in
            guard let item = stored.admitted(to: scope) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .items, in: container, debugDescription: "item \(stored.id) is outside the frozen scope")
            }
            return item
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scope, forKey: .scope)
        try container.encode(items.map(StoredItem.init), forKey: .items)
    }
}
