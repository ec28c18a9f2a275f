public import Logging
public import ServiceLifecycle
import Timekeeping
import Verification
public import Workflow

/// Delivers what waits in the outbox, at least once and in order per session. Any number of nodes may run one: rows are leased.
public struct NoticeWorker: Service, CustomStringConvertible {
    /// Number, subject and body of a message with its values; `nil` for an unknown message.
    public typealias Renderer =
        @Sendable (_ message: String, _ values: [String: String]) -> (
            number: Int, subject: String, body: String
        )?

    private static let lease = TimeSpan.minutes(2)
    private static let batch = 32
    /// After each failure in turn; then the notice is given up and stays visible as failed.
    private static let pauses: [TimeSpan] = [
        .seconds(5), .minutes(1), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14),
    ]

    /// What the service group logs; without it, everything that the worker holds would be spelt out.
    public var description: String { "NoticeWorker" }

    private let bench: Workbench
    private let transport: any MailTransport
    private let render: Renderer
    private let wakeup: Wakeup
    private let logger: Logger

    public init(
        _ bench: Workbench, transport: any MailTransport, render: @escaping Renderer, wakeup: Wakeup, logger: Logger
    ) {
        self.bench = bench
        self.transport = transport
        self.render = render
        self.wakeup = wakeup
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await deliverBatch() > 0, !Task.isCancelled {}
                } catch {
                    // The outbox keeps what is owed; the next round takes it up again.
                    logger.error("outbox round failed", metadata: ["kind": "\(type(of: error))"])
                }
                await wakeup.wait(atMost: .seconds(1))
            }
        }
    }

    /// Delivers what is due; returns how much was taken on.
    func deliverBatch() async throws -> Int {
        let notices = try await bench.leaseNotices(for: Self.lease, limit: Self.batch)
        var delivered: [Workbench.DueNotice] = []
        for notice in notices {
            do {
                if notice.isRedaction {
                    try await transport.forget(session: notice.session?.rawValue ?? "")
                    delivered.append(notice)
                    continue
                }
                guard let text = render(notice.message, notice.values) else { throw UnknownMessage(id: notice.message) }
                try await transport.send(
                    Mail(
                        id: notice.id, to: notice.address, message: notice.message, number: text.number,
                        session: notice.session?.rawValue, subject: text.subject, body: text.body, at: bench.now))
            } catch {
                let pause = Self.pauses.dropFirst(notice.attempts).first
                logger.warning(
                    "notice not delivered",
                    metadata: ["id": "\(notice.id)", "attempt": "\(notice.attempts + 1)", "kind": "\(type(of: error))"])
                try await bench.noticeFailed(notice, retryAfter: pause)
                continue
            }
            delivered.append(notice)
        }
        try await bench.noticesDelivered(delivered)
        return notices.count
    }

    struct UnknownMessage: Error {
        let id: String
    }
}
