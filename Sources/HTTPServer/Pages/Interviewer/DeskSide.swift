import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// The facts of an interview around its scorecard: the call, the clock, and how far everything has come.
struct DeskSide {
    let desk: Workbench.InterviewDesk
    let words: Words
    let call: CallState
    let now: Instant
    /// Where the call itself is held.
    var meeting: String?

    init(desk: Workbench.InterviewDesk, words: Words, call: CallState, now: Instant, meeting: String? = nil) {
        self.desk = desk
        self.words = words
        self.call = call
        self.now = now
        self.meeting = meeting
    }

    private var attempt: Attempt { desk.attempt }

    /// Changes when something happened that this page does not show yet and did not do itself.
    var version: String {
        let items = attempt.scorecard.items
        return "\(call.name)-\(items.count)-\(items.filter(\.isVoid).count)"
    }

    // MARK: The call

    var callView: View {
        let base = InterviewerPages.path(attempt.interview)
        let isLive = call == .waiting || call == .ready || call == .running
        return [
            "when": .text(words.moment(attempt.startsAt, zone: desk.zone)), "text": .text(callText),
            "badge": .view(InterviewerPages.badge(words["interviewer_call_\(call.name)"], callTone)),
            "base": .text(base), "can_join": .flag(call == .joinable), "can_start": .flag(call == .ready),
            "can_end": .flag(call == .running), "is_waiting": .flag(call == .waiting),
            "can_check": .flag(call == .ended || call == .running), "is_closed": .flag(call == .closed),
            "is_ended": .flag(call == .ended), "meeting": isLive ? .optional(meeting) : .absent,
            "no_meeting": .flag(isLive && meeting == nil),
        ]
    }

    private var callText: String {
        switch call {
        case .early(let opensAt):
            words(
                "interviewer_call_early_text",
                ["time": words.time(opensAt, zone: desk.zone), "distance": words.distance(attempt.startsAt - now)])
        case .joinable: words["interviewer_call_joinable_text"]
        case .waiting:
            words(
                "interviewer_call_waiting_text",
                [
                    "time": words.time(
                        attempt.startsAt + .minutes(desk.policy.interview.noShowAfterMinutes), zone: desk.zone)
                ])
        case .ready: words["interviewer_call_ready_text"]
        case .running: words["interviewer_call_running_text"]
        case .ended:
            desk.submitBy.map {
                words("interviewer_call_ended_text", ["by": words.moment($0, zone: desk.zone)])
            } ?? words["interviewer_call_closed_text"]
        case .closed: words["interviewer_call_closed_text"]
        }
    }

    private var callTone: String {
        switch call {
        case .early, .closed: "quiet"
        case .joinable, .waiting, .ready: "info"
        case .running: "good"
        case .ended: "warn"
        }
    }

    // MARK: The side

    func view(shown: ScorecardPart?) -> View {
        let coverage = DeskCoverage(desk)
        return [
            "clock": clock, "coverage": .view(stat(coverage)),
            "coverage_text": .text(Self.coverageText(coverage, words)),
            "line_text": .text(
                desk.isMeasured
                    ? words("interviewer_line_measured", ["count": String(coverage.aboveGate)])
                    : words["interviewer_line_unmeasured"]),
            "facts": .list(facts), "overview": .list(overview(shown)),
            "same_person": call == .running ? .text(InterviewerPages.path(attempt.interview, "/same-person")) : .absent,
            "same_person_due": .flag(isSamePersonDue),
            "line": canRate ? .view(lineForm) : .absent,
        ]
    }

    static func coverageText(_ coverage: DeskCoverage, _ words: Words) -> String {
        words(
            "interviewer_coverage_text",
            [
                "done": String(coverage.assessed), "count": String(coverage.drawn), "needed": String(coverage.needed),
            ])
    }

    private func stat(_ coverage: DeskCoverage) -> View {
        [
            "value": .number(coverage.assessed), "max": .number(max(1, coverage.drawn)),
            "tone": .text(coverage.isEnough ? "good" : "warn"),
        ]
    }

