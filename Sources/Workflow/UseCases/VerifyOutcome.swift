public import OutcomeVerifier
import SignedOutcomes
import Timekeeping

/// Checks a token exactly as a relying party would: with the published keys and the published status list, by the library that relying
/// parties use. What the record knows beyond that is not asked.
extension Workbench {
    public func verify(token: String) async throws -> Verdict {
        guard let trusted = keys.trustedKeys else {
            throw StorageFailure.unavailable("The key set cannot be read; see `candor keys list`.")
        }
        let list = try await statusList()
        let verifier = Verifier(keys: trusted, policy: VerificationPolicy(issuer: publicURL))
        return verifier.verify(token, at: now.secondsSinceEpoch, statusToken: [UInt8](list.utf8))
    }
}
