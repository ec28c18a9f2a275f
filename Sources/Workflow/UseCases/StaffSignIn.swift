import SignedOutcomes
import Timekeeping
public import Verification

/// A browser of a member of staff, as one request finds it.
public struct WebSession: Sendable, Equatable {
    /// The same from sign-in to sign-out, while tokens change: what a form may be bound to.
    public var id: String
    public var staff: StaffID
    /// The person's own name, for the page's head; nobody else sees it there.
    public var name: String
    public var roles: Set<StaffRole>
    /// Where this is not `nil`, the browser has to be given it in place of the token that it showed.
    public var renewedToken: String?

    public init(id: String, staff: StaffID, name: String, roles: Set<StaffRole>, renewedToken: String?) {
        self.id = id
        self.staff = staff
        self.name = name
        self.roles = roles
        self.renewedToken = renewedToken
    }
}

/// A web session as the record said at some mark.
struct KnownWebSession: Sendable {
    var row: WebSessionRow
    var name: String
    var roles: Set<StaffRole>
}

/// Signing in and out of the pages.
extension Workbench {
    private static let prefix = "ws_"

    /// Makes a session for a browser and returns its token.
    ///
    /// Unknown addresses, suspended people and people without a password take the same path and the same time as a wrong
    /// password, on purpose: whoever asks learns nothing about who works here.
    ///
    /// - Throws: ``WorkflowFailure/unauthenticated``; ``WorkflowFailure/tooManyTries(retryAfterSeconds:)``, at most 60 s.
    public func signIn(email: String, password: String, client: String) async throws -> String {
        let network = SignInThrottle.network(of: client)
        let tries = SignInTries(self, account: email.lowercased(), client: network)
        let known = try await store.write { transaction -> StaffPasswordRow? in
            try tries.begin(transaction)
            guard Self.isAddress(email), let staff = try transaction.staff(email: email), staff.suspendedAt == nil
            else { return nil }
            return try transaction.staffPassword(staff.id)
        }
        guard let known, try await isRight(password, known.hash, of: tries) else {
            // The one who is not known costs a hash too.
            if known == nil { _ = try await isRight(password, nil, of: tries) }
            throw WorkflowFailure.unauthenticated
        }
        let token = newToken(prefix: Self.prefix)
        let now = now
        let session = WebSessionRow(
            id: newToken(prefix: "wi_"), staff: known.staff, tokenHash: hash(ofWebToken: token), createdAt: now,
            rotatedAt: now, expiresAt: WebSessionRow.end(createdAt: now, usedAt: now))
        try await store.write { transaction in
            // The password was looked at outside of any transaction; it counts only if nothing changed meanwhile.
            guard let staff = try transaction.staff(known.staff), staff.suspendedAt == nil,
                try transaction.staffPassword(known.staff) == known
            else { throw WorkflowFailure.unauthenticated }
            try tries.succeed(transaction)
            try transaction.deleteWebSessions(expiredBefore: now)
            try transaction.insert(session)
        }
        return token
    }

    /// Who shows this token; `nil` for nobody. Where nothing was committed since the last look, it costs no query.
    public func webSession(_ token: String) async throws -> WebSession? {
        guard token.hasPrefix(Self.prefix), token.utf8.count == 35 else { return nil }
        let now = now
        let mark = store.changeMark()
        let hash = hash(ofWebToken: token)
        var found = knownWebSessions.value(token, mark: mark)
        if found == nil {
            found = try await store.read { transaction in
                guard let row = try transaction.webSession(hash: hash), let staff = try transaction.staff(row.staff),
                    staff.suspendedAt == nil
                else { return nil }
                return KnownWebSession(row: row, name: staff.name, roles: staff.roles)
            }
            if let found { knownWebSessions.keep(found, for: token, mark: mark) }
        }
        guard let found else { return nil }
        let successor = successor(of: token)
        let successorHash = self.hash(ofWebToken: successor)
        var shown = found.row
        var showing = shown.show(hash, successor: successorHash, at: now)
        if shown != found.row {
            // Decided again on what is stored now: another request may have been first.
            showing = try await store.write { transaction in
                guard let stored = try transaction.webSession(hash: hash) else { return .ended }
                var row = stored
                let showing = row.show(hash, successor: successorHash, at: now)
                if row != stored { try transaction.update(row) }
                return showing
            }
        }
        guard showing != .ended else { return nil }
        return WebSession(
            id: found.row.id, staff: found.row.staff, name: found.name, roles: found.roles,
            renewedToken: showing == .renewed ? successor : nil)
    }

