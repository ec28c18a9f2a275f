import Timekeeping

/// Judges a call from the rows of both sides: windows, verdict, fault party, gaps, and every threshold that was tried.
///
/// A pure function of its arguments: order, repetition and time of receipt of the rows play no part, and no row can make it trap.
public func score(_ rows: CallRows, context: CallContext, thresholds: QualityThresholds) -> CallReport {
    let bounds = callBounds(context, thresholds)
    let measured = Dictionary(
        uniqueKeysWithValues: Side.allCases.map {
            ($0, Measurements(rows[$0], within: bounds, thresholds: thresholds))
        })
    let call = MeasuredCall(measured, context: context, thresholds: thresholds)
    let fault = faultParty(
        badWindows: call.badWindows, paths: call.paths, grid: call.grid, platformTrouble: context.platformTrouble,
        thresholds: thresholds)
    let (verdict, trace) = call.verdict(context: context, thresholds: thresholds)
    // Where nothing was bad there is nothing to attribute, unless the call failed without a window to show for it.
    let party = call.badWindows.isEmpty && verdict != .technicalFailure ? FaultParty.unknown : fault.party
    return CallReport(
        version: thresholds.version, verdict: verdict, faultParty: party, windows: call.windows.map(\.window),
        gaps: call.gaps(thresholds), twoSidedSeconds: call.twoSidedSeconds, trace: trace + fault.trace)
}

/// Rows before both joined or after the end are not about the call; a minute is left for clocks that differ.
private func callBounds(_ context: CallContext, _ thresholds: QualityThresholds) -> ClosedRange<Int64> {
    let begin = [context.bothJoinedAt, context.startedAt].compactMap { $0 }.min()
    let slack = TimeSpan.minutes(1)
    let longest = TimeSpan.seconds(thresholds.longestCallSeconds)
    let lower = begin.map { ($0 - slack).millisecondsSinceEpoch } ?? .min
    let upper = (context.endedAt.map { $0 + slack } ?? begin.map { $0 + longest })?.millisecondsSinceEpoch ?? .max
    return lower...max(lower, upper)
}

/// Everything that is known about a call before it is judged.
struct MeasuredCall {
    let measured: [Side: Measurements]
    let grid: WindowGrid
    let flows: [MediaFlow]
    let windows: [(index: Int64, window: QualityWindow)]
    let paths: [Side: ServerPath]

    init(_ measured: [Side: Measurements], context: CallContext, thresholds: QualityThresholds) {
        self.measured = measured
        let first = Side.allCases.compactMap { measured[$0]?.deltas.first?.start }.min() ?? 0
        // Whole seconds, so that windows have the ends that the API shows.
        let start = context.startedAt?.millisecondsSinceEpoch ?? first
        let origin = Instant(millisecondsSinceEpoch: min(max(start, 0), latestBelievedTime)).wholeSeconds
        let grid = WindowGrid(
            origin: origin.millisecondsSinceEpoch,
            length: TimeSpan.seconds(min(max(1, thresholds.windowSeconds), 3600)).milliseconds)
        self.grid = grid
        let none = Measurements([], within: 0...0, thresholds: thresholds)
        flows = Direction.allCases.map { direction in
            MediaFlow(
                direction, sender: measured[direction.sender] ?? none, receiver: measured[direction.receiver] ?? none,
                grid: grid, thresholds: thresholds)
        }
        let order = Direction.allCases
        windows = flows.flatMap {
            $0.windows(
                grid: grid, forwardErrorCorrection: context.forwardErrorCorrection, thresholds: thresholds)
        }.sorted { left, right in
            (left.index, order.firstIndex(of: left.window.direction) ?? 0)
                < (right.index, order.firstIndex(of: right.window.direction) ?? 0)
        }
        paths = measured.mapValues { ServerPath($0, grid: grid, thresholds: thresholds) }
    }

    /// Windows in which either direction was poor or lost, each once, in order.
    var badWindows: [Int64] {
        windows.reduce(into: []) { result, entry in
            if entry.window.audio.isBad, result.last != entry.index { result.append(entry.index) }
        }
    }

    /// How long media flowed both ways.
    ///
    /// Where one receiver says nothing, its direction is taken to flow as long as it is heard itself and nobody says that nothing
    /// was sent to it: a side that keeps quiet must not turn the other's good call into a failed one.
    var twoSidedSeconds: Int {
        guard let one = flows.first, let two = flows.last else { return 0 }
        var total = 0.0
        for index in Set(one.sums.keys).union(two.sums.keys) {
            let first = one.sums[index] ?? WindowSums()
            let second = two.sums[index] ?? WindowSums()
            switch (first.knowsFlow(grid.length), second.knowsFlow(grid.length)) {
            case (true, true): total += min(first.flowing, second.flowing)
            case (true, false): total += max(0, first.flowing - second.idle)
            case (false, true): total += max(0, second.flowing - first.idle)
            case (false, false): total += min(first.flowing, second.flowing)
            }
        }
        return Int(clamping: Int64(min(total, 9e15) / 1000 + 1e-6))
    }

    func gaps(_ thresholds: QualityThresholds) -> [Interval] {
        let shortest = TimeSpan.seconds(thresholds.gapAfterSeconds).milliseconds
        let runs = flows.flatMap(\.lostRuns).sorted { $0 < $1 }
        var merged: [(start: Int64, end: Int64)] = []
        for run in runs where run.end - run.start > shortest {
            if let last = merged.last, run.start <= last.end {
                merged[merged.count - 1].end = max(last.end, run.end)
            } else {
                merged.append(run)
            }
        }
        return merged.map {
            Interval(start: Instant(millisecondsSinceEpoch: $0.start), end: Instant(millisecondsSinceEpoch: $0.end))
        }
    }
}

extension WindowSums {
    /// Whether the receiver's rows tell, for half of the window at least, if media came. Where the speaker is muted silence tells
    /// nothing.
    fileprivate func knowsFlow(_ length: Int64) -> Bool {
        (flowing + (mutedTime > 0 ? lostTime : max(silent, lostTime))) * 2 >= Double(length)
    }
}
