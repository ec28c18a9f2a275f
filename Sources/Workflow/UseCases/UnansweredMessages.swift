public import Timekeeping
public import Verification

/// What people wrote and nobody has answered yet. Before there is a review, operators are the only ones who can.
extension Workbench {
    public struct Inbox: Sendable {
        public var count: Int
        /// Whoever waits longest comes first.
        public var rows: [UnansweredRow]
        public var platformNames: [PlatformID: String]
        public var staffNames: [StaffID: String]
    }

    public func inbox(limit: Int) async throws -> Inbox {
        try await store.read { transaction in
            Inbox(
                count: try transaction.unansweredCount(), rows: try transaction.unanswered(limit: limit),
                platformNames: Dictionary(try transaction.platforms().map { ($0.id, $0.name) }) { first, _ in first },
                staffNames: try Self.staffNames(transaction))
        }
    }

    /// A case's conversation with what somebody needs who answers it without having anything else to do with the case.
    public struct CaseConversation: Sendable {
        public var session: VerificationSession
        /// Oldest first.
        public var messages: [Message]
        public var unansweredSince: Instant?
        public var staffNames: [StaffID: String]
        /// As whom the person sees the staff.
        public var role: String
    }

    public func caseConversation(_ id: SessionID, for principal: Principal) async throws -> CaseConversation {
        let session = try await conversation(id, for: principal)
        let messages = try await messages(id, for: principal)
        let role = policy(of: session).contact.role
        return try await store.read { transaction in
            CaseConversation(
                session: session, messages: messages, unansweredSince: try transaction.unansweredSince(id),
                staffNames: try Self.staffNames(transaction), role: role)
        }
    }

    private static func staffNames(_ transaction: any ReadTransaction) throws -> [StaffID: String] {
        Dictionary(try transaction.allStaff().map { ($0.id, $0.name) }) { first, _ in first }
    }
}
