import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// What happens after an interview: told to whoever held it, without the result of the case, which is not theirs, and without blame.
extension InterviewerPages {
    func done(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let words = request.words
        let desk = try await bench.interviewDesk(id, for: request.principal)
        let attempt = desk.attempt
        let call = CallState(desk, now: request.now)
        guard call == .closed else { return .redirect(Self.path(id)) }
        let isFresh = request.query("done") == "submitted"
        let heading = attempt.submission == nil ? "interviewer_over_heading" : "interviewer_submitted_heading"
        var rows = [Self.row(words["interviewer_done_result"], words["interviewer_result_\(attempt.result.rawValue)"])]
        if let submission = attempt.submission {
            rows.append(
                Self.row(words["interviewer_done_submitted_at"], words.moment(submission.at, zone: desk.zone)))
            rows.append(
                Self.row(
                    words["interviewer_recommendation"],
                    words["interviewer_recommendation_\(submission.recommendation.rawValue)"]))
        }
        if attempt.isInterview, attempt.startedAt != nil {
            rows.append(
                Self.row(
                    words["interviewer_check_coverage"], DeskSide.coverageText(DeskCoverage(desk), words)))
        }
        if let verdict = attempt.call?.verdict {
            rows.append(Self.row(words["interviewer_check_line"], words["interviewer_verdict_\(verdict.rawValue)"]))
        }
        let side = DeskSide(desk: desk, words: words, call: call, now: request.now)
        return .page(
            Page(
                "interviewer/done", title: words[heading],
                [
                    "interview": .text(id.rawValue), "base": .text(Self.path(id)),
                    "heading": .text(words[heading]), "is_fresh": .flag(isFresh), "rows": .list(rows),
                    "rated": request.query("done") == "rated" ? .text(words["interviewer_done_rated"]) : .absent,
                    "steps": .texts(nextSteps(attempt, words)),
                    "from_done": true, "line": attempt.joined[.interviewer] == nil ? .absent : .view(side.lineForm),
                    "back_href": attempt.isInterview ? "/interviews" : "/reviews",
                    "back_label": .text(
                        words[attempt.isInterview ? "interviewer_done_back" : "interviewer_done_back_review"]),
                    "script_words": .view(Self.scriptWords(request)),
                ], scripts: ["autosave.js"]))
    }

    private func nextSteps(_ attempt: Attempt, _ words: Words) -> [String] {
        let keys: [String]
        if !attempt.isInterview {
            keys = ["second_look"]
        } else {
            switch attempt.result {
            case .abortedTechnical: keys = ["technical", "technical_rebook"]
            case .void: keys = ["void", "technical_rebook"]
            case .notHeld: keys = ["not_held"]
            case .assessed: keys = ["policy", "person", "no_change"]
            case .booked, .inProgress, .cancelled: keys = ["policy", "no_change"]
            }
        }
        return keys.map { words["interviewer_next_\($0)"] }
    }
}
