import ConnectionQuality
import Timekeeping

@testable import Verification

/// A small, recognisable world: six skills, four kits, nine checks and policy 1's numbers, without an audit unless a test wants one.
enum Fixtures {
    static let monday = Instant(rfc3339: "2026-03-02T09:00:00Z") ?? Instant(secondsSinceEpoch: 0)

    static let taxonomy: Taxonomy = {
        func skill(_ id: String, aliases: [String] = [], implies: [String] = []) -> Skill {
            Skill(
                id: SkillID(id), name: id.uppercased(), category: "test", aliases: aliases,
                implies: implies.map { SkillID($0) })
        }
        let skills = [
            skill("go", aliases: ["golang"]), skill("docker", implies: ["linux"]), skill("linux"), skill("php"),
            skill("swift"), skill("swiftui", implies: ["swift"]),
        ]
        guard let taxonomy = try? Taxonomy(version: "test-1", skills: skills) else { preconditionFailure("fixture") }
        return taxonomy
    }()

    static func question(
        _ id: String, kit: String, skills: [String], level: SkillLevel = .basic
    ) -> Question {
        Question(
            id: QuestionID(id), kit: kit, kitVersion: 1, skills: skills.map { SkillID($0) }, level: level,
            text: "What about \(id)?", anchors: RatingAnchors(one: "no idea", three: "an idea", five: "a deep idea"),
            probes: ["And why?", "And when not?"])
    }

    static func kit(_ id: String, _ count: Int, level: SkillLevel = .basic) -> InterviewKit {
        InterviewKit(
            id: id, version: 1, title: id,
            questions: (1...count).map { question("\(id)-\($0)", kit: id, skills: [id], level: level) })
    }

    static let kits = [kit("go", 12, level: .intermediate), kit("docker", 10), kit("linux", 4), kit("php", 5)]

    static let checks: [IdentityCheck] = {
        func check(
            _ id: String, _ kind: IdentityCheck.Kind, mandatory: Bool = true, occasion: IdentityCheck.Occasion = .always
        ) -> IdentityCheck {
            IdentityCheck(
                id: id, title: id, text: "Please.", mandatory: mandatory, kind: kind, occasion: occasion,
                anchors: .init(match: "fits", mismatch: "differs", notChecked: "not seen"), probes: [])
        }
        return [
            check("document_live", .document), check("document_expiry", .document), check("name", .document),
            check("face", .face), check("surroundings", .surroundings, mandatory: false),
            check("turn_head", .liveness), check("hand_over_face", .liveness), check("say_digits", .liveness),
            check("same_person", .face, mandatory: false, occasion: .afterGap),
        ]
    }()

    static let policy = Policy(
        version: "1", title: "Test", summary: "Test",
        interview: .init(
            lengthMinutes: 30, questions: 6, minimumPerSkill: 2, maximumPerKit: 3, livenessPrompts: 2,
            minimumDwellMinutes: 12, minimumCoveragePercent: 70, noShowAfterMinutes: 10, joinOpensMinutesBefore: 15,
            startOpensMinutesBefore: 5),
        attempts: .init(
            countedMaximum: 3, candidateTechnicalPriority: 1, candidateTechnicalAlternatives: 3,
            candidateTechnicalInconclusive: 6, lineAppealAutomaticDays: 7, lineAppealsAutomatic: 2),
        deadlines: .init(
            confirmDays: 14, bookingDays: 14, scorecardHours: 24, deliberationHours: 24, hearingHours: 72,
            appealAnswerWorkingDays: 3, appealAnswerDaysMaximum: 14, objectionDays: 7, appealMonths: 6,
            statementRetryHours: 24, reminderDaysBefore: [7, 3, 1]),
        validity: .init(verifiedMonths: 12, adverseDays: 90, inconclusiveDays: 30), audit: .init(positivePercent: 0),
        skills: .init(demonstratedMedian: 3, minimumRated: 2),
        corrections: .init(acceptedByMachine: ["city", "region"]),
        scheduling: .init(
            stepMinutes: 30, minimumNoticeMinutes: 60, horizonDays: 30, bufferBeforeMinutes: 5, bufferAfterMinutes: 10,
            rescheduleUntilMinutes: 60, maximumReschedules: 5),
        contact: .init(role: "the reviewer on duty", route: "the conversation of your case"),
        outsideBody: "an outside body", trustedReferee: "a trusted referee", quality: .standard)

    static let reasonTexts: [ReasonCode: ReasonTexts] = Dictionary(
        uniqueKeysWithValues: ReasonCode.allCases.map {
            (
                $0,
                ReasonTexts(
                    code: $0, name: $0.rawValue, title: $0.rawValue, meaning: "meaning", lifts: "what lifts it",
                    contest: "how to contest it")
            )
        })

    static let reviewers = (1...8).map { StaffID(unchecked: "st_reviewer\($0)") }

    static func context(
        seed: UInt64, policy: Policy = policy, kits: [InterviewKit] = kits, history: PersonHistory = .init(),
        reviewers: [StaffID] = reviewers
    ) -> DecisionContext {
        DecisionContext(
            policy: policy, taxonomy: taxonomy, kits: kits, identityChecks: checks, reasonTexts: reasonTexts,
            history: history, seed: seed, digest: { salt, text in "\(salt.count)-\(text.count)" },
            drawReviewer: { excluded in reviewers.first { !excluded.contains($0) } }, lineTestsCountAsPassed: false)
    }
}

/// How a call measured: windows of ten seconds both ways, classes as a test wants them.
struct Line {
    var verdict = CallVerdict.good
    var fault = FaultParty.unknown
    var audio: @Sendable (_ second: Int) -> AudioClass = { _ in .excellent }
    var video: @Sendable (_ second: Int) -> VideoClass = { _ in .excellent }
    var gaps: [ClosedRange<Int>] = []

    static let good = Line()
    static func poor(_ fault: FaultParty) -> Line { Line(verdict: .poor, fault: fault) }
    static func technicalFailure(_ fault: FaultParty) -> Line { Line(verdict: .technicalFailure, fault: fault) }
    /// Everything below the gate, without the call having failed as a whole.
    static func unusable(_ fault: FaultParty) -> Line { Line(verdict: .poor, fault: fault, audio: { _ in .poor }) }
    static let disputed = Line(verdict: .disputed)

    func report(from start: Instant, minutes: Int = 60) -> CallReport {
        let windows = stride(from: -60, to: minutes * 60, by: 10).flatMap { second in
            Direction.allCases.map { direction in
                QualityWindow(
                    from: start + .seconds(second), to: start + .seconds(second + 10), direction: direction, rating: 90,
                    meanOpinionScore: 4.3, lossPercent: 0, audio: audio(second), video: video(second))
            }
        }
        return CallReport(
            version: "quality-1", verdict: verdict, faultParty: fault, windows: windows,
            gaps: gaps.map { Interval(start: start + .seconds($0.lowerBound), end: start + .seconds($0.upperBound)) },
            twoSidedSeconds: minutes * 60, trace: [])
    }
}
