import Timekeeping

extension MeasuredCall {
    /// The first row of the table that applies, with everything that was tried on the way.
    func verdict(context: CallContext, thresholds: QualityThresholds) -> (CallVerdict, [TraceEntry]) {
        let failures = technicalFailures(context, thresholds)
        let disputes = disagreements(context, thresholds)
        let shares = badShares(thresholds)
        let trace = failures + disputes + shares
        if failures.contains(where: \.holds) { return (.technicalFailure, trace) }
        if disputes.contains(where: \.holds) { return (.disputed, trace) }
        for (verdict, check) in [(CallVerdict.poor, Self.poorCheck), (.fair, Self.fairCheck)]
        where shares.contains(where: { $0.check == check && $0.holds }) {
            return (verdict, trace)
        }
        return (.good, trace)
    }

    private static let poorCheck = "bad_windows_percent_poor"
    private static let fairCheck = "bad_windows_percent_fair"

    private func technicalFailures(_ context: CallContext, _ thresholds: QualityThresholds) -> [TraceEntry] {
        let longest = flows.flatMap(\.lostRuns).map { $0.end - $0.start }.max() ?? 0
        let failed = context.endedByICEFailure || endsWithFailedICE(thresholds)
        let twoSided = twoSidedSeconds
        let silence = silenceAfterJoining(context, thresholds)
        return [
            TraceEntry(
                check: "seconds_without_media_after_joining", value: silence,
                threshold: Double(thresholds.noMediaAfterJoiningSeconds), holds: silence != nil),
            TraceEntry(
                check: "two_sided_media_seconds", value: Double(twoSided),
                threshold: Double(thresholds.minimumTwoSidedSeconds),
                holds: twoSided < thresholds.minimumTwoSidedSeconds),
            TraceEntry(
                check: "longest_lost_run_seconds", value: Double(longest) / 1000,
                threshold: Double(thresholds.failedAfterLostSeconds),
                holds: roundedToSeconds(longest) >= TimeSpan.seconds(thresholds.failedAfterLostSeconds).milliseconds),
            TraceEntry(check: "ended_by_ice_failure", value: failed ? 1 : 0, threshold: 1, holds: failed),
        ]
    }

    /// The seconds after joining in which rows show that nothing came, where they show it for the whole time allowed.
    ///
    /// Rows have to cover four fifths of that time: where nobody measured, nothing is known, and the two-sided time decides.
    private func silenceAfterJoining(_ context: CallContext, _ thresholds: QualityThresholds) -> Double? {
        guard let joined = context.bothJoinedAt?.millisecondsSinceEpoch, (0...latestBelievedTime).contains(joined)
        else { return nil }
        let end = joined + TimeSpan.seconds(thresholds.noMediaAfterJoiningSeconds).milliseconds
        var reported = false
        for measurements in measured.values {
            let early = measurements.rows.filter { $0.time <= end }
            guard !early.contains(where: { $0.row.audio.packetsReceived > 0 }) else { return nil }
            let deltas = measurements.deltas.filter { $0.start < end && $0.end > joined }
            guard deltas.allSatisfy({ $0.received == 0 || $0.end > end }) else { return nil }
            let covered = deltas.filter { $0.received == 0 }.map { min($0.end, end) - max($0.start, joined) }.reduce(
                0, +)
            if covered * 5 >= (end - joined) * 4 { reported = true }
        }
        return reported ? Double(end - joined) / 1000 : nil
    }

    /// A side whose last row says `failed`, with no media known to have flowed to the other side since.
    private func endsWithFailedICE(_ thresholds: QualityThresholds) -> Bool {
        Side.allCases.contains { side in
            guard let last = measured[side]?.rows.last, last.row.iceState?.lowercased() == "failed" else {
                return false
            }
            let until = last.time + TimeSpan.seconds(thresholds.rowGapSeconds).milliseconds
            return measured[side.other]?.deltas.contains { $0.start >= until && $0.received > 0 } != true
        }
    }

    private func disagreements(_ context: CallContext, _ thresholds: QualityThresholds) -> [TraceEntry] {
        var entries: [TraceEntry] = []
        for side in Side.allCases {
            let silent = measured[side]?.deltas.isEmpty ?? true
            let otherReported = measured[side.other]?.deltas.isEmpty == false
            entries.append(
                TraceEntry(
                    check: "only_the_other_side_reported", side: side, value: silent && otherReported ? 1 : 0,
                    threshold: 1, holds: silent && otherReported))
        }
        for flow in flows {
            guard let sender = measured[flow.direction.sender], let receiver = measured[flow.direction.receiver]
            else { continue }
            entries += CounterAgreement(sender: sender, receiver: receiver, sentWhileLost: flow.sentWhileLost)
                .findings(flow.direction, thresholds: thresholds)
        }
        return entries
    }

    /// Poor and lost windows per direction; muted and unmeasured ones are left out of the count.
    private func badShares(_ thresholds: QualityThresholds) -> [TraceEntry] {
        Direction.allCases.flatMap { direction in
            let classes = windows.map(\.window).filter {
                $0.direction == direction && $0.audio != .muted && $0.audio != .unknown
            }
            let bad = classes.filter(\.audio.isBad).count
            let percent =
                classes.isEmpty ? nil : (Double(bad) * 100_000 / Double(classes.count)).rounded() / 1000
            return [
                (Self.poorCheck, thresholds.poorFromBadPercent), (Self.fairCheck, thresholds.fairFromBadPercent),
            ].map { check, threshold in
                TraceEntry(
                    check: check, direction: direction, value: percent, threshold: threshold,
                    holds: !classes.isEmpty && Double(bad) * 100 >= threshold * Double(classes.count))
            }
        }
    }
}
