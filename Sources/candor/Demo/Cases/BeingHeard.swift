import Timekeeping
import Verification
import Workflow

extension DemoCase {
    /// Cases in which something is proposed or disputed, and a person is needed.
    static let beingHeard = [
        DemoCase(state: "proposal_open") { story in
            try await story.meetAContradiction(.goDeveloper, day: -1, hour: 10, line: .dips(at: 220))
            _ = try await story.openReview(.proposal)
        },
        DemoCase(state: "proposal_heard") { story in
            try await story.meetAContradiction(
                .dataEngineer.living(in: "America/Bogota", speaking: "es", "en"), day: -2, hour: 15)
            try await story.wait(.hours(6))
            try await story.answer("I moved for one project only, and I am registered in Sampleton all the same.")
            _ = try await story.openReview(.proposal)
        },
        DemoCase(state: "conversation") { story in
            try await story.meetAContradiction(
                .webDeveloper.living(in: "Asia/Kathmandu", speaking: "en"), day: -2, hour: 8)
            try await story.wait(.hours(2))
            try await story.write(
                "I have got a message that my city does not match. Does this stop my running contract?")
            try await story.wait(.minutes(50))
            try await story.reviewerWrites(
                .proposal,
                "No. Nothing has been decided, and opening a verification implies no measure against you. "
                    + "You can answer until the time on your page, and I read it before anything is decided.")
            try await story.wait(.minutes(25))
            try await story.write("I moved last month. What do I have to send?")
            try await story.wait(.minutes(30))
            try await story.reviewerWrites(
                .proposal,
                "Nothing to send. Open “Answer the proposal” on your page and write the city in which you live now. "
                    + "A corrected city ends in “verified with a correction”.")
            try await story.wait(.hours(1))
            try await story.write("Thank you, I will do that tonight 🙂")
        },
        DemoCase(state: "second_look_booked") { story in
            try await story.getReady(.pythonDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -3)
            var call = DemoCall(minutes: 17, recommendation: .no)
            call.mismatches = ["face-to-document"]
            call.mismatchNote = "Forehead and ears looked different from the photograph, in two kinds of light."
            call.findings = [(.personMismatch, "The face in the document did not look like the person's.", 5)]
            call.summary = "Invented for the demo: a second person should look at the face and the document."
            try await story.bookAndHold(from: story.world.day(-1, 9), call)
            try await story.wait(.hours(3))
            try await story.answer("The photograph is nine years old. I am glad to show it again.")
            let (review, reviewer) = try await story.openReview(.proposal)
            let start = story.world.quarter(before: story.world.now) + .hours(3)
            story.interview = try await story.bench.bookSecondLook(review, startsAt: start, by: reviewer).interview
            story.holder = story.reviewer
        },
        DemoCase(state: "disputed_call") { story in
            try await story.getReady(.goDeveloper.living(in: "Africa/Lagos", speaking: "en"), day: -2)
            try await story.bookAndHold(
                from: story.world.now - .hours(5),
                DemoCall(
                    line: .disputed, recommendation: .noDecision,
                    summary: "Invented for the demo: it sounded broken here, and the candidate heard nothing of it."))
            _ = try await story.openReview(.disputed)
        },
        DemoCase(state: "skill_proposal_open") { story in
            try await story.getReady(.goDeveloper.living(in: "Asia/Kathmandu", speaking: "en"), day: -3)
            try await story.bookAndHold(from: story.world.day(-1, 11), .unconvincing("go"))
            _ = try await story.openReview(.proposal)
        },
        DemoCase(state: "proposal_lapsed") { story in
            try await story.meetAContradiction(.phpDeveloper, day: -12, hour: 10, inBrief: true)
            try await story.letPass(story.current().openProposals.first?.decideBy)
        },
    ]
}

extension DemoCall {
    /// Every answer about one skill stays with the first anchor.
    static func unconvincing(_ skill: String) -> DemoCall {
        var call = DemoCall(recommendation: .no)
        call.ratings = [skill: .rated(1)]
        call.summary = "Invented for the demo: who they are is beyond doubt; the answers about \(skill) stayed thin."
        return call
    }
}
