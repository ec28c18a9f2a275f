import Foundation
public import Scheduling
public import Timekeeping
public import Verification

/// Who works here, and whether every declared skill finds an interviewer in the person's language.
extension Workbench {
    public struct StaffMember: Sendable {
        public var row: StaffRow
        /// `nil` for those who hold no interviews.
        public var profile: InterviewerProfile?
        public var lastSignIn: Instant?
        public var openReviews: Int
    }

    public func staffMembers() async throws -> [StaffMember] {
        try await store.read { transaction in
            let signIns = try transaction.lastSignIns()
            let reviews = try transaction.reviewLoads()
            return try transaction.allStaff().map { row in
                StaffMember(
                    row: row, profile: try Self.profile(of: row), lastSignIn: signIns[row.id],
                    openReviews: reviews[row.id] ?? 0)
            }
        }
    }

    private static func profile(of row: StaffRow) throws -> InterviewerProfile? {
        guard row.roles.contains(.interviewer), !row.profile.isEmpty else { return nil }
        return try JSONDecoder().decode(InterviewerProfile.self, from: Data(row.profile))
    }

    public struct SkillsCoverage: Sendable {
        public struct Row: Sendable {
            public var skill: Skill
            public var hasQuestions: Bool
            /// Open sessions that declare the skill.
            public var demand: Int
            /// Active interviewers competent in it, by primary language subtag.
            public var interviewers: [String: Int]
            /// Active interviewers competent in it, whatever they speak.
            public var total: Int
        }

        /// Primary subtags of everybody's languages, in order of the alphabet.
        public var languages: [String]
        public var rows: [Row]
    }

    /// Two are enough for a language and a skill: whoever is interviewed again is interviewed by somebody else.
    public static let enoughInterviewers = 2

    public func skillsCoverage() async throws -> SkillsCoverage {
        let (members, demand) = try await store.read { transaction in
            (
                try transaction.allStaff().filter { $0.suspendedAt == nil }.compactMap { try Self.profile(of: $0) },
                try transaction.openDemand()
            )
        }
        let asked = Set(content.kits.flatMap(\.questions).flatMap(\.skills))
        let languages = Set(members.flatMap(\.languages).map(Self.primary)).sorted()
        let rows = content.taxonomy.skills.map { skill in
            let able = members.filter { member in member.skills.contains { $0.skill == skill.id.rawValue } }
            let byLanguage = able.reduce(into: [String: Int]()) { counts, member in
                for language in Set(member.languages.map(Self.primary)) { counts[language, default: 0] += 1 }
            }
            return SkillsCoverage.Row(
                skill: skill, hasQuestions: asked.contains(skill.id), demand: demand[skill.id.rawValue] ?? 0,
                interviewers: byLanguage, total: able.count)
        }
        return SkillsCoverage(languages: languages, rows: rows)
    }

    private static func primary(_ tag: String) -> String {
        tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }

    /// The address of a member of staff, by which the commands and use cases name them.
    public func staffMember(_ id: StaffID) async throws -> StaffRow {
        guard let row = try await store.read({ try $0.staff(id) }) else { throw WorkflowFailure.notFound }
        return row
    }
}
