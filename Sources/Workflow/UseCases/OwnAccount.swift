public import Scheduling
public import Verification

/// What members of staff may read about themselves.
extension Workbench {
    public struct OwnAccount: Sendable {
        public var name: String
        public var email: String
        public var roles: Set<StaffRole>
        /// `nil` for those who hold no interviews by a calendar.
        public var availability: Availability?
        /// BCP 47 tags of an interviewer's languages.
        public var languages: [String]
        /// Names of the skills in which an interviewer is competent.
        public var skills: [String]
    }

    public func ownAccount(_ staff: StaffID) async throws -> OwnAccount {
        guard let row = try await store.read({ try $0.staff(staff) }) else { throw WorkflowFailure.notFound }
        let profile = profiles.profile(row)
        return OwnAccount(
            name: row.name, email: row.email, roles: row.roles, availability: profile?.availability,
            languages: profile?.languages ?? [],
            skills: (profile?.skills ?? []).map { content.taxonomy.skill(SkillID($0.skill))?.name ?? $0.skill }
                .sorted())
    }
}
