public import Timekeeping

/// The shape of the interviews that are booked: how long, how often, how soon, how far ahead.
public struct SessionType: Hashable, Codable, Sendable {
    /// How long an interview lasts.
    public var lengthMinutes: Int
    /// The distance between the starts that are offered, in elapsed minutes from the start of a block.
    public var stepMinutes: Int
    /// How long before its start a slot can be booked at the latest.
    public var minimumNoticeMinutes: Int
    /// How many days of 24 hours ahead a slot can be booked.
    public var horizonDays: Int
    /// What the interviewer needs before each interview; it may lie outside working hours.
    public var bufferBeforeMinutes: Int
    /// What the interviewer needs after each interview; it may lie outside working hours.
    public var bufferAfterMinutes: Int

    public init(
        lengthMinutes: Int = 30, stepMinutes: Int = 30, minimumNoticeMinutes: Int, horizonDays: Int,
        bufferBeforeMinutes: Int = 0, bufferAfterMinutes: Int = 0
    ) {
        self.lengthMinutes = lengthMinutes
        self.stepMinutes = stepMinutes
        self.minimumNoticeMinutes = minimumNoticeMinutes
        self.horizonDays = horizonDays
        self.bufferBeforeMinutes = bufferBeforeMinutes
        self.bufferAfterMinutes = bufferAfterMinutes
    }

    /// When an interview that starts then ends.
    public func end(ofInterviewAt start: Instant) -> Instant { start + length }

    /// The cells that the interviewer holds for an interview over `[from, to)`: the interview and both buffers.
    ///
    /// What is offered is computed from these, and bookings lock these: what is offered can be booked.
    public func interviewerCells(from: Instant, to: Instant) -> Range<Int64> {
        Cells.range(from: from - bufferBefore, to: to + bufferAfter)
    }

    /// The first and the last start that may be booked at `now`.
    public func bookableStarts(at now: Instant) -> ClosedRange<Instant> {
        let earliest = now + span(minimumNoticeMinutes)
        return earliest...max(earliest, now + TimeSpan.days(min(max(horizonDays, 0), 3660)))
    }
}

/// Settings and stored documents may hold any number; these bounds keep each computation finite and harmless.
extension SessionType {
    var length: TimeSpan { TimeSpan.minutes(min(max(lengthMinutes, 1), 1440)) }
    var step: TimeSpan { TimeSpan.minutes(min(max(stepMinutes, 1), 1440)) }
    var bufferBefore: TimeSpan { span(bufferBeforeMinutes) }
    var bufferAfter: TimeSpan { span(bufferAfterMinutes) }

    private func span(_ minutes: Int) -> TimeSpan { TimeSpan.minutes(min(max(minutes, 0), 527_040)) }
}
