import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request never ends: too many bytes, or too long under way.
///
/// A refusal is sent before a body was read, and the framework then reads on until the body's end, so that the connection
/// can serve the next request. Without a ceiling a client could send for ever, and one byte a minute would keep the idle
/// timeout quiet and hold a connection for ever.
final class RequestCeiling: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let bodyBytes: Int
    private let receiveTime: TimeAmount
    private var received = 0
    private var deadline: Scheduled<Void>?

    init(bodyBytes: Int, receiveTime: TimeAmount) {
        self.bodyBytes = bodyBytes
        self.receiveTime = receiveTime
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            received = 0
            deadline?.cancel()
            let channel = context.channel
            deadline = context.eventLoop.scheduleTask(in: receiveTime) { channel.close(promise: nil) }
        case .body(let part):
            received &+= part.readableBytes
            guard received <= bodyBytes else {
                end()
                context.close(promise: nil)
                return
            }
        case .end:
            end()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    private func end() {
        deadline?.cancel()
        deadline = nil
    }
}

@available(*, unavailable)
extension RequestCeiling: Sendable {}
