import Timekeeping
import Verification
import Workflow

/// How cases went: waits, technical trouble by whose it was, proposals and what became of them; altogether, and by skill,
/// language and region.
extension OperatorPages {
    private enum Range: String, CaseIterable {
        case month = "30"
        case quarter = "90"
        case year = "365"
        case all

        var days: Int? { Int(rawValue) }
    }

    func statistics(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let range = request.query("range").flatMap { Range(rawValue: $0) } ?? .quarter
        let from = range.days.map { request.now - .days($0) } ?? Instant(secondsSinceEpoch: 0)
        let entry = try await counted.value(range.rawValue) {
            // Whatever was opened in this very second counts too.
            CountedStatistics(
                statistics: try await bench.courseStatistics(from: from, to: request.now + .seconds(1)),
                countedAt: request.now)
        }
        let total = entry.statistics.total
        let figures = TotalFigures(total, words: words)
        let groups = GroupFigures(words: words, taxonomy: bench.content.taxonomy)
        return .page(
            Page(
                "operator/statistics", title: words["operator_statistics_title"],
                [
                    "filter": [
                        "action": "/operator/statistics", "label": .text(words["operator_filter"]),
                        "selects": [
                            [
                                "id": "range", "name": "range", "label": .text(words["operator_statistics_range"]),
                                "options": .list(
                                    Range.allCases.map {
                                        [
                                            "value": .text($0.rawValue),
                                            "label": .text(words["operator_range_\($0.rawValue)"]),
                                            "selected": .flag($0 == range),
                                        ]
                                    }),
                            ]
                        ],
                    ],
                    "counted": .text(
                        words(
                            "operator_statistics_counted",
                            ["count": String(total.sessions), "when": words.operatorMoment(entry.countedAt)])),
                    "has_sessions": .flag(total.sessions > 0), "stats": .list(figures.stats),
                    "waits": .view(figures.waits), "aborts": .view(figures.aborts), "verdicts": .view(figures.verdicts),
                    "groups": .list([
                        groups.view(.skill, entry.statistics.bySkill),
                        groups.view(.language, entry.statistics.byLanguage),
                        groups.view(.region, entry.statistics.byRegion),
                    ]),
                    "lines": .view(groups.lines(entry.statistics.byRegion)),
                    "empty": [
                        "title": .text(words["operator_statistics_empty"]),
                        "text": .text(words["operator_statistics_empty_text"]),
                        "href": "/operator/statistics?range=all", "label": .text(words["operator_range_all"]),
                    ],
                ]))
    }
}

/// The whole range at a glance: figures and three charts, each with its table.
struct TotalFigures {
    let total: CourseStatistics.Group
    let words: Words

    init(_ total: CourseStatistics.Group, words: Words) {
        self.total = total
        self.words = words
    }

    var stats: [View] {
        let whole = total.waits[.openedToDecided]
        return [
            words.operatorStat("sessions", String(total.sessions)),
            words.operatorStat(
                "decided", String(whole?.count ?? 0),
                note: whole?.quantile(0.5).map {
                    words("operator_stat_decided_note", ["span": span($0)])
                }),
            words.operatorStat(
                "aborts", String(total.technicalAborts), tone: total.technicalAborts > 0 ? "warn" : "good",
                note: words["operator_stat_aborts_note"]),
            words.operatorStat(
                "lapses", String(total.lapses), tone: total.lapses > 0 ? "warn" : "good",
                note: words["operator_stat_lapses_note"]),
            words.operatorStat(
                "reversals", String(total.reversals), tone: total.reversals > 0 ? "warn" : "good",
                note: words["operator_stat_reversals_note"]),
        ]
    }

    private func span(_ minutes: Int) -> String { words.operatorWait(minutes: minutes) }

    var waits: View {
        let waits = CourseStatistics.Wait.allCases.map { ($0, total.waits[$0]) }
        return BarChart(
            id: "waits", title: words["operator_chart_waits"], description: words["operator_chart_waits_text"],
            scale: .none,
            groups: waits.map { wait, histogram in
                let median = histogram?.quantile(0.5)
                let bar = BarChart.Bar(
                    value: median ?? 0, text: median.map(span) ?? "–", isSecond: wait == .openedToDecided)
                return BarChart.Group(words["operator_wait_\(wait.rawValue)"], [bar])
            },
            table: OperatorTable(
                caption: words["operator_chart_waits"],
                columns: ["wait", "cases", "median", "most"].map { words["operator_column_\($0)"] },
                numeric: [1, 2, 3],
                rows: waits.map { wait, histogram in
                    [
                        .header(words["operator_wait_\(wait.rawValue)"]), .number(histogram?.count ?? 0),
                        .number(histogram?.quantile(0.5).map(span) ?? "–"),
                        .number(histogram?.quantile(0.9).map(span) ?? "–"),
                    ]
                }
            ).view
        ).view
    }

    var aborts: View {
        counts(
            "aborts", column: "fault",
            ["interviewer", "candidate", "platform", "network", "unknown"].map {
                (words.told("fault", $0), total.aborts[$0] ?? 0)
            })
    }

    var verdicts: View {
        counts(
            "verdicts", column: "verdict",
            [
                (words["operator_verdict_proposals"], total.proposals),
                (words["operator_verdict_lapses"], total.lapses),
                (words["operator_verdict_granted"], total.appealsGranted),
                (words["operator_verdict_refused"], total.appealsRefused),
                (words["operator_verdict_reversals"], total.reversals),
            ])
    }

    private func counts(_ id: String, column: String, _ entries: [(String, Int)]) -> View {
        BarChart(
            id: id, title: words["operator_chart_\(id)"], description: words["operator_chart_\(id)_text"],
            scale: .none,
            groups: entries.map { BarChart.Group($0.0, [BarChart.Bar(value: $0.1, text: String($0.1))]) },
            table: OperatorTable(
                caption: words["operator_chart_\(id)"],
                columns: [words["operator_column_\(column)"], words["operator_column_count"]], numeric: [1],
                rows: entries.map { [.header($0.0), .number($0.1)] }
            ).view
        ).view
    }
}
