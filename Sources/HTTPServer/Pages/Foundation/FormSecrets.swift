import Crypto
import Hummingbird
import NIOCore
import SignedOutcomes
import Workflow

/// The two hidden fields of every form.
///
/// `csrf` proves that the form came from a page that Candor gave to this very browser (the synchroniser token pattern,
/// derived from the cookie, so that nothing is stored). `once` names this rendering of the form: the same form sent twice
/// acts once.
struct FormSecrets: Sendable {
    let bench: Workbench

    /// `bearer` is what only this browser has: the secret of its cookie.
    func csrf(for bearer: String) -> String { Self.text(bench.secret.tokenHash(bearer, kind: "csrf").prefix(20)) }

    /// Compares without telling by its time how much was right.
    func isGenuine(_ given: String, for bearer: String) -> Bool {
        let wanted = Array(csrf(for: bearer).utf8)
        let given = Array(given.utf8)
        guard wanted.count == given.count else { return false }
        return zip(wanted, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Which act a sent form is: the rendering and everything that was typed, so that a corrected form is a new act.
    static func act(once: String, path: String, body: ByteBuffer) -> (key: String, fingerprint: [UInt8]) {
        var hash = SHA256()
        for part in [once, path] { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        let digest = Array(hash.finalize())
        return ("form-" + text(digest[...]), digest)
    }

    /// A new secret of 128 random bits.
    func random() -> String {
        let words = [bench.random(), bench.random()]
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        return Self.text(bytes[...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
