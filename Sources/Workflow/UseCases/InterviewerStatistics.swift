public import ConnectionQuality
public import Timekeeping
public import Verification

/// An interviewer's own figures. A line that failed is a statistic about lines, never one about the person.
public struct InterviewerStatistics: Sendable {
    public struct Week: Sendable {
        public var startsAt: Instant
        public var held: Int
        public var technical: Int
    }

    /// The first moment that is counted.
    public var since: Instant
    public var zone: String
    public var held: Int
    public var minutesInCalls: Int
    public var candidateAbsent: Int
    public var waitingScorecards: Int
    public var technicalByFault: [FaultParty: Int]
    /// Minutes of calls that were held to their end, in order.
    public var dwellMinutes: [Int]
    /// Per cent of the scorecard that was assessed in calls with a scorecard, in order.
    public var coveragePercent: [Int]
    public var minimumDwellMinutes: Int
    public var minimumCoveragePercent: Int
    /// Oldest first, every week of the span, empty ones included.
    public var weeks: [Week]
    /// What the interviewer said about the line, 1 to 5.
    public var lineRatings: [Int: Int]
}

extension Workbench {
    /// Figures of the last twelve weeks, from the diary alone.
    public func statistics(ofInterviewer staff: StaffID) async throws -> InterviewerStatistics {
        let now = now
        let since = now - .days(7 * 12)
        let diary = try await diary(of: staff, since: since, limit: 2000)
        let begun = diary.entries.filter { $0.attempt.startedAt != nil && $0.attempt.isInterview }
        let ended = begun.filter { $0.attempt.endedAt != nil }
        let whole = ended.filter { $0.attempt.result != .abortedTechnical }
        let technical = begun.filter { $0.attempt.result == .abortedTechnical }
        let policy = content.currentPolicy.interview
        let minutes = { (entry: DiaryEntry) -> Int in
            guard let from = entry.attempt.startedAt, let to = entry.attempt.endedAt else { return 0 }
            return Int(clamping: (to - from).wholeSeconds / 60)
        }
        var ratings: [Int: Int] = [:]
        for entry in begun {
            if let rating = entry.attempt.lineRatings[.interviewer] { ratings[rating, default: 0] += 1 }
        }
        let weeks = (0..<12).map { index -> InterviewerStatistics.Week in
            let from = since + .days(7 * index)
            let to = from + .days(7)
            let within = { (entry: DiaryEntry) in entry.attempt.startsAt >= from && entry.attempt.startsAt < to }
            return .init(
                startsAt: from, held: whole.filter(within).count, technical: technical.filter(within).count)
        }
        return InterviewerStatistics(
            since: since, zone: diary.zone, held: whole.count, minutesInCalls: ended.map(minutes).reduce(0, +),
            candidateAbsent: diary.entries.filter { $0.attempt.reasonCodes.contains(.candidateNoShow) }.count,
            waitingScorecards: diary.entries.filter { $0.hasOpenScorecard && $0.attempt.endedAt != nil }.count,
            technicalByFault: Dictionary(grouping: technical) { $0.attempt.faultParty ?? .unknown }
                .mapValues(\.count),
            dwellMinutes: whole.map(minutes),
            coveragePercent: whole.filter { $0.attempt.submission != nil }.map(\.attempt.scorecard.assessedPercent),
            minimumDwellMinutes: policy.minimumDwellMinutes, minimumCoveragePercent: policy.minimumCoveragePercent,
            weeks: weeks, lineRatings: ratings)
    }
}

extension Scorecard {
    /// How much of what was drawn has an answer; whether the line was good enough is another question.
    var assessedPercent: Int {
        let drawn = items.filter { item in
            guard case .identity(let check) = item.subject else { return true }
            return check.occasion != .afterGap
        }
        guard !drawn.isEmpty else { return 0 }
        return drawn.filter { !$0.isVoid && $0.entry?.answer.isAssessed == true }.count * 100 / drawn.count
    }
}
