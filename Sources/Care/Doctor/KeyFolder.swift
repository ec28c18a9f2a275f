import OutcomeVerifier
import SignedOutcomes
import Storage
import Timekeeping

/// The keys as they lie in their folder, looked at without making any.
struct KeyFolder {
    /// What opens the record's personal texts, where it is there and the right one.
    let master: MasterKey?
    /// What checks the record's tokens, where the signing keys are there.
    let verifier: Verifier?

    init(data: DataDirectory, record: RecordFile, report: (Finding) -> Void) {
        func opening<Key>(_ name: String, _ open: () throws -> Key) -> Key? {
            // Opening makes what is absent, which a look must not.
            guard Files.exists("\(data.keys)/\(name)") else {
                report(Finding(.keys, "\(data.keys)/\(name) is missing."))
                return nil
            }
            do {
                return try open()
            } catch {
                report(Finding(.keys, "\(error)", remedy: "Do what the sentence says, then run this again."))
                return nil
            }
        }
        let ring = opening("keys.json") {
            try KeyRing.open(directory: data.keys, now: Instant(millisecondsSinceEpoch: 0))
        }
        _ = opening("server.secret") { try ServerSecret.open(directory: data.keys) }
        var master: MasterKey?
        if record.schema >= 3 {
            master = opening("master.key") { try MasterKey.open(directory: data.keys, mayCreate: false) }
            if let key = master, let fits = try? record.wasSealed(with: key), !fits {
                report(Finding(.keys, "\(data.keys)/master.key is not the key that this record was sealed with."))
                master = nil
            }
        }
        self.master = master
        verifier = ring?.trustedKeys.map {
            var policy = VerificationPolicy()
            // The list is compared with the record itself.
            policy.requiresStatus = false
            return Verifier(keys: $0, policy: policy)
        }
    }
}
