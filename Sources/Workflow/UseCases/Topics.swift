import Timekeeping
public import Verification

/// What a candidate may know beforehand: the topics, a sample of how questions sound, and a calendar entry.
extension Workbench {
    public struct Topic: Sendable {
        public var skill: SkillID
        public var name: String
        public var level: SkillLevel?
        public var primary: Bool
        /// Whether a kit has questions on it; otherwise the skill is reported as not assessed.
        public var isAsked: Bool
        public var sampleQuestion: String?
    }

    /// The confirmed skills, each with one sample question that this person will not be asked.
    public func topics(of session: VerificationSession) -> [Topic] {
        let scope = session.scope?.scope ?? Scope(stack: session.profile.declaredStack, taxonomy: content.taxonomy)
        let drawn = Set(session.attempts.flatMap { $0.scorecard.questions.map(\.question.id) })
        return scope.confirmed.map { confirmed in
            let questions = content.kits.flatMap(\.questions).filter {
                scope.admit($0)?.confirmedSkill == confirmed.skill
            }
            let sample = questions.filter { !drawn.contains($0.id) && $0.level == .basic }.min { $0.id < $1.id }
            return Topic(
                skill: confirmed.skill, name: content.taxonomy.skill(confirmed.skill)?.name ?? confirmed.skill.rawValue,
                level: confirmed.level, primary: confirmed.primary, isAsked: !questions.isEmpty,
                sampleQuestion: sample?.text)
        }
    }

    /// A booking as an iCalendar file (RFC 5545), for the candidate or for whoever holds the interview.
    public func calendarFile(_ id: BookingID, for principal: Principal) async throws -> String {
        guard let row = try await store.read({ try $0.booking(id) }) else { throw WorkflowFailure.notFound }
        switch principal {
        case .candidate(let own) where own == row.session: break
        case .staff(let staff, _) where staff == row.interviewer: break
        default: throw WorkflowFailure.notFound
        }
        func compact(_ instant: Instant) -> String {
            String(instant.rfc3339.filter { $0 != "-" && $0 != ":" })
        }
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Candor//Verification interviews//EN", "METHOD:PUBLISH",
            "BEGIN:VEVENT", "UID:\(row.interview)@candor", "DTSTAMP:\(compact(now))",
            "DTSTART:\(compact(row.startsAt))", "DTEND:\(compact(row.endsAt))", "SUMMARY:Verification interview",
            "STATUS:\(row.state == .cancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT", "END:VCALENDAR",
        ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// The session of an interview, for the member of staff who holds it.
    public func heldSession(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        try await heldInterview(id, by: principal)
    }

    /// Every text about the person in a session.
    public func texts(of session: VerificationSession) async throws -> [PersonalTextID: String] {
        try await store.read { transaction in
            var texts: [PersonalTextID: String] = [:]
            for row in try transaction.personalTexts(of: session.id) { texts[row.id] = row.text }
            return texts
        }
    }
}
