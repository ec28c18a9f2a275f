import ArgumentParser
import ConnectionQuality
import Foundation

struct Quality: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute what the line was worth.", subcommands: [EModelCommand.self, Score.self])

    struct EModelCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "emodel", abstract: "The E-model's rating and MOS for one delay and loss (ITU-T G.107).")

        @Option(help: "One-way delay in milliseconds, exactly as it enters the formula.")
        var delayMs: Double

        @Option(help: "Packet loss in percent, 0 to 100.")
        var lossPercent: Double

        @Option(help: "Equipment impairment factor Ie.")
        var ie: Double = 0

        @Option(help: "Packet loss robustness factor Bpl, above 0.")
        var bpl: Double = 10

        func validate() throws {
            guard delayMs.isFinite, delayMs >= 0 else { throw ValidationError("--delay-ms must be 0 or more.") }
            guard (0...100).contains(lossPercent) else { throw ValidationError("--loss-percent must be 0 to 100.") }
            guard ie.isFinite, (0...95).contains(ie) else { throw ValidationError("--ie must be 0 to 95.") }
            guard bpl.isFinite, bpl > 0 else { throw ValidationError("--bpl must be above 0.") }
        }

        func run() throws {
            let rating = EModel.rating(
                delayMilliseconds: delayMs, packetLossPercent: lossPercent, equipmentImpairment: ie,
                packetLossRobustness: bpl)
            print(#"{"r":\#(decimals(rating)),"mos":\#(decimals(EModel.meanOpinionScore(rating: rating)))}"#)
        }

        /// Four decimals are more than any of the coefficients carries.
        private func decimals(_ number: Double) -> String {
            "\((number * 10_000).rounded() / 10_000)"
        }
    }

    struct Score: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge a call from a file of rows: verdict, fault party and windows as JSON.")

        @Argument(help: #"{"fec":true,"interviewer":[{"connection":…,"samples":[…]}],"candidate":[…]}"#)
        var file: String

        func run() throws {
            let scored: ScoreFile
            do {
                scored = try JSONDecoder().decode(ScoreFile.self, from: try readFile(file, limit: 256 << 20))
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(
                    "\(file) is not a file of quality rows: \(error). Compare it with Docs/openapi.yaml, postQualitySamples."
                )
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            let report = score(scored.rows, context: scored.context, thresholds: .standard)
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        }
    }
}

/// Reads a whole file, or says in one sentence why not.
func readFile(_ path: String, limit: Int) throws -> Data {
    let data: Data
    do {
        data = try Data(contentsOf: URL(filePath: path))
    } catch {
        throw Failure("\(path) cannot be read; check the name and its permissions.")
    }
    guard data.count <= limit else { throw Failure("\(path) is larger than \(limit) bytes.") }
    return data
}

/// The path of this executable, resolved; links in `/proc` say it wherever it was started from.
func executablePath() -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
}
