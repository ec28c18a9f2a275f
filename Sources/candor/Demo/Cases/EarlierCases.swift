import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// What the platform and the staff have been doing for eight weeks: small cases that are there to be counted.
///
/// They are long over, so that statistics of waits, aborts, proposals, reversals and lapses have something to show, by skill, language and
/// region. The telling cases are told elsewhere.
enum EarlierCases {
    static let count = 18

    static func live(_ index: Int, _ story: CaseStory) async throws {
        let day = -55 + index * 3
        let profile = profile(index)
        switch course(index) {
        case .verified: try await verify(story, profile, day, index)
        case .abort(let line):
            try await story.getReady(profile, day: day - 1)
            try await story.bookAndLose(from: story.world.day(day, 8 + index % 7), on: line)
            try await story.wait(.hours(2))
            try await story.bookAndHold(from: story.world.day(day + 1, 8 + index % 7), .brief)
        case .tooShort:
            try await story.getReady(profile, day: day - 1)
            var call = DemoCall.brief
            call.minutes = 10
            call.secondsPerItem = 34
            try await story.bookAndHold(from: story.world.day(day, 8 + index % 7), call)
            try await story.bookAndHold(from: story.world.day(day + 1, 9 + index % 7), .brief)
        case .stayedAway:
            try await story.getReady(profile, day: day - 1)
            try await story.stayAway(day: day)
            try await story.wait(.hours(3))
            try await story.bookAndHold(from: story.world.day(day + 2, 10), .brief)
        case .interviewerMissing:
            try await story.getReady(profile, day: day - 1)
            try await story.book(from: story.world.day(day, 12))
            let (_, attempt, _) = try await story.booked()
            try await story.letPass(attempt.startsAt + .minutes(10))
            try await story.bookAndHold(from: story.world.day(day, 15), .brief)
        case .expired:
            try await story.open(profile, at: story.world.day(day, 9))
            try await story.letPass(story.current().nextDue(policy: story.bench.content.currentPolicy))
        case .declined:
            try await story.open(profile, at: story.world.day(day, 9))
            try await story.wait(.hours(5))
            _ = try await story.bench.decline(story.session, by: story.candidate)
        case .proposed(let end): try await propose(story, profile, day, end)
        case .thinSkill(let isConfirmed): try await doubt(story, profile, day, isConfirmed)
        }
    }

    private enum Course {
        case verified, abort(DemoLine), tooShort, stayedAway, interviewerMissing, expired, declined
        case proposed(ProposalEnd), thinSkill(confirmed: Bool)
    }

    private enum ProposalEnd { case confirmed, reversed, rejected, corrected, lapsed }

    private static func course(_ index: Int) -> Course {
        switch index {
        case 2: .abort(.bad(on: .interviewer, 40..<300))
        case 7: .abort(.bad(on: .candidate, 60..<300))
        case 13: .abort(.badOnTheWay(30..<300))
        case 5: .tooShort
        case 9: .stayedAway
        case 16: .interviewerMissing
        case 3: .expired
        case 8: .declined
        case 6: .proposed(.confirmed)
        case 1: .proposed(.reversed)
        case 15: .proposed(.rejected)
        case 11: .proposed(.corrected)
        case 10: .proposed(.lapsed)
        case 12: .thinSkill(confirmed: true)
        case 4: .thinSkill(confirmed: false)
        default: .verified
        }
    }

    private static func profile(_ index: Int) -> DemoProfile {
        let stacks: [DemoProfile] = [
            .goAlone, .phpDeveloper, .webDeveloper, .pythonDeveloper, .goDeveloper, .dataEngineer, .goAlone,
        ]
        let homes: [(String, [String])] = [
            ("Asia/Manila", ["en", "tl"]), ("America/Bogota", ["es", "en"]), ("Europe/Sarajevo", ["bs", "en"]),
            ("Africa/Lagos", ["en"]), ("Asia/Kathmandu", ["en", "ne"]),
        ]
        var profile = stacks[index % stacks.count]
        profile.country = nil
        (profile.timeZone, profile.languages) = homes[index % homes.count]
        return profile
    }

    private static func brief(_ line: DemoLine) -> DemoCall {
        var call = DemoCall.brief
        call.line = line
        call.line.step = 15
        return call
    }

    private static func verify(_ story: CaseStory, _ profile: DemoProfile, _ day: Int, _ index: Int) async throws {
        try await story.getReady(profile, day: day - index % 4 - 1, mode: index == 14 ? .chat : .video)
        try await story.bookAndHold(
            from: story.world.day(day, 8 + index % 8),
            brief(index % 2 == 0 ? .dips(at: 200 + index * 7, 500) : .good))
        try await story.acknowledge("applied", account: "active")
    }

    private static func propose(
        _ story: CaseStory, _ profile: DemoProfile, _ day: Int, _ end: ProposalEnd
    ) async throws {
        guard case .confirmed = end else {
            try await contradict(story, profile, day)
            switch end {
            case .confirmed, .lapsed: try await story.letPass(story.current().openProposals.first?.decideBy)
            case .corrected: try await story.answer(nil, corrections: [("city", "Exampleville")])
            case .rejected:
                try await story.decide(
                    .proposal, .reject,
                    "The place that was named in case \(story.number) is a part of the city in the profile; it is no other city."
                )
            case .reversed:
                try await confirm(
                    story,
                    because:
                        "The city that was named has another register than the one of the profile, and was named twice."
                )
                try await story.wait(.hours(20))
                try await story.appeal(
                    against: .outcome(story.outcomeInForce()), on: .factualError, "The register shows my city.")
                try await story.wait(.hours(20))
                try await story.decide(
                    .appeal, .grant,
                    "The person showed in case \(story.number) that the register has the city of the profile.",
                    effect: .reversal)
            }
            return
        }
        try await contradict(story, profile, day)
        try await confirm(
            story,
            because:
                "Asked again in minute nine, the person kept to the other place; the answer gives no reason for it.")
    }

    private static func contradict(_ story: CaseStory, _ profile: DemoProfile, _ day: Int) async throws {
        try await story.getReady(profile, day: day - 1)
        var call = DemoCall.brief
        call.mismatches = ["city"]
        call.recommendation = .no
        try await story.bookAndHold(from: story.world.day(day, 10), call)
        try await story.wait(.hours(4))
    }

    private static func confirm(_ story: CaseStory, because reasons: String) async throws {
        try await story.answer("That was a misunderstanding.")
        try await story.wait(.hours(7))
        try await story.decide(.proposal, .confirm, reasons)
    }

    private static func doubt(
        _ story: CaseStory, _ profile: DemoProfile, _ day: Int, _ isConfirmed: Bool
    ) async throws {
        try await story.getReady(profile, day: day - 1)
        guard let skill = profile.stack.first?.name else { return }
        try await story.bookAndHold(from: story.world.day(day, 11), DemoCall.unconvincing(skill).inBrief)
        try await story.wait(.hours(6))
        try await story.answer("I can show work of mine.")
        try await story.wait(.hours(9))
        try await story.decide(
            .proposal, isConfirmed ? .confirm : .reject,
            isConfirmed
                ? "In case \(story.number) no rated answer about \(skill) reached the middle anchor, and the probes were used."
                : "Two of the answers in case \(story.number) fit the middle anchor of \(skill); the notes say so themselves."
        )
    }
}
