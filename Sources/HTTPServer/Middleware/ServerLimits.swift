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
    /// A longer body closes the connection, even one that is only read to be thrown away after a refusal.
    public var bodyBytes = 8 << 20
    /// A request that is not here as a whole by then closes the connection.
    public var receiveSeconds: Int64 = 60
    /// Where the parser itself stops reading a header.
    public var parserHeaderBytes = 64 * 1024

    public init() {}

    /// What `Application(server:)` takes.
    public func serverBuilder() -> HTTPServerBuilder {
        .http1(
            configuration: .init(
                additionalChannelHandlers: [
                    RequestCeiling(bodyBytes: bodyBytes, receiveTime: .seconds(receiveSeconds))
                ],
                idleTimeout: .seconds(idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: parserHeaderBytes, maxHeaderListSize: parserHeaderBytes,
                    maxHeaderFieldCount: 1000)))
    }

    /// What `Application(configuration:)` takes; the replies name no server software.
    ///
    /// A port of 0 lets the system choose. The logger is for the connection counter, which logs at trace level only.
    public func applicationConfiguration(host: String, port: Int, logger: Logger) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(host, port: port), serverName: nil,
            availableConnectionsDelegate: .maximum(connections, logger: logger))
    }
}
