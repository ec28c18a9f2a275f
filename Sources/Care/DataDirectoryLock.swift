import Foundation

/// One server on one data directory: an advisory lock (flock(2)) that the kernel itself lifts when its process ends,
/// however it ends, so that nothing has to be cleaned up after a crash.
///
/// Two servers would each keep their own caches and deadlines over one record. Commands that add a member of the staff
/// or a platform take no lock: they work beside a running server.
public struct DataDirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock on a directory that exists; throws with the holder's process id where another server has it.
    public init(directory: String) throws(CareFailure) {
        let path = "\(directory)/server.lock"
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CareFailure(
                "The file \(path) cannot be opened (\(String(cString: strerror(errno)))): give the user that runs Candor the "
                    + "data directory.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw CareFailure(
                    "The file \(path) cannot be locked (\(String(cString: strerror(code)))): put the data directory on a file "
                        + "system of this machine.")
            }
            throw CareFailure(
                "The data directory \(directory) is in use by another server\(holder): stop that one first, or name another "
                    + "directory. Nothing was changed.")
        }
        self.descriptor = descriptor
        let line = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, line, line.count, 0) == line.count else {
            let code = errno
            close(descriptor)
            throw CareFailure(
                "The file \(path) cannot be written (\(String(cString: strerror(code)))): free space on its volume.")
        }
    }

    /// Lets the next one in.
    public func release() {
        close(descriptor)
    }

    /// What the holder wrote of itself; nothing where it had not come to that yet.
    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let number = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).prefix { $0.isNumber }
        return number.isEmpty ? "" : " (process \(number))"
    }
}
