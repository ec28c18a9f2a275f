import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// Everything that happened in a case on one line of time: what was asked, how the line was, what was said, proposed and decided.
struct ReviewTimeline: Sendable {
    struct Entry: Sendable {
        var at: Instant
        var until: Instant?
        /// What links lead to.
        var anchor: String?
        var title: String
        var badge: (word: String, tone: String)?
        var who: String?
        var lines: [String] = []
        /// Words of a person, set apart from Candor's own.
        var quotes: [String] = []
        var tone = "quiet"
        /// Of the interview that is looked at: shown to the second.
        var isInCall = false
    }

    private(set) var entries: [Entry] = []
    let voice: CaseVoice
    let dossier: Workbench.ReviewDossier

    private var session: VerificationSession { dossier.file.session }
    private var words: Words { voice.words }

    /// `numbers` are those of the chart, by item.
    init(_ dossier: Workbench.ReviewDossier, numbers: [ItemID: Int], voice: CaseVoice) {
        self.dossier = dossier
        self.voice = voice
        for happening in dossier.happenings { add(happening) }
        for attempt in session.attempts { addScorecard(of: attempt, numbers) }
        addLine()
        // Equal times keep the order in which they were put in: that of the stream.
        entries = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    // MARK: Events

    private mutating func add(_ happening: Workbench.Happening) {
        guard var entry = CaseEventWords(voice: voice, session: session).entry(happening.event, at: happening.at) else {
            return
        }
        if entry.who == nil { entry.who = voice.actor(Self.author(of: happening), in: session) }
        entries.append(entry)
    }

    /// What the policy concludes is recorded with the act that set it off; it is still nobody's of the staff.
    private static func author(of happening: Workbench.Happening) -> String {
        switch happening.event {
        case .callScored, .attemptClosed, .reviewOpened, .reviewAssigned, .proposalMade:
            happening.actor.hasPrefix("staff:") ? "policy" : happening.actor
        default: happening.actor
        }
    }

    // MARK: Items and findings

    private mutating func addScorecard(of attempt: Attempt, _ numbers: [ItemID: Int]) {
        let isReviewed = attempt.interview == dossier.attempt.interview
        for item in attempt.scorecard.items {
            guard let record = item.entry else { continue }
            let answer = voice.answer(item)
            let title =
                numbers[item.id].map {
                    words("reviewer_timeline_item", ["number": String($0), "title": voice.title(item)])
                } ?? voice.title(item)
            var entry = Entry(
                at: record.span?.askedAt ?? record.recordedAt, until: record.span?.answeredAt,
                anchor: "item-\(item.id)", title: title, badge: (answer.text, answer.tone),
                who: isReviewed || !attempt.isInterview ? nil : words["reviewer_timeline_other_attempt"],
                tone: answer.tone, isInCall: true)
            if record.span == nil { entry.lines.append(words["reviewer_timeline_no_span"]) }
            // Counting is the rule; what does not count is said.
            if isReviewed, let standing = voice.remark(dossier.file.standings[item.id]) {
                entry.lines.append(standing)
            }
            if let note = record.note {
                entry.quotes.append(words("reviewer_timeline_note", ["note": voice.text(note)]))
            }
            entries.append(entry)
        }
        for (index, finding) in (attempt.submission?.findings ?? []).enumerated() {
            entries.append(
                Entry(
                    at: finding.at, anchor: "finding-\(attempt.interview)-\(index)",
                    title: words["reviewer_timeline_finding"], badge: (voice.reason(finding.code), "warn"),
                    who: words["reviewer_who_interviewer"], quotes: [voice.text(finding.text)], tone: "warn",
                    isInCall: true))
        }
    }

    // MARK: The line

    /// Stretches in which a direction was poor or lost, and the gaps; good windows are on the chart and would hide the rest here.
    private mutating func addLine() {
        let report = dossier.file.report
        for direction in Direction.allCases {
            for run in badRuns(report.windows.filter { $0.direction == direction }) {
                entries.append(
                    Entry(
                        at: run.from, until: run.to, anchor: nil,
                        title: words.of("reviewer_direction", direction.rawValue),
                        badge: (words.of("reviewer_audio", run.audio.rawValue), "bad"),
                        who: words["reviewer_who_measured"],
                        lines: run.loss > 0
                            ? [words("reviewer_timeline_loss", ["percent": String(Int(run.loss.rounded()))])] : [],
                        tone: "bad", isInCall: true))
            }
        }
        for (index, gap) in report.gaps.enumerated() {
            entries.append(
                Entry(
                    at: gap.start, until: gap.end, anchor: "gap-\(index)", title: words["reviewer_timeline_gap"],
                    badge: (voice.duration(gap.end - gap.start), "bad"), who: words["reviewer_who_measured"],
                    tone: "bad", isInCall: true))
        }
    }

    private typealias BadRun = (from: Instant, to: Instant, audio: AudioClass, loss: Double)

    /// Neighbouring windows of one class as one run, with the worst loss among them.
    private func badRuns(_ windows: [QualityWindow]) -> [BadRun] {
        windows.filter(\.audio.isBad).reduce(into: []) { (runs: inout [BadRun], window) in
            let loss = window.lossPercent ?? 0
            if let last = runs.last, last.audio == window.audio, last.to == window.from {
                runs[runs.count - 1] = (last.from, window.to, last.audio, max(last.loss, loss))
            } else {
                runs.append((window.from, window.to, window.audio, loss))
            }
        }
    }

    // MARK: View

    /// By day, each with its entries in order.
    var days: [View] {
        var days: [(day: String, entries: [View])] = []
        for entry in entries {
            let day = words.day(entry.at, zone: voice.zone)
            if days.last?.day != day { days.append((day, [])) }
            days[days.count - 1].entries.append(view(entry))
        }
        return days.map { ["day": .text($0.day), "entries": .list($0.entries)] }
    }

    private func view(_ entry: Entry) -> View {
        func clock(_ instant: Instant) -> String {
            entry.isInCall ? voice.clock(instant) : words.time(instant, zone: voice.zone)
        }
        let time = entry.until.map { words("reviewer_timeline_span", ["from": clock(entry.at), "to": clock($0)]) }
        return [
            "anchor": .optional(entry.anchor), "iso": .text(entry.at.rfc3339), "time": .text(time ?? clock(entry.at)),
            "title": .text(entry.title), "who": .optional(entry.who), "tone": .text(entry.tone),
            "badge": entry.badge.map { Slot.word($0.word, tone: $0.tone) } ?? .absent,
            "lines": .texts(entry.lines), "quotes": .list(entry.quotes.map { ["paragraphs": .paragraphs($0)] }),
        ]
    }
}
