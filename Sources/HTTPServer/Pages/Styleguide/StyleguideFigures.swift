/// Ratings, tables, charts: what those see who work here all day.
extension StyleguideSamples {
    var desk: View {
        [
            "figures": [
                "stats": [
                    [
                        "label": text("stat_coverage"), "value": "83 %", "note": text("stat_coverage_note"),
                        "tone": "good",
                    ],
                    ["label": text("stat_time"), "value": "9 min", "note": text("stat_time_note"), "tone": "warn"],
                    ["label": text("column_interviews"), "value": "42", "note": nil, "tone": "quiet"],
                ]
            ],
            "ratings": .list([rating("rated", error: nil), rating("unrated", error: text("rating_error"))]),
            "savebar": ["status": text("saved"), "label": text("check"), "name": nil, "value": nil],
            "clock": ["label": text("clock"), "text": "07:42", "iso": "PT7M42S", "id": "clock"],
            "keyboard": [
                "keys": [
                    ["key": "j", "text": text("key_next")], ["key": "k", "text": text("key_previous")],
                    ["key": "1–5", "text": text("key_rate")], ["key": "n", "text": text("key_note")],
                    ["key": "?", "text": text("key_help")],
                ]
            ],
        ]
    }

    private func rating(_ id: String, error: Slot) -> View {
        let points: [View] = (1...5).map { point in
            [
                "id": .text("\(id)-\(point)"), "value": .number(point), "label": .number(point),
                "anchor": text("anchor_\(point)"), "checked": .flag(id == "rated" && point == 4),
            ]
        }
        let others: [View] = ["not_asked", "declined", "not_assessable"].map { other in
            ["id": .text("\(id)-\(other)"), "value": .text(other), "label": text(other), "checked": false]
        }
        return [
            "question": text("rating_question"), "id": .text(id), "name": .text(id), "legend": text("rating_legend"),
            "hint": text("rating_hint"), "error": error, "points": .list(points), "others": .list(others),
        ]
    }

    // MARK: Tables

    private static let skills = [("Go", 42, 4), ("Swift", 7, 7), ("PHP", 61, 2), ("SQL", 120, 5), ("Python", 88, 9)]
    private static let regions = [
        ("region_one", [2, 4, 9, 17]), ("region_two", [0, 1, 3, 6]), ("region_three", [5, 12, 26, 31]),
    ]

    var charts: View {
        [
            "waits_table": .view(waits), "line_chart": .view(lineChart), "bar_chart": .view(barChart),
            "empty_table": [
                "caption": text("table_none"), "columns": .list(columns), "rows": [], "empty": text("table_empty"),
            ],
            "heat": [
                "caption": text("heat"), "corner": text("region"),
                "columns": .list([8, 12, 16, 20].map { ["label": .text("\($0):00")] }),
                "rows": .list(
                    Self.regions.map { region, shares in
                        [
                            "header": text(region),
                            "cells": .list(
                                shares.map { ["text": .number($0), "level": .number(min(5, ($0 + 5) / 6))] }),
                        ]
                    }),
            ],
            "pagination": ["previous_href": "#tables", "next_href": "#tables", "text": text("page")],
        ]
    }

    private var columns: [View] {
        [
            ["label": text("filter_skill"), "numeric": false], ["label": text("column_interviews"), "numeric": true],
            ["label": text("column_days"), "numeric": true],
        ]
    }

    private var waits: View {
        let rows: [View] = Self.skills.map { skill, interviews, days in
            [
                "cells": [
                    ["text": .text(skill), "header": true, "numeric": false, "href": "#tables"],
                    ["text": .number(interviews), "header": false, "numeric": true, "href": nil],
                    ["text": .number(days), "header": false, "numeric": true, "href": nil],
                ]
            ]
        }
        return ["caption": text("table_waits"), "columns": .list(columns), "rows": .list(rows), "empty": nil]
    }

    // MARK: Charts

    /// The plot's edges in units of the view box; a score of 1 lies on the lower edge, 5 on the upper one.
    private var frame: View {
        ["width": 720, "height": 260, "left": 44, "right": 700, "top": 30, "bottom": 220]
    }

    private func score(_ value: Double) -> Int { Int(220 - (value - 1) * 47.5) }

    private var lineChart: View {
        let one = [4.2, 4.1, 4.3, 4.2, 4.0, 4.2, 4.3, 4.1, 4.2, 4.0, 4.1, 4.2, 4.3]
        let two = [3.9, 3.8, 4.0, 3.7, 3.9, 3.8, 2.2, 1.9, 3.6, 3.8, 3.9, 3.7, 3.8]
        let spans: [View] = (0..<5).map { index in
            [
                "x": .number(60 + index * 128), "y": 30, "width": 108, "height": 190,
                "label": .text(words("styleguide_chart_item", ["number": String(index + 1)])),
                "label_x": .number(114 + index * 128), "label_y": 22,
            ]
        }
        return frame.merging([
            "id": "line", "title": text("chart_line"), "description": text("chart_line_text"),
            "gridlines": .list(
                (1...5).map {
                    ["y": .number(score(Double($0))), "label": .number($0), "label_x": 36]
                }),
            "ticks": .list(
                (0...6).map {
                    ["x": .number(44 + $0 * 109), "label": .number($0 * 5), "label_y": 240]
                }),
            "spans": .list(spans),
            "threshold": ["y": .number(score(2.6)), "label": text("chart_gate"), "label_x": 664, "label_y": 138],
            "lines": [
                ["points": .text(points(one)), "name": text("chart_you"), "series": "a"],
                ["points": .text(points(two)), "name": text("chart_other"), "series": "b"],
            ],
            "table": .view(scores(one, two)),
        ])
    }

    private func points(_ scores: [Double]) -> String {
        scores.enumerated().map { "\(44 + $0 * 54),\(score($1))" }.joined(separator: " ")
    }

    private func scores(_ one: [Double], _ two: [Double]) -> View {
        let rows: [View] = zip(one, two).enumerated().map { index, pair in
            [
                "cells": [
                    ["text": .text("\(index * 5 / 2)"), "header": true, "numeric": false, "href": nil],
                    ["text": .text("\(pair.0)"), "header": false, "numeric": true, "href": nil],
                    ["text": .text("\(pair.1)"), "header": false, "numeric": true, "href": nil],
                ]
            ]
        }
        return [
            "caption": text("chart_line"),
            "columns": [
                ["label": text("minute"), "numeric": false], ["label": text("chart_you"), "numeric": true],
                ["label": text("chart_other"), "numeric": true],
            ],
            "rows": .list(rows), "empty": nil,
        ]
    }

    private var barChart: View {
        let bars: [View] = Self.skills.enumerated().map { index, skill in
            let height = skill.2 * 18
            let left = 72 + index * 126
            return [
                "x": .number(left), "y": .number(220 - height), "width": 76, "height": .number(height),
                "value": .number(skill.2), "value_x": .number(left + 38), "value_y": .number(213 - height),
                "label": .text(skill.0), "label_x": .number(left + 38), "label_y": 240,
                "series": skill.2 > 7 ? "b" : "a",
            ]
        }
        return frame.merging([
            "id": "bars", "title": text("table_waits"), "description": text("chart_bars_text"),
            "gridlines": .list(
                [0, 5, 10].map {
                    ["y": .number(220 - $0 * 18), "label": .number($0), "label_x": 36]
                }),
            "bars": .list(bars),
            "threshold": ["y": .number(220 - 7 * 18), "label": text("chart_target"), "label_x": 664, "label_y": 88],
            "table": .view(waits.merging(["caption": text("table_bars")])),
        ])
    }
}
