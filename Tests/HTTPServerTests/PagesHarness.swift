import ConnectionQuality
import Foundation
import HTTPServer
import SignedOutcomes
import Timekeeping
import Verification
import Workflow

/// A record that nobody may ask: pages that are the same for everybody do not look into it.
private struct NoRecord: Store {
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        throw StorageFailure.unavailable("These pages have no record.")
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        throw StorageFailure.unavailable("These pages have no record.")
    }

    func changeMark() -> Int64? { nil }
}

private struct StoppedClock: WallClock {
    func now() -> Instant { Instant(secondsSinceEpoch: 1_795_500_000) }
}

extension Workbench {
    /// Tools that render pages: a stopped clock, keys of their own, and no record.
    static func forPages() throws -> Workbench {
        let directory = FileManager.default.temporaryDirectory.appending(path: "candor-pages-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            // Keys and secret were read; what is left in the folder helps nobody.
            _ = try? FileManager.default.removeItem(at: directory)
        }
        let clock = StoppedClock()
        let policy = try shippedPolicy()
        return Workbench(
            store: NoRecord(),
            content: PublishedContent(
                taxonomy: try Taxonomy(version: "1", skills: []), kits: [], identityChecks: [],
                policies: [policy.version: policy], currentPolicy: policy, reasons: [:]),
            clock: clock, secret: try ServerSecret.open(directory: directory.path),
            keys: try KeyRing.open(directory: directory.path, now: clock.now()),
            publicURL: "https://verify.example", isDemo: false, random: { UInt64.random(in: .min ... .max) },
            zones: ZoneCache(), outboxChanged: {}, onFailure: { _, _ in })
    }

    /// The numbers do not matter to these pages; they only have to be there.
    private static func shippedPolicy() throws -> Policy {
        let quality = String(decoding: try JSONEncoder().encode(QualityThresholds.standard), as: UTF8.self)
        let json = """
            {"version": "1", "title": "T", "summary": "S",
             "interview": {"lengthMinutes": 30, "questions": 6, "minimumPerSkill": 2, "maximumPerKit": 3,
               "livenessPrompts": 2, "minimumDwellMinutes": 12, "minimumCoveragePercent": 70, "noShowAfterMinutes": 10,
               "joinOpensMinutesBefore": 15, "startOpensMinutesBefore": 5},
             "attempts": {"countedMaximum": 3, "candidateTechnicalPriority": 1, "candidateTechnicalAlternatives": 3,
               "candidateTechnicalInconclusive": 6, "lineAppealAutomaticDays": 7, "lineAppealsAutomatic": 2},
             "deadlines": {"confirmDays": 14, "bookingDays": 14, "scorecardHours": 24, "deliberationHours": 24,
               "hearingHours": 72, "appealAnswerWorkingDays": 3, "appealAnswerDaysMaximum": 14, "objectionDays": 7,
               "appealMonths": 6, "statementRetryHours": 24, "reminderDaysBefore": [7, 3, 1]},
             "validity": {"verifiedMonths": 12, "adverseDays": 90, "inconclusiveDays": 30},
             "audit": {"positivePercent": 5}, "skills": {"demonstratedMedian": 3, "minimumRated": 2},
             "corrections": {"acceptedByMachine": ["city"]},
             "scheduling": {"stepMinutes": 30, "minimumNoticeMinutes": 60, "horizonDays": 30, "bufferBeforeMinutes": 5,
               "bufferAfterMinutes": 10, "rescheduleUntilMinutes": 60, "maximumReschedules": 5},
             "contact": {"role": "R", "route": "W"}, "outsideBody": "O", "trustedReferee": "F", "quality": \(quality)}
            """
        return try JSONDecoder().decode(Policy.self, from: Data(json.utf8))
    }
}

extension PageSources {
    /// The templates, and the English words of what these tests render, as they are shipped.
    static func shipped() throws -> PageSources {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Config/pages")
            .standardizedFileURL
        var templates: [String: String] = [:]
        let folder = root.appending(path: "templates")
        for area in ["shell", "components", "problem", "public"] {
            for file in try FileManager.default.contentsOfDirectory(
                at: folder.appending(path: area), includingPropertiesForKeys: nil)
            where file.pathExtension == "mustache" {
                let name = "\(area)/\(file.deletingPathExtension().lastPathComponent)"
                templates[name] = try String(contentsOf: file, encoding: .utf8)
            }
        }
        var words: [String: String] = [:]
        for area in ["common", "problem", "public"] {
            let text = try String(contentsOf: root.appending(path: "words/en/\(area).yaml"), encoding: .utf8)
            for line in text.split(separator: "\n") {
                guard let entry = line.firstMatch(of: /^\d+ (\w+): (.+)$/) else { continue }
                words[String(entry.1)] = unquoted(entry.2)
            }
        }
        return PageSources(templates: templates, assets: [:], words: ["en": words])
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 else { return String(text) }
        return text.dropFirst().dropLast().split(separator: "\\\"", omittingEmptySubsequences: false)
            .joined(separator: "\"")
    }
}
