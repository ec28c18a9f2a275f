import ConnectionQuality
import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The page on which an interview is held: the call on top, the scorecard, and beside it how far it has come.
extension InterviewerPages {
    func openDesk(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let desk = try await bench.interviewDesk(id, for: request.principal)
        let item = request.query("item").flatMap { ItemID($0) }
        let part = request.query("part").flatMap { ScorecardPart(rawValue: $0) }
        return .page(deskPage(desk, request, part: part, item: item))
    }

    func deskPage(
        _ desk: Workbench.InterviewDesk, _ request: PageRequest, part wanted: ScorecardPart? = nil,
        item: ItemID? = nil, typed: [ItemID: TypedItem] = [:], errors: FormErrors = FormErrors(),
        status: HTTPResponse.Status = .ok
    ) -> Page {
        let words = request.words
        let call = CallState(desk, now: request.now)
        let parts = ScorecardPart.present(in: desk.attempt.scorecard)
        let scorecard = desk.attempt.scorecard
        let ofItem = item.flatMap { scorecard[$0] }.map { ScorecardPart($0.subject) }
        let unfinished = parts.first { part in
            part.items(of: scorecard).contains { ItemProgress($0) != .recorded && !$0.isVoid }
        }
        let shown = [wanted, ofItem, unfinished, parts.first].lazy.compactMap { $0 }.first { parts.contains($0) }
        let items = ScorecardItemView(desk: desk, words: words, canRecord: call.canRecord)
        let cards = (shown?.items(of: scorecard) ?? []).enumerated().map {
            items.view($1, number: $0 + 1, typed: typed[$1.id])
        }
        let side = DeskSide(
            desk: desk, words: words, call: call, now: request.now,
            meeting: bench.meetingLink(desk.attempt.interview))
        let name = desk.candidateName ?? words["interviewer_candidate_unnamed"]
        let page: View = [
            "interview": .text(desk.attempt.interview.rawValue), "error_summary": errors.summary,
            "heading": .text(
                desk.attempt.isInterview
                    ? words("interviewer_desk_heading", ["name": name])
                    : words("interviewer_desk_heading_second", ["name": name])),
            "done": .optional(doneText(request.query("done"), desk, words)),
            "call": .view(side.callView), "side": .view(side.view(shown: shown)), "phase": .text(call.name),
            "version": .text(side.version), "items": .list(cards), "part_heading": .text(partName(shown, words)),
            "tabs": .list(tabs(parts, shown, desk, words)), "can_record": .flag(call.canRecord),
            "not_yet": call.isBefore ? .text(words["interviewer_not_yet"]) : .absent,
            "keys": .list(Self.keys(words)), "add": side.addForm(shown),
            "next": .optional(next(parts, shown, desk, words)),
            "script_words": .view(Self.scriptWords(request)), "from_done": false,
        ]
        return Page(
            "interviewer/desk", title: words("interviewer_desk_title", ["name": name]), page, status: status,
            scripts: ["autosave.js", "scorecard.js"])
    }

    /// What scripts say, in the reader's language, and whose drafts they may keep.
    static func scriptWords(_ request: PageRequest) -> View {
        let words = request.words
        var person = ""
        if case .staff(let id, _) = request.principal { person = id.rawValue }
        return [
            "person": .text(person),
            "saving": .text(words["interviewer_save_saving"]), "retrying": .text(words["interviewer_save_retrying"]),
            "unsaved": .text(words["interviewer_save_unsaved"]), "restored": .text(words["interviewer_save_restored"]),
            "signed_out": .text(words["interviewer_save_signed_out"]),
            "kept": .text(words["interviewer_save_kept"]), "changed": .text(words["interviewer_desk_changed"]),
            "already": .text(words["interviewer_marks_already"]),
        ]
    }

    func doneText(_ done: String?, _ desk: Workbench.InterviewDesk, _ words: Words) -> String? {
        switch done {
        case "joined": words["interviewer_done_joined"]
        case "started": words["interviewer_done_started"]
        case "ended": words["interviewer_done_ended"]
        case "saved": words["interviewer_done_saved"]
        case "added": words["interviewer_done_added"]
        case "same_person": words["interviewer_done_same_person"]
        case "rated": words["interviewer_done_rated"]
        default: nil
        }
    }

    func partName(_ part: ScorecardPart?, _ words: Words) -> String {
        words["interviewer_part_\((part ?? .identity).rawValue)"]
    }

    private func tabs(
        _ parts: [ScorecardPart], _ shown: ScorecardPart?, _ desk: Workbench.InterviewDesk, _ words: Words
    ) -> [View] {
        parts.map { part in
            let items = part.items(of: desk.attempt.scorecard)
            let done = items.filter { ItemProgress($0) == .recorded || $0.isVoid }.count
            return [
                "href": .text(Self.path(desk.attempt.interview, "?part=\(part.rawValue)#scorecard")),
                "label": .text(partName(part, words)), "current": .flag(part == shown),
                "progress": .text(
                    words("interviewer_progress_count", ["done": String(done), "count": String(items.count)])),
            ]
        }
    }

    /// The way on from the end of the list: the next part, or the answers as a whole.
    private func next(
        _ parts: [ScorecardPart], _ shown: ScorecardPart?, _ desk: Workbench.InterviewDesk, _ words: Words
    ) -> View? {
        let rest = parts.drop { $0 != shown }.dropFirst()
        if let part = rest.first {
            return [
                "href": .text(Self.path(desk.attempt.interview, "?part=\(part.rawValue)#scorecard")),
                "label": .text(words("interviewer_next_part", ["part": partName(part, words)])),
            ]
        }
        return [
            "href": .text(Self.path(desk.attempt.interview, "/check")), "label": .text(words["interviewer_check_link"]),
        ]
    }

    private static func keys(_ words: Words) -> [View] {
        [
            ("j", "next"), ("k", "previous"), ("a", "asked"), ("d", "answered"), ("1–5", "rate"), ("n", "note"),
            ("Esc", "leave"), ("s", "save"), ("?", "help"),
        ].map { ["key": .text($0.0), "text": .text(words["interviewer_key_\($0.1)"])] }
    }
}

/// Where the call is, as far as its holder can do something about it.
enum CallState: Equatable {
    case early(opensAt: Instant)
    case joinable
    case waiting
    case ready
    case running
    case ended
    case closed

    init(_ desk: Workbench.InterviewDesk, now: Instant) {
        let attempt = desk.attempt
        if attempt.isOver || attempt.submission != nil {
            self = .closed
        } else if attempt.endedAt != nil {
            self = .ended
        } else if attempt.startedAt != nil {
            self = .running
        } else {
            let opensAt = attempt.startsAt - .minutes(desk.policy.interview.joinOpensMinutesBefore)
            if now < opensAt {
                self = .early(opensAt: opensAt)
            } else if attempt.joined[.interviewer] == nil {
                self = .joinable
            } else {
                self = attempt.joined[.candidate] == nil ? .waiting : .ready
            }
        }
    }

    var canRecord: Bool { self == .running || self == .ended }

    var isBefore: Bool {
        switch self {
        case .early, .joinable, .waiting, .ready: true
        case .running, .ended, .closed: false
        }
    }

    var name: String {
        switch self {
        case .early: "early"
        case .joinable: "joinable"
        case .waiting: "waiting"
        case .ready: "ready"
        case .running: "running"
        case .ended: "ended"
        case .closed: "closed"
        }
    }
}
