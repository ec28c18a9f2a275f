import ConnectionQuality
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What was typed into an item's form and is not stored.
struct TypedItem {
    var answer: String
    var note: String
    var error: String
    /// What stands in the record instead, where another page was faster.
    var stored: String?
}

/// One item of the scorecard as a template reads it.
struct ScorecardItemView {
    let desk: Workbench.InterviewDesk
    let words: Words
    /// From the start of the call until the scorecard is submitted.
    let canRecord: Bool

    func view(_ item: ScorecardItem, number: Int, typed: TypedItem?) -> View {
        let progress = ItemProgress(item)
        let isRecordable = canRecord && !item.isVoid
        return [
            "id": .text(item.id.rawValue), "number": .number(number), "title": .text(title(item)),
            "text": .text(text(item.subject)), "tags": .list(tags(item.subject)),
            "probes": .texts(probes(item.subject)),
            "has_probes": .flag(!probes(item.subject).isEmpty),
            "badge": .view(InterviewerPages.badge(words[progress.word], progress.tone)),
            "asked": item.entry?.span == nil ? "false" : "true",
            "void_text": item.isVoid ? .text(words["interviewer_item_void"]) : .absent,
            "form": isRecordable ? .view(form(item, number: number, typed: typed)) : .absent,
            "read": isRecordable ? .absent : .view(reading(item)),
        ]
    }

    /// After the call nothing is asked or answered any more.
    private var canMark: Bool { desk.attempt.endedAt == nil }

    // MARK: Texts

    func title(_ item: ScorecardItem) -> String {
        switch item.subject {
        case .identity(let check): check.title
        case .fact(let fact): words("interviewer_fact_title", ["kind": factName(fact.kind)])
        case .question(let scoped): scoped.confirmedSkill.map(skillName) ?? skillNames(scoped.question)
        }
    }

    /// Nothing where the value was erased.
    private func factValue(_ fact: ProfileFact) -> String {
        desk.texts[fact.value] ?? (desk.attempt.bothHaveJoined ? "" : words["interviewer_fact_withheld"])
    }

    private func factName(_ kind: String) -> String {
        words.find("interviewer_fact_\(kind)") ?? kind.split(separator: "_").joined(separator: " ")
    }

    private func skillName(_ skill: SkillID) -> String { desk.skillNames[skill] ?? skill.rawValue }

    private func skillNames(_ question: Question) -> String {
        question.skills.map(skillName).joined(separator: ", ")
    }

    private func text(_ subject: ItemSubject) -> String {
        switch subject {
        case .identity(let check): check.text
        case .fact(let fact): words("interviewer_fact_text", ["value": factValue(fact)])
        case .question(let scoped): scoped.question.text
        }
    }

    private func probes(_ subject: ItemSubject) -> [String] {
        switch subject {
        case .identity(let check): check.probes
        case .fact: [words["interviewer_fact_probe_1"], words["interviewer_fact_probe_2"]]
        case .question(let scoped): scoped.question.probes
        }
    }

    private func tags(_ subject: ItemSubject) -> [View] {
        switch subject {
        case .identity(let check):
            return check.mandatory ? [InterviewerPages.badge(words["interviewer_tag_mandatory"], "info")] : []
        case .fact: return []
        case .question(let scoped):
            var tags = [InterviewerPages.badge(words["interviewer_level_\(scoped.question.level.rawValue)"], "quiet")]
            if scoped.confirmedSkill == nil {
                tags.append(InterviewerPages.badge(words["interviewer_tag_implied"], "quiet"))
            }
            return tags
        }
    }

    // MARK: Marks and answers

    /// "Asked 14:31:05, answered 14:33:10 (125 s)".
    func marks(_ item: ScorecardItem) -> String {
        guard let span = item.entry?.span else {
            return words[canMark ? "interviewer_marks_none" : "interviewer_marks_none_ended"]
        }
        let asked = words.exactTime(span.askedAt, zone: desk.zone)
        guard !span.isOpen else { return words("interviewer_marks_asked", ["asked": asked]) }
        return words(
            "interviewer_marks_both",
            [
                "asked": asked, "answered": words.exactTime(span.answeredAt, zone: desk.zone),
                "seconds": String((span.answeredAt - span.askedAt).wholeSeconds),
            ])
    }

    /// Why what was recorded would not count, in time to mend it.
    func problem(_ item: ScorecardItem) -> String? {
        switch desk.standings[item.id] {
        case .invalidSpan(let faults):
            let first = faults.split(separator: ",").first.map(String.init) ?? faults
            let mended = canMark ? nil : words.find("interviewer_span_\(first)_ended")
            return mended ?? words.find("interviewer_span_\(first)")
        case .belowGate: return desk.isMeasured ? words["interviewer_span_below_gate"] : nil
        case .above, .notAssessed, .void, nil: return nil
        }
    }

    func saved(_ item: ScorecardItem) -> String {
        item.entry.map { words("interviewer_saved", ["time": words.time($0.recordedAt, zone: desk.zone)]) } ?? ""
    }

    /// The answer in words, as the pages that only show it say it.
    func answer(_ item: ScorecardItem) -> String {
        switch item.entry?.answer {
        case nil: words["interviewer_answer_none"]
        case .rating(.rated(let points)): words("interviewer_answer_points", ["points": String(points)])
        case .rating(let rating): words["interviewer_answer_\(rating.word ?? "not_asked")"]
        case .check(let result): words["interviewer_answer_\(result.rawValue)"]
        }
    }

