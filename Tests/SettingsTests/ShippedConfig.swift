import Foundation

@testable import Settings

/// The configuration that this project ships, held in memory so that a case can break a copy of it.
enum ShippedConfig {
    /// Found through the source file's own place, wherever the tests run.
    static let repository = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let directory = repository.appendingPathComponent("Config").path

    static let folders = ["kits", "identity", "policies", "messages"]

    /// By path below `Config`.
    static let files: [String: String] = {
        var names = ["taxonomy.yaml", "reasons.yaml"]
        for folder in folders {
            let found = try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")
            names += (found ?? []).filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }
        }
        var files: [String: String] = [:]
        for name in names { files[name] = try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8) }
        return files
    }()

    /// Loads files as if they lay in a folder named `Config`.
    static func load(_ files: [String: String]) throws(ConfigurationDefects) -> Content {
        try load(files.mapValues { Array($0.utf8) })
    }

    static func load(_ files: [String: [UInt8]]) throws(ConfigurationDefects) -> Content {
        let source = ContentSource(
            read: { path throws(TextFile.Failure) in
                guard let bytes = files[String(path.dropFirst("Config/".count))] else {
                    throw TextFile.Failure(sentence: "The file is missing.")
                }
                return try TextFile.decode(bytes)
            },
            list: { path in
                let prefix = path.dropFirst("Config/".count) + "/"
                let names = files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                return names.isEmpty ? nil : names
            })
        return try Content.load(directory: "Config", from: source)
    }

    static func defects(_ files: [String: String]) -> [ConfigurationDefect] {
        do throws(ConfigurationDefects) {
            _ = try load(files)
            return []
        } catch {
            return error.defects
        }
    }
}
