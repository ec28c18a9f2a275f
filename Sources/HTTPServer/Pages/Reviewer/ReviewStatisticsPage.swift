import Timekeeping
import Verification
import Workflow

/// A reviewer's own decisions as figures: how many, how fast, and which did not stand.
extension ReviewerPages {
    func statistics(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let statistics = try await bench.reviewStatistics(of: try request.staff(), known: figures)
        let median = statistics.medianTime.map { words.distance($0) } ?? "–"
        func stat(_ key: String, _ value: String, tone: String = "quiet", note: String? = nil) -> View {
            [
                "label": .text(words["reviewer_stat_\(key)"]), "value": .text(value), "note": .optional(note),
                "tone": .text(tone),
            ]
        }
        return .page(
            Page(
                "reviewer/statistics", title: words["reviewer_statistics_title"],
                [
                    "stats": .list([
                        stat("decided", String(statistics.decided)),
                        stat("adverse", String(statistics.adverse), note: words["reviewer_stat_adverse_note"]),
                        stat(
                            "reversed", String(statistics.reversed), tone: statistics.reversed > 0 ? "warn" : "good",
                            note: words["reviewer_stat_reversed_note"]),
                        stat("median", median, note: words["reviewer_stat_median_note"]),
                    ]),
                    "has_decided": .flag(statistics.decided > 0),
                    "times": .view(times(statistics, words)), "kinds": .view(kinds(statistics, words)),
                    "empty": [
                        "title": .text(words["reviewer_statistics_empty_title"]),
                        "text": .text(words["reviewer_statistics_empty_text"]), "href": "/reviews",
                        "label": .text(words["reviewer_queue_title"]),
                    ],
                ]))
    }

    private func kinds(_ statistics: Workbench.ReviewStatistics, _ words: Words) -> View {
        func column(_ key: String, numeric: Bool = true) -> View {
            ["label": .text(words["reviewer_column_\(key)"]), "numeric": .flag(numeric)]
        }
        func cell(_ text: String, header: Bool = false, numeric: Bool = true) -> View {
            ["text": .text(text), "numeric": .flag(numeric && !header), "href": nil, "header": .flag(header)]
        }
        return [
            "caption": .text(words["reviewer_statistics_kinds_caption"]), "empty": "",
            "columns": .list([
                column("kind", numeric: false), column("open"), column("decided"), column("choices", numeric: false),
                column("reversed"), column("undecided"),
            ]),
            "rows": .list(
                statistics.kinds.map { kind in
                    let choices = Review.choices(for: kind.kind).compactMap { choice in
                        kind.choices[choice].map {
                            words(
                                "reviewer_choice_count",
                                ["choice": words.of("reviewer_choice", choice.rawValue), "count": String($0)])
                        }
                    }
                    return [
                        "cells": .list([
                            cell(words.of("reviewer_kind", kind.kind.rawValue), header: true),
                            cell(String(kind.open)), cell(String(kind.decided)),
                            cell(choices.isEmpty ? "–" : choices.joined(separator: "; "), numeric: false),
                            cell(String(kind.reversed)), cell(String(kind.undecided)),
                        ])
                    ]
                }),
        ]
    }

    // MARK: How long it took

    private static let bounds: [(key: String, below: TimeSpan?)] = [
        ("1", .hours(1)), ("4", .hours(4)), ("12", .hours(12)), ("24", .hours(24)), ("72", .hours(72)), ("more", nil),
    ]

    private func times(_ statistics: Workbench.ReviewStatistics, _ words: Words) -> View {
        var from = TimeSpan.seconds(-1)
        let counts = Self.bounds.map { bound in
            let count = statistics.times.filter { time in
                time >= from && (bound.below.map { time < $0 } ?? true)
            }
            if let below = bound.below { from = below }
            return (label: words["reviewer_within_\(bound.key)"], count: count.count)
        }
        return BarChart(
            id: "times", title: words["reviewer_statistics_times"],
            description: counts.map { "\($0.label): \($0.count)" }.joined(separator: "; "),
            groups: counts.map { BarChart.Group($0.label, counts: [$0.count]) },
            table: [
                "caption": .text(words["reviewer_statistics_times"]), "empty": "",
                "columns": .list([
                    ["label": .text(words["reviewer_column_time"]), "numeric": false],
                    ["label": .text(words["reviewer_column_decided"]), "numeric": true],
                ]),
                "rows": .list(
                    counts.map { entry in
                        [
                            "cells": .list([
                                ["text": .text(entry.label), "numeric": false, "href": nil, "header": true],
                                ["text": .number(entry.count), "numeric": true, "href": nil, "header": false],
                            ])
                        ]
                    }),
            ]
        ).view
    }
}
