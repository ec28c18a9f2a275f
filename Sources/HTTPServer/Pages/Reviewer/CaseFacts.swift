import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// What a decision of this case can rest on: each fact with its place on the timeline, to be chosen by whoever decides.
///
/// The interviewer's recommendation and notes are not among them: the first is no input of any decision, the others are not the
/// candidate's to read.
struct CaseFacts: Sendable {
    struct Fact: Sendable {
        /// What the form sends.
        var key: String
        /// As it stands in the reasons.
        var text: String
        var hint: String?
        /// Where the timeline or the page shows it.
        var anchor: String
        /// What the case is about: shown first.
        var isNear: Bool
    }

    private(set) var facts: [Fact] = []
    let voice: CaseVoice
    private let dossier: Workbench.ReviewDossier

    private var words: Words { voice.words }
    private var session: VerificationSession { dossier.file.session }

    init(_ dossier: Workbench.ReviewDossier, voice: CaseVoice) {
        self.voice = voice
        self.dossier = dossier
        addFindings(of: dossier.attempt)
        let review = dossier.file.review
        let looks = session.attempts.filter { $0.purpose == .secondLook(review.id) && $0.submission != nil }
        for look in looks { addFindings(of: look) }
        addItems(of: dossier.attempt, isLook: false)
        for look in looks { addItems(of: look, isLook: true) }
        addLine()
        addObjections()
        addWhatThePersonSaid(review)
    }

    /// Says once in which zone the times of the facts are, as its clocks stood at the interview.
    var zoneNote: String {
        let held = dossier.attempt.startedAt ?? dossier.attempt.startsAt
        return words("reviewer_zone_note", ["zone": words.zoneName(voice.zone, at: held)])
    }

    var near: [Fact] { facts.filter(\.isNear) }
    var other: [Fact] { facts.filter { !$0.isNear } }

    /// The chosen facts, in the order of the page; keys that name nothing are left out.
    func chosen(_ keys: [String]) -> [Fact] {
        let keys = Set(keys)
        return facts.filter { keys.contains($0.key) }
    }

    private mutating func addFindings(of attempt: Attempt) {
        for (index, finding) in (attempt.submission?.findings ?? []).enumerated() {
            facts.append(
                Fact(
                    key: "finding:\(attempt.interview):\(index)",
                    text: at(finding.at, words("reviewer_fact_finding", ["reason": voice.reason(finding.code)])),
                    hint: voice.text(finding.text), anchor: "finding-\(attempt.interview)-\(index)", isNear: true))
        }
    }

    private mutating func addItems(of attempt: Attempt, isLook: Bool) {
        let proposed = Set(session.proposal(review: dossier.file.review.id)?.facts.compactMap(\.item) ?? [])
        for item in attempt.scorecard.items {
            guard let entry = item.entry else { continue }
            let answer = voice.answer(item).text
            let standing = isLook ? nil : voice.remark(dossier.file.standings[item.id])
            let text = words("reviewer_fact_item", ["item": voice.title(item), "answer": answer])
            let counts = isLook || dossier.file.standings[item.id] == .above
            let isLow = entry.answer == .check(.mismatch) || (item.isRatedLow && counts)
            facts.append(
                Fact(
                    key: "item:\(item.id)",
                    text: at(
                        entry.span?.askedAt, isLook ? words("reviewer_fact_look", ["fact": text]) : text),
                    hint: standing, anchor: "item-\(item.id)", isNear: isLook || isLow || proposed.contains(item.id)))
        }
    }

    private mutating func addLine() {
        let report = dossier.file.report
        let isAboutLine =
            dossier.file.review.kind == .disputed
            || session.appeal(review: dossier.file.review.id)?.ground == .connectionQuality
        facts.append(
            Fact(
                key: "line",
                text: words(
                    "reviewer_fact_line",
                    [
                        "verdict": words.of("reviewer_verdict", report.verdict.rawValue),
                        "party": words.of("reviewer_fault", report.faultParty.rawValue),
                    ]), hint: nil, anchor: "line", isNear: isAboutLine))
        for (index, gap) in report.gaps.enumerated() {
            facts.append(
                Fact(
                    key: "gap:\(index)",
                    text: at(
                        gap.start, words("reviewer_fact_gap", ["duration": voice.duration(gap.end - gap.start)])),
                    hint: nil, anchor: "gap-\(index)", isNear: isAboutLine))
        }
        for side in Side.allCases {
            guard let rating = dossier.attempt.lineRatings[side] else { continue }
            facts.append(
                Fact(
                    key: "rating:\(side.rawValue)",
                    text: words(
                        "reviewer_fact_line_rating",
                        ["who": words.of("reviewer_who", side.rawValue), "points": String(rating)]),
                    hint: nil, anchor: "line", isNear: isAboutLine))
        }
    }

    private mutating func addObjections() {
        for (index, objection) in dossier.attempt.objections.enumerated() {
            let item = (objection.voided ?? objection.item).flatMap { dossier.attempt.scorecard[$0] }
            facts.append(
                Fact(
                    key: "objection:\(index)", text: at(objection.at, words["reviewer_fact_objection"]),
                    hint: item.map(voice.title), anchor: objection.anchor, isNear: true))
        }
    }

    private mutating func addWhatThePersonSaid(_ review: Review) {
        if let hearing = session.proposal(review: review.id)?.hearing {
            if hearing.text != nil {
                facts.append(
                    Fact(
                        key: "hearing", text: words["reviewer_fact_hearing"], hint: nil, anchor: hearing.anchor,
                        isNear: true))
            }
            for correction in hearing.corrections {
                facts.append(
                    Fact(
                        key: "correction:\(correction.kind)",
                        text: words(
                            "reviewer_fact_correction",
                            [
                                "kind": words.of("reviewer_fact", correction.kind),
                                "value": voice.text(correction.value),
                            ]), hint: nil, anchor: hearing.anchor, isNear: true))
            }
        }
        if let appeal = session.appeal(review: review.id) {
            facts.append(
                Fact(
                    key: "appeal", text: words["reviewer_fact_appeal"], hint: nil, anchor: "appeal-\(appeal.id)",
                    isNear: true))
        }
    }

    private func at(_ instant: Instant?, _ text: String) -> String {
        guard let instant else { return text }
        return words("reviewer_fact_at", ["time": voice.clock(instant), "fact": text])
    }
}

extension ScorecardItem {
    fileprivate var isRatedLow: Bool {
        guard case .rating(.rated(let points))? = entry?.answer else { return false }
        return points < 3
    }
}
