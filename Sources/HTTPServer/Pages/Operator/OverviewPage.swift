import OutcomeVerifier
import SignedOutcomes
import Timekeeping
import Verification
import Workflow

/// The first page of the day: is everything well, and if not, what to do about it.
extension OperatorPages {
    func overview(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let counted = try await overviews.value("overview") {
            CountedOverview(health: try await bench.health(), found: try await bench.contradictions())
        }
        let (health, found) = (counted.health, counted.found)
        let findings = OperatorFindings(found, now: request.now, words: words).views
        let troubles = findings.count + HealthView.troubles(health, now: request.now)
        return .page(
            Page(
                "operator/overview", title: words["operator_overview_title"],
                [
                    "verdict": .text(
                        troubles == 0
                            ? words["operator_overview_well"]
                            : words("operator_overview_look", ["count": String(troubles)])),
                    "verdict_tone": .text(troubles == 0 ? "good" : "warn"),
                    "stats": .list(
                        HealthView.stats(health, now: request.now, words)
                            + [HealthView.unanswered(found, now: request.now, words)]),
                    "has_findings": .flag(!findings.isEmpty), "findings": .list(findings),
                    "cases": .view(HealthView.cases(health, words)), "keys": .view(HealthView.keys(health, request)),
                    "is_demo_clock": .flag(health.clockOffset.milliseconds > 0),
                    "clock_text": .text(
                        words(
                            "operator_clock_advanced", ["span": words.distance(health.clockOffset)])),
                ]))
    }
}

/// The state of the machine as words.
enum HealthView {
    /// A notice that has been due for longer than this is late.
    private static let lateNotice = TimeSpan.minutes(5)
    private static let oldKey = TimeSpan.days(365)

    static func troubles(_ health: Workbench.Health, now: Instant) -> Int {
        [
            isLate(health, now), health.statusListIssuedAt == nil,
            health.keys.contains { $0.state == .active && now - $0.createdAt > oldKey },
        ].filter(\.self).count
    }

    private static func isLate(_ health: Workbench.Health, _ now: Instant) -> Bool {
        health.outbox.oldestDueSince.map { now - $0 > lateNotice } ?? false
    }

    static func stats(_ health: Workbench.Health, now: Instant, _ words: Words) -> [View] {
        let list = health.statusListIssuedAt
        let late = isLate(health, now)
        return [
            words.operatorStat(
                "outbox", String(health.outbox.due), tone: late ? "warn" : "good",
                note: health.outbox.oldestDueSince.map {
                    words("operator_outbox_oldest", ["span": words.distance(now - $0)])
                } ?? words["operator_outbox_none"]),
            words.operatorStat(
                "overdue", String(health.overdueSessions), tone: health.overdueSessions > 0 ? "bad" : "good",
                note: health.oldestOverdue.map {
                    words("operator_overdue_oldest", ["span": words.distance(now - $0)])
                } ?? words["operator_overdue_none"]),
            words.operatorStat(
                "status_list", list.map { words.distance(now - $0) } ?? words["operator_status_list_missing"],
                tone: list == nil ? "bad" : "good",
                note: words[list == nil ? "operator_status_list_bad" : "operator_status_list_note"]),
            words.operatorStat("database", size(health.databaseBytes, words), note: words["operator_database_note"]),
            words.operatorStat(
                "clock", words.time(now, zone: OperatorPages.zone), note: words.day(now, zone: OperatorPages.zone)),
        ]
    }

    static func unanswered(_ found: Workbench.Contradictions, now: Instant, _ words: Words) -> View {
        words.operatorStat(
            "unanswered", String(found.unansweredCount), tone: found.unansweredCount > 0 ? "warn" : "good",
            note: found.unanswered.first.map {
                words("operator_unanswered_oldest", ["span": words.distance(now - $0.since)])
            } ?? words["operator_unanswered_none"])
    }

    /// Tenths of a megabyte, in whole numbers all the way.
    private static func size(_ bytes: Int64, _ words: Words) -> String {
        let tenths = bytes / 100_000
        return words("operator_megabytes", ["count": "\(tenths / 10).\(tenths % 10)"])
    }

    static func cases(_ health: Workbench.Health, _ words: Words) -> View {
        OperatorTable(
            caption: words["operator_cases_caption"],
            columns: [words["operator_column_status"], words["operator_column_cases"]], numeric: [1],
            rows: Phase.Status.allCases.map { status in
                [
                    .header(
                        words.told("status", status.rawValue), href: "/operator/sessions?status=\(status.rawValue)"),
                    .number(health.sessions[status.rawValue] ?? 0),
                ]
            }
        ).view
    }

    static func keys(_ health: Workbench.Health, _ request: PageRequest) -> View {
        let words = request.words
        return OperatorTable(
            caption: words["operator_keys_caption"],
            columns: ["key", "purpose", "key_state", "age"].map { words["operator_column_\($0)"] },
            rows: health.keys.map { key in
                [
                    .header(String(key.id.prefix(12)) + "…"), .text(words.told("key_purpose", key.purpose.rawValue)),
                    .text(words.told("key_state", key.state.rawValue)),
                    .text(
                        words(
                            "operator_key_age",
                            [
                                "span": words.distance(request.now - key.createdAt),
                                "day": words.day(key.createdAt, zone: OperatorPages.zone),
                            ])),
                ]
            }
        ).view
    }
}
