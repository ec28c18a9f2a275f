import OutcomeVerifier
import SignedOutcomes
import Timekeeping
public import Verification

/// What platforms and relying parties read: outcomes, standing, the status list and the event feed.
extension Workbench {
    public func outcome(
        _ id: OutcomeID, for principal: Principal
    ) async throws -> (row: OutcomeRow, session: VerificationSession) {
        guard let row = try await store.read({ try $0.outcome(id) }), row.state == .issued else {
            throw WorkflowFailure.notFound
        }
        return (row, try await session(row.session, for: principal))
    }

    /// The tokens of a session's issued outcomes.
    public func tokens(of session: SessionID) async throws -> [OutcomeID: String] {
        try await store.read { transaction in
            var tokens: [OutcomeID: String] = [:]
            for row in try transaction.outcomes(of: session) where row.state == .issued { tokens[row.id] = row.token }
            return tokens
        }
    }

    /// The one current truth about a person on the caller's platform.
    public func standing(
        subject: String, for platform: PlatformID
    ) async throws -> (session: VerificationSession?, outcome: OutcomeRow?, openSession: SessionID?) {
        let found = try await store.read { transaction -> (OutcomeRow?, SessionID?)? in
            guard let person = try transaction.person(platform: platform, subject: subject) else { return nil }
            return (try transaction.outcomeInForce(of: person.id), try transaction.openSession(of: person.id))
        }
        guard let (row, open) = found else { throw WorkflowFailure.notFound }
        guard let row else { return (nil, nil, open) }
        return (try await current(row.session), row, open)
    }

    /// The platform says what it has applied. Stored with the outcome; the latest counts.
    public func acknowledge(
        _ id: OutcomeID, state: String, accountState: String?, reason: String?, by principal: Principal
    ) async throws -> AcknowledgementRow {
        let (row, _) = try await outcome(id, for: principal)
        let acknowledgement = AcknowledgementRow(
            outcome: id, state: state, accountState: accountState, reason: reason, at: now)
        try await change(row.session, by: actor(principal)) { decision, transaction in
            try decision.acknowledge(id, state: state, accountState: accountState)
            try transaction.insert(acknowledgement)
        }
        return acknowledgement
    }

    /// The signed status list (`statuslist+jwt`), made anew when a status has changed and long before its `ttl` is over.
    public func statusList() async throws -> String {
        guard let publisher = statusLists else {
            throw StorageFailure.unavailable("There is no active key for status lists; see `candor keys list`.")
        }
        let (version, values) = try await store.read { try $0.statusValues() }
        let statuses = values.compactMapValues { UInt8(exactly: $0).flatMap(OutcomeStatus.init(rawValue:)) }
        return try await publisher.token(version: version, at: now) { statuses }.text
    }

    /// A platform's events in the order of the feed, after an event id.
    public func events(
        of platform: PlatformID, after position: Int64, limit: Int
    ) async throws -> [EventRow] {
        try await store.read { try $0.events(of: platform, afterPosition: position, limit: limit) }
    }

    /// One session's events, oldest first, for those who may read the session.
    public func timeline(_ id: SessionID, for principal: Principal) async throws -> [EventRow] {
        _ = try await session(id, for: principal)
        return try await store.read { try $0.events(of: id) }
    }

    /// A platform's sessions, newest first; those of one person where a subject is given.
    public func sessions(
        of platform: PlatformID, subject: String?, status: String?, after cursor: SessionID?, limit: Int
    ) async throws -> [VerificationSession] {
        let ids = try await store.read { transaction -> [SessionID] in
            guard let subject else {
                return try transaction.sessions(of: platform, status: status, after: cursor, limit: limit).map(\.id)
            }
            guard let person = try transaction.person(platform: platform, subject: subject) else { return [] }
            let own = try transaction.sessions(of: person.id)
                .filter { row in (status.map { $0 == row.status } ?? true) && (cursor.map { row.id < $0 } ?? true) }
            return own.map(\.id).sorted(by: >).prefix(limit).map { $0 }
        }
        var sessions: [VerificationSession] = []
        for id in ids { sessions.append(try await current(id)) }
        return sessions
    }

    /// An interviewer's bookings, those to come first.
    public func interviews(of staff: StaffID, limit: Int) async throws -> [BookingRow] {
        let since = now - .days(30)
        return try await store.read { try $0.bookings(of: staff, endingAfter: since, limit: limit) }
    }

    public func interviewFile(
        _ id: InterviewID, for principal: Principal
    ) async throws -> (session: VerificationSession, isCandidate: Bool) {
        try await interview(id, for: principal)
    }

    public func platformName(_ id: PlatformID) async throws -> String {
        try await store.read { try $0.platform(id)?.name } ?? ""
    }
}
