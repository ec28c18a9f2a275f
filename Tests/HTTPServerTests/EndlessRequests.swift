import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServer

@Suite struct EndlessRequests {
    private static func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: RequestCeiling(bodyBytes: 100, receiveTime: .seconds(10)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "x", path: "/"))

    @Test func aBodyHasACeiling() throws {
        let channel = try Self.channel()
        try channel.writeInbound(Self.head)
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 100)))
        #expect(channel.isActive)
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 1)))
        #expect(!channel.isActive)
    }

    @Test func aRequestHasADeadline() throws {
        let channel = try Self.channel()
        try channel.writeInbound(Self.head)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 1)))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func aRequestThatArrivedMayTakeItsTime() throws {
        let channel = try Self.channel()
        for _ in 1...3 {
            try channel.writeInbound(Self.head)
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 90)))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        }
        #expect(channel.isActive)
        #expect(try channel.finish().isClean == false)
    }
}
