import Foundation

/// Whether only its owner can reach the record.
struct FolderCheck {
    let data: DataDirectory

    func run(_ report: (Finding) -> Void) {
        let owner = Self.owner(data.path)
        var paths = [data.path, data.database, "\(data.path)/mail"] + data.log
        paths += Files.names(in: data.path).filter { $0.hasPrefix("candor.sqlite.") }.map { "\(data.path)/\($0)" }
        for path in paths where Files.exists(path) {
            if let mode = Files.mode(path), mode & 0o077 != 0 {
                report(
                    Finding(
                        .folder, "\(path) can be reached by others than its owner (mode \(String(mode, radix: 8))).",
                        remedy: "Run: chmod go= '\(path)'"))
            }
            if Self.owner(path) != owner {
                report(Finding(.folder, "\(path) belongs to another user than the data directory."))
            }
        }
        for name in Files.names(in: data.path) where name.contains(".replaced-") {
            report(
                Finding(
                    .folder, "\(data.path)/\(name) is a record that a restore replaced; it holds personal data.",
                    remedy: "Remove it when you need it no longer."))
        }
    }

    private static func owner(_ path: String) -> UInt32? {
        var info = stat()
        return lstat(path, &info) == 0 ? info.st_uid : nil
    }
}
