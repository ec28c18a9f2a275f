public import HTTPTypes
public import Hummingbird
public import StrictJSON

/// A JSON reply with its status, header fields and, where it has one, its entity tag.
///
/// A GET or HEAD whose `If-None-Match` lists the tag is answered 304 without a body.
public struct JSONResponse: ResponseGenerator, Sendable {
    public enum Tag: Sendable {
        case none
        /// The tag of the bytes that are sent: for what is cached and has no version of its own.
        case content
        case version(EntityTag)
    }

    public var status: HTTPResponse.Status
    public var value: JSONValue
    public var headers: HTTPFields
    public var tag: Tag

    public init(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], tag: Tag = .none
    ) {
        self.value = value
        self.status = status
        self.headers = headers
        self.tag = tag
    }

    /// 201, with the path of what was created.
    public static func created(_ value: JSONValue, location: String? = nil, tag: Tag = .none) -> JSONResponse {
        JSONResponse(value, status: .created, headers: location.map { [.location: $0] } ?? [:], tag: tag)
    }

    /// 202, for what is worked on later.
    public static func accepted(_ value: JSONValue) -> JSONResponse {
        JSONResponse(value, status: .accepted)
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        let bytes = value.serialized()
        var headers = self.headers
        let entityTag: EntityTag? =
            switch tag {
            case .none: nil
            case .content: EntityTag(of: bytes)
            case .version(let tag): tag
            }
        if let entityTag {
            headers[.eTag] = entityTag.fieldValue
            if request.method == .get || request.method == .head, status == .ok, request.holds(entityTag) {
                return .withoutContent(status: .notModified, headers: headers)
            }
        }
        if !headers.contains(.contentType) { headers[.contentType] = "application/json" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// One page of a list: `data`, whether more follows, and the cursor that leads there.
public struct ListResponse: ResponseGenerator, Sendable {
    public var data: [JSONValue]
    /// Where the next page begins; `nil` on the last one.
    public var nextCursor: String?
    /// Members beside the list, such as a time zone that holds for all of it.
    public var extra: [(String, JSONValue)]

    public init(_ data: [JSONValue], nextCursor: String? = nil, extra: [(String, JSONValue)] = []) {
        self.data = data
        self.nextCursor = nextCursor
        self.extra = extra
    }

    /// Takes one element more than the page holds, which says whether there is a next page.
    ///
    /// - Parameters:
    ///   - rows: At most `limit + 1` rows, in order.
    ///   - limit: The page's size, at least 1.
    ///   - cursor: Names the last row of the page.
    ///   - json: One row as it is sent.
    public init<Row>(rows: [Row], limit: Int, cursor: (Row) -> String, json: (Row) -> JSONValue) {
        let page = rows.prefix(max(0, limit))
        data = page.map(json)
        nextCursor = rows.count > page.count ? page.last.map(cursor) : nil
        extra = []
    }

    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("data", .array(data)),
            .init("has_more", .bool(nextCursor != nil)),
            .init("next_cursor", nextCursor.map { .string($0) } ?? .null),
        ]
        for (name, value) in extra { members.append(.init(name, value)) }
        return .object(members)
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONResponse(json, tag: .content).response(from: request, context: context)
    }
}

/// 204: done, and nothing to say.
public struct NoContent: ResponseGenerator, Sendable {
    public init() {}

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        .withoutContent(status: .noContent)
    }
}

extension Response {
    /// 204 and 304 have no content, hence no length either (RFC 9110 section 8.6).
    static func withoutContent(status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var response = Response(status: status, headers: headers)
        response.headers[.contentLength] = nil
        return response
    }
}
