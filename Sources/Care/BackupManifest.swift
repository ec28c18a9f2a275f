import Foundation
import StrictJSON
public import Timekeeping

/// What a backup's folder says of itself: which files belong to it, and what they held when it was made.
public struct BackupManifest: Sendable, Equatable {
    /// What a folder is a backup of.
    public enum Kind: String, Sendable { case record, keys }

    public struct File: Sendable, Equatable {
        /// Its name in the folder.
        public var name: String
        public var bytes: Int
        /// SHA-256 in hexadecimal digits.
        public var sha256: String
    }

    public var kind: Kind
    public var createdAt: Instant
    /// The schema of the record; `nil` for keys.
    public var schema: Int64?
    public var files: [File]

    static let fileName = "manifest.json"
    private static let format: Int64 = 1

    /// The manifest as it is written, with a line's end.
    var serialized: [UInt8] {
        let json: JSONValue = [
            "candor_backup": .integer(Self.format), "kind": .string(kind.rawValue),
            "created_at": .string(createdAt.rfc3339), "schema": schema.map { .integer($0) } ?? .null,
            "files": .array(
                files.map {
                    ["name": .string($0.name), "bytes": .integer(Int64($0.bytes)), "sha256": .string($0.sha256)]
                }),
        ]
        return json.serialized() + [UInt8(ascii: "\n")]
    }

    /// Reads the manifest of a backup's folder.
    ///
    /// - Throws: a sentence that says what the folder is instead.
    init(folder: String, kind expected: Kind) throws(CareFailure) {
        let path = "\(folder)/\(Self.fileName)"
        guard Files.isFolder(folder) else {
            throw CareFailure("There is no folder \(folder): name the folder that `candor backup` made.")
        }
        guard Files.exists(path) else {
            throw CareFailure(
                "\(folder) is no backup of Candor, or one that was never completed: it has no \(Self.fileName). Name the folder that `candor backup` made."
            )
        }
        guard let size = Files.size(path), size <= 1 << 20, let data = FileManager.default.contents(atPath: path) else {
            throw CareFailure("\(path) cannot be read: run the command as a user who may, or take another backup.")
        }
        guard let json = try? JSONValue.parse([UInt8](data)), case .integer(let format)? = json["candor_backup"] else {
            throw CareFailure("\(path) is not the manifest of a backup: take another backup.")
        }
        guard format <= Self.format else {
            throw CareFailure("The backup \(folder) was made by a newer Candor: restore it with that version.")
        }
        guard let kind = json["kind"]?.stringValue.flatMap(Kind.init(rawValue:)),
            let createdAt = json["created_at"]?.stringValue.flatMap(Instant.init(rfc3339:)),
            let list = json["files"]?.arrayValue
        else { throw CareFailure("\(path) is not the manifest of a backup: take another backup.") }
        guard kind == expected else {
            throw CareFailure(
                "\(folder) is a backup of the \(kind.rawValue), not of the \(expected.rawValue): exchange the two folders."
            )
        }
        var files: [File] = []
        for entry in list {
            guard let name = entry["name"]?.stringValue, !name.isEmpty, !name.contains("/"), !name.hasPrefix("."),
                case .integer(let bytes)? = entry["bytes"], let sha256 = entry["sha256"]?.stringValue
            else { throw CareFailure("\(path) is not the manifest of a backup: take another backup.") }
            files.append(File(name: name, bytes: Int(bytes), sha256: sha256))
        }
        self.init(kind: kind, createdAt: createdAt, schema: nil, files: files)
        if case .integer(let schema)? = json["schema"] { self.schema = schema }
    }

    init(kind: Kind, createdAt: Instant, schema: Int64?, files: [File]) {
        self.kind = kind
        self.createdAt = createdAt
        self.schema = schema
        self.files = files
    }

    /// Compares the folder's files with what they were when the backup was made.
    ///
    /// - Parameters:
    ///   - folder: the backup.
    ///   - copy: where each is copied on the way; a name for each file.
    ///   - progress: how far it has come, in bytes.
    /// - Throws: a sentence that names the first file that differs.
    func check(
        _ folder: String, copyingTo copy: ((File) -> String)? = nil, progress: ProgressReport
    ) throws(CareFailure) {
        let total = files.map(\.bytes).reduce(0, +)
        var before = 0
        for file in files {
            let path = "\(folder)/\(file.name)"
            guard Files.isPlainFile(path) else {
                throw CareFailure("The backup \(folder) lacks its file \(file.name): take another backup.")
            }
            let digest: String? =
                Files.size(path) == file.bytes
                ? try Files.digest(path, copyingTo: copy?(file)) {
                    progress(CareProgress(step: "hashing", done: before + $0, total: total))
                } : nil
            guard digest == file.sha256 else {
                throw CareFailure(
                    "The file \(path) is not what it was when the backup was made (its SHA-256 differs): take another backup."
                )
            }
            before += file.bytes
        }
    }
}
