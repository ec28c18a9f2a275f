import StrictJSON
import Timekeeping

/// The body of `quality_samples`: every field is checked here, so that stored rows always decode; figures may be absurd, types may not.
enum SampleBody {
    typealias Sample = (connection: String, sequence: Int64, json: [UInt8])

    private static let rows = 1...120

    static func read(_ body: ObjectReader) throws -> [Sample] {
        let connection = body.line("connection", 1...64)
        let sequences = body.objects("samples", rows, sequence)
        let raw = body.json("samples")?.arrayValue ?? []
        guard raw.count == sequences.count else { return [] }
        return zip(sequences, raw).map { sequence, sample in
            (connection, sequence, row(sample, connection: connection))
        }
    }

    /// Checks one row and returns its sequence number.
    private static func sequence(_ row: ObjectReader) -> Int64 {
        let sequence = row.integer("seq", 0...9_007_199_254_740_991)
        _ = row.instant("at")
        _ = row.integer("monotonic_ms", 0...9_007_199_254_740_991)
        for figure in ["round_trip_ms", "server_round_trip_ms", "server_failed_posts"] { check(row, figure) }
        _ = row.optionalBool("muted")
        _ = row.optionalLine("ice_state", 1...32)
        row.object("audio") { audio in
            for figure in ["packets_received", "packets_lost"] { _ = audio.number(figure, -1e15...1e15) }
            for figure in [
                "packets_sent", "remote_packets_lost", "jitter_ms", "concealed_samples", "silent_concealed_samples",
                "total_samples_received", "jitter_buffer_delay_ms", "jitter_buffer_emitted",
            ] { check(audio, figure) }
            _ = audio.optionalBool("fec")
        }
        row.optionalObject("video") { video in
            for figure in ["frames_decoded", "frame_width", "frame_height", "freeze_ms"] { check(video, figure) }
        }
        return Int64(sequence)
    }

    private static func check(_ reader: ObjectReader, _ figure: String) {
        _ = reader.optionalNumber(figure, -1e15...1e15)
    }

    private static func row(_ sample: JSONValue, connection: String) -> [UInt8] {
        guard case .object(let members) = sample else { return [] }
        return JSONValue.object([.init("connection", .string(connection))] + members).serialized()
    }
}
