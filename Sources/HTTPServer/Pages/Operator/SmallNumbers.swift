/// Keeps figures about few people from telling about one of them.
///
/// Groups of fewer than five are left out, and counts of one to four within a group are shown as "fewer than 5". Where the
/// groups add up to a total that stands on the same page, one hidden figure could be computed from the others; then the
/// next smallest is hidden as well.
enum SmallNumbers {
    static let least = 5

    enum Shown: Equatable {
        case number(Int)
        /// One to four.
        case few
        /// Larger, and hidden so that another hidden one cannot be computed.
        case hidden
    }

    /// Which of these groups, given by their sizes, may be shown at all.
    static func mayShow(sizes: [Int], addUp: Bool) -> [Bool] {
        var shown = sizes.map { $0 >= least }
        let hidden = sizes.filter { (1..<least).contains($0) }
        if addUp, hidden.count == 1, let next = smallest(of: sizes, where: shown) { shown[next] = false }
        return shown
    }

    /// One column of counts. `othersHidden` says that some groups are left out, behind which a figure can hide already.
    static func column(_ counts: [Int], addUp: Bool, othersHidden: Bool) -> [Shown] {
        var shown = counts.map { (1..<least).contains($0) ? Shown.few : .number($0) }
        guard addUp, !othersHidden, shown.filter({ $0 == .few }).count == 1 else { return shown }
        if let next = smallest(of: counts, where: counts.map { $0 >= least }) { shown[next] = .hidden }
        return shown
    }

    private static func smallest(of counts: [Int], where eligible: [Bool]) -> Int? {
        counts.indices.filter { eligible[$0] && counts[$0] > 0 }.min { counts[$0] < counts[$1] }
    }
}
