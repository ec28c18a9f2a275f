public import Scheduling
public import Timekeeping
public import Verification

/// A member of staff's own interviews: what comes next, what waits for a scorecard, and how the past ones went.
extension Workbench {
    /// One interview as its holder's diary shows it.
    public struct DiaryEntry: Sendable {
        public var attempt: Attempt
        /// BCP 47, best first.
        public var languages: [String]
        /// From when the room is open.
        public var joinOpensAt: Instant
        /// Until when its scorecard waits, where it does.
        public var submitBy: Instant?
        /// Began, and its scorecard was never submitted.
        public var hasOpenScorecard: Bool
        public var policy: Policy
    }

    public struct Diary: Sendable {
        public var zone: String
        /// `nil` for members of staff who have no calendar.
        public var availability: Availability?
        public var entries: [DiaryEntry]
    }

    /// Everything of this person's that ends after `from`, in order of start; what was cancelled or went to somebody else is left out.
    public func diary(of staff: StaffID, since from: Instant, limit: Int = 500) async throws -> Diary {
        let (availability, rows) = try await store.read { transaction in
            (
                try transaction.staff(staff).flatMap { profiles.profile($0)?.availability },
                try transaction.bookings(of: staff, endingAfter: from, limit: limit)
            )
        }
        var entries: [DiaryEntry] = []
        for row in rows where row.state != .cancelled {
            let session = try await current(row.session)
            guard let attempt = session.attempt(row.interview), attempt.interviewer == staff,
                attempt.result != .cancelled
            else { continue }
            let policy = policy(of: session)
            entries.append(
                DiaryEntry(
                    attempt: attempt, languages: session.profile.languages,
                    joinOpensAt: attempt.startsAt - .minutes(policy.interview.joinOpensMinutesBefore),
                    submitBy: session.scorecardDeadline(of: attempt, policy: policy),
                    hasOpenScorecard: attempt.startedAt != nil && attempt.submission == nil && !attempt.isOver,
                    policy: policy))
        }
        return Diary(zone: availability?.timeZone ?? "UTC", availability: availability, entries: entries)
    }
}
