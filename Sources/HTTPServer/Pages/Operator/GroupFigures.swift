import Timekeeping
import Verification
import Workflow

/// The same figures by group, as tables whose shades help to find what differs; small numbers are hidden.
struct GroupFigures {
    enum Kind: String {
        case skill, language, region

        /// Skills overlap, so that they do not add up to the total.
        var addUp: Bool { self != .skill }
    }

    private struct Entry {
        var name: String
        var group: CourseStatistics.Group
    }

    let words: Words
    let taxonomy: Taxonomy

    func view(_ kind: Kind, _ groups: [String: CourseStatistics.Group]) -> View {
        let (entries, left) = shown(kind, groups)
        var columns: [(label: String, cells: [View])] = [
            (words["operator_column_cases"], entries.map { cell(String($0.group.sessions), 0) })
        ]
        for wait in [CourseStatistics.Wait.openedToBooked, .bookedToHeld, .heldToDecided] {
            columns.append((words["operator_wait_\(wait.rawValue)"], waits(wait, entries)))
        }
        let counts: [(String, (CourseStatistics.Group) -> Int)] = [
            ("aborts", { $0.technicalAborts }), ("proposals", { $0.proposals }), ("lapses", { $0.lapses }),
            ("reversals", { $0.reversals }), ("granted", { $0.appealsGranted }), ("refused", { $0.appealsRefused }),
        ]
        for (key, count) in counts {
            columns.append(
                (
                    words["operator_group_\(key)"],
                    self.counts(entries.map { count($0.group) }, kind, othersHidden: left > 0)
                ))
        }
        return heat("by_\(kind.rawValue)", corner: kind.rawValue, entries, columns, left: left)
    }

    /// What the line was like by region: whoever lives far from the servers must not pay for it.
    func lines(_ groups: [String: CourseStatistics.Group]) -> View {
        let (all, left) = shown(.region, groups)
        let entries = all.filter { $0.group.measuredCalls >= SmallNumbers.least }
        let othersHidden = left > 0 || entries.count < all.count
        var columns: [(label: String, cells: [View])] = [
            (words["operator_column_calls"], entries.map { cell(String($0.group.measuredCalls), 0) })
        ]
        for verdict in ["good", "fair", "poor", "disputed", "technical_failure"] {
            let numbers = entries.map { $0.group.lines[verdict] ?? 0 }
            let shown = SmallNumbers.column(numbers, addUp: true, othersHidden: othersHidden)
            let cells = zip(entries, shown).map { entry, number -> View in
                guard case .number(let count) = number else { return hidden(number) }
                let percent = count * 100 / max(1, entry.group.measuredCalls)
                return cell(words("operator_percent", ["count": String(percent)]), level(percent, of: 100))
            }
            columns.append((words.told("line", verdict), cells))
        }
        return heat("lines", corner: "region", entries, columns, left: left + all.count - entries.count)
    }

    // MARK: Cells

    private func shown(
        _ kind: Kind, _ groups: [String: CourseStatistics.Group]
    ) -> (entries: [Entry], leftOut: Int) {
        let all = groups.map { Entry(name: name($0.key, kind), group: $0.value) }
            .sorted { ($1.group.sessions, $0.name) < ($0.group.sessions, $1.name) }
        let may = SmallNumbers.mayShow(sizes: all.map(\.group.sessions), addUp: kind.addUp)
        let entries = zip(all, may).filter(\.1).map(\.0)
        return (entries, all.count - entries.count)
    }

    private func name(_ key: String, _ kind: Kind) -> String {
        guard key != CourseStatistics.other else { return words["operator_group_other"] }
        switch kind {
        case .skill: return taxonomy.skill(SkillID(key))?.name ?? key
        case .language: return words.find("common_language_\(key)") ?? key
        case .region: return words.told("region", key.lowercased())
        }
    }

    private func waits(_ wait: CourseStatistics.Wait, _ entries: [Entry]) -> [View] {
        let medians = entries.map { entry -> Int? in
            guard let histogram = entry.group.waits[wait], histogram.count >= SmallNumbers.least else { return nil }
            return histogram.quantile(0.5)
        }
        let most = medians.compactMap(\.self).max() ?? 0
        return medians.map { median in
            guard let median else { return cell("–", 0) }
            return cell(words.operatorWait(minutes: median), level(median, of: most))
        }
    }

    private func counts(_ numbers: [Int], _ kind: Kind, othersHidden: Bool) -> [View] {
        let most = numbers.max() ?? 0
        return SmallNumbers.column(numbers, addUp: kind.addUp, othersHidden: othersHidden).map { number in
            guard case .number(let count) = number else { return hidden(number) }
            return cell(String(count), level(count, of: most))
        }
    }

    private func hidden(_ number: SmallNumbers.Shown) -> View {
        cell(words[number == .few ? "operator_few" : "operator_hidden"], 0)
    }

    private func cell(_ text: String, _ level: Int) -> View { ["text": .text(text), "level": .number(level)] }

    /// 0 to 5, in fifths of the largest.
    private func level(_ value: Int, of most: Int) -> Int {
        guard most > 0, value > 0 else { return 0 }
        return min(5, 1 + value * 4 / most)
    }

    private func heat(
        _ key: String, corner: String, _ entries: [Entry], _ columns: [(label: String, cells: [View])], left: Int
    ) -> View {
        [
            "heading": .text(words["operator_group_\(key)"]), "text": .text(words["operator_group_\(key)_text"]),
            "has_rows": .flag(!entries.isEmpty), "left_out": .flag(left > 0),
            "left_text": .text(words("operator_group_left_out", ["count": String(left)])),
            "heat": [
                "caption": .text(words["operator_\(key)_caption"]), "corner": .text(words["operator_column_\(corner)"]),
                "columns": .list(columns.map { ["label": .text($0.label)] }),
                "rows": .list(
                    entries.enumerated().map { index, entry in
                        [
                            "header": .text(entry.name),
                            "cells": .list(
                                columns.compactMap { $0.cells.indices.contains(index) ? $0.cells[index] : nil }),
                        ]
                    }),
            ],
        ]
    }
}