    /// Time since the start, which a script keeps going; without one it is right when the page was made.
    private var clock: Slot {
        guard let startedAt = attempt.startedAt else { return .absent }
        let spent = (attempt.endedAt ?? now) - startedAt
        let seconds = max(0, spent.wholeSeconds)
        let minimum = desk.policy.interview.minimumDwellMinutes
        let enough = startedAt + .minutes(minimum)
        return .view([
            "label": .text(words["interviewer_clock_label"]), "text": .text(Self.clock(seconds)),
            "is_running": .flag(attempt.endedAt == nil), "started": .text(String(startedAt.millisecondsSinceEpoch)),
            "now": .text(String(now.millisecondsSinceEpoch)),
            "dwell": .text(
                seconds >= Int64(minimum) * 60
                    ? words("interviewer_dwell_enough", ["minutes": String(minimum)])
                    : words(
                        "interviewer_dwell_missing",
                        ["minutes": String(minimum), "time": words.time(enough, zone: desk.zone)])),
        ])
    }

    static func clock(_ seconds: Int64) -> String {
        let two = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 60)):\(two(seconds % 60))"
    }

    private var facts: [View] {
        [
            fact("interviewer_fact_mode", words["interviewer_mode_\(attempt.mode.rawValue)"]),
            fact("interviewer_fact_languages", InterviewerPages.languages(desk.languages, words)),
            fact(
                "interviewer_fact_booked",
                words.time(attempt.startsAt, zone: desk.zone) + "–" + words.time(attempt.endsAt, zone: desk.zone)),
        ]
    }

    private func fact(_ term: String, _ value: String) -> View { ["term": .text(words[term]), "value": .text(value)] }

    /// Every item with where it stands: the way to any of them.
    private func overview(_ shown: ScorecardPart?) -> [View] {
        let views = ScorecardItemView(desk: desk, words: words, canRecord: call.canRecord)
        return ScorecardPart.present(in: attempt.scorecard).map { part in
            [
                "heading": .text(words["interviewer_part_\(part.rawValue)"]),
                "entries": .list(
                    part.items(of: attempt.scorecard).enumerated().map { index, item in
                        let progress = ItemProgress(item)
                        let page = part == shown ? "" : "?part=\(part.rawValue)"
                        return [
                            "href": .text("\(page)#\(item.id.rawValue)"), "item": .text(item.id.rawValue),
                            "label": .text("\(index + 1). \(views.title(item))"),
                            "word": .text(words[progress.word]), "tone": .text(progress.tone),
                        ]
                    }),
            ]
        }
    }

    private var isSamePersonDue: Bool {
        attempt.scorecard.items.contains { $0.subject.isSamePersonCheck && $0.entry == nil && !$0.isVoid }
    }

    private var canRate: Bool { attempt.joined[.interviewer] != nil }

    var lineForm: View {
        let given = attempt.lineRatings[.interviewer]
        return [
            "action": .text(InterviewerPages.path(attempt.interview, "/line")),
            "given": given.map { .text(words("interviewer_line_given", ["rating": lineWord($0)])) } ?? .absent,
            "choices": .list(
                (1...5).map {
                    ["value": .text(String($0)), "label": .text(lineWord($0)), "current": .flag($0 == given)]
                }
            ),
        ]
    }

    private func lineWord(_ rating: Int) -> String { words["interviewer_line_\(rating)"] }

    /// A further question of the bank: only what the person's own scope admits can be chosen.
    func addForm(_ shown: ScorecardPart?) -> Slot {
        guard shown == .questions, call.canRecord, !desk.addable.isEmpty else { return .absent }
        return .view([
            "action": .text(InterviewerPages.path(attempt.interview, "/items")),
            "questions": .list(
                desk.addable.map { question in
                    let start = question.text.prefix(100)
                    return [
                        "value": .text(question.id.rawValue),
                        "label": .text("\(question.kit): \(start)\(start.count < question.text.count ? "…" : "")"),
                    ]
                }),
        ])
    }
}
