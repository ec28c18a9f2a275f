import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// An interviewer's own figures, for themselves.
extension InterviewerPages {
    func statistics(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let figures = try await bench.statistics(ofInterviewer: try request.staff())
        let technical = figures.technicalByFault.values.reduce(0, +)
        let stats: [View] = [
            Self.stat(words["interviewer_stat_held"], String(figures.held)),
            Self.stat(words["interviewer_stat_hours"], words.duration(minutes: figures.minutesInCalls)),
            Self.stat(
                words["interviewer_stat_dwell"],
                Self.median(figures.dwellMinutes).map { words.duration(minutes: $0) } ?? "–",
                note: words(
                    "interviewer_stat_dwell_note",
                    ["minimum": words.duration(minutes: figures.minimumDwellMinutes)])),
            Self.stat(
                words["interviewer_stat_coverage"], Self.median(figures.coveragePercent).map { "\($0) %" } ?? "–",
                note: words(
                    "interviewer_stat_coverage_note", ["percent": String(figures.minimumCoveragePercent)])),
            Self.stat(
                words["interviewer_stat_waiting"], String(figures.waitingScorecards),
                tone: figures.waitingScorecards > 0 ? "warn" : "good"),
            Self.stat(words["interviewer_stat_technical"], String(technical)),
            Self.stat(words["interviewer_stat_absent"], String(figures.candidateAbsent)),
        ]
        let parties: [FaultParty] = [.interviewer, .candidate, .platform, .network, .unknown]
        let faults = parties.map { (words["interviewer_fault_\($0.rawValue)"], figures.technicalByFault[$0] ?? 0) }
        let lines = (1...5).map { (words["interviewer_line_\($0)"], figures.lineRatings[$0] ?? 0) }
        return .page(
            Page(
                "interviewer/statistics", title: words["interviewer_statistics_title"],
                [
                    "lead": .text(
                        words("interviewer_statistics_lead", ["day": words.day(figures.since, zone: figures.zone)])),
                    "stats": .list(stats),
                    "charts": .list([
                        weekChart(figures, words),
                        barChart(
                            "faults", words["interviewer_chart_faults"], words["interviewer_chart_faults_text"],
                            words["interviewer_chart_party"], faults, words),
                        barChart(
                            "lines", words["interviewer_chart_lines"], words["interviewer_chart_lines_text"],
                            words["interviewer_chart_rating"], lines, words),
                    ]),
                ]))
    }

    private static func stat(_ label: String, _ value: String, note: String? = nil, tone: String = "quiet") -> View {
        ["label": .text(label), "value": .text(value), "note": .optional(note), "tone": .text(tone)]
    }

    private static func median(_ values: [Int]) -> Int? {
        values.isEmpty ? nil : values.sorted().dropFirst(values.count / 2).first
    }

    // MARK: Charts

    private func weekChart(_ figures: InterviewerStatistics, _ words: Words) -> View {
        let label = { (week: InterviewerStatistics.Week) -> String in
            let date = words.date(week.startsAt, zone: figures.zone)
            return "\(date.day).\(date.month)."
        }
        let groups = figures.weeks.map { (label($0), [$0.held, $0.technical]) }
        let rows: [View] = figures.weeks.map { week in
            [
                "cells": .list([
                    Self.cell(words.day(week.startsAt, zone: figures.zone), header: true),
                    Self.cell(String(week.held), numeric: true), Self.cell(String(week.technical), numeric: true),
                ])
            ]
        }
        return SmallBarChart(groups: groups).view(
            id: "weeks", title: words["interviewer_chart_weeks"], description: words["interviewer_chart_weeks_text"],
            table: [
                "caption": .text(words["interviewer_chart_weeks"]),
                "columns": .list([
                    Self.column(words["interviewer_chart_week"]),
                    Self.column(words["interviewer_stat_held"], numeric: true),
                    Self.column(words["interviewer_stat_technical"], numeric: true),
                ]),
                "rows": .list(rows), "empty": "",
            ])
    }

    private func barChart(
        _ id: String, _ title: String, _ description: String, _ column: String, _ bars: [(String, Int)],
        _ words: Words
    ) -> View {
        SmallBarChart(groups: bars.map { ($0.0, [$0.1]) }).view(
            id: id, title: title, description: description,
            table: [
                "caption": .text(title),
                "columns": .list([
                    Self.column(column), Self.column(words["interviewer_chart_count"], numeric: true),
                ]),
                "rows": .list(
                    bars.map { bar in
                        [
                            "cells": .list([
                                Self.cell(bar.0, header: true), Self.cell(String(bar.1), numeric: true),
                            ])
                        ]
                    }),
                "empty": "",
            ])
    }

    private static func column(_ label: String, numeric: Bool = false) -> View {
        ["label": .text(label), "numeric": .flag(numeric)]
    }

    private static func cell(_ text: String, numeric: Bool = false, header: Bool = false) -> View {
        ["text": .text(text), "numeric": .flag(numeric), "header": .flag(header), "href": nil]
    }
}

/// Small counts as bars, one group beside the other; places are whole numbers in the units of the view box.
struct SmallBarChart {
    /// A label and one value for each series, at most two.
    let groups: [(label: String, values: [Int])]

    private static let width = 720
    private static let height = 260
    private static let left = 44
    private static let right = 708
    private static let top = 24
    private static let bottom = 220

    init(groups: [(String, [Int])]) {
        self.groups = groups.map { (label: $0.0, values: $0.1) }
    }

    func view(id: String, title: String, description: String, table: View) -> View {
        let most = groups.flatMap(\.values).max() ?? 0
        let step = max(1, (most + 3) / 4)
        let ceiling = step * 4
        let y = { (value: Int) in Self.bottom - value * (Self.bottom - Self.top) / ceiling }
        let room = (Self.right - Self.left) / max(1, groups.count)
        var bars: [View] = []
        for (index, group) in groups.enumerated() {
            let start = Self.left + index * room
            let width = max(6, min(56, (room - 12) / max(1, group.values.count)))
            let total = width * group.values.count
            let first = start + (room - total) / 2
            for (series, value) in group.values.enumerated() {
                let x = first + series * width
                bars.append(
                    [
                        "x": .number(x), "y": .number(y(value)), "width": .number(width - 2),
                        "height": .number(Self.bottom - y(value)), "value": .text(value == 0 ? "" : String(value)),
                        "value_x": .number(x + width / 2), "value_y": .number(y(value) - 6),
                        "label": series == 0 ? .text(group.label) : "", "label_x": .number(start + room / 2),
                        "label_y": .number(Self.bottom + 22), "series": series == 0 ? "a" : "b",
                    ])
            }
        }
        return [
            "id": .text(id), "title": .text(title), "description": .text(description), "width": .number(Self.width),
            "height": .number(Self.height), "left": .number(Self.left), "right": .number(Self.right),
            "top": .number(Self.top), "bottom": .number(Self.bottom),
            "gridlines": .list(
                (1...4).map { line in
                    [
                        "y": .number(y(line * step)), "label": .text(String(line * step)),
                        "label_x": .number(Self.left - 8),
                    ]
                }),
            "bars": .list(bars), "threshold": nil, "table": .view(table),
        ]
    }
}
