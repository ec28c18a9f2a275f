/// What the partial `components/chart_bars` reads: a few bars with their values, and the same as a table.
struct OperatorBars {
    struct Bar {
        var label: String
        var value: Int
        /// The value as people read it.
        var text: String
        var isSecond = false
    }

    /// In units of the view box; words are 13 units high.
    private enum Layout {
        static let width = 720
        static let height = 240
        static let left = 12
        static let right = 708
        static let top = 28
        static let bottom = 200
        static let widestBar = 72
    }

    var id: String
    var title: String
    var description: String
    var bars: [Bar]
    var table: View

    var view: View {
        [
            "id": .text(id), "title": .text(title), "description": .text(description),
            "width": .number(Layout.width), "height": .number(Layout.height), "left": .number(Layout.left),
            "right": .number(Layout.right), "top": .number(Layout.top), "bottom": .number(Layout.bottom),
            "gridlines": .list(gridlines), "bars": .list(bars.enumerated().map { bar($1, at: $0) }), "threshold": nil,
            "table": .view(table),
        ]
    }

    private var gridlines: [View] {
        (0...3).map { step in
            let y = Layout.bottom - (Layout.bottom - Layout.top) * step / 4
            return ["y": .number(y), "label": "", "label_x": .number(Layout.left)]
        }
    }

    private func bar(_ bar: Bar, at index: Int) -> View {
        let most = max(1, bars.map(\.value).max() ?? 1)
        let slot = (Layout.right - Layout.left) / max(1, bars.count)
        let width = min(Layout.widestBar, slot * 6 / 10)
        let middle = Layout.left + slot * index + slot / 2
        let full = Layout.bottom - Layout.top
        // What is there at all is seen, however small it is beside the largest.
        let height = bar.value == 0 ? 0 : max(2, Int(Double(full) * Double(bar.value) / Double(most)))
        return [
            "x": .number(middle - width / 2), "y": .number(Layout.bottom - height), "width": .number(width),
            "height": .number(height), "value": .text(bar.text), "value_x": .number(middle),
            "value_y": .number(Layout.bottom - height - 8), "label": .text(bar.label), "label_x": .number(middle),
            "label_y": .number(Layout.bottom + 22), "series": .text(bar.isSecond ? "b" : "a"),
        ]
    }
}
