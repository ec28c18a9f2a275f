#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one place of this module that touches the file system.
extension TimeZoneRules {
    /// Loads a zone from the system's zone data; the result is worth keeping, as every call reads the file.
    ///
    /// The identifier may come from outside: only names that stay inside `directory` are looked up. `localtime` and
    /// `posixrules` are refused, because they mean another zone on every machine.
    public static func load(
        _ identifier: String, directory: String = "/usr/share/zoneinfo"
    ) throws(TimeZoneError) -> TimeZoneRules {
        guard isWellFormed(identifier) else { throw .invalidIdentifier(identifier) }
        return try parse(readFile(directory + "/" + identifier, identifier: identifier), identifier: identifier)
    }

    /// Whether a text has the form of a zone name: parts of letters, digits, `_`, `+` and `-`, joined by single slashes.
    static func isWellFormed(_ identifier: String) -> Bool {
        let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return identifier.utf8.count <= 64 && !["localtime", "posixrules"].contains(identifier)
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { byte in
                        switch UInt8(byte) {
                        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
                        default: false
                        }
                    }
            }
    }

    private static func readFile(_ path: String, identifier: String) throws(TimeZoneError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw errno == ENOENT || errno == ENOTDIR ? .unknownZone(identifier) : .unreadable(identifier)
        }
        defer { fclose(file) }
        // The largest zone has some 4 KB. A longer file is no zone, and is then refused for ending too early.
        let limit = 256 * 1024
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        if ferror(file) != 0 {
            // A folder such as `Europe` opens, but cannot be read.
            throw errno == EISDIR ? .unknownZone(identifier) : .unreadable(identifier)
        }
        return bytes
    }
}
