import ConnectionQuality
import Timekeeping

/// What one side's line does for one step of a simulated call.
struct LineState {
    /// Loss of what this side receives, in percent.
    var lossPercent = 0.0
    var roundTrip: Double? = 40
    var serverRoundTrip: Double? = 35
    var failedPosts = 0.0
    var muted = false
    var iceState: String? = "connected"
    /// Nothing at all arrives here.
    var deaf = false
    var framesPerSecond = 20.0
    var lines = 480.0
    var frozenPercent = 0.0
    var hasVideo = true
    /// Whether this step's row reaches the server.
    var posts = true
}

/// Rows of both sides as two honest browsers would post them: 50 packets a second each way.
struct SimulatedCall {
    static let start = Instant(secondsSinceEpoch: 1_800_000_000)

    var seconds = 600
    var step = 5
    /// When the first row of each side is taken, after the start.
    var offsetMilliseconds: [Side: Int64] = [:]
    var state: (Side, Int) -> LineState = { _, _ in LineState() }

    func at(_ seconds: Int) -> Instant { Self.start + .seconds(seconds) }

    var context: CallContext {
        CallContext(bothJoinedAt: at(-20), startedAt: at(0), endedAt: at(seconds), forwardErrorCorrection: true)
    }

    var rows: CallRows {
        var result = CallRows()
        for side in Side.allCases {
            var row = SampleRow(
                connection: "\(side)-1", seq: 0, at: Self.start, monotonicMilliseconds: 85_000,
                serverFailedPosts: 0,
                audio: SampleRow.Audio(
                    packetsReceived: 0, packetsLost: 0, packetsSent: 0, remotePacketsLost: 0, concealedSamples: 0,
                    silentConcealedSamples: 0, totalSamplesReceived: 0, jitterBufferDelayMilliseconds: 0,
                    jitterBufferEmitted: 0))
            var frames = 0.0
            var frozen = 0.0
            var rows: [SampleRow] = []
            for tick in 0...(seconds / step) {
                let now = state(side, tick * step)
                let far = state(side.other, tick * step)
                let milliseconds = Int64(tick * step * 1000) + (offsetMilliseconds[side] ?? 0)
                row.seq = Int64(tick)
                row.at = Instant(millisecondsSinceEpoch: Self.start.millisecondsSinceEpoch + milliseconds)
                row.monotonicMilliseconds = 85_000 + milliseconds
                if tick > 0 {
                    let packets = Double(50 * step)
                    row.audio.packetsSent = (row.audio.packetsSent ?? 0) + packets
                    if !now.deaf {
                        row.audio.packetsReceived += packets * (1 - now.lossPercent / 100)
                        row.audio.packetsLost += packets * now.lossPercent / 100
                        row.audio.jitterBufferDelayMilliseconds =
                            (row.audio.jitterBufferDelayMilliseconds ?? 0) + 30 * packets * 960
                        row.audio.jitterBufferEmitted = (row.audio.jitterBufferEmitted ?? 0) + packets * 960
                        row.audio.totalSamplesReceived = (row.audio.totalSamplesReceived ?? 0) + packets * 960
                        row.audio.concealedSamples =
                            (row.audio.concealedSamples ?? 0) + packets * 960 * now.lossPercent / 150
                    }
                    if !far.deaf {
                        row.audio.remotePacketsLost =
                            (row.audio.remotePacketsLost ?? 0) + packets * far.lossPercent / 100
                    }
                    frames += now.framesPerSecond * Double(step)
                    frozen += now.frozenPercent * 10 * Double(step)
                }
                row.roundTripMilliseconds = now.roundTrip
                row.serverRoundTripMilliseconds = now.serverRoundTrip
                row.serverFailedPosts = (row.serverFailedPosts ?? 0) + now.failedPosts
                row.muted = now.muted
                row.iceState = now.iceState
                row.video =
                    now.hasVideo
                    ? SampleRow.Video(
                        framesDecoded: frames, frameWidth: now.lines * 4 / 3, frameHeight: now.lines,
                        freezeMilliseconds: frozen) : nil
                if now.posts { rows.append(row) }
            }
            if side == .interviewer { result.interviewer = rows } else { result.candidate = rows }
        }
        return result
    }

    func report(_ thresholds: QualityThresholds = .standard) -> CallReport {
        score(rows, context: context, thresholds: thresholds)
    }
}

extension CallReport {
    func window(_ seconds: Int, _ direction: Direction) -> QualityWindow? {
        windows.first { $0.direction == direction && $0.from == SimulatedCall.start + .seconds(seconds) }
    }
}
