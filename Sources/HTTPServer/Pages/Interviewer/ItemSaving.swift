import HTTPTypes
import StrictJSON
import Verification
import Workflow

/// Saving one item: by its own button, or by a script while the person types.
///
/// Whatever cannot be saved is given back with the reason: somebody who holds a call must never lose a sentence.
extension InterviewerPages {
    static let noteLimit = 4000

    func saveItem(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let item: ItemID = try request.id("item")
        let words = request.words
        let form = request.form
        let answer = Self.answer(form.text("answer"))
        let note = form.text("note")
        guard note.count <= Self.noteLimit else {
            return try await kept(
                request, id, item, "too_long", words("interviewer_error_note", ["count": String(note.count)]),
                .unprocessableContent)
        }
        guard answer != nil || form.text("answer").isEmpty else { throw Problem(.badRequest) }
        let change = Workbench.ItemChange(
            answer: answer, note: note, mark: Workbench.ItemMark(rawValue: form.text("mark")))
        do {
            _ = try await bench.changeItem(
                id, item: item, change, expecting: form.optionalText("revision"), by: request.principal)
        } catch WorkflowFailure.staleVersion {
            return try await kept(request, id, item, "stale", words["interviewer_error_stale"], .conflict)
        } catch WorkflowFailure.invalid("/mark", _) {
            return try await kept(
                request, id, item, "not_asked", words["interviewer_error_not_asked"], .unprocessableContent)
        } catch Rejection.wrongState {
            return try await late(request, id, item, isMark: change.mark != nil)
        }
        guard request.isScript else {
            return .redirect(Self.path(id, "?item=\(item.rawValue)&done=saved#\(item.rawValue)"))
        }
        let desk = try await bench.interviewDesk(id, for: request.principal)
        return .saved(try savedJSON(desk, request, item))
    }

    private static func answer(_ text: String) -> ItemAnswer? {
        if let points = Int(text), let rating = Rating(points: points) { return .rating(rating) }
        if let rating = Rating(word: text) { return .rating(rating) }
        return CheckResult(rawValue: text).map { .check($0) }
    }

    /// Everything that an open page shows and this save may have changed: asking one question ends the answer to another.
    private func savedJSON(
        _ desk: Workbench.InterviewDesk, _ request: PageRequest, _ item: ItemID
    ) throws -> JSONValue {
        let call = CallState(desk, now: request.now)
        let views = ScorecardItemView(desk: desk, words: request.words, canRecord: call.canRecord)
        let side = DeskSide(desk: desk, words: request.words, call: call, now: request.now)
        let coverage = DeskCoverage(desk)
        let scorecard = desk.attempt.scorecard
        let askedAt = request.form.text("mark") == "asked" ? scorecard[item]?.entry?.span?.askedAt : nil
        let isClosed = { (other: ScorecardItem) in
            askedAt != nil && other.entry?.span.map { !$0.isOpen && $0.answeredAt == askedAt } == true
        }
        return [
            "state": "saved", "item": .string(item.rawValue),
            "text": .string(
                request.words(
                    "interviewer_saved", ["time": request.words.time(request.now, zone: desk.zone)])),
            "items": .array(scorecard.items.map { views.json($0, isOurs: $0.id == item || isClosed($0)) }),
            "coverage": .string(DeskSide.coverageText(coverage, request.words)),
            "covered": .integer(Int64(coverage.assessed)), "version": .string(side.version),
        ]
    }

    /// Not saved, and still there: for scripts as data, for others as the same page with what was typed in its place.
    private func kept(
        _ request: PageRequest, _ id: InterviewID, _ itemID: ItemID, _ state: String, _ text: String,
        _ status: HTTPResponse.Status
    ) async throws -> PageReply {
        let desk = try await bench.interviewDesk(id, for: request.principal)
        guard let item = desk.attempt.scorecard[itemID] else { throw WorkflowFailure.notFound }
        let views = ScorecardItemView(desk: desk, words: request.words, canRecord: true)
        let stored = request.words(
            "interviewer_stored", ["answer": views.answer(item), "note": views.note(item)])
        if request.isScript {
            return .saved(
                [
                    "state": .string(state), "item": .string(itemID.rawValue), "text": .string(text),
                    "stored": .string(state == "stale" ? stored : ""), "revision": .string(item.revision),
                ], status: status)
        }
        var errors = FormErrors()
        errors.add(itemID.rawValue, text)
        let typed = TypedItem(
            answer: request.form.text("answer"), note: request.form.text("note"), error: text,
            stored: state == "stale" ? stored : nil)
        return .page(
            deskPage(desk, request, item: itemID, typed: [itemID: typed], errors: errors, status: status))
    }

    /// The scorecard is not open: not yet, or not any more. What was typed is shown for copying.
    private func late(
        _ request: PageRequest, _ id: InterviewID, _ item: ItemID, isMark: Bool
    ) async throws -> PageReply {
        let desk = try await bench.interviewDesk(id, for: request.principal)
        let words = request.words
        // The scorecard is still open, only the call is over.
        if isMark, CallState(desk, now: request.now) == .ended, desk.attempt.scorecard[item]?.isVoid == false {
            return try await kept(request, id, item, "ended", words["interviewer_error_mark_ended"], .conflict)
        }
        let text: String
        if desk.attempt.scorecard[item]?.isVoid == true {
            text = words["interviewer_late_void"]
        } else if desk.attempt.submission != nil {
            text = words["interviewer_late_submitted"]
        } else {
            text = words[desk.attempt.startedAt == nil ? "interviewer_late_before" : "interviewer_late_closed"]
        }
        if request.isScript {
            return .saved(
                ["state": "closed", "item": .string(item.rawValue), "text": .string(text)], status: .conflict)
        }
        let note = request.form.text("note")
        return .page(
            Page(
                "interviewer/late", title: words["interviewer_late_title"],
                [
                    "text": .text(text), "note": note.isEmpty ? .absent : .text(note),
                    "href": .text(Self.path(id)),
                ], status: .conflict))
    }
}
