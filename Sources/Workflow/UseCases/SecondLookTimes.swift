import Scheduling
public import Timekeeping
public import Verification

/// When a second look could be held: five minutes in which the reviewer and the person are both free, by day where both are.
extension Workbench {
    public struct SecondLookTimes: Sendable {
        public var times: [TimeOffer]
        /// The latest start that still leaves time to decide.
        public var until: Instant
        public var reviewerZone: String
        public var candidateZone: String
    }

    /// Half an hour between a look and the deadline is enough to write the reasons.
    private static let timeToDecide = TimeSpan.minutes(30)
    private static let lookLength = TimeSpan.minutes(5)
    private static let waking = 8 * 60..<21 * 60

    public func secondLookTimes(_ id: ReviewID, by principal: Principal) async throws -> SecondLookTimes {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let (session, review) = try await reviewedSession(id, for: principal)
        let policy = policy(of: session)
        let now = now
        let deadline = (session.proposal(review: id)?.decideBy ?? review.dueAt) - Self.timeToDecide
        let until = min(deadline, now + .days(14))
        return try await store.read { transaction in
            let reviewer = try transaction.staff(staff).flatMap(profiles.profile)
            let reviewerZone = reviewer?.availability.timeZone ?? "UTC"
            let first = now + .minutes(policy.scheduling.minimumNoticeMinutes)
            let busy = try transaction.bookings(from: now, to: until + .days(1)).filter {
                $0.interviewer == staff || $0.person == session.person
            }
            let here = try zones.rules(reviewerZone)
            let there = try zones.rules(session.profile.timeZone)
            let step = TimeSpan.minutes(max(5, policy.scheduling.stepMinutes))
            var times: [TimeOffer] = []
            var start = Instant(
                millisecondsSinceEpoch: (first.millisecondsSinceEpoch / step.milliseconds + 1) * step.milliseconds)
            while start <= until, times.count < 400 {
                let end = start + Self.lookLength
                let isFree = !busy.contains { $0.startsAt < end && start < $0.endsAt }
                let isDay = Self.waking.contains(there.local(start).secondsOfDay / 60)
                if isFree, isDay, works(reviewer?.availability, from: start, to: end, on: here) {
                    times.append(TimeOffer(startsAt: start, endsAt: end))
                }
                start = start + step
            }
            return SecondLookTimes(
                times: times, until: until, reviewerZone: reviewerZone, candidateZone: session.profile.timeZone)
        }
    }

    /// Whether a time lies in working hours; who has none recorded works by day.
    private func works(
        _ availability: Availability?, from start: Instant, to end: Instant, on rules: TimeZoneRules
    ) -> Bool {
        let (date, seconds, _) = rules.local(start)
        let minute = seconds / 60
        guard let availability, !availability.weekly.isEmpty else { return Self.waking.contains(minute) }
        let length = Int(clamping: (end - start).wholeSeconds / 60)
        let day = Weekday(date)
        return availability.weekly.contains {
            $0.isWellFormed && $0.days.contains(day) && $0.fromMinute <= minute && minute + length <= $0.toMinute
        } && !availability.absences.contains { $0.from < end && start < $0.to }
    }
}
