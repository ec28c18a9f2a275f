import Timekeeping

/// What one side's counters did between two of its rows.
struct Delta {
    var start: Int64
    var end: Int64
    var received: Double
    var lost: Double
    var sent: Double?
    var remoteLost: Double?
    var concealed: Double?
    var silentConcealed: Double?
    var samples: Double?
    var bufferDelay: Double?
    var bufferEmitted: Double?
    var frames: Double?
    var frozen: Double?
    var failedPosts: Double?
    // States of the moment, as the later row has them.
    var roundTrip: Double?
    var serverRoundTrip: Double?
    var lines: Double?
    var forwardErrorCorrection: Bool?
    var muted: Bool
    var disconnected: Bool
    /// Whether the figures may stand for the whole time between the rows.
    var measured = true

    var length: Int64 { end - start }

    /// The part of `amount` that belongs to `from..<to`, as if it had grown evenly.
    func share(_ from: Int64, _ to: Int64) -> Double {
        let overlap = min(end, to) - max(start, from)
        return overlap > 0 && length > 0 ? Double(overlap) / Double(length) : 0
    }
}

extension Delta {
    /// `nil` where the later row cannot follow the earlier one: counters that fall without a new connection, or that grow faster
    /// than any codec sends.
    init?(from earlier: TimedRow, to later: TimedRow) {
        let length = later.time - earlier.time
        guard length > 0 else { return nil }
        let before = earlier.row
        let after = later.row
        let plausible = 200 + Double(length)  // a thousand packets a second, and a burst
        received = after.audio.packetsReceived - before.audio.packetsReceived
        lost = after.audio.packetsLost - before.audio.packetsLost
        guard (0...plausible).contains(received), lost.magnitude <= plausible else { return nil }
        func grown(_ old: Double?, _ new: Double?, upTo limit: Double = largestCounter) -> Double? {
            guard let old, let new, (0...largestCounter).contains(old), (0...largestCounter).contains(new), new >= old,
                new - old <= limit
            else { return nil }
            return new - old
        }
        func state(_ value: Double?) -> Double? { value.flatMap { (0...largestCounter).contains($0) ? $0 : nil } }
        start = earlier.time
        end = later.time
        sent = grown(before.audio.packetsSent, after.audio.packetsSent, upTo: plausible)
        if let old = before.audio.remotePacketsLost, let new = after.audio.remotePacketsLost,
            (new - old).magnitude <= plausible
        {
            remoteLost = new - old
        }
        concealed = grown(before.audio.concealedSamples, after.audio.concealedSamples)
        silentConcealed = grown(before.audio.silentConcealedSamples, after.audio.silentConcealedSamples)
        samples = grown(before.audio.totalSamplesReceived, after.audio.totalSamplesReceived)
        bufferDelay = grown(before.audio.jitterBufferDelayMilliseconds, after.audio.jitterBufferDelayMilliseconds)
        bufferEmitted = grown(before.audio.jitterBufferEmitted, after.audio.jitterBufferEmitted)
        frames = grown(before.video?.framesDecoded, after.video?.framesDecoded)
        frozen = grown(before.video?.freezeMilliseconds, after.video?.freezeMilliseconds)
        failedPosts = grown(before.serverFailedPosts, after.serverFailedPosts)
        roundTrip = state(after.roundTripMilliseconds)
        serverRoundTrip = state(after.serverRoundTripMilliseconds)
        lines = state(after.video?.frameHeight)
        forwardErrorCorrection = after.audio.forwardErrorCorrection
        muted = after.muted ?? false
        disconnected = ["disconnected", "failed", "closed"].contains(after.iceState?.lowercased())
    }
}

/// One side's rows as deltas that do not overlap, in order of time.
struct Measurements {
    var deltas: [Delta] = []
    /// The usable rows on the time line, in order; for what a single row can show.
    var rows: [TimedRow] = []

    init(_ samples: [SampleRow], within bounds: ClosedRange<Int64>, thresholds: QualityThresholds) {
        let connections = Dictionary(grouping: samples.filter(\.isUsable), by: \.connection)
        for (_, members) in connections.sorted(by: { $0.key < $1.key }) {
            let timed = timeline(ofConnection: members).filter { bounds.contains($0.time) }
            rows += timed
            deltas += Self.deltas(between: timed)
        }
        rows.sort { ($0.time, $0.row.connection, $0.row.seq) < ($1.time, $1.row.connection, $1.row.seq) }
        // Nobody's own rows can stretch a call beyond all measure, not even where no context bounds it.
        let middle = rows.isEmpty ? 0 : rows[rows.count / 2].time
        let reach = TimeSpan.seconds(min(max(0, thresholds.longestCallSeconds), 864_000)).milliseconds
        rows.removeAll { $0.time < middle - reach || $0.time > middle + reach }
        deltas.removeAll { $0.start < middle - reach || $0.end > middle + reach }
        // Two connections at one time cannot both be the call; the one that began earlier is kept.
        deltas.sort { ($0.start, $0.end, $0.received, $0.lost) < ($1.start, $1.end, $1.received, $1.lost) }
        var free = Int64.min
        deltas = deltas.filter { delta in
            guard delta.start >= free else { return false }
            free = delta.end
            return true
        }
        judgeLongDeltas(thresholds)
    }

    /// One row that fits neither its neighbour before nor after is skipped; where the counters go on from it, it is a new baseline.
    private static func deltas(between timed: [TimedRow]) -> [Delta] {
        guard var last = timed.first else { return [] }
        var result: [Delta] = []
        var index = 1
        while index < timed.count {
            let current = timed[index]
            if let delta = Delta(from: last, to: current) {
                result.append(delta)
                last = current
            } else if index + 1 < timed.count, let bridged = Delta(from: last, to: timed[index + 1]) {
                result.append(bridged)
                last = timed[index + 1]
                index += 1
            } else {
                last = current
            }
            index += 1
        }
        return result
    }

    /// Between rows that are far apart posts are missing, and what happened there is unknown, unless the counters themselves tell:
    /// media flowed at half the usual rate at least, or nothing arrived at all.
    private mutating func judgeLongDeltas(_ thresholds: QualityThresholds) {
        let usual = TimeSpan.seconds(thresholds.rowGapSeconds).milliseconds
        let bridged = TimeSpan.seconds(thresholds.bridgedRowGapSeconds).milliseconds
        let silent = TimeSpan.seconds(thresholds.silentRowGapSeconds).milliseconds
        let rates = deltas.filter { $0.length <= usual && $0.received > 0 }.map { $0.received / Double($0.length) }
            .sorted()
        let usualRate = rates.isEmpty ? 0 : rates[rates.count / 2]
        for index in deltas.indices where deltas[index].length > usual {
            let delta = deltas[index]
            deltas[index].measured =
                delta.received == 0
                ? delta.length <= silent
                : delta.length <= bridged && delta.received / Double(delta.length) * 2 >= usualRate
        }
    }
}
