import ConnectionQuality
import Timekeeping
import Verification
import Workflow

extension DemoCase {
    /// Cases with a signed outcome.
    static let withAResult = [
        DemoCase(state: "verified") { story in
            try await story.getReady(.goAlone.living(in: "Europe/Sarajevo", speaking: "en", "bs"), day: -8)
            try await story.bookAndHold(from: story.world.day(-6, 10), DemoCall(line: .dips(at: 400)))
            try await story.wait(.minutes(2))
            try await story.acknowledge("applied", account: "active")
        },
        // The platform goes on acting on something else than it was told.
        DemoCase(state: "verified_but_blocked") { story in
            try await story.getReady(.phpDeveloper.living(in: "America/Bogota", speaking: "es"), day: -7)
            try await story.bookAndHold(from: story.world.day(-5, 15), .brief)
            try await story.wait(.hours(4))
            try await story.acknowledge("not_applied", account: "blocked", reason: "Invented: a nightly job undid it.")
        },
        DemoCase(state: "verified_with_correction") { story in
            try await story.meetAContradiction(.dataEngineer, day: -6, hour: 11, inBrief: true)
            try await story.wait(.hours(8))
            try await story.answer("I moved in spring.", corrections: [("city", "Exampleville")])
        },
        DemoCase(state: "skill_not_assessed") { story in
            try await story.getReady(
                .goAndSomethingUnknown.living(in: "Asia/Kathmandu", speaking: "en"), day: -6, strike: [])
            var call = DemoCall()
            call.ratings = ["docker": .notAsked]
            try await story.bookAndHold(from: story.world.day(-4, 9), call)
        },
        DemoCase(state: "skill_not_demonstrated") { story in
            try await story.getReady(
                .pythonDeveloper.living(in: "Africa/Lagos", speaking: "en"), day: -8, strike: [])
            try await story.bookAndHold(from: story.world.day(-6, 13), .unconvincing("python"))
            try await story.wait(.hours(9))
            try await story.answer("I was nervous, and I use other libraries than those that were asked about.")
            try await story.wait(.hours(12))
            try await story.decide(
                .proposal, .confirm,
                "Every rated answer about Python in this call stayed with the first anchor, also after the probes. None "
                    + "of them was about a library. The other skills and who the person is are not touched by this.")
        },
        DemoCase(state: "verified_in_chat") { story in
            try await story.getReady(
                .webDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -5, strike: ["sql"], mode: .chat)
            try await story.bookAndHold(from: story.world.day(-3, 10), .brief)
        },
        DemoCase(state: "not_verified") { story in
            try await story.endNotVerified(
                .goDeveloper.living(in: "America/Bogota", speaking: "en", "es"), day: -5,
                because:
                    "In minute eight of the call the person named Placeholder as the place where they live, and said so "
                    + "again when asked. The answer explains a journey, but gives no other address and corrects nothing."
            )
            try await story.wait(.hours(1))
            try await story.acknowledge("applied", account: "restricted")
        },
        DemoCase(state: "inconclusive") { story in
            try await story.getReady(.phpDeveloper.living(in: "Africa/Lagos", speaking: "en"), day: -9)
            for day in [-8, -7, -6] {
                var call = DemoCall(line: .dips(at: 90), recommendation: .noDecision)
                call.unclear = ["document-shown-live"]
                call.summary = "Invented for the demo: the document could not be read in this light."
                try await story.bookAndHold(from: story.world.day(day, 10), call.inBrief)
            }
            try await story.wait(.hours(4))
            try await story.decide(
                .disputed, .assess,
                "In all three calls the line was good and the document could not be read; nothing was found against the "
                    + "person. A trusted referee can see the document without a camera, and that is the way on.")
        },
        // The first of two sessions: its outcome was good until the later one replaced it.
        DemoCase(state: "superseded") { story in
            try await story.getReady(.goAlone.living(in: "Asia/Manila", speaking: "en"), day: -50)
            try await story.bookAndHold(from: story.world.day(-48, 9), .brief)
            let first = story.place
            var again = DemoProfile.goAlone.living(in: "Asia/Manila", speaking: "en")
            again.policy = "yearly-check"
            again.explanation =
                "Invented for the demo: announced well ahead; the earlier result stays in force meanwhile."
            try await story.getReady(again, day: -10)
            try await story.bookAndHold(from: story.world.day(-8, 9), .brief)
            story.place = first
        },
    ]

    /// Cases that were contested.
    static let contested = [
        DemoCase(state: "appeal_under_review") { story in
            try await story.endNotVerified(
                .webDeveloper.living(in: "Europe/Sarajevo", speaking: "en"), day: -4,
                because:
                    "Asked where home is, the web developer spoke of a flat in Placeholder and of moving there last "
                    + "spring. A week of staying elsewhere, as the answer has it, is no flat of one's own.")
            try await story.wait(.hours(20))
            let (interview, attempt, _) = try await story.booked()
            let asked = (attempt.startedAt ?? attempt.startsAt) + .minutes(11)
            _ = try await story.bench.objectToQuestion(interview, item: nil, at: asked, by: story.candidate)
            _ = try await story.openReview(.appeal)
        },
        DemoCase(state: "reverification") { story in
            try await story.endNotVerified(
                .goDeveloper.living(in: "Asia/Manila", speaking: "en"), day: -4,
                line: .bad(on: .interviewer, 630..<850),
                because:
                    "The city was asked for before the line became bad, and the note says Placeholder. What came later "
                    + "was not used here; the person answered, but named no address in the city of the profile.")
            try await story.wait(.hours(22))
            try await story.appeal(
                against: .outcome(story.outcomeInForce()), on: .connectionQuality,
                "I could not understand the last questions, and said so in the call.")
        },
        DemoCase(state: "appeal_refused") { story in
            try await story.endNotVerified(
                .dataEngineer.living(in: "Asia/Kathmandu", speaking: "en"), day: -7, inBrief: true,
                because:
                    "Two marks carry the same place: once from the person unasked, once after the interviewer repeated the "
                    + "name. Both moments are on a good line, and nothing in the answer takes either of them back.")
            try await story.wait(.hours(16))
            try await story.appeal(
                against: .outcome(story.outcomeInForce()), on: .factualError,
                "The city was right all the time. Somebody must have misheard me.")
            try await story.wait(.hours(30))
            try await story.decide(
                .appeal, .refuse,
                "The windows around the question about the city are good on both sides, and the note of that minute names "
                    + "the place twice. Nothing new was brought that would show where the person lives.")
        },
        DemoCase(state: "verified_after_appeal") { story in
            try await story.endNotVerified(
                .phpDeveloper.living(in: "America/Bogota", speaking: "es", "en"), day: -9, inBrief: true,
                because:
                    "“I live in Placeholder” is what the interviewer wrote down word by word, and the profile knows no such "
                    + "city. No correction was sent within the time for it, and no letter that shows the other one.")
            try await story.wait(.hours(18))
            try await story.appeal(
                against: .outcome(story.outcomeInForce()), on: .factualError,
                "Placeholder is the name of my street, not of my city.")
            try await story.wait(.hours(26))
            try await story.decide(
                .appeal, .grant,
                "There is a street of that name in Sampleton, and the person was asked where they live, not in which city. "
                    + "What was written down fits the profile.",
                effect: .reversal)
        },
    ]
}