    /// Ends the session of this token; a token that is unknown has nothing to end.
    public func signOut(_ token: String) async throws {
        let hash = hash(ofWebToken: token)
        let now = now
        try await store.write { transaction in
            guard var row = try transaction.webSession(hash: hash), row.revokedAt == nil else { return }
            row.revokedAt = now
            try transaction.update(row)
        }
    }

    /// Ends every session of the person in every browser, and their tokens for the API.
    public func signOutEverywhere(_ staff: StaffID) async throws {
        let now = now
        try await store.write { transaction in
            try transaction.revokeWebSessions(of: staff, except: nil, at: now)
            try transaction.revokeCredentials(kind: .staff, subject: staff.rawValue, at: now)
        }
    }

    /// Sets a password without asking for the one before: for operators. Ends every session of the person.
    ///
    /// - Throws: ``WorkflowFailure/notFound``; ``WorkflowFailure/invalid(pointer:sentence:)`` at `/password`.
    public func setPassword(email: String, password: String) async throws {
        let staff = try await store.read { try $0.staff(email: email) }
        guard let staff else { throw WorkflowFailure.notFound }
        try await store(password, of: staff, pointer: "/password", keeping: nil)
    }

    /// Sets a new password for somebody who knows the present one. Ends every session of the person except that of `token`.
    ///
    /// - Throws: ``WorkflowFailure/invalid(pointer:sentence:)`` at `/current` or `/new`;
    ///   ``WorkflowFailure/tooManyTries(retryAfterSeconds:)`` where the present one was guessed at.
    public func changePassword(
        _ staff: StaffID, current: String, new: String, keeping token: String? = nil
    ) async throws {
        // Counted and queued as one client: whoever holds a stolen session must not guess faster from many addresses.
        let tries = SignInTries(self, account: staff.rawValue, client: staff.rawValue)
        let (row, known) = try await store.write { transaction in
            guard let row = try transaction.staff(staff), row.suspendedAt == nil else { throw WorkflowFailure.notFound }
            try tries.begin(transaction)
            return (row, try transaction.staffPassword(staff))
        }
        guard try await isRight(current, known?.hash, of: tries) else {
            throw WorkflowFailure.invalid(pointer: "/current", sentence: "This is not your present password.")
        }
        try await store.write { try tries.succeed($0) }
        try await store(new, of: row, pointer: "/new", keeping: token)
    }

    // MARK: Parts

    private func store(_ typed: String, of staff: StaffRow, pointer: String, keeping token: String?) async throws {
        let password = Password(typed)
        if let defect = password.defect(email: staff.email) {
            throw WorkflowFailure.invalid(pointer: pointer, sentence: defect.sentence)
        }
        let text = try await hashed(password, costLog2: PasswordHash.standardCost, for: staff.id.rawValue)
        let kept = token.map { hash(ofWebToken: $0) }
        let now = now
        try await store.write { transaction in
            try transaction.setPassword(StaffPasswordRow(staff: staff.id, hash: text, changedAt: now))
            let session = try kept.flatMap { try transaction.webSession(hash: $0) }
            try transaction.revokeWebSessions(of: staff.id, except: session?.id, at: now)
            // Whoever changes a password that somebody else knows means every door.
            try transaction.revokeCredentials(kind: .staff, subject: staff.id.rawValue, at: now)
        }
    }

