import Foundation
import SignedOutcomes
import Timekeeping
public import Verification

/// What a platform sends to open a session.
public struct OpenSessionRequest: Sendable {
    public struct Skill: Sendable {
        public var name: String
        public var level: SkillLevel?
        public var primary: Bool

        public init(name: String, level: SkillLevel?, primary: Bool) {
            self.name = name
            self.level = level
            self.primary = primary
        }
    }

    public var reference: String
    public var displayName: String
    public var email: String
    public var timeZone: String
    public var languages: [String]
    public var declaredStack: [Skill]
    public var facts: [(kind: String, value: String)]
    public var triggerKind: String
    public var triggerPolicy: String
    public var explanation: String
    /// Whether the platform delivers the link itself.
    public var deliversLink: Bool

    public init(
        reference: String, displayName: String, email: String, timeZone: String, languages: [String],
        declaredStack: [Skill], facts: [(kind: String, value: String)], triggerKind: String, triggerPolicy: String,
        explanation: String, deliversLink: Bool
    ) {
        self.reference = reference
        self.displayName = displayName
        self.email = email
        self.timeZone = timeZone
        self.languages = languages
        self.declaredStack = declaredStack
        self.facts = facts
        self.triggerKind = triggerKind
        self.triggerPolicy = triggerPolicy
        self.explanation = explanation
        self.deliversLink = deliversLink
    }
}

/// The two secrets by which a candidate enters: in the link's fragment, or typed.
public struct CandidateEntry: Sendable {
    public var linkToken: String
    public var code: String

    public init(linkToken: String, code: String) {
        self.linkToken = linkToken
        self.code = code
    }
}

extension Workbench {
    /// Opens a session. The person must have no other open one; opening imposes nothing on anybody.
    public func openSession(
        _ request: OpenSessionRequest, for platform: PlatformID
    ) async throws -> (session: VerificationSession, entry: CandidateEntry) {
        try requireZone(request.timeZone, pointer: "/profile/time_zone")
        let now = now
        let policy = content.currentPolicy
        let id = newID(SessionKind.self)
        let subject = secret.subject(platform: platform.rawValue, reference: request.reference)
        let entry = newEntry()
        let newPerson = PersonRow(id: newID(), platform: platform, subject: subject)
        let texts = TextKeeper(session: id, newID: { newID() })
        let profile = ProfileSnapshot(
            reference: texts.keep(request.reference, as: "reference"),
            displayName: texts.keep(request.displayName, as: "display_name"),
            email: texts.keep(request.email, as: "email"), timeZone: request.timeZone, languages: request.languages,
            declaredStack: request.declaredStack.map {
                DeclaredSkill(
                    name: $0.name, skill: content.taxonomy.resolve($0.name), level: $0.level, primary: $0.primary)
            },
            facts: request.facts.map { ProfileFact(kind: $0.kind, value: texts.keep($0.value, as: "fact")) })
        let trigger = Trigger(
            kind: request.triggerKind, policy: request.triggerPolicy,
            explanation: texts.keep(request.explanation, as: "explanation"))
        let kept = texts.rows
        let session = try await store.write { transaction in
            let person = try transaction.findOrInsert(newPerson)
            let opened = SessionEvent.Opened(
                id: id, platform: platform, person: person.id, subject: subject, trigger: trigger,
                policyVersion: policy.version, profile: profile,
                confirmBy: now + .days(policy.deadlines.confirmDays), at: now)
            let (session, events) = Decision.open(opened)
            let rows = try eventRows(events, of: id, after: 0, at: now) { _ in .platform(platform) }
            if let other = try transaction.insert(try row(of: session, createdAt: now), events: rows) {
                throw WorkflowFailure.sessionOpen(other)
            }
            try transaction.insert(kept)
            try keepEntry(entry, for: session, at: now, transaction)
            try sendEntry(entry, message: "session_opened", in: session, at: now, transaction)
            return session
        }
        outboxChanged()
        return (session, entry)
    }

    /// Makes a new link and code; the old ones die at once.
    public func reissueLink(
        _ id: SessionID, for principal: Principal
    ) async throws -> (session: VerificationSession, entry: CandidateEntry) {
        _ = try await session(id, for: principal)
        let entry = newEntry()
        let now = now
        let (session, _) = try await change(id, by: actor(principal)) { decision, transaction in
            try decision.reissueLink()
            try transaction.revokeCredentials(kind: .link, subject: id.rawValue, at: now)
            try transaction.revokeCredentials(kind: .code, subject: id.rawValue, at: now)
            try keepEntry(entry, for: decision.session, at: now, transaction)
            try sendEntry(entry, message: "link_reissued", in: decision.session, at: now, transaction)
        }
        return (session, entry)
    }

    public func candidateLink(_ entry: CandidateEntry) -> String { "\(publicURL)/c#\(entry.linkToken)" }

    func requireZone(_ identifier: String, pointer: String) throws {
        do {
            _ = try zones.rules(identifier)
        } catch {
            throw WorkflowFailure.invalid(
                pointer: pointer, sentence: "Name a time zone of the IANA database, such as Europe/Sarajevo.")
        }
    }

    // MARK: Link and code

    private func newEntry() -> CandidateEntry {
        var generator = BitSource(next64: random)
        return CandidateEntry(
            linkToken: "lt_" + randomBase32(32, &generator), code: randomBase32(13, &generator).uppercased())
    }

    private func keepEntry(
        _ entry: CandidateEntry, for session: VerificationSession, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        for (kind, text) in [(CredentialRow.Kind.link, entry.linkToken), (.code, entry.code)] {
            try transaction.insert(
                CredentialRow(
                    hash: secret.tokenHash(text, kind: kind.rawValue), kind: kind, subject: session.id.rawValue,
                    createdAt: now, expiresAt: nil))
        }
    }

    /// The mail that carries link and code: both are keys, so they wait in the outbox sealed.
    private func sendEntry(
        _ entry: CandidateEntry, message: String, in session: VerificationSession, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        var notice = Notice(message: message)
        if case .opened(let confirmBy) = session.phase { notice.values["deadline"] = spoken(confirmBy, session) }
        notice.values["platform"] = try transaction.platform(session.platform)?.name ?? ""
        notice.values["topics"] = session.profile.declaredStack.compactMap(\.skill)
            .compactMap { content.taxonomy.skill($0)?.name }.joined(separator: ", ")
        notice.texts["explanation"] = [session.trigger.explanation]
        let keys = try JSONEncoder().encode(["link": candidateLink(entry), "code": entry.code])
        notice.sealed = try secret.seal([UInt8](keys), context: "notice")
        try transaction.insert(try outboxRow(notice, in: session, at: now))
    }
}

/// Collects texts about a person while a request is taken apart.
final class TextKeeper {
    private(set) var rows: [PersonalTextRow] = []
    private let session: SessionID
    private let newID: () -> PersonalTextID

    init(session: SessionID, newID: @escaping () -> PersonalTextID) {
        self.session = session
        self.newID = newID
    }

    func keep(_ text: String, as kind: String) -> PersonalTextID {
        let id = newID()
        rows.append(PersonalTextRow(id: id, session: session, kind: kind, text: text))
        return id
    }
}
