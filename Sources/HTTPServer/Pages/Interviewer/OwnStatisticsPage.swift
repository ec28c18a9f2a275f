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
            return words(
                "common_day_month", ["day": String(date.day), "month": words["common_month_\(date.month)"]])
        }
        // There is room for every second name.
        let groups = figures.weeks.enumerated().map { index, week in
            BarChart.Group(
                index % 2 == 0 ? label(week) : "", counts: [week.held, week.technical])
        }
        let rows: [View] = figures.weeks.map { week in
            [
                "cells": .list([
                    Self.cell(words.day(week.startsAt, zone: figures.zone), header: true),
                    Self.cell(String(week.held), numeric: true), Self.cell(String(week.technical), numeric: true),
                ])
            ]
        }
        return BarChart(
            id: "weeks", title: words["interviewer_chart_weeks"], description: words["interviewer_chart_weeks_text"],
            groups: groups,
            table: [
                "caption": .text(words["interviewer_chart_weeks"]),
                "columns": .list([
                    Self.column(words["interviewer_chart_week"]),
                    Self.column(words["interviewer_stat_held"], numeric: true),
                    Self.column(words["interviewer_stat_technical"], numeric: true),
                ]),
                "rows": .list(rows), "empty": "",
            ]
        ).view
    }

    private func barChart(
        _ id: String, _ title: String, _ description: String, _ column: String, _ bars: [(String, Int)],
        _ words: Words
    ) -> View {
        BarChart(
            id: id, title: title, description: description, groups: bars.map { BarChart.Group($0.0, counts: [$0.1]) },
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
            ]
        ).view
    }

    private static func column(_ label: String, numeric: Bool = false) -> View {
        ["label": .text(label), "numeric": .flag(numeric)]
    }

    private static func cell(_ text: String, numeric: Bool = false, header: Bool = false) -> View {
        ["text": .text(text), "numeric": .flag(numeric), "header": .flag(header), "href": nil]
    }
}
