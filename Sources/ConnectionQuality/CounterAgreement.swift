import Timekeeping

/// Whether two sides that measured the same packets tell the same story about one direction.
struct CounterAgreement {
    var sent = 0.0
    var received = 0.0
    var lost = 0.0
    /// For the part in which the sender also heard of losses by RTCP.
    var ownLost = 0.0
    var remoteLost = 0.0
    var sentWithReports = 0.0
    var sentWhileLost = 0.0

    /// Compares over the time that both sides cover, with the sender's counters read, by proportion, at the receiver's rows.
    init(sender: Measurements, receiver: Measurements, sentWhileLost: Double) {
        self.sentWhileLost = sentWhileLost
        var position = 0
        for delta in receiver.deltas {
            while position < sender.deltas.count, sender.deltas[position].end <= delta.start { position += 1 }
            var packets = 0.0
            var reports = 0.0
            var covered = 0.0
            var reported = 0.0
            var index = position
            while index < sender.deltas.count, sender.deltas[index].start < delta.end {
                let other = sender.deltas[index]
                index += 1
                guard let sent = other.sent else { continue }
                let overlap = Double(min(other.end, delta.end) - max(other.start, delta.start))
                let part = other.share(delta.start, delta.end)
                packets += sent * part
                covered += overlap
                if let remote = other.remoteLost {
                    reports += remote * part
                    reported += overlap
                }
            }
            guard covered >= 0.99 * Double(delta.length) else { continue }
            sent += packets
            received += delta.received
            lost += delta.lost
            guard reported >= 0.99 * Double(delta.length) else { continue }
            sentWithReports += packets
            ownLost += delta.lost
            remoteLost += reports
        }
    }

    /// What the three comparisons found; positive differences are packets that nobody accounts for.
    ///
    /// What was sent during a lost run may be missing on the far side without anybody lying: a receiver only counts losses
    /// between packets that arrive.
    func findings(_ direction: Direction, thresholds: QualityThresholds) -> [TraceEntry] {
        func tolerance(_ packets: Double) -> Double {
            max(thresholds.disagreementPackets, packets * thresholds.disagreementPercent / 100)
        }
        func entry(_ check: String, _ value: Double, _ allowed: Double, below: Double) -> TraceEntry {
            TraceEntry(
                check: check, direction: direction, value: (value * 10).rounded() / 10,
                threshold: (allowed * 10).rounded() / 10, holds: value > allowed + 1e-6 || value < -below - 1e-6)
        }
        guard sent > 0 || received > 0 else { return [] }
        var entries = [
            entry(
                "packets_unaccounted_for", sent - received - lost, tolerance(sent) + sentWhileLost,
                below: tolerance(sent)),
            entry("packets_received_beyond_sent", received - sent, tolerance(sent), below: .infinity),
        ]
        if sentWithReports > 0 {
            entries.append(
                entry(
                    "own_loss_beyond_reported", ownLost - remoteLost, tolerance(sentWithReports) + sentWhileLost,
                    below: tolerance(sentWithReports)))
        }
        return entries
    }
}
