import Foundation

/// What `Scripts/bench` calls: `verify` measures the verifier beside raw ECDSA; `baseline` serves the routes that Candor is measured against.
@main
struct Benchmarks {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "verify": try VerifierBenchmark().run()
        case "baseline":
            let rest = Array(CommandLine.arguments.dropFirst(2))
            guard let port = rest.first.flatMap({ Int($0) }), let database = rest.dropFirst().first else { usage() }
            try await BaselineServer(port: port, database: database).run()
        default: usage()
        }
    }

    private static func usage() -> Never {
        FileHandle.standardError.write(Data("usage: CandorBenchmarks verify | baseline PORT DATABASE\n".utf8))
        exit(64)
    }
}
