import Crypto
import Foundation

/// Files that appear whole or not at all, and stay after power was cut.
enum Files {
    /// The names in a folder, sorted; none where it cannot be read.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// Whether anything, a dangling link included, has this path.
    static func exists(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0
    }

    static func size(_ path: String) -> Int? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Int(info.st_size)
    }

    /// The permission bits, as in `chmod`.
    static func mode(_ path: String) -> UInt32? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return UInt32(info.st_mode & 0o777)
    }

    static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    static func isPlainFile(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    static func makeFolder(_ path: String) throws(CareFailure) {
        guard mkdir(path, 0o700) == 0 else { throw refusal("The folder \(path) cannot be made", errno) }
    }

    static func rename(_ path: String, to other: String) throws(CareFailure) {
        guard Foundation.rename(path, other) == 0 else {
            throw refusal("\(path) cannot be renamed to \(other)", errno)
        }
    }

    /// Gives a file a second name; throws where that one is taken.
    static func link(_ path: String, as other: String) throws(CareFailure) {
        guard Foundation.link(path, other) == 0 else { throw refusal("\(path) cannot be kept as \(other)", errno) }
    }

    static func remove(_ path: String) {
        // What cannot be removed is a leftover that no reader takes for anything else.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Waits until a file's bytes, or a folder's names, are on the disk.
    static func sync(_ path: String) throws(CareFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal("\(path) cannot be opened", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw refusal("\(path) cannot be written to the disk", errno) }
    }

    /// Writes a new file, mode 0600, to the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(CareFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal("\(path) cannot be made", errno) }
        defer { close(descriptor) }
        try writeAll(bytes[...], to: descriptor, path)
        guard fsync(descriptor) == 0 else { throw refusal("\(path) cannot be written to the disk", errno) }
    }

    /// SHA-256 of a file, read piece by piece.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - copy: where a copy is made on the way, mode 0600 and durable; no file may be there yet.
    ///   - progress: told after each piece how many bytes are done.
    /// - Returns: 64 digits.
    /// - Throws: a sentence that says what to do; a copy begun by then is the caller's to remove.
    static func digest(
        _ path: String, copyingTo copy: String? = nil, progress: (Int) -> Void = { _ in }
    ) throws(CareFailure) -> String {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw refusal("\(path) cannot be read", errno) }
        defer { close(source) }
        var target: Int32 = -1
        if let copy {
            target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard target >= 0 else { throw refusal("\(copy) cannot be made", errno) }
        }
        defer { if target >= 0 { close(target) } }
        var hash = SHA256()
        var done = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw refusal("\(path) cannot be read", errno) }
            if count == 0 { break }
            hash.update(data: buffer.prefix(count))
            if let copy { try writeAll(buffer.prefix(count), to: target, copy) }
            done += count
            progress(done)
        }
        if let copy, fsync(target) != 0 { throw refusal("\(copy) cannot be written to the disk", errno) }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws(CareFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw refusal("\(path) cannot be written", errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// A refusal of the system, with what mends it.
    static func refusal(_ sentence: String, _ code: Int32) -> CareFailure {
        let mend =
            switch code {
            case ENOSPC, EDQUOT: "free space there, or name another place"
            case EACCES, EPERM: "run the command as the user that runs Candor, or name another place"
            case EROFS: "the file system is read-only; name another place"
            case ENOENT: "check the path"
            case EEXIST, ENOTEMPTY: "name a new place"
            default: "look at the disk, then try again"
            }
        return CareFailure("\(sentence) (\(String(cString: strerror(code)))): \(mend).")
    }
}
