import HTTPTypes
import Hummingbird

/// Styles, scripts and pictures, read once at start.
struct PageAssets: Sendable {
    private struct Asset: Sendable {
        let bytes: [UInt8]
        let type: String
        let tag: EntityTag
    }

    private let assets: [String: Asset]

    init(_ files: [String: [UInt8]]) {
        assets = files.reduce(into: [:]) { assets, file in
            guard let type = Self.type(of: file.key) else { return }
            assets[file.key] = Asset(bytes: file.value, type: type, tag: EntityTag(of: file.value))
        }
    }

    func response(_ name: String, _ request: Request) throws(Problem) -> Response {
        guard let asset = assets[name] else { throw .notFound }
        let headers: HTTPFields = [
            .contentType: asset.type, .eTag: asset.tag.fieldValue, .cacheControl: "max-age=300",
            .crossOriginResourcePolicy: "same-origin",
        ]
        guard !request.holds(asset.tag) else { return .withoutContent(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/vnd.microsoft.icon"
        default: nil
        }
    }
}
