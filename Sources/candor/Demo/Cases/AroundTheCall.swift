import ConnectionQuality
import Timekeeping
import Verification
import Workflow

extension DemoCase {
    /// Cases with an interview to come, under way, or just over.
    static let aroundTheCall = [
        DemoCase(state: "booked") { story in
            try await story.getReady(.goDeveloper.living(in: "Asia/Kathmandu", speaking: "en"), day: -1)
            try await story.book(from: story.world.day(1, 10))
        },
        DemoCase(state: "booked_in_chat") { story in
            try await story.getReady(
                .webDeveloper.living(in: "America/Bogota", speaking: "es", "en"), day: -1, mode: .chat)
            try await story.book(from: story.world.day(2, 14))
        },
        DemoCase(state: "booked_soon") { story in
            let start = story.world.quarter(before: story.world.now) + .minutes(15)
            try await story.getReady(.phpDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -1)
            try await story.book(from: start)
            try await story.wait(until: story.world.now)
            let (interview, _, _) = try await story.booked()
            _ = try await story.bench.recordLineTest(interview, result: .green, by: story.candidate)
            _ = try await story.bench.join(interview, by: story.candidate)
        },
        DemoCase(state: "in_progress") { story in
            let start = story.world.quarter(before: story.world.now - .minutes(8))
            try await story.getReady(.goDeveloper.living(in: "Africa/Lagos", speaking: "en"), day: -2)
            try await story.book(from: start)
            try await story.meet()
            let call = DemoCall(line: .dips(at: 150), secondsPerItem: 46)
            try await story.record(call, limit: 9)
            try await story.wait(until: story.world.now)
            try await story.measure(call)
        },
        DemoCase(state: "waiting_for_scorecard") { story in
            let start = story.world.quarter(before: story.world.now - .minutes(40))
            try await story.getReady(.pythonDeveloper, day: -2)
            try await story.book(from: start)
            let call = DemoCall(line: .dips(at: 310, 640), minutes: 17)
            try await story.meet()
            try await story.record(call)
            try await story.end(call)
        },
    ]

    /// Cases whose last interview ended through nobody's fault, or was not held.
    static let freeAttempts = [
        DemoCase(state: "technical_abort") { story in
            try await story.getReady(.goDeveloper, day: -3)
            try await story.bookAndHold(
                from: story.world.day(-1, 10),
                DemoCall(
                    line: .bad(on: .interviewer, 150..<870), minutes: 16, recommendation: .no,
                    summary: "Invented for the demo: hardly a word could be understood; not to be held against anybody."
                ))
        },
        DemoCase(state: "line_test_first") { story in
            try await story.getReady(.dataEngineer.living(in: "Africa/Lagos", speaking: "en"), day: -4)
            try await story.lose(2, day: -3)
        },
        DemoCase(state: "alternatives_offered") { story in
            try await story.getReady(.phpDeveloper.living(in: "Asia/Kathmandu", speaking: "en"), day: -5)
            try await story.lose(3, day: -4)
        },
        DemoCase(state: "void_attempt") { story in
            try await story.getReady(.webDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -3)
            try await story.bookAndHold(
                from: story.world.day(-2, 9),
                DemoCall(
                    minutes: 9, secondsPerItem: 30, recommendation: .noDecision,
                    summary: "Invented for the demo: the call was over before enough could be asked."))
        },
        DemoCase(state: "interviewer_no_show") { story in
            try await story.getReady(.goAlone, day: -3)
            try await story.book(from: story.world.day(-1, 13))
            let (interview, attempt, _) = try await story.booked()
            try await story.wait(until: attempt.startsAt - .minutes(4))
            _ = try await story.bench.join(interview, by: story.candidate)
            try await story.letPass(attempt.startsAt + .minutes(10))
        },
        DemoCase(state: "tries_used_up") { story in
            try await story.getReady(.pythonDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -9)
            for day in [-8, -6, -4] { try await story.stayAway(day: day) }
        },
    ]
}

extension CaseStory {
    /// So many interviews, a day apart, that the candidate's own line made impossible.
    func lose(_ times: Int, day: Int) async throws {
        for attempt in 0..<times {
            try await bookAndLose(from: world.day(day + attempt, 9), on: .bad(on: .candidate, 40..<300))
        }
    }

    /// An interview at which only the interviewer appears.
    func stayAway(day: Int) async throws {
        try await book(from: world.day(day, 11))
        let (interview, attempt, holder) = try await booked()
        try await wait(until: attempt.startsAt - .minutes(1))
        _ = try await bench.join(interview, by: holder)
        try await letPass(attempt.startsAt + .minutes(10))
    }
}
