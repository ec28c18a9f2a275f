import Timekeeping
import Verification
import Workflow

/// What a page about one case needs to speak: words, the reader's zone, the texts of the case.
struct CaseVoice: Sendable {
    let words: Words
    let zone: String
    let now: Instant
    let reader: StaffID
    let texts: [PersonalTextID: String]
    let content: PublishedContent

    func moment(_ instant: Instant) -> String { words.moment(instant, zone: zone) }
    /// To the second, as inside a call.
    func clock(_ instant: Instant) -> String { words.exactTime(instant, zone: zone) }

    /// Says once in which zone the times are, where they stand without one.
    var zoneNote: String { words("reviewer_zone_note", ["zone": words.zoneName(zone, at: now)]) }

    /// The voice in which the person is told: in their language and by their clock.
    func told(to session: VerificationSession, _ catalogues: WordCatalogues) -> CaseVoice {
        CaseVoice(
            words: catalogues.choose(session.profile.languages), zone: session.profile.timeZone, now: now,
            reader: reader, texts: texts, content: content)
    }

    /// A text of the case; after redaction it is gone, and that is said.
    func text(_ id: PersonalTextID) -> String { texts[id] ?? words["reviewer_text_redacted"] }

    /// `N501, The person is not the one on the document`.
    func reason(_ code: ReasonCode) -> String {
        guard let title = content.reasons[code]?.title else { return code.rawValue }
        return words("reviewer_reason", ["code": code.rawValue, "title": title])
    }

    func skill(_ id: SkillID) -> String { content.taxonomy.skill(id)?.name ?? id.rawValue }

    func measure(_ measure: AdverseMeasure) -> String {
        switch measure {
        case .notVerified: words["reviewer_measure_not_verified"]
        case .notDemonstrated(let id): words("reviewer_measure_not_demonstrated", ["skill": skill(id)])
        }
    }

    /// Whether somebody of the staff is the reader; other people's names are no part of a case.
    func reviewer(_ staff: StaffID?) -> String {
        guard let staff else { return words["reviewer_who_nobody"] }
        return staff == reader ? words["reviewer_who_you"] : words["reviewer_who_other_reviewer"]
    }

    /// Who caused an event, by role.
    func actor(_ actor: String, in session: VerificationSession) -> String {
        if actor.hasPrefix("platform:") { return words["reviewer_who_platform"] }
        if actor.hasPrefix("staff:") {
            let id = StaffID(unchecked: String(actor.dropFirst("staff:".count)))
            if id == reader { return words["reviewer_who_you"] }
            if session.attempts.contains(where: { $0.isInterview && $0.interviewer == id }) {
                return words["reviewer_who_interviewer"]
            }
            return words["reviewer_who_other_reviewer"]
        }
        return words.of("reviewer_who", actor)
    }

    func duration(_ span: TimeSpan) -> String {
        words("reviewer_seconds", ["count": String(span.wholeSeconds)])
    }

    // MARK: Scorecard

    /// What an item is about, in one line.
    func title(_ item: ScorecardItem) -> String {
        switch item.subject {
        case .identity(let check): check.title
        case .question(let scoped): scoped.question.text
        case .fact(let fact):
            words(
                "reviewer_item_fact",
                ["kind": words.of("reviewer_fact", fact.kind), "value": text(fact.value)])
        }
    }

    /// What was recorded for an item: a rating of 5, a check's result, or why there is none.
    func answer(_ item: ScorecardItem) -> (text: String, tone: String) {
        if item.isVoid { return (words["reviewer_answer_void"], "quiet") }
        switch item.entry?.answer {
        case nil: return (words["reviewer_answer_open"], "quiet")
        case .rating(.rated(let points)):
            return (
                words("reviewer_answer_rated", ["points": String(points)]),
                points >= 3 ? "good" : points == 2 ? "warn" : "bad"
            )
        case .rating(let rating): return (words.of("reviewer_answer", rating.word ?? ""), "quiet")
        case .check(.match): return (words["reviewer_answer_match"], "good")
        case .check(.mismatch): return (words["reviewer_answer_mismatch"], "bad")
        case .check(.notChecked): return (words["reviewer_answer_not_checked"], "quiet")
        }
    }

    /// Why an answer may not count; `nil` where it may, or where there is none.
    func remark(_ standing: ItemStanding?) -> String? {
        switch standing {
        case nil, .notAssessed, .above: nil
        case .belowGate(let why): words("reviewer_standing_below", ["why": spoken(why)])
        case .invalidSpan(let why): words("reviewer_standing_span", ["why": spoken(why)])
        case .void: words["reviewer_standing_void"]
        }
    }

    /// Codes such as `too_short, overlapping` as words where the catalogue has them.
    private func spoken(_ codes: String) -> String {
        codes.split(separator: ",").map { code in
            let code = code.filter { $0 != " " }
            return words.of("reviewer_why", code)
        }.joined(separator: ", ")
    }
}

extension Slot {
    /// What somebody wrote, with the lines they wrote it in: `{{#name}}<p>{{text}}</p>{{/name}}`.
    static func paragraphs(_ text: String) -> Slot {
        .texts(text.split(whereSeparator: \.isNewline).map(String.init))
    }

    /// A badge as its partial reads it: one of the five tones, and always a word.
    static func word(_ word: String, tone: String = "quiet") -> Slot {
        .view(["word": .text(word), "tone": .text(tone)])
    }
}
