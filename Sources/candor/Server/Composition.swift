import Care
import Crypto
import Delivery
import Foundation
import HTTPServer
import Logging
import Settings
import SignedOutcomes
import Storage
import Synchronization
import Timekeeping
import Verification
import Workflow

/// The composition root: the only place that builds the live parts.
struct Composition {
    /// Where a server leaves its address for commands that work on the same record.
    static let publicURLSetting = "public_url"

    let settings: ServerSettings
    let content: Content
    let bench: Workbench
    /// The bench's store, for whoever has to close it.
    let store: SQLiteStore
    let clock: ServerClock
    let wakeup: Wakeup
    let deadlines: Wakeup

    /// Builds everything over the record; where `mustExist`, an absent record is an error instead of being made.
    init(settings: ServerSettings, mustExist: Bool, logger: Logger) throws {
        let configuration = try ConfigDirectory.locate(setting: settings.configDirectory, executable: executablePath())
        let content = try Content.load(directory: configuration)
        let directory = settings.dataDirectory
        let database = DataDirectory(directory).database
        if mustExist { try RecordFile(path: database).close() }
        let clock = ServerClock()
        store = try SQLiteStore.open(path: database)
        let keys = try KeyRing.open(directory: "\(directory)/keys", now: clock.systemNow)
        let secret = try ServerSecret.open(directory: "\(directory)/keys")
        let wakeup = Wakeup()
        self.settings = settings
        self.content = content
        self.clock = clock
        self.wakeup = wakeup
        deadlines = Wakeup()
        bench = Workbench(
            store: store,
            content: PublishedContent(
                taxonomy: content.taxonomy, kits: content.kits, identityChecks: content.identityChecks,
                policies: content.policies, currentPolicy: content.currentPolicy, reasons: content.reasons),
            clock: clock, secret: secret, keys: keys,
            publicURL: settings.publicURL ?? "http://127.0.0.1:\(settings.port)", isDemo: settings.demo,
            meetingURL: settings.meetingURL, random: { UInt64.random(in: .min ... .max) }, zones: ZoneCache(),
            outboxChanged: { wakeup.signal() },
            onFailure: { what, error in
                logger.error("unfinished work", metadata: ["what": "\(what)", "kind": "\(type(of: error))"])
            })
    }

    /// The pages' templates, files and words; defects stop the server, except in a demo, where they are logged and seen.
    func pageSources(logger: Logger) throws -> PageSources {
        let directory = try ConfigDirectory.locate(setting: settings.configDirectory, executable: executablePath())
        guard settings.demo else { return PageSources(try PageFiles.load(directory: directory)) }
        let (files, defects) = PageFiles.loadForDemo(directory: directory)
        for defect in defects.defects { logger.warning("\(defect)") }
        return PageSources(files)
    }

    /// Makes the data directory, for its owner alone, where there is none.
    static func makeFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure("The data directory \(path) cannot be made; check the path and who may write there.")
        }
    }
}

extension PageSources {
    init(_ files: PageFiles) {
        self.init(templates: files.templates, assets: files.assets, words: files.words)
    }
}

/// The system's clock, plus the offset by which a demo was advanced.
final class ServerClock: WallClock {
    private let offset = Mutex(TimeSpan(milliseconds: 0))

    var systemNow: Instant {
        Instant(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    func now() -> Instant { systemNow + offset.withLock { $0 } }

    func setOffset(seconds: Int64) {
        let wanted = TimeSpan(milliseconds: seconds.multipliedReportingOverflow(by: 1000).partialValue)
        // Two requests beside each other may arrive here in either order; time only goes forward.
        offset.withLock { $0 = max($0, wanted) }
    }
}
