import SignedOutcomes
public import Timekeeping
public import Verification

/// Cases and notices as operators see them: that something stands, moves or is stuck; never what anybody answered, wrote or is called.
extension Workbench {
    public func sessionList(
        status: String?, people: [PersonID], after cursor: SessionID?, limit: Int
    ) async throws -> [SessionListRow] {
        try await store.read { transaction in
            guard !people.isEmpty else {
                return try transaction.sessions(status: status, person: nil, after: cursor, limit: limit)
            }
            let found = try people.flatMap {
                try transaction.sessions(status: status, person: $0, after: cursor, limit: limit)
            }
            return Array(found.sorted { $0.id > $1.id }.prefix(max(0, limit)))
        }
    }

    /// The people whom platforms know by this reference: at most one for each platform. The reference itself is kept
    /// nowhere but in the case's own texts; it is found through the subject that is computed from it.
    public func people(reference: String) async throws -> [PersonID] {
        try await store.read { transaction in
            try transaction.platforms().compactMap { platform in
                let subject = secret.subject(platform: platform.id.rawValue, reference: reference)
                return try transaction.person(platform: platform.id, subject: subject)?.id
            }
        }
    }

    public func hasSession(_ id: SessionID) async throws -> Bool {
        try await store.read { try $0.sessionStamp(id) != nil }
    }

    public func platformNames() async throws -> [PlatformID: String] {
        let rows = try await store.read { try $0.platforms() }
        return Dictionary(rows.map { ($0.id, $0.name) }) { first, _ in first }
    }

    public struct CaseOverview: Sendable {
        public struct Moment: Sendable {
            public var kind: String
            public var actor: String
            public var at: Instant
        }

        public var session: VerificationSession
        public var createdAt: Instant
        public var nextStep: NextStep
        /// Kinds, actors and times alone, oldest first.
        public var moments: [Moment]
        public var notices: [DeliveryRow]
        public var acknowledgements: [AcknowledgementRow]
        public var staffNames: [StaffID: String]
    }

    /// Everything that says how a case stands. The pages leave out what the session holds beyond that.
    public func caseOverview(_ id: SessionID) async throws -> CaseOverview {
        let session = try await current(id)
        let step = session.nextStep(policy: policy(of: session))
        return try await store.read { transaction in
            let events = try transaction.events(of: id)
            let names = Dictionary(try transaction.allStaff().map { ($0.id, $0.name) }) { first, _ in first }
            return CaseOverview(
                session: session, createdAt: session.openedAt, nextStep: step,
                moments: events.map { CaseOverview.Moment(kind: $0.kind, actor: $0.actor, at: $0.at) },
                notices: try transaction.deliveries(of: id, limit: 100),
                acknowledgements: try session.outcomes.flatMap { try transaction.acknowledgements(of: $0.id) },
                staffNames: names)
        }
    }

    public func deliveries(
        state: OutboxRow.State?, before number: Int64?, limit: Int
    ) async throws -> (summary: OutboxSummary, rows: [DeliveryRow]) {
        let now = now
        return try await store.read { transaction in
            (
                try transaction.outboxSummary(at: now),
                try transaction.deliveries(state: state, before: number, limit: limit)
            )
        }
    }
}
