import ArgumentParser
import Foundation
import OutcomeVerifier
import StrictJSON
import Timekeeping

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a signed outcome offline: exit 0 accepted, 1 rejected, 2 undetermined.",
        discussion: """
            TOKEN is the compact JWS, a file that holds it, or - for standard input. Nothing is fetched: save the issuer's \
            /.well-known/jwks.json and /status/1 first.
            """)

    @Argument(help: "The token, a file that holds it, or -.")
    var token: String

    @Option(help: "The issuer's key set, as served, or {\"issuer\",\"jwks\"}.")
    var trust: String

    @Option(help: "The issuer's status list, as served.")
    var status: String?

    /// Subjects are base64url, and one in sixty-four begins with a dash: whatever follows is the value.
    @Option(parsing: .unconditional, help: "The subject that the token must be about.")
    var subject: String?

    @Option(help: "The audience that you are.")
    var audience: String?

    @Option(help: "The issuer that the token must come from.")
    var issuer: String?

    @Option(help: "Decide as of this time (RFC 3339) instead of now.")
    var at: String?

    func run() throws {
        let time: Int64
        if let at {
            guard let instant = Instant(rfc3339: at) else {
                throw Failure("--at is a time such as 2026-11-24T13:30:00Z.")
            }
            time = instant.secondsSinceEpoch
        } else {
            time = Int64(Date().timeIntervalSince1970)
        }
        let keys: TrustedKeys
        do {
            keys = try TrustedKeys([UInt8](try readFile(trust, limit: 1 << 20)))
        } catch let error as TrustedKeysError {
            throw Failure("\(trust) is no key set: \(error)")
        }
        let list = try status.map { trimmed([UInt8](try readFile($0, limit: 4 << 20))) }
        let verifier = Verifier(
            keys: keys, policy: VerificationPolicy(issuer: issuer, subject: subject, audience: audience))
        let verdict = verifier.verify(try tokenText(), at: time, statusToken: list)
        print(Self.line(verdict))
        for skipped in keys.skipped { FileHandle.standardError.write(Data("skipped key: \(skipped)\n".utf8)) }
        switch verdict {
        case .accepted: return
        case .rejected: throw ExitCode(1)
        case .undetermined: throw ExitCode(2)
        }
    }

    /// One line of JSON: the verdict, why, and for an accepted token what it says.
    private static func line(_ verdict: Verdict) -> String {
        let json: JSONValue =
            switch verdict {
            case .accepted(let outcome):
                .object(omittingAbsent: [
                    "verdict": "accepted", "outcome": .string(outcome.claims.outcome.rawValue),
                    "subject": .string(outcome.claims.subject), "identifier": .string(outcome.claims.identifier),
                    "expires": .integer(outcome.claims.expires), "claims": outcome.claims.json,
                    "not_compared": .array(outcome.notCompared.map { .string($0.rawValue) }),
                ])
            case .rejected(let rejection):
                [
                    "verdict": "rejected", "reason": .string(rejection.code.rawValue),
                    "detail": .string("\(rejection)"),
                ]
            case .undetermined(let reason):
                [
                    "verdict": "undetermined", "reason": .string(reason.code.rawValue),
                    "detail": .string("\(reason)"),
                ]
            }
        return json.text()
    }

    private func tokenText() throws -> String {
        if token == "-" {
            let input = FileHandle.standardInput.readData(ofLength: 1 << 20)
            return String(decoding: trimmed([UInt8](input)), as: UTF8.self)
        }
        if FileManager.default.fileExists(atPath: token) {
            return String(decoding: trimmed([UInt8](try readFile(token, limit: 1 << 20))), as: UTF8.self)
        }
        return token
    }

    /// Files end with a line break; tokens do not.
    private func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return Array(bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
