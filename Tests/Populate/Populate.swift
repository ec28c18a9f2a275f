import ArgumentParser
import Care
import Foundation
import OutcomeVerifier
import SignedOutcomes
import Storage
import Timekeeping
import Verification
import Workflow

/// Fills a record with many sessions, for measuring what grows with it: closed cases that the record holds are written again and
/// again, as other persons', at earlier times, with ids, keys and signed tokens of their own.
///
/// Everything goes through Storage and the signer, so that `candor doctor` finds such a record sound. The rows of measured lines are
/// left out, which are most of a case's bytes and are read only where its line is looked at.
@main
struct Populate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate", abstract: "Fill a demo's record with copies of its closed cases.")

    @Option(
        help: "A data directory whose record holds closed cases, such as a demo's with --demo-cases; no server uses it."
    )
    var dataDirectory: String

    @Option(help: "How many sessions to add.")
    var sessions: Int

    @Option(help: "How many of a hundred went through an interview.")
    var whole = 20

    @Option(help: "Decides which cases are copied, and every id.")
    var seed: UInt64 = 1

    /// How many copies share one commit.
    private static let batch = 100
    /// Over how much time before now the copies spread.
    private static let span = TimeSpan.days(730)

    func validate() throws {
        guard sessions > 0, (0...100).contains(whole) else {
            throw ValidationError("--sessions is at least 1, and --whole a part of a hundred.")
        }
    }

    func run() async throws {
        let data = DataDirectory(dataDirectory)
        let lock = try DataDirectoryLock(directory: data.path)
        defer { lock.release() }
        try RecordFile(path: data.database).close()
        let store = try SQLiteStore.open(path: data.database)
        let secret = try ServerSecret.open(directory: data.keys)
        let keys = try KeyRing.open(directory: data.keys, now: Instant(secondsSinceEpoch: 0))
        guard let signer = keys.signer(.outcomes) else { throw PopulateFailure("There is no active key for outcomes.") }
        let templates = try await self.templates(store)
        let (light, whole) = (templates.filter { !$0.isWhole }, templates.filter(\.isWhole))
        guard !light.isEmpty, !whole.isEmpty else {
            throw PopulateFailure(
                "The record at \(data.path) has no closed cases to copy: start `candor serve --demo --demo-cases` on it once."
            )
        }
        let bar = ProgressBar()
        let step = Self.span.milliseconds / Int64(sessions + 1)
        for first in stride(from: 0, to: sessions, by: Self.batch) {
            let numbers = first..<min(sessions, first + Self.batch)
            let (seed, sessions, percent) = (seed, sessions, self.whole)
            try await store.write { transaction in
                for number in numbers {
                    var generator = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ UInt64(number))
                    let kind = generator.number(below: 100) < percent ? whole : light
                    // Whole five minutes, so that times stay on the grid of bookings; the oldest come first.
                    let shift = (Int64(number - sessions) * step / 300_000) * 300_000
                    let copy = try kind[generator.number(below: kind.count)].copy(
                        "\(seed)-\(number)", later: shift, &generator, secret: secret, signer: signer,
                        isSlotTaken: { try transaction.isStatusIndexTaken($0) })
                    try Self.insert(copy, transaction)
                }
            }
            bar.show(CareProgress(step: "storing", done: numbers.upperBound, total: sessions))
        }
        bar.end()
        let bytes = try await store.read { try $0.databaseBytes() }
        try store.close()
        print("\(sessions) sessions added; the record has \(bytes) bytes. Seed \(seed).")
    }

    private func templates(_ store: SQLiteStore) async throws -> [Template] {
        try await store.read { transaction in
            var found: [Template] = []
            var cursor: SessionID?
            while true {
                let rows = try transaction.sessions(status: nil, person: nil, after: cursor, limit: 100)
                for row in rows { if let template = try Template(row.id, transaction) { found.append(template) } }
                // What an earlier run added is not needed as well: the demo's own cases are the newest.
                guard let last = rows.last, found.count < 100 else { return found }
                cursor = last.id
            }
        }
    }

    private static func insert(_ copy: Template.Copy, _ transaction: any WriteTransaction) throws {
        let person = try transaction.findOrInsert(copy.person)
        guard person.id == copy.person.id else {
            throw PopulateFailure("The record was filled with this seed before: give another --seed.")
        }
        _ = try transaction.insert(copy.row, events: copy.events)
        try transaction.insert(copy.texts)
        for booking in copy.bookings { try transaction.insert(booking) }
        for review in copy.reviews { try transaction.upsert(review) }
        for (row, token) in copy.outcomes {
            var intent = row
            intent.statusValue = 0
            try transaction.insertIntent(intent)
            _ = try transaction.markIssued(row.id, token: token, at: row.createdAt)
            if row.statusValue != 0 { try transaction.setStatus(row.statusValue, of: row.id) }
        }
        if let outcome = copy.inForce { try transaction.setInForce(outcome, person: person.id) }
        for notice in copy.notices { try transaction.insert(notice) }
        try transaction.recordAsked(copy.asked, of: person.id, session: copy.row.id, at: copy.row.createdAt)
    }
}
