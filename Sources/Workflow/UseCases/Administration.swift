import Foundation
public import Scheduling
import SignedOutcomes
import Timekeeping
public import Verification

/// What operators do: platforms and staff.
extension Workbench {
    /// Adds a platform. The key is returned once and stored only as its hash.
    public func addPlatform(name: String) async throws -> (id: PlatformID, key: String) {
        let key = newToken(prefix: "ck_")
        let row = PlatformRow(
            id: newID(), name: name, keyHash: secret.tokenHash(key, kind: "platform"), isDemo: false, createdAt: now)
        try await store.write { try $0.insert(row) }
        return (row.id, key)
    }

    public func addStaff(
        email: String, name: String, roles: Set<StaffRole>, profile: InterviewerProfile?
    ) async throws -> StaffID {
        let id = newID(StaffKind.self)
        var stored: [UInt8] = []
        if var profile {
            _ = try zones.rules(profile.availability.timeZone)
            profile.id = id.rawValue
            stored = [UInt8](try JSONEncoder().encode(profile))
        }
        let row = StaffRow(
            id: id, email: email, name: name, roles: roles, profile: stored, suspendedAt: nil, createdAt: now)
        try await store.write { transaction in
            guard try transaction.staff(email: email) == nil else {
                throw WorkflowFailure.invalid(pointer: "/email", sentence: "Somebody has this address already.")
            }
            try transaction.insert(row)
        }
        return id
    }

    /// A new token for a member of staff; those before it die.
    public func issueStaffToken(email: String) async throws -> String {
        let token = newToken(prefix: "cs_")
        let hash = secret.tokenHash(token, kind: CredentialRow.Kind.staff.rawValue)
        let now = now
        try await store.write { transaction in
            guard let staff = try transaction.staff(email: email), staff.suspendedAt == nil else {
                throw WorkflowFailure.notFound
            }
            try transaction.revokeCredentials(kind: .staff, subject: staff.id.rawValue, at: now)
            try transaction.insert(
                CredentialRow(
                    hash: hash, kind: .staff, subject: staff.id.rawValue, createdAt: now,
                    expiresAt: now.addingMonths(12)))
        }
        return token
    }

    /// Suspends a member of staff: tokens and web sessions die at once, open reviews go to others. Returns how many reviews moved.
    public func suspendStaff(email: String) async throws -> Int {
        let now = now
        let (id, reviews) = try await store.write { transaction -> (StaffID, [ReviewRow]) in
            guard var staff = try transaction.staff(email: email) else { throw WorkflowFailure.notFound }
            staff.suspendedAt = now
            try transaction.update(staff)
            try transaction.revokeCredentials(kind: .staff, subject: staff.id.rawValue, at: now)
            try transaction.revokeWebSessions(of: staff.id, except: nil, at: now)
            return (staff.id, try transaction.reviews(assignee: staff.id, openOnly: true, after: nil, limit: 1000))
        }
        for session in Set(reviews.map(\.session)) {
            try await change(session, by: .policy) { decision, _ in try decision.assignReviews(inactive: [id]) }
        }
        return reviews.count
    }

    // MARK: Demo data

    /// A secret that is the same at every start, derived from the installation's own: only demo data uses such.
    public func demoSecret(prefix: String, name: String) -> String {
        prefix + derivedText(name, kind: "demo", characters: 32)
    }

    public func ensureDemoPlatform(name: String, key: String) async throws {
        let hash = secret.tokenHash(key, kind: "platform")
        let row = PlatformRow(id: newID(), name: name, keyHash: hash, isDemo: true, createdAt: now)
        try await store.write { transaction in
            guard try transaction.platform(keyHash: hash) == nil else { return }
            try transaction.insert(row)
        }
    }

    public func ensureDemoStaff(
        email: String, name: String, role: StaffRole, profile: InterviewerProfile?, token: String,
        password: String
    ) async throws {
        let hash = secret.tokenHash(token, kind: CredentialRow.Kind.staff.rawValue)
        let now = now
        if try await store.read({ try $0.staff(email: email) }) == nil {
            _ = try await addStaff(email: email, name: name, roles: [role], profile: profile)
        }
        let hasPassword = try await store.read { transaction in
            try transaction.staff(email: email).map { try transaction.staffPassword($0.id) != nil } ?? false
        }
        // What the password is hashed to is made at the first start only, at little cost: it is random and printed anyway.
        var passwordHash: String?
        if !hasPassword {
            passwordHash = try await hashed(Password(password), costLog2: PasswordHash.demoCost, for: email)
        }
        let made = passwordHash
        try await store.write { transaction in
            guard let staff = try transaction.staff(email: email) else { return }
            if let made {
                try transaction.setPassword(StaffPasswordRow(staff: staff.id, hash: made, changedAt: now))
            }
            guard try transaction.credential(kind: .staff, hash: hash) == nil else { return }
            try transaction.insert(
                CredentialRow(hash: hash, kind: .staff, subject: staff.id.rawValue, createdAt: now, expiresAt: nil))
        }
    }
}
