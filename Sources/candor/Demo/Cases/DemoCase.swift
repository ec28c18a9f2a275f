import Timekeeping
import Verification
import Workflow

/// One of the states that a page can show, and the story that leads there.
struct DemoCase: Sendable {
    /// A telling word; the ready line gives it beside the case.
    let state: String
    let live: @Sendable (CaseStory) async throws -> Void

    /// In the order in which a case goes through them.
    static let all =
        beforeBooking + aroundTheCall + freeAttempts + beingHeard + withAResult + contested + closedWithoutAResult
}

extension CaseStory {
    /// Opened and confirmed in the morning of a day, and ready to book.
    func getReady(
        _ profile: DemoProfile, day: Int, strike: [String] = [], mode: InterviewMode = .video
    ) async throws {
        try await open(profile, at: world.day(day, 8, number * 7 % 60))
        try await confirm(strike: strike, mode: mode)
    }

    /// An interview in which the city did not match, and the proposal that follows from it.
    func meetAContradiction(
        _ profile: DemoProfile, day: Int, hour: Int, line: DemoLine = .good, inBrief: Bool = false
    ) async throws {
        try await getReady(profile, day: day - 2)
        var call = DemoCall(line: line, minutes: 15)
        call.mismatches = ["city"]
        call.mismatchNote = "Said that they live in Placeholder; the profile says \(profile.city)."
        call.recommendation = .no
        call.summary = "Invented for the demo: all checks match but for the city, which the person named differently."
        try await bookAndHold(from: world.day(day, hour), inBrief ? call.inBrief : call)
    }

    /// Contradicted, heard, confirmed by a second person, told the reasons: an adverse result is in force.
    func endNotVerified(
        _ profile: DemoProfile, day: Int, line: DemoLine = .good, inBrief: Bool = false, because reasons: String
    ) async throws {
        try await meetAContradiction(profile, day: day, hour: 9, line: line, inBrief: inBrief)
        try await wait(.hours(5))
        try await answer("I do live in \(profile.city). I only said where I was staying that week.")
        try await wait(.hours(3))
        try await decide(.proposal, .confirm, reasons)
    }
}
