import ConnectionQuality
import Timekeeping
public import Verification

/// What platform and candidate do with a session, besides booking.
extension Workbench {
    public func updateProfile(
        _ id: SessionID, email: String?, timeZone: String?, languages: [String]?, by principal: Principal
    ) async throws -> VerificationSession {
        if let timeZone { try requireZone(timeZone, pointer: "/time_zone") }
        _ = try await session(id, for: principal)
        return try await change(id, by: actor(principal)) { decision, _ in
            try decision.updateProfile(email: email, timeZone: timeZone, languages: languages)
        }.session
    }

    public func confirmProfile(
        _ id: SessionID, strike: [String], mode: InterviewMode, by principal: Principal
    ) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: .candidate) { decision, _ in
            try decision.confirmProfile(strike: strike, mode: mode)
        }.session
    }

    public func decline(_ id: SessionID, by principal: Principal) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: .candidate) { decision, _ in try decision.declineToTakePart() }.session
    }

    public func cancelSession(_ id: SessionID, by principal: Principal) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: actor(principal)) { decision, _ in try decision.cancelSession() }.session
    }

    public func reopen(_ id: SessionID, by principal: Principal) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: .candidate) { decision, _ in try decision.reopen() }.session
    }

    public func redact(_ id: SessionID, by principal: Principal) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: actor(principal)) { decision, _ in try decision.redact() }.session
    }

    public func answerProposal(
        _ id: SessionID, text: String?, corrections: [(kind: String, value: String)], by principal: Principal
    ) async throws -> VerificationSession {
        _ = try await session(id, for: principal)
        return try await change(id, by: .candidate) { decision, transaction in
            let session = decision.session
            let interview = session.openProposals.first { $0.measure == .notVerified }?.interview
            let measured = try interview.map {
                try report(on: $0, of: session, policy: policy(of: session), transaction)
            }
            try decision.hear(text: text, corrections: corrections, report: measured)
        }.session
    }

    public func fileAppeal(
        _ id: SessionID, against target: AppealTarget, ground: AppealGround, statement: String, newFacts: String?,
        by principal: Principal
    ) async throws -> (session: VerificationSession, appeal: AppealID) {
        _ = try await session(id, for: principal)
        let (session, appeal) = try await change(id, by: .candidate) { decision, _ in
            try decision.fileAppeal(against: target, ground: ground, statement: statement, newFacts: newFacts)
        }
        return (session, appeal)
    }

    /// The session in which an appeal was filed, for its candidate.
    public func sessionOfAppeal(_ id: AppealID, for principal: Principal) async throws -> VerificationSession {
        guard case .candidate(let own) = principal else { throw WorkflowFailure.notFound }
        let session = try await current(own)
        guard session.appeal(id) != nil else { throw WorkflowFailure.notFound }
        return session
    }

    /// The candidate has been shown a statement of reasons: that counts as sent (step 0 of issuing).
    public func markStatementsSeen(_ session: VerificationSession) async throws -> VerificationSession {
        let unseen = session.statements.filter { $0.sent == nil }.map(\.id)
        guard !unseen.isEmpty else { return session }
        do {
            return try await change(session.id, by: .candidate) { decision, _ in
                for statement in unseen { try decision.markStatementSent(statement, way: .pageOpened) }
            }.session
        } catch WorkflowFailure.sessionOpen {
            // What follows has to wait for the person's newer session; reading does not.
            return session
        }
    }

    /// The mail server has taken a statement of reasons, or gave up on it.
    public func markStatementSent(_ id: StatementID, of session: SessionID) async throws {
        try await change(session, by: .policy) { decision, _ in
            try decision.markStatementSent(id, way: .handedToMail)
        }
    }

    public struct Message: Sendable {
        public var id: String
        public var author: SessionEvent.MessagePosted.Author
        public var text: String?
        public var event: EventRow
    }

    public func postMessage(_ id: SessionID, text: String, by principal: Principal) async throws -> Message {
        _ = try await conversation(id, for: principal)
        let author: SessionEvent.MessagePosted.Author
        switch principal {
        case .candidate: author = .candidate
        case .staff(let staff, _): author = .staff(staff)
        case .platform, .anyone: throw WorkflowFailure.wrongRole
        }
        try await change(id, by: actor(principal)) { decision, transaction in
            if author == .candidate { try Self.requireRoom(for: id, at: decision.now, transaction) }
            try decision.postMessage(text, by: author)
        }
        guard
            let message = try await messages(id, for: principal).last(where: { $0.author == author && $0.text == text })
        else { throw WorkflowFailure.notFound }
        return message
    }

    /// A person who answers has to be able to read it all: thirty messages in an hour are more than anybody writes.
    private static func requireRoom(
        for id: SessionID, at now: Instant, _ transaction: any ReadTransaction
    ) throws {
        let hour = TimeSpan.hours(1)
        let recent = try transaction.events(of: id).filter {
            $0.kind == "message.posted" && $0.actor == "candidate" && $0.at > now - hour
        }
        guard recent.count >= 30, let oldest = recent.first else { return }
        throw WorkflowFailure.tooManyTries(retryAfterSeconds: Int(max(1, (oldest.at + hour - now).wholeSeconds)))
    }

    /// The case's conversation, oldest first.
    public func messages(_ id: SessionID, for principal: Principal) async throws -> [Message] {
        _ = try await conversation(id, for: principal)
        return try await store.read { transaction in
            try transaction.events(of: id).compactMap { row in
                guard row.kind == "message.posted",
                    case .messagePosted(let posted) = try SessionEvent(
                        StoredEvent(kind: row.kind, payloadVersion: row.payloadVersion, payload: row.payload))
                else { return nil }
                return Message(
                    id: row.id, author: posted.author, text: try transaction.personalText(posted.text), event: row)
            }
        }
    }
}
