import Care
import Delivery
import Foundation
import HTTPServer
import Hummingbird
import Logging
import ServiceLifecycle
import Settings
import Storage
import Timekeeping
import UnixSignals
import Verification
import Workflow

/// Puts the server together and runs it until it is told to stop.
struct CandorServer {
    let settings: ServerSettings
    /// Whether an empty demo record is filled with cases in every state.
    var demoCases = false

    func run() async throws {
        var settings = settings
        if settings.port == 0 { settings.port = try FreePort.find(host: settings.host) }
        let logger = Self.logger(level: settings.logLevel)
        try Composition.makeFolder(settings.dataDirectory)
        // A folder with another program's file in the record's place is left without even a lock.
        try RecordFile.refuseForeign(DataDirectory(settings.dataDirectory).database)
        let lock = try DataDirectoryLock(directory: settings.dataDirectory)
        defer { lock.release() }
        let composition = try Composition(settings: settings, mustExist: false, logger: logger)
        // Before the lock is released: whoever comes next finds the log moved into the file, and the file alone.
        defer { Self.close(composition.store, logger) }
        let bench = composition.bench
        let address = bench.publicURL
        try await bench.store.write { try $0.setSetting(Composition.publicURLSetting, to: address) }
        let mail = try MailFolder(directory: settings.demoMailDirectory ?? "\(settings.dataDirectory)/mail")
        var demo: DemoMode?
        if settings.demo {
            let mode = DemoMode(composition: composition, mail: mail, cases: demoCases)
            try await mode.prepare()
            demo = mode
        }
        let application = try self.application(composition, settings: settings, demo: demo, logger: logger)
        let catalogue = composition.content.messages
        let notices = NoticeWorker(
            bench, transport: mail,
            render: { id, values in
                catalogue.render(id: id, values: values).map { ($0.number, $0.subject, $0.body) }
            }, wakeup: composition.wakeup, logger: logger)
        let deadlines = DeadlineWorker(bench, wakeup: composition.deadlines, logger: logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: notices), .init(service: deadlines),
                    .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private static func close(_ store: SQLiteStore, _ logger: Logger) {
        do {
            try store.close()
        } catch {
            // Nothing is lost: what is in the log is read from there at the next start.
            logger.warning("the record could not be closed", metadata: ["error": "\(error)"])
        }
    }

    private func application(
        _ composition: Composition, settings: ServerSettings, demo: DemoMode?, logger: Logger
    ) throws -> some ApplicationProtocol {
        let bench = composition.bench
        var limits = ServerLimits()
        limits.headerBytes = settings.headerLimitBytes
        limits.headerFields = settings.headerLimitFields
        limits.uriBytes = settings.uriLimitBytes
        limits.idleSeconds = Int64(settings.idleTimeoutSeconds)
        limits.connections = settings.connectionLimit
        var options = RouteRegistrarOptions(publicURL: bench.publicURL)
        options.limits = limits
        options.isDemo = settings.demo
        options.clientAddress = settings.trustedProxy ? .forwarded : .peer
        options.bodyLimit = settings.bodyLimitBytes
        if settings.demo {
            options.rateLimits = nil
        } else {
            options.rateLimits?.perPrincipal = RateLimitPolicy(
                name: "token", quota: settings.rateLimitTokenPerMinute, seconds: 60)
            options.rateLimits?.perAddress = RateLimitPolicy(
                name: "address", quota: settings.rateLimitAddressPerMinute, seconds: 60)
        }
        let kit = try PageKit(
            bench, sources: try composition.pageSources(logger: logger), isDemo: settings.demo,
            clientAddress: options.clientAddress)
        let publicPages = PublicPages(
            kit, securityContact: settings.securityContact ?? settings.contactEmail ?? "mailto:security@localhost",
            contactEmail: settings.contactEmail, reasons: composition.content.reasonPages,
            policies: composition.content.policyPages, openAPI: OpenAPIDocument.bytes)
        options.problemPage = kit.problemPage(_:_:)
        let routes = RouteRegistrar(
            options, authenticator: StoredCredentials(bench), idempotency: StoredIdempotency(bench))
        publicPages.register(on: routes)
        Pages(kit).register(on: routes)
        CandorAPI(bench, demo: demo, clientAddress: options.clientAddress).register(on: routes)
        guard routes.missing.isEmpty else {
            throw Failure("Routes without a handler: \(routes.missing.map(\.name).joined(separator: ", "))")
        }
        return Application(
            router: routes.router, server: limits.serverBuilder(),
            configuration: limits.applicationConfiguration(host: settings.host, port: settings.port, logger: logger),
            onServerRunning: { _ in demo?.announce() }, logger: logger)
    }

    /// Logs go to standard error, so that standard output carries the ready line alone.
    static func logger(level: String) -> Logger {
        var logger = Logger(label: "candor") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }
}

extension Content {
    var reasonPages: [ReasonPage] {
        reasonOrder.compactMap { code in
            reasons[code].map {
                ReasonPage(
                    code: code.rawValue, name: $0.name, title: $0.title, group: code.group.title,
                    consequence: code.group.consequence, meaning: $0.meaning, remedy: $0.lifts, contest: $0.contest)
            }
        }
    }

    var policyPages: [PolicyPage] {
        policyDocuments.values.map { document in
            PolicyPage(
                version: document.version, title: document.title, introduction: document.summary,
                sections: document.sections.map { section in
                    PolicyPage.Section(
                        title: section.name,
                        entries: section.entries.map { PolicyPage.Entry(label: $0.key, value: $0.value, why: $0.why) })
                })
        }
    }
}

extension ReasonCode.Group {
    fileprivate var title: String {
        switch self {
        case .technical: "Technical"
        case .procedure: "Procedure"
        case .engagement: "Engagement"
        case .inconclusive: "Inconclusive"
        case .negative: "Negative"
        case .skill: "Skill"
        case .verified: "Verified"
        }
    }

    fileprivate var consequence: String {
        switch self {
        case .technical: "The attempt is aborted and does not count; a new one can be booked at once."
        case .procedure: "The attempt is void and does not count; a new one can be booked."
        case .engagement:
            "The attempt was not held. While tries are left, a new one can be booked; the session can be reopened."
        case .inconclusive:
            "The attempt counts. While tries are left, a new one can be booked; then a trusted referee helps."
        case .negative: "Not verified: only after a hearing, a second person and a statement of reasons."
        case .skill: "About this one skill; the result about identity is untouched."
        case .verified: "Verified."
        }
    }
}
