import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// The measured line in words: the same numbers for the person, the interviewer and the reviewer.
///
/// Rendered by `candidate/line_evidence.mustache`. What differs between readers is only whom "you" means.
struct LineEvidenceView {
    enum Reader: String { case candidate, staff }

    let evidence: LineEvidence
    let words: Words
    let zone: String
    let reader: Reader

    var view: View {
        [
            "verdict": .view(verdict), "fault": .view(fault), "checks": .list(checks), "gaps": .list(gaps),
            "has_gaps": .flag(!evidence.report.gaps.isEmpty), "items": .list(items),
            "has_items": .flag(!evidence.items.isEmpty), "chart": .optional(chart), "stretches": .list(stretches),
            "has_stretches": .flag(!evidence.report.windows.isEmpty),
            "lane_one": .text(laneName(.interviewerToCandidate)),
            "lane_two": .text(laneName(.candidateToInterviewer)),
            "ratings": .list(ratings), "has_ratings": .flag(!evidence.lineRatings.isEmpty),
            "version": .text(words("candidate_line_version", ["version": evidence.report.version])),
        ]
    }

    // MARK: Verdict

    private var verdict: View {
        let verdict = evidence.report.verdict
        return [
            "word": .text(words["candidate_line_verdict_\(verdict.rawValue)"]), "tone": .text(tone(verdict)),
            "text": .text(words["candidate_line_verdict_\(verdict.rawValue)_text"]),
        ]
    }

    private func tone(_ verdict: CallVerdict) -> String {
        switch verdict {
        case .good: "good"
        case .fair: "info"
        case .poor, .disputed: "warn"
        case .technicalFailure: "bad"
        }
    }

    /// Nobody is named where nothing was bad.
    private var fault: View {
        let party = evidence.report.faultParty
        let isNeeded =
            evidence.report.windows.contains { $0.audio.isBad } || evidence.report.verdict == .technicalFailure
        let key = isNeeded ? "candidate_line_fault_\(party.rawValue)" : "candidate_line_fault_none"
        return ["text": .text(own(key))]
    }

    /// The sentence for this reader where there is one, else the common one.
    private func own(_ key: String) -> String {
        words.find("\(key)_\(reader.rawValue)") ?? words[key]
    }

    private func laneName(_ direction: Direction) -> String { own("candidate_line_lane_\(direction.rawValue)") }

    private func sideName(_ side: Side) -> String { own("candidate_line_side_\(side.rawValue)") }

    // MARK: Thresholds

    /// Every threshold that was tried, with what was measured.
    private var checks: [View] {
        evidence.report.trace.map { entry in
            let about = entry.direction.map(laneName) ?? entry.side.map(sideName)
            let name = words.find("candidate_line_check_\(entry.check)") ?? entry.check
            return [
                "name": .text(about.map { words("candidate_line_check_about", ["check": name, "about": $0]) } ?? name),
                "value": .text(measured(entry)), "threshold": .text(threshold(entry)), "holds": .flag(entry.holds),
                "word": .text(words[entry.holds ? "candidate_line_reached" : "candidate_line_not_reached"]),
            ]
        }
    }

    private func measured(_ entry: TraceEntry) -> String {
        guard let value = entry.value else { return words["candidate_line_not_measured"] }
        if Self.yesOrNo.contains(entry.check) { return words[value == 0 ? "candidate_line_no" : "candidate_line_yes"] }
        return amount(value, entry.check)
    }

    private func threshold(_ entry: TraceEntry) -> String {
        guard let threshold = entry.threshold else { return "–" }
        if Self.yesOrNo.contains(entry.check) { return words["candidate_line_yes"] }
        let key = entry.check == "two_sided_media_seconds" ? "candidate_line_below" : "candidate_line_from"
        return words(key, ["amount": amount(threshold, entry.check)])
    }

    private static let yesOrNo: Set<String> = ["ended_by_ice_failure", "only_the_other_side_reported"]

