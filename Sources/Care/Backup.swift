import Foundation
import Storage
public import Timekeeping

/// Copies of the record, and of its keys to another place, made beside a running server.
///
/// Records and keys are two backups, because each is of no use without the other: whoever finds the record's alone reads no
/// personal text and can sign nothing.
public enum Backup {
    /// Copies the record into a new folder; the folder appears complete and durable, or not at all.
    ///
    /// - Parameters:
    ///   - data: where the record lies.
    ///   - destination: the folder to make; nothing may be there.
    ///   - now: the time that the backup bears.
    ///   - progress: how far it has come.
    /// - Returns: what the backup holds.
    /// - Throws: ``CareFailure`` or `StorageFailure`, each a sentence that says what to do; then nothing was changed.
    public static func record(
        of data: DataDirectory, to destination: String, at now: Instant, progress: @escaping ProgressReport
    ) throws -> BackupManifest {
        let source = try RecordFile(path: data.database)
        return try making(destination) { folder in
            let copy = "\(folder)/\(DataDirectory.databaseName)"
            try source.copy(to: copy) { progress(CareProgress(step: "copying", done: $0, total: $1)) }
            // A copy that nobody has read is a hope.
            let record = try RecordFile(path: copy)
            if let defect = try record.damage(limit: 1).first {
                throw CareFailure(
                    "The record at \(data.database) is damaged (\(defect)), so no backup of it was made: run `candor doctor`, and keep the backups that you have."
                )
            }
            try record.close()
            try Files.sync(copy)
            return BackupManifest(
                kind: .record, createdAt: now, schema: source.schema, files: [try file(copy, progress)])
        }
    }

    /// Copies the folder of the keys into a new folder.
    ///
    /// - Parameters:
    ///   - data: where the keys lie.
    ///   - destination: the folder to make, in another place than the record's backups.
    ///   - now: the time that the backup bears.
    /// - Returns: what the backup holds.
    /// - Throws: ``CareFailure``, a sentence that says what to do; then nothing was changed.
    public static func keys(of data: DataDirectory, to destination: String, at now: Instant) throws -> BackupManifest {
        // A name that ends so is a draft that a crash left.
        let names = Files.names(in: data.keys).filter {
            Files.isPlainFile("\(data.keys)/\($0)") && !$0.hasSuffix(".new")
        }
        guard !names.isEmpty else {
            throw CareFailure(
                "There are no keys at \(data.keys): name the data directory, and run the command as the user that runs Candor."
            )
        }
        return try making(destination) { folder in
            let files = try names.map { name in
                let copy = "\(folder)/\(name)"
                let digest = try Files.digest("\(data.keys)/\(name)", copyingTo: copy)
                return BackupManifest.File(name: name, bytes: Files.size(copy) ?? 0, sha256: digest)
            }
            return BackupManifest(kind: .keys, createdAt: now, schema: nil, files: files)
        }
    }

    private static func file(_ path: String, _ progress: ProgressReport) throws -> BackupManifest.File {
        let bytes = Files.size(path) ?? 0
        let digest = try Files.digest(path) { progress(CareProgress(step: "hashing", done: $0, total: bytes)) }
        return BackupManifest.File(name: (path as NSString).lastPathComponent, bytes: bytes, sha256: digest)
    }

    /// Fills a folder beside its place, and moves it there when everything is on the disk.
    private static func making(
        _ destination: String, fill: (_ folder: String) throws -> BackupManifest
    ) throws -> BackupManifest {
        let url = URL(filePath: destination).standardizedFileURL
        let place = url.path
        guard !Files.exists(place) else {
            throw CareFailure("\(place) exists already, and a backup is never written over: name a new folder.")
        }
        let parent = url.deletingLastPathComponent().path
        guard Files.isFolder(parent) else {
            throw CareFailure("There is no folder \(parent): make it first, or name another place.")
        }
        let draft = "\(place).\(ProcessInfo.processInfo.processIdentifier).partial"
        try Files.makeFolder(draft)
        do {
            let manifest = try fill(draft)
            try Files.write(manifest.serialized, to: "\(draft)/\(BackupManifest.fileName)")
            try Files.sync(draft)
            try Files.rename(draft, to: place)
            try Files.sync(parent)
            return manifest
        } catch {
            Files.remove(draft)
            throw error
        }
    }
}
