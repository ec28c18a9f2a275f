import ConnectionQuality
import FoundationEssentials
import Testing
import Timekeeping

struct FileFormat {
    private static let text = """
        {"fec":true,
         "interviewer":[{"connection":"c1","samples":[
           {"seq":17,"at":"2027-01-15T08:00:00Z","monotonic_ms":85000,"round_trip_ms":40,"muted":false,"ice_state":"connected",
            "server_round_trip_ms":35,"server_failed_posts":0,
            "audio":{"packets_received":10,"packets_lost":0,"packets_sent":10,"remote_packets_lost":0,"jitter_ms":3,
              "concealed_samples":0,"silent_concealed_samples":0,"total_samples_received":9600,
              "jitter_buffer_delay_ms":30.5,"jitter_buffer_emitted":9600,"fec":true},
            "video":{"frames_decoded":5,"frame_width":640,"frame_height":480,"freeze_ms":0}},
           {"seq":18,"at":"2027-01-15T08:00:05.250Z","monotonic_ms":90250,
            "audio":{"packets_received":260,"packets_lost":-1}}]}],
         "candidate":[]}
        """

    @Test func readsTheRowsOfTheApi() throws {
        let file = try JSONDecoder().decode(ScoreFile.self, from: Data(Self.text.utf8))
        let first = try #require(file.rows.interviewer.first)
        #expect(first.connection == "c1")
        #expect(first.seq == 17)
        #expect(first.at == Instant(secondsSinceEpoch: 1_800_000_000))
        #expect(first.audio.jitterBufferDelayMilliseconds == 30.5)
        #expect(first.video?.frameHeight == 480)
        #expect(file.rows.interviewer.last?.at.millisecondsSinceEpoch == 1_800_000_005_250)
        #expect(file.rows.interviewer.last?.roundTripMilliseconds == nil)
        #expect(file.rows.candidate.isEmpty)
        #expect(file.context.forwardErrorCorrection == true)
    }

    @Test func rowsSurviveTheStore() throws {
        for row in SimulatedCall(seconds: 20, offsetMilliseconds: [.candidate: 123]).rows.candidate {
            let stored = try JSONEncoder().encode(row)
            #expect(try JSONDecoder().decode(SampleRow.self, from: stored) == row)
        }
    }

    @Test(arguments: [
        "", "[]", "{}", "null", "{\"interviewer\":3}", "{\"candidate\":[{\"samples\":[]}]}",
        "{\"candidate\":[{\"connection\":\"c\",\"samples\":[{}]}]}",
        "{\"candidate\":[{\"connection\":\"c\",\"samples\":[{\"seq\":1,\"at\":\"yesterday\",\"monotonic_ms\":1,"
            + "\"audio\":{\"packets_received\":1,\"packets_lost\":0}}]}]}",
        "{\"candidate\":[{\"connection\":\"c\",\"samples\":[{\"seq\":1,\"at\":\"2027-01-15T08:00:00Z\",\"monotonic_ms\":1,"
            + "\"audio\":{\"packets_received\":\"many\",\"packets_lost\":0}}]}]}",
    ])
    func garbageIsAnError(text: String) {
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(ScoreFile.self, from: Data(text.utf8))
        }
    }

    @Test func numbersBeyondAllSenseAreReadAndDisregarded() throws {
        let absurd = Self.text.replacing("\"seq\":18", with: "\"seq\":1e300")
            .replacing("\"packets_received\":260", with: "\"packets_received\":18446744073709551616")
            .replacing("\"monotonic_ms\":90250", with: "\"monotonic_ms\":-9223372036854775809")
        let file = try JSONDecoder().decode(ScoreFile.self, from: Data(absurd.utf8))
        #expect(file.rows.interviewer.last?.seq == .max)
        #expect(score(file.rows, context: file.context, thresholds: .standard).verdict == .technicalFailure)
    }

    @Test func aReportIsWrittenInTheNamesThatClientsRead() throws {
        let report = SimulatedCall(seconds: 120) { side, time in
            LineState(muted: side == .candidate && time > 60)
        }.report()
        let data = try JSONEncoder().encode(report)
        let text = String(decoding: data, as: UTF8.self)
        for expected in [
            "\"version\":\"quality-1\"", "\"verdict\":\"good\"", "\"fault_party\":\"unknown\"",
            "\"from\":\"2027-01-15T08:00:00Z\"", "\"to\":\"2027-01-15T08:00:10Z\"",
            "\"direction\":\"interviewer_to_candidate\"", "\"loss_percent\":0", "\"audio\":\"muted\"",
            "\"video\":\"excellent\"", "\"check\":\"two_sided_media_seconds\"",
        ] { #expect(text.contains(expected), "\(expected)") }
        #expect(try JSONDecoder().decode(CallReport.self, from: data) == report)
    }

    @Test func thresholdsThatAreNotGivenAreTheStandardOnes() throws {
        let read = try JSONDecoder().decode(
            QualityThresholds.self, from: Data("{\"version\":\"v9\",\"poor_above_loss_percent\":12}".utf8))
        var expected = QualityThresholds.standard
        expected.version = "v9"
        expected.poorAboveLossPercent = 12
        #expect(read == expected)
        let whole = try JSONEncoder().encode(expected)
        #expect(try JSONDecoder().decode(QualityThresholds.self, from: whole) == expected)
    }
}
