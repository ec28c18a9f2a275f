public import Logging
public import ServiceLifecycle
public import Workflow

/// Loads sessions that the clock has overtaken, so that their notices go out although nobody looks at them. What a deadline brings about
/// does not depend on this worker: it is derived whenever a session is loaded.
public struct DeadlineWorker: Service, CustomStringConvertible {
    private static let batch = 100

    /// What the service group logs; without it, everything that the worker holds would be spelt out.
    public var description: String { "DeadlineWorker" }

    private let bench: Workbench
    private let wakeup: Wakeup
    private let logger: Logger

    public init(_ bench: Workbench, wakeup: Wakeup, logger: Logger) {
        self.bench = bench
        self.wakeup = wakeup
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await settleDue()
                await wakeup.wait(atMost: .seconds(1))
            }
        }
    }

    private func settleDue() async {
        do {
            for id in try await bench.sessionsDue(limit: Self.batch) {
                do {
                    _ = try await bench.current(id)
                } catch {
                    logger.error("session not settled", metadata: ["session": "\(id)", "kind": "\(type(of: error))"])
                }
            }
        } catch {
            logger.error("deadline round failed", metadata: ["kind": "\(type(of: error))"])
        }
    }
}
