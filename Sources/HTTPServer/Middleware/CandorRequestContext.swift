public import Hummingbird
import Logging
import NIOCore
import Synchronization
public import Verification
public import Workflow

/// What Candor knows about one request while it is being answered.
public struct CandorRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who makes the request; `.anyone` until the authentication middleware has run.
    public var principal: Principal = .anyone {
        didSet { trace.principalKind = principal.kind }
    }
    /// The row of the access table that admitted the request; `nil` outside of it.
    public var route: Route?
    /// Random, unique in this server's logs, given back to the client in `Request-Id`.
    public let requestID: String
    /// The address of the peer that opened the connection: with a proxy in front, the proxy's. `nil` in router tests.
    public let peerAddress: String?
    /// What inner middleware leaves for the access log, which runs outside of them.
    let trace: RequestTrace

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = "req_\(RequestID())"
        peerAddress = source.channel.remoteAddress?.ipAddress
        trace = RequestTrace()
    }

    /// The pattern of the route, such as `/v1/interviews/{id}`; `-` where no route matched.
    ///
    /// This is what logs and metrics show in place of the URL, which may hold ids.
    public var routePattern: String {
        guard let path = coreContext.endpointPath.value, path != "NotFound" else { return "-" }
        return path
    }

    /// The typed id in the path; a malformed one names nothing, so it is not found rather than invalid.
    public func id<Kind: IdentifierKind>(_ name: String = "id", of type: Identifier<Kind>.Type = Identifier<Kind>.self)
        throws(Problem) -> Identifier<Kind>
    {
        guard let text = parameters.get(name), let id = Identifier<Kind>(text) else { throw .notFound }
        return id
    }

    /// A part of the path that is no id, at most 200 scalars long, percent-decoded.
    public func pathText(_ name: String) throws(Problem) -> String {
        guard let raw = parameters.get(name), let text = PercentEncoding.decoded(raw, plusIsSpace: false),
            !text.isEmpty, text.unicodeScalars.count <= 200,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .notFound }
        return text
    }
}

final class RequestTrace: Sendable {
    private let kind = Mutex("anyone")

    var principalKind: String {
        get { kind.withLock { $0 } }
        set { kind.withLock { $0 = newValue } }
    }
}

extension Principal {
    /// `anyone`, `platform`, `candidate` or `staff`: all that a log may say about who made a request.
    var kind: String {
        switch self {
        case .anyone: "anyone"
        case .platform: "platform"
        case .candidate: "candidate"
        case .staff: "staff"
        }
    }

    /// A name for this principal that no other one has, for counting and for idempotency.
    var scope: String {
        switch self {
        case .anyone: "anyone"
        case .platform(let id): "platform:\(id.rawValue)"
        case .candidate(let id): "candidate:\(id.rawValue)"
        case .staff(let id, roles: _): "staff:\(id.rawValue)"
        }
    }
}
