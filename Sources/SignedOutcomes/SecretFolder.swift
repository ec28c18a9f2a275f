public import OutcomeVerifier

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why key files cannot be used; the sentence names the file and what to do.
public struct KeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        case tooOpen(mode: UInt32)
        case notAFile
        case unreadable
        case unwritable
        case missing
        case tooLarge
        case invalidManifest
        case invalidKey
        case otherKey
        case invalidSecret
        case missingMasterKey
        case noActiveKey(KeyPurpose)
    }

    public let kind: Kind
    public let path: String

    init(_ kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    public var description: String {
        switch kind {
        case .tooOpen(let mode):
            "\(path) can be reached by others than its owner (mode \(String(mode, radix: 8))). "
                + "Treat the key as known to them, or, if nobody could look, run: chmod go= '\(path)'"
        case .notAFile: "\(path) is not what is expected there (a plain file, or a folder). Put it right by hand."
        case .unreadable: "\(path) cannot be read. Check its owner."
        case .unwritable: "\(path) cannot be written. Check the folder's owner and the free space."
        case .missing:
            "\(path) is missing, but the manifest names it. Restore it from a backup; no other key can take its place."
        case .tooLarge: "\(path) is far too large to be a key file."
        case .invalidManifest: "\(path) is not a key manifest. Restore it from a backup."
        case .invalidKey: "\(path) is not a P-256 private key in PKCS#8 PEM. Restore it from a backup."
        case .otherKey: "\(path) holds another key than its name says. Restore it from a backup."
        case .invalidSecret: "\(path) does not hold 32 bytes. Restore it from a backup."
        case .missingMasterKey:
            "\(path) is missing, but the database holds personal data that only this key opens. "
                + "Restore it from where it was backed up; a new one would not open anything."
        case .noActiveKey(let purpose): "\(path) names no active key for \(purpose.rawValue)."
        }
    }
}

/// A folder of secrets that only its owner may enter, and whose files appear whole or not at all.
struct SecretFolder {
    private let directory: String

    /// Makes the folder with mode 0700 where it does not exist; its parent must.
    init(_ directory: String) throws(KeyFileError) {
        self.directory = directory
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw KeyFileError(.unwritable, path: directory) }
        var info = stat()
        guard stat(directory, &info) == 0 else { throw KeyFileError(.unreadable, path: directory) }
        guard info.st_mode & S_IFMT == S_IFDIR else { throw KeyFileError(.notAFile, path: directory) }
        // Who may write here may exchange the keys.
        guard info.st_mode & 0o077 == 0 else {
            throw KeyFileError(.tooOpen(mode: UInt32(info.st_mode & 0o777)), path: directory)
        }
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The file's bytes, or `nil` where there is none.
    func read(_ name: String, limit: Int) throws(KeyFileError) -> [UInt8]? {
        let path = path(name)
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw KeyFileError(errno == ELOOP ? .notAFile : .unreadable, path: path)
        }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0 else { throw KeyFileError(.unreadable, path: path) }
        guard info.st_mode & S_IFMT == S_IFREG else { throw KeyFileError(.notAFile, path: path) }
        guard info.st_mode & 0o077 == 0 else {
            throw KeyFileError(.tooOpen(mode: UInt32(info.st_mode & 0o777)), path: path)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = buffer.withUnsafeMutableBytes { Self.retry(file, $0) }
            guard count >= 0 else { throw KeyFileError(.unreadable, path: path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer.prefix(count))
            guard bytes.count <= limit else { throw KeyFileError(.tooLarge, path: path) }
        }
    }

    /// Writes a new file with mode 0600, durably and never over an existing one.
    ///
    /// Returns `false` where a file of that name exists already.
    @discardableResult
    func create(_ name: String, _ bytes: [UInt8]) throws(KeyFileError) -> Bool {
        let path = path(name)
        let draft = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw KeyFileError(.unwritable, path: path) }
        defer {
            close(file)
            unlink(draft)
        }
        guard fchmod(file, 0o600) == 0, Self.writeAll(bytes, to: file), fsync(file) == 0 else {
            throw KeyFileError(.unwritable, path: path)
        }
        // A link, unlike a rename, fails where the name is taken.
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw KeyFileError(.unwritable, path: path)
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw KeyFileError(.unwritable, path: path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw KeyFileError(.unwritable, path: path) }
        return true
    }

    private static func retry(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(file, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(file, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(file, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { source in
            var written = 0
            while written < source.count {
                let count = write(file, source.baseAddress?.advanced(by: written), source.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
