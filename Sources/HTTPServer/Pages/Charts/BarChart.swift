/// What the partial `components/chart_bars` reads: groups of one or two bars with their values, and the same as a table.
struct BarChart {
    struct Bar {
        var value: Int
        /// The value as people read it; nothing is written where it is empty.
        var text: String
        var isSecond = false
    }

    struct Group {
        var label: String
        var bars: [Bar]

        init(_ label: String, _ bars: [Bar]) {
            self.label = label
            self.bars = bars
        }

        /// Counts of at most two series.
        init(_ label: String, counts: [Int]) {
            self.label = label
            bars = counts.enumerated().map { series, count in
                Bar(value: count, text: count == 0 ? "" : String(count), isSecond: series > 0)
            }
        }
    }

    /// What stands at the lines across: counts in whole steps, or nothing where the bars' own words say it.
    enum Scale { case counts, none }

    /// In units of the view box; words are 13 units high.
    private enum Layout {
        static let width = 720
        static let height = 250
        static let right = 708
        static let top = 28
        static let bottom = 210
        static let widestBar = 60
        static let lines = 4
    }

    var id: String
    var title: String
    var description: String
    var scale = Scale.counts
    var groups: [Group]
    var table: View

    private var left: Int { scale == .counts ? 44 : 12 }
    private var step: Int {
        max(1, ((groups.flatMap(\.bars).map(\.value).max() ?? 0) + Layout.lines - 1) / Layout.lines)
    }

    var view: View {
        let room = (Layout.right - left) / max(1, groups.count)
        return [
            "id": .text(id), "title": .text(title), "description": .text(description),
            "width": .number(Layout.width), "height": .number(Layout.height), "left": .number(left),
            "right": .number(Layout.right), "top": .number(Layout.top), "bottom": .number(Layout.bottom),
            "gridlines": .list((1...Layout.lines).map(line)), "threshold": nil, "table": .view(table),
            "bars": .list(groups.enumerated().flatMap { bars($1, from: left + $0 * room, room: room) }),
        ]
    }

    private func y(_ value: Int) -> Int {
        // What is there at all is seen, however small it is beside the largest.
        let height = Double(value) * Double(Layout.bottom - Layout.top) / Double(step * Layout.lines)
        return Layout.bottom - (value == 0 ? 0 : max(2, Int(height)))
    }

    private func line(_ number: Int) -> View {
        [
            "y": .number(y(number * step)), "label": .text(scale == .counts ? String(number * step) : ""),
            "label_x": .number(left - 8),
        ]
    }

    private func bars(_ group: Group, from start: Int, room: Int) -> [View] {
        let count = max(1, group.bars.count)
        let width = max(6, min(Layout.widestBar, (room - 12) / count))
        let first = start + (room - width * count) / 2
        return group.bars.enumerated().map { index, bar in
            let x = first + index * width
            return [
                "x": .number(x), "y": .number(y(bar.value)), "width": .number(width - 2),
                "height": .number(Layout.bottom - y(bar.value)), "value": .text(bar.text),
                "value_x": .number(x + width / 2), "value_y": .number(y(bar.value) - 7),
                "label": .text(index == 0 ? group.label : ""), "label_x": .number(start + room / 2),
                "label_y": .number(Layout.bottom + 22), "series": .text(bar.isSecond ? "b" : "a"),
            ]
        }
    }
}
