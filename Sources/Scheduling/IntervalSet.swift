/// A set of integers as disjoint ascending ranges: sorted once, asked often.
struct IntervalSet: Hashable, Sendable {
    private(set) var ranges: [Range<Int64>] = []

    init(_ unsorted: some Sequence<Range<Int64>>) {
        for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    /// Whether any integer of `range` is in the set.
    func overlaps(_ range: Range<Int64>) -> Bool {
        // The first range that ends after `range` begins is the only one that can decide.
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        guard low < ranges.count, !range.isEmpty else { return false }
        return ranges[low].lowerBound < range.upperBound
    }
}
