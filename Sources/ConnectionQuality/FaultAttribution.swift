import Timekeeping

/// A side's own path to the server, which only its own last mile touches, window by window.
struct ServerPath {
    private struct Sums {
        var known = 0.0
        var slow = 0.0
        var rows = 0.0
        var failed: Double?
    }

    private var sums: [Int64: Sums] = [:]
    private let failedShare: Double

    init(_ measurements: Measurements, grid: WindowGrid, thresholds: QualityThresholds) {
        failedShare = thresholds.pathPoorFromFailedPostsPercent / 100
        let longest = TimeSpan.seconds(thresholds.bridgedRowGapSeconds).milliseconds
        for delta in measurements.deltas where delta.length <= longest {
            grid.forEach(delta.start, delta.end) { index, from, to in
                var sum = sums[index, default: Sums()]
                let time = Double(to - from)
                let part = delta.share(from, to)
                sum.rows += part
                if let roundTrip = delta.serverRoundTrip {
                    sum.known += time
                    if roundTrip > thresholds.pathPoorAboveRoundTripMilliseconds { sum.slow += time }
                }
                if let failed = delta.failedPosts { sum.failed = (sum.failed ?? 0) + failed * part }
                sums[index] = sum
            }
        }
    }

    /// Slow for half of the window at least, or with too many failed posts; `nil` where the side measured neither.
    func isPoor(at index: Int64) -> Bool? {
        guard let sum = sums[index], sum.known > 0 || sum.failed != nil else { return nil }
        if sum.known > 0, sum.slow * 2 >= sum.known { return true }
        guard let failed = sum.failed, failed > 0 else { return false }
        return failed + 1e-9 >= failedShare * sum.rows
    }
}

/// Says whose trouble the poor and lost windows were.
///
/// The platform comes first: where the server itself was in trouble, a slow path to it says nothing about the person. A party is only
/// named where the other's path is known to have been good, so that a side that keeps quiet puts nothing on the other.
func faultParty(
    badWindows: [Int64], paths: [Side: ServerPath], grid: WindowGrid, platformTrouble: [Interval],
    thresholds: QualityThresholds
) -> (party: FaultParty, trace: [TraceEntry]) {
    let needed = thresholds.faultFromWindowsPercent
    func percent(_ count: Int) -> Double? {
        badWindows.isEmpty ? nil : (Double(count) * 100_000 / Double(badWindows.count)).rounded() / 1000
    }
    func reaches(_ count: Int) -> Bool {
        !badWindows.isEmpty && Double(count) * 100 >= needed * Double(badWindows.count)
    }
    let troubled = badWindows.filter { index in
        let start = grid.start(of: index)
        return platformTrouble.contains {
            $0.start.millisecondsSinceEpoch < start + grid.length && $0.end.millisecondsSinceEpoch > start
        }
    }.count
    var trace = [
        TraceEntry(
            check: "windows_with_platform_trouble_percent", value: percent(troubled), threshold: needed,
            holds: reaches(troubled))
    ]
    var poor: [Side: Bool] = [:]
    for side in Side.allCases {
        let states = badWindows.map { paths[side]?.isPoor(at: $0) }
        let poorCount = states.filter { $0 == true }.count
        let isPoor = reaches(poorCount)
        trace.append(
            TraceEntry(
                check: "windows_with_poor_server_path_percent", side: side,
                value: states.contains { $0 != nil } ? percent(poorCount) : nil, threshold: needed, holds: isPoor))
        if isPoor || reaches(states.filter { $0 != nil }.count) { poor[side] = isPoor }
    }
    if reaches(troubled) || (badWindows.isEmpty && !platformTrouble.isEmpty) { return (.platform, trace) }
    switch (poor[.interviewer], poor[.candidate]) {
    case (true, false): return (.interviewer, trace)
    case (false, true): return (.candidate, trace)
    case (true, true), (false, false): return (.network, trace)
    case (nil, _), (_, nil): return (.unknown, trace)
    }
}
