import HTTPTypes
import Hummingbird

/// A reply as it is kept for 24 hours, to be given again byte for byte.
///
/// It may hold secrets, such as a link token: a store seals `encoded` before it is written anywhere.
public struct StoredReply: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public let status: Int
    public let fields: [Field]
    public let body: [UInt8]

    public init(status: Int, fields: [Field], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Collects the whole body of a response, which can be sent afterwards as `response`.
    init(_ response: Response) async throws {
        let collected = CollectingWriter.Bytes()
        try await response.body.write(CollectingWriter(bytes: collected))
        status = response.status.code
        fields = response.headers.filter { $0.name != .contentLength }.map { Field($0.name.rawName, $0.value) }
        body = collected.bytes
    }

    var response: Response {
        var headers = HTTPFields()
        for field in fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers.append(HTTPField(name: name, value: field.value))
        }
        let status = HTTPResponse.Status(code: self.status)
        guard !body.isEmpty || (status != .noContent && status != .notModified) else {
            return .withoutContent(status: status, headers: headers)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    // MARK: As bytes

    /// Version 1: status, count of fields, then each name and value with its length, then the body; numbers big-endian.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = [1]
        Self.append(UInt32(clamping: status), to: &bytes)
        Self.append(UInt32(clamping: fields.count), to: &bytes)
        for field in fields {
            for text in [field.name, field.value] {
                Self.append(UInt32(clamping: text.utf8.count), to: &bytes)
                bytes.append(contentsOf: text.utf8)
            }
        }
        bytes.append(contentsOf: body)
        return bytes
    }

    /// Reads what `encoded` wrote; `nil` for anything else.
    public init?(encoded bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.popFirst() == 1, let status = Self.number(&rest), (100...599).contains(status),
            let count = Self.number(&rest), count <= 1000
        else { return nil }
        var fields: [Field] = []
        for _ in 0..<count {
            guard let name = Self.text(&rest), let value = Self.text(&rest) else { return nil }
            fields.append(Field(name, value))
        }
        self.init(status: status, fields: fields, body: Array(rest))
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= 4 else { return nil }
        let number = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        return number
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let length = number(&rest), length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return String(validating: rest.prefix(length), as: UTF8.self)
    }
}

/// Keeps what a response body writes.
private struct CollectingWriter: ResponseBodyWriter {
    final class Bytes {
        var bytes: [UInt8] = []
    }

    let bytes: Bytes

    mutating func write(_ buffer: ByteBuffer) async throws {
        bytes.bytes.append(contentsOf: buffer.readableBytesView)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
