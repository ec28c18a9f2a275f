import Foundation
import SignedOutcomes
import Storage
public import Timekeeping

/// Puts a backup into a data directory. Everything is checked before anything is changed, and the record changes with one
/// rename.
public struct Restore: Sendable {
    public var backup: String
    /// A backup of the keys, where they are restored too.
    public var keys: String?
    public var data: DataDirectory
    /// Whether a record that is there is kept aside and replaced.
    public var replaces: Bool

    /// What was done.
    public struct Report: Sendable {
        /// When the backup was made.
        public var madeAt: Instant
        /// Where the record that was there lies now.
        public var keptAs: String?
        /// Whether the keys without which nothing starts are in their place.
        public var hasKeys: Bool
    }

    public init(backup: String, keys: String?, data: DataDirectory, replaces: Bool) {
        self.backup = backup
        self.keys = keys
        self.data = data
        self.replaces = replaces
    }

    /// Checks, then restores.
    ///
    /// - Parameters:
    ///   - now: names what is kept of the record that was there.
    ///   - progress: how far it has come.
    /// - Returns: what was done.
    /// - Throws: a sentence that says what to do; then the record and the keys are as they were.
    public func run(at now: Instant, progress: @escaping ProgressReport) throws -> Report {
        let manifest = try BackupManifest(folder: backup, kind: .record)
        guard let file = manifest.files.first, manifest.files.count == 1, file.name == DataDirectory.databaseName else {
            throw CareFailure("The backup \(backup) holds other files than a record: take another backup.")
        }
        let keyManifest = try keys.map { try BackupManifest(folder: $0, kind: .keys) }
        try checkPlace()
        let isNew = !Files.exists(data.path)
        if isNew { try Files.makeFolder(data.path) }
        do {
            let lock = try DataDirectoryLock(directory: data.path)
            defer { lock.release() }
            return try restore(manifest, keyManifest, at: now, progress)
        } catch {
            if isNew { Files.remove(data.path) }
            throw error
        }
    }

    /// Refuses a place where a record would be lost, or where nobody would look for one.
    private func checkPlace() throws {
        guard Files.exists(data.path) else {
            let parent = URL(filePath: data.path).standardizedFileURL.deletingLastPathComponent().path
            guard Files.isFolder(parent) else {
                throw CareFailure("There is no folder \(parent): make it first, or name another data directory.")
            }
            return
        }
        guard Files.isFolder(data.path) else {
            throw CareFailure("\(data.path) is not a folder: name another data directory.")
        }
        if let stranger = data.strangers().first {
            throw CareFailure(
                "\(data.path) holds '\(stranger)', which is not Candor's: name an empty folder, or move it away first.")
        }
        guard replaces || !Files.exists(data.database) else {
            throw CareFailure(
                "\(data.path) holds a record already: name another data directory, or add --replace, which keeps that record under another name beside the restored one."
            )
        }
    }

    private func restore(
        _ manifest: BackupManifest, _ keyManifest: BackupManifest?, at now: Instant,
        _ progress: @escaping ProgressReport
    ) throws -> Report {
        let draft = "\(data.database).restoring"
        let keyDraft = "\(data.keys).restoring"
        // What an earlier restore left that was killed; the lock says that none is running.
        for leftover in [draft, "\(draft)-journal", keyDraft] { Files.remove(leftover) }
        do {
            try manifest.check(backup, copyingTo: { _ in draft }, progress: progress)
            let record = try RecordFile(path: draft)
            if let defect = try record.damage(limit: 1).first {
                throw CareFailure("The record in \(backup) is damaged (\(defect)): take another backup.")
            }
            let keyFolder = try stageKeys(keyManifest, keyDraft, progress)
            if let keyFolder { try checkKeys(keyFolder, of: record) }
            try record.close()
            try RestoredRecord.renumber(draft)
            try Files.sync(draft)
            let keptAs = try keepEarlierRecord(at: now)
            if Files.exists(keyDraft) { try Files.rename(keyDraft, to: data.keys) }
            try Files.rename(draft, to: data.database)
            try Files.sync(data.path)
            return Report(madeAt: manifest.createdAt, keptAs: keptAs, hasKeys: keyFolder != nil)
        } catch {
            for leftover in [draft, "\(draft)-journal", keyDraft] { Files.remove(leftover) }
            throw error
        }
    }

    /// Copies the keys beside their place; returns the folder in which the keys lie that the record will have, if any.
    private func stageKeys(
        _ manifest: BackupManifest?, _ draft: String, _ progress: @escaping ProgressReport
    ) throws -> String? {
        let present = Files.exists("\(data.keys)/keys.json") ? data.keys : nil
        guard let manifest, let keys else { return present }
        guard present == nil, Files.names(in: data.keys).isEmpty else {
            throw CareFailure(
                "\(data.keys) holds keys already, and keys are never replaced: leave out --keys-from, or move that folder away first."
            )
        }
        try Files.makeFolder(draft)
        try manifest.check(keys, copyingTo: { "\(draft)/\($0.name)" }, progress: progress)
        try Files.sync(draft)
        return draft
    }

    /// Refuses keys that do not open this record: found out here and not at the first start.
    private func checkKeys(_ folder: String, of record: RecordFile) throws {
        guard record.schema >= 3 else { return }
        let master = try MasterKey.open(directory: folder, mayCreate: false)
        guard try record.wasSealed(with: master) != false else {
            throw CareFailure(
                "The master key in \(keys ?? data.keys) is not the one that this record was sealed with: give --keys-from with the keys that were backed up with its server."
            )
        }
    }

    /// Gives the record that is there a second name; the first one is taken over by the restored record's rename.
    private func keepEarlierRecord(at now: Instant) throws -> String? {
        guard Files.exists(data.database) else {
            for file in data.log { Files.remove(file) }
            return nil
        }
        let time = now.rfc3339.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let kept = "\(data.database).replaced-\(time)"
        // Where it is too damaged to be read, what is left of it is kept with its log as it is.
        let isWhole = try RestoredRecord.settle(data.database)
        try Files.link(data.database, as: kept)
        // A log that stayed would be taken for the restored record's own.
        if !isWhole, let size = Files.size("\(data.database)-wal"), size > 0 {
            try Files.rename("\(data.database)-wal", to: "\(kept)-wal")
        }
        for file in data.log { Files.remove(file) }
        try Files.sync(data.path)
        return kept
    }
}
