public import Hummingbird
public import HummingbirdCore
public import Logging
import NIOCore

/// What one client may hold of the server: the framework sets no timeout and no connection limit by itself.
public struct ServerLimits: Sendable {
    /// A connection without a complete request or reply for this long is closed.
    public var idleSeconds: Int64 = 75
    /// Connections beyond this wait in the listening socket's queue.
    public var connections = 4096
    /// Names and values together; more is answered 431.
    public var headerBytes = 16 * 1024
    public var headerFields = 100
    /// Path and query; more is answered 414.
    public var uriBytes = 8 * 1024
    /// Where the parser itself stops reading a header.
    public var parserHeaderBytes = 64 * 1024

    public init() {}

    /// What `Application(server:)` takes.
    public func serverBuilder() -> HTTPServerBuilder {
        .http1(
            configuration: .init(
                idleTimeout: .seconds(idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: parserHeaderBytes, maxHeaderListSize: parserHeaderBytes,
                    maxHeaderFieldCount: 1000)))
    }

    /// What `Application(configuration:)` takes; the replies name no server software.
    ///
    /// - Parameters:
    ///   - host: The address to listen on, such as `127.0.0.1` or `::`.
    ///   - port: 0 lets the system choose.
    ///   - logger: Where the connection counter logs, at trace level only.
    public func applicationConfiguration(host: String, port: Int, logger: Logger) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(host, port: port), serverName: nil,
            availableConnectionsDelegate: .maximum(connections, logger: logger))
    }
}
