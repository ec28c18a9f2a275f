import HTTPTypes
import Hummingbird
import SignedOutcomes
import StrictJSON
import Workflow

/// What relying parties fetch once in a while, and what load balancers ask.
extension CandorAPI {
    func registerWellKnown(on routes: RouteRegistrar) {
        on(AccessTable.keys, of: routes) { request, _ in
            Self.cacheable(bench.keys.jwks, type: "application/jwk-set+json", seconds: 3600, request)
        }
        on(AccessTable.issuerMetadata, of: routes) { request, _ in
            let metadata: JSONValue = [
                "issuer": .string(bench.publicURL), "jwks_uri": .string("\(bench.publicURL)/.well-known/jwks.json"),
            ]
            return Self.cacheable(metadata.serialized(), type: "application/json", seconds: 3600, request)
        }
        on(AccessTable.statusList, of: routes) { request, context in
            guard try context.pathText("n") == "1" else { throw Problem.notFound }
            return Self.cacheable(
                [UInt8](try await bench.statusList().utf8), type: "application/statuslist+jwt", seconds: 300, request)
        }
        on(AccessTable.isAlive, of: routes) { _, _ in JSONResponse(["status": "alive"]) }
        on(AccessTable.isReady, of: routes) { _, _ in
            _ = try await bench.store.read { try $0.setting("readiness") }
            return JSONResponse(["status": "ready"])
        }
    }

    /// Public bytes with a strong tag; any origin may read them.
    private static func cacheable(_ bytes: [UInt8], type: String, seconds: Int, _ request: Request) -> Response {
        let tag = EntityTag(of: bytes)
        var headers: HTTPFields = [
            .contentType: type, .cacheControl: "public, max-age=\(seconds)", .eTag: tag.fieldValue,
            .accessControlAllowOrigin: "*",
        ]
        if request.holds(tag) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
