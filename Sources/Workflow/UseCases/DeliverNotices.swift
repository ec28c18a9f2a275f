import Foundation
import SignedOutcomes
public import Timekeeping
public import Verification

/// What the delivery worker needs of the record.
extension Workbench {
    /// A notice ready to be rendered: its values, with texts about the person filled in.
    public struct DueNotice: Sendable {
        public var id: String
        public var session: SessionID?
        public var message: String
        public var address: String
        public var values: [String: String]
        public var statement: StatementID?
        public var attempts: Int

        /// Not a notice but the order to forget: what a transport still holds of the session goes too.
        public var isRedaction: Bool { message == redactionOrder }
    }

    static let redactionOrder = "session_redacted"

    public func leaseNotices(for lease: TimeSpan, limit: Int) async throws -> [DueNotice] {
        let now = now
        // Asking first keeps an idle server from writing every second.
        guard try await store.read({ try $0.hasDueNotice(at: now) }) else { return [] }
        return try await store.write { transaction in
            try transaction.leaseOutbox(at: now, until: now + lease, limit: limit).compactMap { row in
                do {
                    return try dueNotice(row, transaction)
                } catch let failure as StorageFailure where failure.isPassing {
                    throw failure
                } catch {
                    // One notice that cannot be put together must not keep all others back; it stays visible as failed.
                    onFailure("notice \(row.id)", error)
                    try transaction.markFailed(row.id, nextAttempt: nil)
                    return nil
                }
            }
        }
    }

    private func dueNotice(_ row: OutboxRow, _ transaction: any ReadTransaction) throws -> DueNotice {
        let payload = try JSONDecoder().decode(NoticePayload.self, from: Data(row.payload))
        var values = payload.values
        for (name, ids) in payload.texts {
            values[name] = try ids.compactMap { try transaction.personalText($0) }.joined(separator: "\n")
        }
        if let sealed = payload.sealed {
            guard let bytes = secret.unseal(sealed, context: "notice") else { throw UnreadableSeal() }
            let keys = try JSONDecoder().decode([String: String].self, from: Data(bytes))
            values.merge(keys) { _, new in new }
        }
        return DueNotice(
            id: row.id, session: row.session, message: row.message, address: try address(of: row, transaction),
            values: values, statement: payload.statement, attempts: row.attempts)
    }

    private func address(of row: OutboxRow, _ transaction: any ReadTransaction) throws -> String {
        if row.recipient.hasPrefix("staff:") {
            let id = StaffID(unchecked: String(row.recipient.dropFirst("staff:".count)))
            return try transaction.staff(id)?.email ?? ""
        }
        guard let session = try row.session.flatMap({ try transaction.session($0) }).map({ try decode($0) }) else {
            return ""
        }
        guard row.recipient == "candidate" else { return "platform:\(session.platform)" }
        return try transaction.personalText(session.profile.email) ?? ""
    }

    /// Delivered: a statement of reasons counts as sent from here on (step 0 of issuing). A crash before this delivers them again.
    public func noticesDelivered(_ notices: [DueNotice]) async throws {
        guard !notices.isEmpty else { return }
        var settled: [DueNotice] = []
        for notice in notices {
            do {
                if let statement = notice.statement, let session = notice.session {
                    try await markStatementSent(statement, of: session)
                }
                settled.append(notice)
            } catch {
                // Its lease runs out and it is delivered once more; the others are done.
                onFailure("statement of notice \(notice.id)", error)
            }
        }
        let now = now
        let done = settled
        try await store.write { transaction in
            for notice in done { try transaction.markDelivered(notice.id, at: now) }
        }
    }

    /// The seal was made with another secret: the notice would arrive without its link.
    private struct UnreadableSeal: Error {}

    public func noticeFailed(_ notice: DueNotice, retryAfter: TimeSpan?) async throws {
        let next = retryAfter.map { now + $0 }
        try await store.write { try $0.markFailed(notice.id, nextAttempt: next) }
    }

    public func sessionsDue(limit: Int) async throws -> [SessionID] {
        let now = now
        return try await store.read { try $0.sessionsDue(at: now, limit: limit) }
    }
}
