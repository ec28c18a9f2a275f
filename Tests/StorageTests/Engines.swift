import Foundation
import Storage
import Testing
import Workflow

/// An engine that the contract is held against; a new engine is one more value here.
struct Engine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let makeStore: @Sendable () throws -> any Store

    static let all = [
        Engine(testDescription: "SQLite file") { try SQLiteStore.open(path: try temporaryPath()) },
        Engine(testDescription: "SQLite in memory") { try SQLiteStore.inMemory() },
    ]
}

/// A path for a database in a new folder of its own.
func temporaryPath() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "candor-storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "candor.sqlite").path
}
