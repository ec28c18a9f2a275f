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

/// A path for a database in a new folder of its own, which is gone when the test process ends.
func temporaryPath() throws -> String {
    let folder = TemporaryRoot.folder.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "candor.sqlite").path
}

/// One folder for everything that a run of these tests writes. Stores stay open as long as their tests hold them, so it is removed at exit.
private enum TemporaryRoot {
    static let folder: URL = {
        atexit { try? FileManager.default.removeItem(at: TemporaryRoot.location) }
        return location
    }()

    static var location: URL {
        FileManager.default.temporaryDirectory.appending(
            path: "candor-storage-\(ProcessInfo.processInfo.processIdentifier)")
    }
}