    func note(_ item: ScorecardItem) -> String { item.entry?.note.flatMap { desk.texts[$0] } ?? "" }

    static func value(_ answer: ItemAnswer?) -> String {
        switch answer {
        case .rating(.rated(let points)): String(points)
        case .rating(let rating): rating.word ?? ""
        case .check(let result): result.rawValue
        case nil: ""
        }
    }

    /// What a page that is open already has to know of an item. `isOurs` says that this very save changed it: only then
    /// may the page take the new revision for its own, or a change by another tab would be overwritten unseen.
    func json(_ item: ScorecardItem, isOurs: Bool) -> JSONValue {
        let progress = ItemProgress(item)
        return [
            "id": .string(item.id.rawValue), "revision": isOurs ? .string(item.revision) : .null,
            "marks": .string(marks(item)),
            "problem": .string(problem(item) ?? ""), "word": .string(words[progress.word]),
            "tone": .string(progress.tone), "saved": .string(saved(item)),
            "asked": .bool(item.entry?.span != nil), "open": .bool(item.entry?.span?.isOpen == true),
        ]
    }

    // MARK: Parts

    private func form(_ item: ScorecardItem, number: Int, typed: TypedItem?) -> View {
        // What merely stands in for "no answer yet" was chosen by nobody.
        let progress = ItemProgress(item)
        let chosen = progress == .recorded ? Self.value(item.entry?.answer) : ""
        let value = typed?.answer ?? chosen
        let error: Slot = .optional(typed?.error)
        var form: View = [
            "action": .text(InterviewerPages.path(desk.attempt.interview, "/items/\(item.id.rawValue)")),
            "revision": .text(item.revision), "marks": .text(marks(item)), "problem": .optional(problem(item)),
            "can_mark": .flag(canMark), "was_asked": .flag(item.entry?.span != nil),
            "is_open": .flag(item.entry?.span?.isOpen == true),
            "note_id": .text("n\(number)"), "note": .text(typed?.note ?? note(item)), "saved": .text(saved(item)),
            "item_error": error, "stored": .optional(typed?.stored), "rating": nil, "radios": nil,
        ]
        if case .question(let scoped) = item.subject {
            form["rating"] = .view(rating(scoped.question.anchors, number: number, value: value))
        } else {
            form["radios"] = .view(radios(item.subject, number: number, value: value))
        }
        return form
    }

    private func rating(_ anchors: RatingAnchors, number: Int, value: String) -> View {
        let texts = [1: anchors.one, 3: anchors.three, 5: anchors.five]
        return [
            "id": .text("a\(number)"), "name": "answer", "legend": .text(words["interviewer_rating_legend"]),
            "hint": nil, "error": nil,
            "points": .list(
                (1...5).map { point in
                    [
                        "id": .text("a\(number)-\(point)"), "value": .text(String(point)),
                        "label": .text(String(point)),
                        "anchor": .text(texts[point] ?? words["interviewer_anchor_between_\(point)"]),
                        "checked": .flag(value == String(point)),
                    ]
                }),
            "others": .list(
                Rating.words.map { word in
                    [
                        "id": .text("a\(number)-\(word)"), "value": .text(word),
                        "label": .text(words["interviewer_answer_\(word)"]), "checked": .flag(value == word),
                    ]
                }),
        ]
    }

    private func radios(_ subject: ItemSubject, number: Int, value: String) -> View {
        [
            "id": .text("a\(number)"), "name": "answer", "legend": .text(words["interviewer_check_legend"]),
            "hint": nil, "error": nil,
            "options": .list(
                CheckResult.allCases.map { result in
                    [
                        "id": .text("a\(number)-\(result.rawValue)"), "value": .text(result.rawValue),
                        "label": .text(words["interviewer_answer_\(result.rawValue)"]),
                        "hint": .text(anchor(subject, result)), "checked": .flag(value == result.rawValue),
                    ]
                }),
        ]
    }

    private func anchor(_ subject: ItemSubject, _ result: CheckResult) -> String {
        guard case .identity(let check) = subject else { return words["interviewer_fact_anchor_\(result.rawValue)"] }
        return switch result {
        case .match: check.anchors.match
        case .mismatch: check.anchors.mismatch
        case .notChecked: check.anchors.notChecked
        }
    }

    private func reading(_ item: ScorecardItem) -> View {
        var anchors: [View] = []
        if case .question(let scoped) = item.subject {
            let texts = scoped.question.anchors
            anchors = [("1", texts.one), ("3", texts.three), ("5", texts.five)].map {
                ["label": .text($0.0), "anchor": .text($0.1)]
            }
        } else {
            anchors = CheckResult.allCases.map {
                [
                    "label": .text(words["interviewer_answer_\($0.rawValue)"]),
                    "anchor": .text(anchor(item.subject, $0)),
                ]
            }
        }
        let note = note(item)
        return [
            "anchors": .list(anchors), "answer": item.entry == nil ? .absent : .text(answer(item)),
            "note": note.isEmpty ? .absent : .text(note),
            "marks": item.entry?.span == nil ? .absent : .text(marks(item)),
        ]
    }
}
