public import Timekeeping

/// Time that an interviewer has already given away: the interview itself, without its buffers.
public struct BusySpan: Hashable, Codable, Sendable {
    public var interviewer: String
    public var from: Instant
    public var to: Instant

    public init(interviewer: String, from: Instant, to: Instant) {
        self.interviewer = interviewer
        self.from = from
        self.to = to
    }
}

/// A time at which an interview can be booked, and who could take it.
public struct Slot: Hashable, Codable, Sendable {
    public var startsAt: Instant
    public var endsAt: Instant
    /// Everyone who is free then, in the order in which the interviewers were given; never empty.
    public var interviewers: [String]

    public init(startsAt: Instant, endsAt: Instant, interviewers: [String]) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.interviewers = interviewers
    }
}

/// The slots that start in `[from, to)`, ascending, each start once.
///
/// A slot lies wholly in one working block of one person, on a grid of elapsed minutes from the block's start: a block with
/// a repeated hour has more slots, one with a skipped hour fewer. It is at least the notice and at most the horizon
/// away from `now`, touches no absence, keeps the buffers of both interviews to every busy span, and its local day has
/// not reached the person's limit.
///
/// - Parameters:
///   - interviewers: Those who may take the interview, see `matching`.
///   - sessionType: Length, grid, notice, horizon and buffers.
///   - busy: All that is booked from a day and the buffers before `from` to as much after `to`, of these people at least.
///   - from: The first start wanted; the notice may cut it.
///   - to: The end of the starts wanted, exclusive; the horizon may cut it.
///   - now: The instant at which the question is asked.
///   - zones: The rules of a zone by name; loading reads a file, so this should remember.
/// - Returns: What is free; empty when nothing is.
/// - Throws: What `zones` throws.
public func slots(
    for interviewers: [InterviewerProfile], sessionType: SessionType, busy: [BusySpan], from: Instant, to: Instant,
    now: Instant, zones: (String) throws -> TimeZoneRules
) rethrows -> [Slot] {
    let search = SlotSearch(sessionType: sessionType, from: from, to: to, now: now)
    guard !search.starts.isEmpty else { return [] }
    let busyByInterviewer = Dictionary(grouping: busy, by: \.interviewer)
    var offers: [SlotSearch.Offer] = []
    for (position, interviewer) in interviewers.enumerated() {
        let rules = try zones(interviewer.availability.timeZone)
        search.collect(
            interviewer.availability, rules, busy: busyByInterviewer[interviewer.id] ?? [], person: position,
            into: &offers)
    }
    return search.slots(from: &offers, of: interviewers)
}

/// Those who could take an interview at exactly this start, in the order given; empty when the start is not offered.
///
/// Everything is computed anew, so that a start which is off the grid, outside working hours, in the past, inside the
/// notice, beyond the horizon or taken is refused whatever a client was shown before.
///
/// - Parameters:
///   - startsAt: The start wanted, to the millisecond.
///   - interviewers: As for `slots`.
///   - sessionType: As for `slots`.
///   - busy: As for `slots`.
///   - now: As for `slots`.
///   - zones: As for `slots`.
/// - Returns: Identifiers of interviewers.
/// - Throws: What `zones` throws.
public func interviewersOffered(
    startsAt: Instant, for interviewers: [InterviewerProfile], sessionType: SessionType, busy: [BusySpan], now: Instant,
    zones: (String) throws -> TimeZoneRules
) rethrows -> [String] {
    try slots(
        for: interviewers, sessionType: sessionType, busy: busy, from: startsAt,
        to: startsAt + TimeSpan(milliseconds: 1), now: now, zones: zones
    ).first?.interviewers ?? []
}

/// The free slots nearest to a start that could not be had, ascending by time; of two equally near ones the earlier.
///
/// - Parameters:
///   - wanted: The start that was refused; it may be anywhere, and is itself never among the results.
///   - count: How many slots to return at most.
///   - interviewers: As for `slots`.
///   - sessionType: As for `slots`.
///   - busy: As for `slots`, for the whole horizon.
///   - now: As for `slots`.
///   - zones: As for `slots`.
/// - Returns: At most `count` slots.
/// - Throws: What `zones` throws.
public func nearestSlots(
    to wanted: Instant, count: Int = 3, for interviewers: [InterviewerProfile], sessionType: SessionType,
    busy: [BusySpan], now: Instant, zones: (String) throws -> TimeZoneRules
) rethrows -> [Slot] {
    let bookable = sessionType.bookableStarts(at: now)
    let centre = min(max(wanted, bookable.lowerBound), bookable.upperBound)
    // Most often the same day has enough; the last radius covers every horizon.
    for radius in [TimeSpan.days(1), .days(8), .days(4000)] {
        // All starts within the radius, both ends included: whatever is not among them is farther away.
        let near = try slots(
            for: interviewers, sessionType: sessionType, busy: busy, from: centre - radius,
            to: centre + radius + TimeSpan(milliseconds: 1), now: now, zones: zones
        ).filter { $0.startsAt != wanted }
        guard near.count >= count || radius == .days(4000) else { continue }
        let nearest = near.sorted { left, right in
            (distance(left.startsAt, wanted), left.startsAt) < (distance(right.startsAt, wanted), right.startsAt)
        }
        return nearest.prefix(max(count, 0)).sorted { $0.startsAt < $1.startsAt }
    }
    return []
}

private func distance(_ left: Instant, _ right: Instant) -> TimeSpan {
    left < right ? right - left : left - right
}
