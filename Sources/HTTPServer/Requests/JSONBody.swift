import HTTPTypes
public import Hummingbird
import NIOCore
public import StrictJSON

/// Whether a route takes a body.
public enum BodyRule: Sendable, Hashable {
    /// Nothing, or an empty object.
    case empty
    /// An object; nothing at all counts as the empty one.
    case optional
    /// An object.
    case required
}

/// Reads a request's body as one strict JSON object.
public enum JSONBody {
    /// 256 KiB: no request of this API needs more.
    public static let standardLimit = 256 * 1024
    /// Nothing that is sent here is deeper than a handful of levels.
    public static let depthLimit = 32

    /// Reads the body; the reading stops at the first byte beyond `limit`.
    ///
    /// Throws a problem: 415 unless declared as JSON, 413 beyond the limit, 400 for what is not one strict JSON object.
    /// With `allowsEmpty`, no body at all is the empty object.
    public static func read(
        _ request: Request, limit: Int = standardLimit, allowsEmpty: Bool = false
    ) async throws -> JSONValue {
        let bytes = try await collect(request, limit: limit)
        guard bytes.readableBytes > 0 else {
            if allowsEmpty { return .object([]) }
            throw Problem(.malformedJSON, "The request has no body; send a JSON object.")
        }
        try requireJSON(request.headers)
        return try parse(bytes.readableBytesView, limit: limit)
    }

    /// Reads the body by the rule of the route that admitted the request, and decodes it.
    ///
    /// All field errors are collected: where there is any, the result of `decode` is thrown away and a 422 thrown.
    public static func decode<Value>(
        _ request: Request, _ context: CandorRequestContext, _ decode: (ObjectReader) throws -> Value
    ) async throws -> Value {
        let body = try await read(
            request, limit: context.route?.bodyLimit ?? standardLimit, allowsEmpty: context.route?.body == .optional)
        return try ObjectReader.read(body, decode)
    }

    static func parse(_ bytes: some Sequence<UInt8>, limit: Int) throws(Problem) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, limits: JSONLimits(bytes: limit, depth: depthLimit))
        } catch {
            guard error.code != .tooLarge else { throw .payloadTooLarge(limit: limit) }
            throw Problem(
                .malformedJSON, "\(error.description) Correct it there, and send the request again.",
                extensions: [
                    ("defect", .string(error.code.description)), ("offset", .integer(Int64(clamping: error.offset))),
                ])
        }
        guard value.members != nil else {
            throw Problem(.malformedJSON, "The body's top level must be a JSON object.")
        }
        return value
    }

    /// The whole body in one buffer.
    static func collect(_ request: Request, limit: Int) async throws -> ByteBuffer {
        try refuseDeclaredLength(beyond: limit, request.headers)
        var whole = ByteBuffer()
        var isFirst = true
        do {
            for try await var part in request.body {
                guard part.readableBytes <= limit - whole.readableBytes else {
                    throw Problem.payloadTooLarge(limit: limit)
                }
                if isFirst {
                    whole = part
                    isFirst = false
                } else {
                    whole.writeBuffer(&part)
                }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw BrokenRequest(underlying: error)
        }
        return whole
    }

    static func refuseDeclaredLength(beyond limit: Int, _ headers: HTTPFields) throws(Problem) {
        guard let text = headers[.contentLength], let length = Int(text) else { return }
        guard length <= limit else { throw .payloadTooLarge(limit: limit) }
    }

    /// `application/json` or `application/…+json`, in UTF-8 if a charset is named, and not compressed.
    static func requireJSON(_ headers: HTTPFields) throws(Problem) {
        let refusal = Problem(
            .unsupportedMediaType, headers: [.accept: "application/json", .acceptEncoding: "identity"])
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" { throw refusal }
        guard let field = headers[.contentType] else { throw refusal }
        let parts = field.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.filter { $0 != " " && $0 != "\t" }.lowercased()
        }
        guard let type = parts.first,
            type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
        else { throw refusal }
        for parameter in parts.dropFirst() where parameter.hasPrefix("charset=") {
            let charset = parameter.dropFirst("charset=".count).filter { $0 != "\"" }
            guard charset == "utf-8" || charset == "utf8" else { throw refusal }
        }
    }
}
