import Timekeeping
import Verification
import Workflow

extension DemoCase {
    /// Cases in which nobody has been met yet.
    static let beforeBooking = [
        DemoCase(state: "opened") { story in
            try await story.open(.goAndSomethingUnknown, at: story.world.day(-1, 9))
        },
        DemoCase(state: "opened_in_arabic") { story in
            var profile = DemoProfile.webDeveloper.living(in: "Africa/Lagos", speaking: "ar", "en")
            profile.explanation = "بيانات مختلقة للعرض: يُسأل كل شخص مرة واحدة قبل أول عقد. وهذا لا يعني شيئًا ضدك."
            try await story.open(profile, at: story.world.day(-1, 11))
        },
        DemoCase(state: "ready_to_book") { story in
            try await story.getReady(.phpDeveloper.living(in: "Asia/Manila", speaking: "en", "tl"), day: -2)
        },
        DemoCase(state: "ready_to_book_in_spanish") { story in
            var profile = DemoProfile.pythonDeveloper.living(in: "America/Bogota", speaking: "es")
            profile.explanation =
                "Inventado para la demostración: se pide una sola vez, antes del primer contrato. No significa nada en contra."
            try await story.getReady(profile, day: -1)
        },
        // Nobody on the staff speaks Icelandic.
        DemoCase(state: "no_slots") { story in
            try await story.getReady(.goDeveloper.living(in: "Europe/Sarajevo", speaking: "is"), day: -2)
        },
        DemoCase(state: "unknown_skills") { story in
            var profile = DemoProfile(stack: [
                DemoProfile.skill("Exampleflow 7", .senior, primary: true), DemoProfile.skill("Placeholder Script"),
            ])
            profile.timeZone = "Asia/Kathmandu"
            try await story.getReady(profile, day: -1)
        },
    ]

    /// Cases that ended before there was anything to decide; none of these says anything against anybody.
    static let closedWithoutAResult = [
        DemoCase(state: "expired") { story in
            try await story.open(.webDeveloper, at: story.world.day(-22, 10))
            try await story.letPass(story.current().nextDue(policy: story.bench.content.currentPolicy))
        },
        DemoCase(state: "refused") { story in
            try await story.open(.dataEngineer.living(in: "Africa/Lagos", speaking: "en"), at: story.world.day(-4, 9))
            try await story.wait(.hours(2))
            _ = try await story.bench.decline(story.session, by: story.candidate)
        },
        DemoCase(state: "cancelled") { story in
            try await story.getReady(.phpDeveloper, day: -5)
            try await story.book(from: story.world.day(2, 10))
            try await story.wait(.hours(20))
            _ = try await story.bench.cancelSession(story.session, by: story.world.platform.principal)
        },
        DemoCase(state: "redacted") { story in
            try await story.open(.goAlone, at: story.world.day(-40, 10))
            try await story.letPass(story.current().nextDue(policy: story.bench.content.currentPolicy))
            try await story.wait(.days(5))
            _ = try await story.bench.redact(story.session, by: story.world.platform.principal)
            story.forgetLink()
        },
    ]
}
