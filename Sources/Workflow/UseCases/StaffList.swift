public import Timekeeping
public import Verification

/// Who is on the staff, for operators.
extension Workbench {
    public struct ListedStaff: Sendable, Equatable {
        public var id: StaffID
        public var email: String
        public var name: String
        /// In order of the alphabet.
        public var roles: [String]
        public var suspendedAt: Instant?
        /// Whether they can sign in to the pages.
        public var hasPassword: Bool
    }

    /// Everybody, suspended people included, in order of their addresses.
    public func staffList() async throws -> [ListedStaff] {
        try await store.read { transaction in
            try transaction.allStaff().sorted { $0.email < $1.email }.map { row in
                ListedStaff(
                    id: row.id, email: row.email, name: row.name, roles: row.roles.map(\.rawValue).sorted(),
                    suspendedAt: row.suspendedAt, hasPassword: try transaction.staffPassword(row.id) != nil)
            }
        }
    }
}
