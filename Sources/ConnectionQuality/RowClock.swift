import Timekeeping

/// A row with its place on the server's time line, in milliseconds since 1970.
struct TimedRow {
    var time: Int64
    var row: SampleRow
}

/// 2100-01-01: no call is later, and no sum of two such times overflows.
let latestBelievedTime: Int64 = 4_102_444_800_000

/// The largest counter that is believed: beyond it a double no longer counts by one, and no call gets there.
let largestCounter = 9_007_199_254_740_992.0

extension SampleRow {
    /// Whether the required figures can be figures at all; a row that is not usable is as good as lost.
    var isUsable: Bool {
        let believed = 0...latestBelievedTime
        return believed.contains(at.millisecondsSinceEpoch)
            && believed.contains(monotonicMilliseconds)
            && audio.packetsReceived >= 0 && audio.packetsReceived <= largestCounter
            && audio.packetsLost.magnitude <= largestCounter
    }

    /// Orders rows of one number the same way, whatever order they came in: the first received, then by their figures.
    fileprivate func comesBefore(_ other: SampleRow) -> Bool {
        guard seq == other.seq else { return seq < other.seq }
        let mine = figures
        let theirs = other.figures
        guard mine == theirs else { return mine.lexicographicallyPrecedes(theirs) }
        return (iceState ?? "") < (other.iceState ?? "")
    }

    private var figures: [Double] {
        func number(_ value: Double?) -> Double {
            guard let value, !value.isNaN else { return .infinity }
            return value
        }
        func truth(_ value: Bool?) -> Double { value.map { $0 ? 1 : 0 } ?? .infinity }
        return [
            number(receivedAt.map { Double($0.millisecondsSinceEpoch) }),
            Double(at.millisecondsSinceEpoch), Double(monotonicMilliseconds),
            number(audio.packetsReceived), number(audio.packetsLost), number(audio.packetsSent),
            number(audio.remotePacketsLost), number(audio.jitterMilliseconds), number(audio.concealedSamples),
            number(audio.silentConcealedSamples), number(audio.totalSamplesReceived),
            number(audio.jitterBufferDelayMilliseconds), number(audio.jitterBufferEmitted),
            truth(audio.forwardErrorCorrection), number(roundTripMilliseconds), truth(muted),
            number(serverRoundTripMilliseconds), number(serverFailedPosts), number(video?.framesDecoded),
            number(video?.frameWidth), number(video?.frameHeight), number(video?.freezeMilliseconds),
        ]
    }
}

/// Puts the rows of one connection on the server's time line, in order, each number once.
///
/// Differences come from the monotonic clock, which nobody sets; where it stands comes from the median of what `at` says, so that
/// a few absurd times move nothing. Rows whose clock does not go forward with their number are left out. A client whose monotonic
/// clock is useless altogether is read by `at` alone.
func timeline(ofConnection rows: [SampleRow]) -> [TimedRow] {
    var ordered: [SampleRow] = []
    for row in rows.sorted(by: { $0.comesBefore($1) }) where ordered.last?.seq != row.seq { ordered.append(row) }

    let byMonotonic = longestIncreasing(ordered.map(\.monotonicMilliseconds)).map { ordered[$0] }
    guard byMonotonic.count * 2 >= ordered.count else {
        let byTime = longestIncreasing(ordered.map(\.at.millisecondsSinceEpoch)).map { ordered[$0] }
        return byTime.map { TimedRow(time: $0.at.millisecondsSinceEpoch, row: $0) }
    }
    let offsets = byMonotonic.map { $0.at.millisecondsSinceEpoch - $0.monotonicMilliseconds }.sorted()
    guard !offsets.isEmpty else { return [] }
    let offset = offsets[(offsets.count - 1) / 2]
    return byMonotonic.map { TimedRow(time: $0.monotonicMilliseconds + offset, row: $0) }
}

/// Positions of a longest strictly increasing subsequence (patience sorting, n log n): what remains when as few as possible are
/// left out.
func longestIncreasing(_ values: [Int64]) -> [Int] {
    var tails: [Int] = []
    var previous = [Int](repeating: -1, count: values.count)
    for (position, value) in values.enumerated() {
        var low = 0
        var high = tails.count
        while low < high {
            let middle = (low + high) / 2
            if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
        }
        if low > 0 { previous[position] = tails[low - 1] }
        if low < tails.count { tails[low] = position } else { tails.append(position) }
    }
    var chain: [Int] = []
    var position = tails.last ?? -1
    while position >= 0 {
        chain.append(position)
        position = previous[position]
    }
    return chain.reversed()
}