    private func amount(_ value: Double, _ check: String) -> String {
        let number = LineChart.text(value)
        if check.contains("percent") { return "\(number) %" }
        if check.contains("seconds") { return "\(number) s" }
        return number
    }

    private var gaps: [View] {
        evidence.report.gaps.map { gap in
            [
                "text": .text(
                    words(
                        "candidate_line_gap",
                        [
                            "from": words.exactTime(gap.start, zone: zone), "to": words.exactTime(gap.end, zone: zone),
                            "seconds": LineChart.text(Double(gap.length.milliseconds) / 1000),
                        ]))
            ]
        }
    }

    private var ratings: [View] {
        Side.allCases.compactMap { side in
            evidence.lineRatings[side].map { points in
                [
                    "text": .text(
                        words("candidate_line_rating", ["who": sideName(side), "points": String(points)]))
                ]
            }
        }
    }

    // MARK: Items

    private var items: [View] {
        evidence.items.enumerated().map { index, item in
            [
                "number": .number(index + 1), "title": .text(title(item.subject)),
                "from": .optional(item.span.map { words.exactTime($0.askedAt, zone: zone) }),
                "to": .optional(item.span.map { words.exactTime($0.answeredAt, zone: zone) }),
                "word": .text(own("candidate_line_standing_\(item.standing.word)")),
                "tone": .text(tone(item.standing)), "why": .optional(why(item)),
            ]
        }
    }

    func title(_ subject: ItemSubject) -> String {
        switch subject {
        case .identity(let check): return check.title
        case .fact(let fact):
            let kind = words.find("candidate_fact_\(fact.kind)") ?? fact.kind
            let key = "candidate_line_item_fact"
            let own = "\(key)_\(reader.rawValue)"
            return words(words.find(own) == nil ? key : own, ["kind": kind])
        case .question(let scoped): return scoped.question.text
        }
    }

    private func tone(_ standing: ItemStanding) -> String {
        switch standing {
        case .above: "good"
        case .belowGate, .invalidSpan: "warn"
        case .notAssessed, .void: "quiet"
        }
    }

    /// Why it may not count, with the figures that say so.
    private func why(_ item: LineEvidence.Item) -> String? {
        switch item.standing {
        case .above, .notAssessed: return nil
        case .void: return words["candidate_line_why_void"]
        case .invalidSpan(let faults): return sentences(faults, "candidate_line_span_")
        case .belowGate(let shortfalls):
            let reasons = sentences(shortfalls, "candidate_line_short_")
            guard let finding = item.finding, finding.spanMilliseconds > 0 else { return reasons }
            let figures = words(
                "candidate_line_figures",
                [
                    "covered": percent(finding.coveredMilliseconds, finding.spanMilliseconds),
                    "bad": percent(finding.badAudioMilliseconds, finding.spanMilliseconds),
                ])
            return "\(reasons) \(figures)"
        }
    }

    private func sentences(_ names: String, _ key: String) -> String {
        names.split(separator: ",").map { name in words[key + name.filter { $0 != " " }] }.joined(separator: " ")
    }

    private func percent(_ part: Int64, _ whole: Int64) -> String {
        LineChart.text(Double(part) * 100 / Double(max(1, whole)))
    }

    // MARK: Chart and table

