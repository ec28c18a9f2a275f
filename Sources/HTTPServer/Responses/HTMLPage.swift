import HTTPTypes
import Hummingbird
import NIOCore

/// An HTML reply whose page may load Candor's own styles, scripts and pictures, send forms to Candor, and nothing else: no
/// inline code, no third party.
enum HTMLPage {
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func response(_ html: String, status: HTTPResponse.Status = .ok, cacheControl: String? = nil) -> Response {
        response(ByteBuffer(string: html), status: status, cacheControl: cacheControl)
    }

    static func response(
        _ html: ByteBuffer, status: HTTPResponse.Status = .ok, cacheControl: String? = nil
    ) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .contentSecurityPolicy: contentSecurityPolicy,
            .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin",
            .vary: "Accept, Accept-Language, Cookie",
        ]
        if let cacheControl { headers[.cacheControl] = cacheControl }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: html))
    }
}