    /// A password's hash as it is stored, with a salt of its own.
    func hashed(_ password: Password, costLog2: Int, for client: String) async throws -> String {
        var generator = BitSource(next64: random)
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        do {
            return try await passwords.run(for: client) {
                try PasswordHash.derive(password, costLog2: costLog2, salt: salt).text
            }
        } catch is PasswordHasher.Overloaded {
            throw WorkflowFailure.tooManyTries(retryAfterSeconds: Self.overloadSeconds)
        }
    }

    /// Whether the password belongs to the stored hash. Without one, a fixed hash is computed and the answer is no.
    private func isRight(_ typed: String, _ stored: String?, of tries: SignInTries) async throws -> Bool {
        let password = Password(typed)
        let known = stored.flatMap { PasswordHash($0) }
        let canBeRight = known != nil && password.isPossible
        // An impossible password is replaced, so that its length tells nothing by the time that it takes.
        let looked = password.isPossible ? password : Self.nobodysPassword
        do {
            let matches = try await passwords.run(for: tries.client) { try (known ?? Self.nobodysHash).matches(looked) }
            return matches && canBeRight
        } catch is PasswordHasher.Overloaded {
            // It was not looked at, so it does not count.
            try await store.write { try tries.forget($0) }
            throw WorkflowFailure.tooManyTries(retryAfterSeconds: Self.overloadSeconds)
        }
    }

    private static let overloadSeconds = 3
    private static let nobodysPassword = Password("nobody has this password")
    private static let nobodysHash = PasswordHash(
        costLog2: PasswordHash.standardCost, salt: Array("nobody's own salt".utf8),
        hash: [UInt8](repeating: 0, count: 32))

    private static func isAddress(_ text: String) -> Bool {
        (3...254).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }

    private func hash(ofWebToken token: String) -> [UInt8] { secret.tokenHash(token, kind: "web") }

    /// The token that follows this one. It is derived with the server's secret instead of drawn, so that every request with the old token
    /// is given the same new one, and nothing but its hash has to be stored.
    private func successor(of token: String) -> String {
        Self.prefix + derivedText(token, kind: "web-successor", characters: 32)
    }
}

/// The counted tries of one account from one client.
///
/// A try counts as failed from its beginning and is taken back when it succeeds: hashing takes a while, and guesses beside
/// each other would otherwise all be looked at before the first one counts.
struct SignInTries: Sendable {
    let client: String
    private let own: String
    private let account: String
    private let at: Instant

    /// What is counted is named by keyed hashes: the table holds no addresses of people.
    init(_ bench: Workbench, account name: String, client: String) {
        self.client = client
        at = bench.clock.now()
        let name = String(name.prefix(300))
        account = "sign-in:" + bench.derivedText(name, kind: "sign-in-account", characters: 32)
        own = "sign-in:" + bench.derivedText("\(client) \(name)", kind: "sign-in-client", characters: 32)
    }

    /// Counts the try, or throws ``WorkflowFailure/tooManyTries(retryAfterSeconds:)`` and counts nothing.
    func begin(_ transaction: any WriteTransaction) throws {
        let since = at - SignInThrottle.window
        let failures = try transaction.failures(bucket: own, since: since)
        let all = try transaction.failures(bucket: account, since: since)
        if let seconds = SignInThrottle.wait(own: failures, account: all, at: at) {
            throw WorkflowFailure.tooManyTries(retryAfterSeconds: seconds)
        }
        // No window that is counted anywhere is longer than an hour.
        try transaction.deleteFailedTries(before: at - .hours(1))
        try transaction.recordFailedTry(bucket: own, at: at)
        try transaction.recordFailedTry(bucket: account, at: at)
    }

    /// Forgives this client what it mistyped before; what others did stays counted.
    func succeed(_ transaction: any WriteTransaction) throws {
        try transaction.clearFailedTries(bucket: own)
        try transaction.forgetFailedTry(bucket: account, at: at)
    }

    func forget(_ transaction: any WriteTransaction) throws {
        try transaction.forgetFailedTry(bucket: own, at: at)
        try transaction.forgetFailedTry(bucket: account, at: at)
    }
}