    private var chart: View? {
        let numbered = evidence.items.enumerated().compactMap { index, item in
            item.span.map { LineChart.Item(number: index + 1, span: $0, isAbove: item.standing == .above) }
        }
        guard
            let chart = LineChart(
                windows: evidence.report.windows, gaps: evidence.report.gaps, items: numbered,
                startedAt: evidence.startedAt, endedAt: evidence.endedAt, thresholds: evidence.thresholds)
        else { return nil }
        typealias Layout = LineChart.Layout
        let number = LineChart.text
        return [
            "id": .text("line-\(evidence.interview)"), "title": .text(words["candidate_line_chart_title"]),
            "description": .text(description), "width": .text(number(Layout.width)),
            "height": .text(number(Layout.height)), "left": .text(number(Layout.left)),
            "right": .text(number(Layout.right)), "axis": .text(number(Layout.axis)),
            "item_top": .text(number(Layout.itemTop)), "item_height": .text(number(Layout.itemHeight)),
            "item_text": .text(number(Layout.itemTop + 15)),
            "lane_height": .text(number(Layout.laneHeight)),
            "plot_width": .text(number(Layout.right - Layout.left)),
            "full_height": .text(number((Layout.laneTops.last ?? 0) + Layout.laneHeight - Layout.itemTop)),
            "lanes": .list(
                chart.lanes.map { lane in
                    [
                        "name": .text(laneName(lane.direction)), "top": .text(number(lane.top)),
                        "bottom": .text(number(lane.top + Layout.laneHeight)),
                        "name_y": .text(number(lane.top - 10)), "path": .text(lane.path),
                        "class": .text(lane.direction == .interviewerToCandidate ? "line-a" : "line-b"),
                        "gate_y": .text(number(lane.gateY)), "good_y": .text(number(lane.goodY)),
                        "gate_label": .text(
                            score(EModel.meanOpinionScore(rating: evidence.thresholds.poorBelowRating))),
                        "bands": .list(lane.bands.map(band)),
                    ]
                }),
            "spans": .list(
                chart.spans.map { span in
                    [
                        "x": .text(number(span.x)), "width": .text(number(span.width)),
                        "middle": .text(number(span.middle)),
                        "label": span.hasLabel ? .number(span.number) : .absent,
                        "is_above": .flag(span.isAbove),
                    ]
                }),
            "chart_gaps": .list(chart.gaps.map(band)),
            "ticks": .list(
                chart.ticks.map { tick in
                    ["x": .text(number(tick.x)), "label": .text(words.duration(minutes: tick.minutes))]
                }),
        ]
    }

    private func band(_ band: LineChart.Band) -> View {
        [
            "x": .text(LineChart.text(band.x)), "width": .text(LineChart.text(band.width)),
            "is_poor": .flag(band.kind == .poor), "is_lost": .flag(band.kind == .lost),
            "is_silent": .flag(band.kind == .muted || band.kind == .unknown),
        ]
    }

    /// What a reader who does not see the picture is told: the lowest score and the bad share of either direction.
    private var description: String {
        Direction.allCases.map { direction in
            let windows = evidence.report.windows.filter { $0.direction == direction }
            let counted = windows.filter { $0.audio != .muted && $0.audio != .unknown }
            let bad = counted.filter(\.audio.isBad).count
            return words(
                "candidate_line_chart_description",
                [
                    "way": laneName(direction),
                    "lowest": windows.compactMap(\.meanOpinionScore).min().map(score) ?? "–",
                    "bad": LineChart.text(counted.isEmpty ? 0 : Double(bad) * 100 / Double(counted.count)),
                ])
        }.joined(separator: " ")
    }

    private var stretches: [View] {
        LineStretch.all(evidence.report.windows).map { stretch in
            let one = stretch.ways[.interviewerToCandidate]
            let two = stretch.ways[.candidateToInterviewer]
            return [
                "from": .text(words.exactTime(stretch.from, zone: zone)),
                "to": .text(words.exactTime(stretch.to, zone: zone)),
                "one": .text(heard(one)), "one_score": .text(one?.lowestScore.map(score) ?? "–"),
                "two": .text(heard(two)), "two_score": .text(two?.lowestScore.map(score) ?? "–"),
                "one_loss": .text(one?.highestLoss.map(LineChart.text) ?? "–"),
                "two_loss": .text(two?.highestLoss.map(LineChart.text) ?? "–"),
                "picture": .text(words["candidate_line_video_\((two?.video ?? .unknown).rawValue)"]),
            ]
        }
    }

    private func heard(_ way: LineStretch.Way?) -> String {
        words["candidate_line_audio_\((way?.audio ?? .unknown).rawValue)"]
    }

    /// A mean opinion score with two decimals.
    private func score(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
