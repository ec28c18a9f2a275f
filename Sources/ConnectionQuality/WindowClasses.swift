import Timekeeping

extension MediaFlow {
    /// Turns the sums into windows, in order of time. Where nothing is known there is none.
    func windows(
        grid: WindowGrid, forwardErrorCorrection: Bool?, thresholds: QualityThresholds
    ) -> [(index: Int64, window: QualityWindow)] {
        sums.keys.sorted().compactMap { index in
            guard let sum = sums[index], sum.flowing + sum.silent + sum.lostTime > 0 else { return nil }
            let heard = audio(sum, grid: grid, forwardErrorCorrection: forwardErrorCorrection, thresholds: thresholds)
            // Being muted is the speaker's word; the receiver's rows have to be there all the same.
            let half = Double(grid.length) / 2
            let muted = sum.mutedTime >= half && sum.flowing + max(sum.silent, sum.lostTime) >= half
            let window = QualityWindow(
                from: Instant(millisecondsSinceEpoch: grid.start(of: index)),
                to: Instant(millisecondsSinceEpoch: grid.start(of: index) + grid.length),
                direction: direction,
                rating: heard.rating.map(rounded),
                meanOpinionScore: heard.rating.map { rounded(EModel.meanOpinionScore(rating: $0)) },
                lossPercent: heard.loss.map(rounded),
                audio: muted ? .muted : heard.audio,
                video: video(at: index, grid: grid, thresholds: thresholds),
                audioBehindMute: muted ? heard.audio : nil)
            return (index, window)
        }
    }

    private func audio(
        _ sum: WindowSums, grid: WindowGrid, forwardErrorCorrection: Bool?, thresholds: QualityThresholds
    ) -> (audio: AudioClass, rating: Double?, loss: Double?) {
        let lost = max(0, sum.lost)
        let loss = lost + sum.received > 0 ? 100 * lost / (lost + sum.received) : nil
        let concealment = sum.samples > 0 ? min(100, 100 * sum.concealed / sum.samples) : nil
        let roundTrip = sum.roundTripTime > 0 ? sum.roundTrip / sum.roundTripTime : nil
        let buffer = sum.bufferEmitted > 0 ? sum.bufferDelay / sum.bufferEmitted : nil

        // A delay without the round trip would be a guess; without it the rating rests on loss alone.
        var rating: Double?
        if let effective = [concealment, loss.map { $0 / 2 }].compactMap({ $0 }).max(), sum.received > 0 {
            let corrected = forwardErrorCorrection ?? (sum.withCorrection > sum.withoutCorrection)
            rating = EModel.rating(
                delayMilliseconds: roundTrip.map { $0 / 2 + (buffer ?? 0) + thresholds.providerDelayMilliseconds } ?? 0,
                packetLossPercent: effective, equipmentImpairment: 0,
                packetLossRobustness: corrected
                    ? thresholds.bplWithForwardErrorCorrection : thresholds.bplWithoutForwardErrorCorrection)
        }
        // A run of the shortest kind that falls across two windows reaches half its length in one of them at least.
        let lostFrom = Double(TimeSpan.seconds(thresholds.lostAfterSeconds).milliseconds) / 2
        if sum.lostTime > 0, sum.lostTime >= lostFrom - 250 { return (.lost, rating, loss) }
        guard (sum.flowing + sum.lostTime) * 2 >= Double(grid.length), let rating else { return (.unknown, nil, loss) }
        if rating < thresholds.poorBelowRating || exceeds(loss, thresholds.poorAboveLossPercent)
            || exceeds(roundTrip, thresholds.poorAboveRoundTripMilliseconds)
        {
            return (.poor, rating, loss)
        }
        return (rating < thresholds.goodBelowRating ? .good : .excellent, rating, loss)
    }

    /// Frames and lines of this window, freezes of the last minute. What is absent skips its own condition only.
    private func video(at index: Int64, grid: WindowGrid, thresholds: QualityThresholds) -> VideoClass {
        guard let sum = sums[index], sum.framesTime > 0 || sum.frozenTime > 0 || sum.lines != nil else {
            return .unknown
        }
        let frames = sum.framesTime > 0 ? sum.frames * 1000 / sum.framesTime : nil
        var frozen = 0.0
        var observed = 0.0
        let lookBack = max(1, TimeSpan.seconds(thresholds.freezeWindowSeconds).milliseconds / grid.length)
        for earlier in (index - lookBack + 1)...index {
            frozen += sums[earlier]?.frozen ?? 0
            observed += sums[earlier]?.frozenTime ?? 0
        }
        let share = observed > 0 ? 100 * frozen / observed : nil
        func reaches(_ frozenBelow: Double, _ framesFrom: Double, _ linesFrom: Double) -> Bool {
            (share.map { $0 < frozenBelow } ?? true) && (frames.map { $0 + 1e-6 >= framesFrom } ?? true)
                && (sum.lines.map { $0 >= linesFrom } ?? true)
        }
        if reaches(
            thresholds.videoExcellentBelowFrozenPercent, thresholds.videoExcellentFramesPerSecond,
            thresholds.videoExcellentLines)
        {
            return .excellent
        }
        if reaches(
            thresholds.videoGoodBelowFrozenPercent, thresholds.videoGoodFramesPerSecond, thresholds.videoGoodLines)
        {
            return .good
        }
        return reaches(thresholds.videoFairBelowFrozenPercent, 0, 0) ? .fair : .poor
    }

    private func exceeds(_ value: Double?, _ limit: Double) -> Bool {
        // The slack takes up what summing shares of counters leaves behind the comma.
        value.map { $0 > limit + 1e-9 } ?? false
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
