import Timekeeping

/// One direction's sums for one window.
struct WindowSums {
    var flowing = 0.0
    /// Nothing arrived although the sender's microphone was open.
    var silent = 0.0
    var lostTime = 0.0
    var mutedTime = 0.0
    /// The sender says that it sent nothing.
    var idle = 0.0

    var received = 0.0
    var lost = 0.0
    var concealed = 0.0
    var samples = 0.0
    var bufferDelay = 0.0
    var bufferEmitted = 0.0
    var roundTrip = 0.0
    var roundTripTime = 0.0
    var withCorrection = 0.0
    var withoutCorrection = 0.0

    var frames = 0.0
    var framesTime = 0.0
    var frozen = 0.0
    var frozenTime = 0.0
    var lines: Double?
}

/// The windows of a call: ten seconds each, counted from `origin`.
struct WindowGrid {
    var origin: Int64
    var length: Int64

    func index(of time: Int64) -> Int64 {
        let (quotient, remainder) = (time - origin).quotientAndRemainder(dividingBy: length)
        return remainder < 0 ? quotient - 1 : quotient
    }

    func start(of index: Int64) -> Int64 { origin + index * length }

    /// Calls `body` with each window that the stretch touches and the part of the stretch inside it.
    func forEach(_ start: Int64, _ end: Int64, _ body: (_ index: Int64, _ from: Int64, _ to: Int64) -> Void) {
        guard start < end else { return }
        for index in index(of: start)...index(of: end - 1) {
            body(index, max(start, self.start(of: index)), min(end, self.start(of: index) + length))
        }
    }
}

/// One direction of the call, as the receiver's inbound and the sender's outbound counters show it.
struct MediaFlow {
    var direction: Direction
    var sums: [Int64: WindowSums] = [:]
    /// Media lost, in order of time.
    var lostRuns: [(start: Int64, end: Int64)] = []
    /// What the sender sent while it was lost: the receiver cannot have counted that.
    var sentWhileLost = 0.0

    init(
        _ direction: Direction, sender: Measurements, receiver: Measurements, grid: WindowGrid,
        thresholds: QualityThresholds
    ) {
        self.direction = direction
        for delta in receiver.deltas where delta.measured { add(delta, to: grid) }
        findLostRuns(sender: sender, receiver: receiver, thresholds: thresholds)
        for run in lostRuns {
            grid.forEach(run.start, run.end) { sums[$0, default: WindowSums()].lostTime += Double($2 - $1) }
        }
        for delta in sender.deltas where delta.length <= TimeSpan.seconds(thresholds.bridgedRowGapSeconds).milliseconds
        {
            guard delta.muted || delta.sent == 0 else { continue }
            grid.forEach(delta.start, delta.end) { index, from, to in
                if delta.muted { sums[index, default: WindowSums()].mutedTime += Double(to - from) }
                if delta.sent == 0 { sums[index, default: WindowSums()].idle += Double(to - from) }
            }
        }
    }

    private mutating func add(_ delta: Delta, to grid: WindowGrid) {
        grid.forEach(delta.start, delta.end) { index, from, to in
            let time = Double(to - from)
            let part = delta.share(from, to)
            var sum = sums[index, default: WindowSums()]
            if delta.received > 0 { sum.flowing += time } else { sum.silent += time }
            sum.received += delta.received * part
            sum.lost += delta.lost * part
            if let concealed = delta.concealed, let silent = delta.silentConcealed, let samples = delta.samples {
                sum.concealed += max(0, concealed - silent) * part
                sum.samples += samples * part
            }
            if let delay = delta.bufferDelay, let emitted = delta.bufferEmitted {
                sum.bufferDelay += delay * part
                sum.bufferEmitted += emitted * part
            }
            if let roundTrip = delta.roundTrip {
                sum.roundTrip += roundTrip * time
                sum.roundTripTime += time
            }
            if let correction = delta.forwardErrorCorrection {
                if correction { sum.withCorrection += time } else { sum.withoutCorrection += time }
            }
            if let frames = delta.frames {
                sum.frames += frames * part
                sum.framesTime += time
            }
            // The browser counts a freeze when it ends; a stretch without a single frame is one already.
            let standing = delta.frames == 0 ? Double(delta.length) : 0
            if delta.frozen != nil || standing > 0 {
                sum.frozen += min(Double(delta.length), max(delta.frozen ?? 0, standing)) * part
                sum.frozenTime += time
            }
            if let lines = delta.lines { sum.lines = min(sum.lines ?? lines, lines) }
            sums[index] = sum
        }
    }

    /// Nothing arrived while the other sent, or the receiver's ICE was down. Stretches are one run where no media is known to have
    /// flowed between them and no more than the time of a few rows lies there (a new connection, a missing row).
    private mutating func findLostRuns(
        sender: Measurements, receiver: Measurements, thresholds: QualityThresholds
    ) {
        let bridge = TimeSpan.seconds(thresholds.rowGapSeconds).milliseconds
        let longestSending = TimeSpan.seconds(thresholds.silentRowGapSeconds).milliseconds
        let sending = sender.deltas.filter { $0.length <= longestSending }
        var runs: [(start: Int64, end: Int64, disconnected: Bool)] = []
        var flowed = true
        var position = 0
        func extend(_ start: Int64, _ end: Int64, disconnected: Bool) {
            if !flowed, let last = runs.last, start - last.end <= bridge {
                runs[runs.count - 1].end = max(last.end, end)
                runs[runs.count - 1].disconnected = last.disconnected || disconnected
            } else {
                runs.append((start, end, disconnected))
            }
            flowed = false
        }
        for delta in receiver.deltas {
            guard delta.measured else { continue }
            if delta.disconnected {
                sentWhileLost += sentPackets(sending, during: delta, from: &position)
                extend(delta.start, delta.end, disconnected: true)
                continue
            }
            guard delta.received == 0 else {
                flowed = true
                continue
            }
            sentWhileLost += sentPackets(sending, during: delta, from: &position) { start, end in
                extend(start, end, disconnected: false)
            }
        }
        let shortest = TimeSpan.seconds(thresholds.lostAfterSeconds).milliseconds
        lostRuns = runs.filter { $0.disconnected || roundedToSeconds($0.end - $0.start) >= shortest }
            .map { ($0.start, $0.end) }
    }

    /// Sums what was sent during `delta`, and shows each stretch in which something was. `position` only moves forward.
    private func sentPackets(
        _ sending: [Delta], during delta: Delta, from position: inout Int,
        _ stretch: (Int64, Int64) -> Void = { _, _ in }
    ) -> Double {
        while position < sending.count, sending[position].end <= delta.start { position += 1 }
        var total = 0.0
        var index = position
        while index < sending.count, sending[index].start < delta.end {
            if let sent = sending[index].sent, sent > 0 {
                total += sent * sending[index].share(delta.start, delta.end)
                stretch(max(delta.start, sending[index].start), min(delta.end, sending[index].end))
            }
            index += 1
        }
        return total
    }
}

/// Rows come on a timer that is late by some milliseconds; lengths are compared in whole seconds.
func roundedToSeconds(_ milliseconds: Int64) -> Int64 {
    (milliseconds + 500) / 1000 * 1000
}
