import ConnectionQuality
import Timekeeping

/// How the line of a demo call behaves, second by second, as each side's browser would have measured it.
struct DemoLine: Sendable {
    /// How one side hears the other during a stretch of the call, and that side's own path to the server.
    struct Hearing: Sendable {
        var loss = 0.002
        var roundTrip = 44.0
        var ownPath = 36.0
        var freezes = 0.0
    }

    /// A stretch of the call in which it is otherwise than usual.
    struct Stretch: Sendable {
        var seconds: Range<Int>
        var interviewer: Hearing
        var candidate: Hearing
    }

    var stretches: [Stretch] = []
    /// One packet in so many that a side claims to have sent and never did: the two sides then tell different stories.
    var claimedBySender = 0.0
    var step = 10

    static let good = DemoLine()

    /// Good but for a moment in which words have to be said again.
    static func dips(at seconds: Int...) -> DemoLine {
        DemoLine(
            stretches: seconds.map { second in
                Stretch(
                    seconds: second..<(second + 25), interviewer: Hearing(loss: 0.05, roundTrip: 190, freezes: 400),
                    candidate: Hearing(loss: 0.03, roundTrip: 180))
            })
    }

    /// One side's own way to the server is bad for a while, so that neither can be understood.
    static func bad(on side: Side, _ seconds: Range<Int>) -> DemoLine {
        let own = Hearing(loss: 0.35, roundTrip: 900, ownPath: 900, freezes: 2600)
        let far = Hearing(loss: 0.35, roundTrip: 900, ownPath: 36, freezes: 2600)
        return DemoLine(stretches: [
            Stretch(
                seconds: seconds, interviewer: side == .interviewer ? own : far,
                candidate: side == .candidate ? own : far)
        ])
    }

    /// Neither side's own way is bad, and yet nothing arrives whole: something in between.
    static func badOnTheWay(_ seconds: Range<Int>) -> DemoLine {
        let heard = Hearing(loss: 0.35, roundTrip: 700, ownPath: 40, freezes: 2600)
        return DemoLine(stretches: [Stretch(seconds: seconds, interviewer: heard, candidate: heard)])
    }

    /// The two sides' counters disagree about what was sent.
    static let disputed = DemoLine(claimedBySender: 0.12)

    typealias Sample = (connection: String, sequence: Int64, json: [UInt8])

    private struct Counters {
        var sent = 0
        var claimed = 0
        var received = 0
        var lost = 0
        var frames = 0
        var frozen = 0
    }

    /// Both sides' rows of a call of so many seconds that began at `start`.
    func samples(from start: Instant, seconds: Int, seed: UInt64) -> [Side: [Sample]] {
        var generator = SeededGenerator(seed: seed)
        var counters: [Side: Counters] = [.interviewer: Counters(), .candidate: Counters()]
        var samples: [Side: [Sample]] = [:]
        for second in stride(from: 0, through: seconds, by: step) {
            let stretch = stretches.first { $0.seconds.contains(second) }
            var heard: [Side: (Hearing, Double)] = [:]
            for side in Side.allCases {
                var hearing =
                    (side == .interviewer ? stretch?.interviewer : stretch?.candidate) ?? Hearing()
                // No line is the same from one row to the next.
                hearing.roundTrip *= 0.85 + Double(generator.number(below: 30)) / 100
                hearing.ownPath *= 0.9 + Double(generator.number(below: 20)) / 100
                heard[side] = (hearing, 2 + Double(generator.number(below: 40)) / 10)
                guard second > 0 else { continue }
                let arriving = 50 * step
                let lost = Int((Double(arriving) * hearing.loss).rounded())
                counters[side.other]?.sent += arriving
                counters[side.other]?.claimed += Int(Double(arriving) * (1 + claimedBySender))
                counters[side]?.received += arriving - lost
                counters[side]?.lost += lost
                counters[side]?.frames += hearing.freezes > 1000 ? 6 * step : 24 * step
                counters[side]?.frozen += Int(hearing.freezes)
            }
            for side in Side.allCases {
                guard let mine = counters[side], let theirs = counters[side.other], let (hearing, jitter) = heard[side]
                else { continue }
                let row = Self.row(
                    second: second, sequence: second / step, at: start + .seconds(second), hearing, jitter, mine, theirs
                )
                samples[side, default: []].append(("demo", Int64(second / step), [UInt8](row.utf8)))
            }
        }
        return samples
    }

    /// Written as a browser's post is kept; by hand, as there are thousands of them.
    private static func row(
        second: Int, sequence: Int, at: Instant, _ hearing: Hearing, _ jitter: Double, _ mine: Counters,
        _ theirs: Counters
    ) -> String {
        """
        {"connection":"demo","seq":\(sequence),"at":"\(at.rfc3339)","monotonic_ms":\(1000 + second * 1000),\
        "round_trip_ms":\(Int(hearing.roundTrip)),"muted":false,"ice_state":"connected",\
        "server_round_trip_ms":\(Int(hearing.ownPath)),"server_failed_posts":0,\
        "audio":{"packets_received":\(mine.received),"packets_lost":\(mine.lost),"packets_sent":\(mine.claimed),\
        "remote_packets_lost":\(theirs.lost),"jitter_ms":\(Int(jitter)),"fec":true},\
        "video":{"frames_decoded":\(mine.frames),"frame_width":1280,"frame_height":720,"freeze_ms":\(mine.frozen)}}
        """
    }
}
