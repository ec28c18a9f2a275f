import ConnectionQuality
import FoundationEssentials

/// Which keys a policy has, and what each may be.
enum PolicyRules {
    enum Rule: Hashable {
        case count(ClosedRange<Int>)
        /// Whole numbers, each smaller than the one before.
        case descendingCounts(ClosedRange<Int>)
        case text
        case texts
    }

    struct Section {
        let name: String
        let keys: [(name: String, rule: Rule)]
    }

    static let percent = Rule.count(0...100)
    private static let minutes = Rule.count(1...1440)
    private static let days = Rule.count(1...3660)
    private static let hours = Rule.count(1...8784)

    static let sections: [Section] = [
        Section(
            name: "interview",
            keys: [
                ("length_minutes", minutes), ("questions", .count(1...50)), ("minimum_per_skill", .count(1...50)),
                ("maximum_per_kit", .count(1...50)), ("liveness_prompts", .count(1...20)),
                ("minimum_dwell_minutes", minutes), ("minimum_coverage_percent", percent),
                ("no_show_after_minutes", minutes), ("join_opens_minutes_before", minutes),
                ("start_opens_minutes_before", .count(0...1440)),
            ]),
        Section(
            name: "attempts",
            keys: [
                ("counted_maximum", .count(1...20)), ("candidate_technical_priority", .count(0...100)),
                ("candidate_technical_alternatives", .count(1...100)),
                ("candidate_technical_inconclusive", .count(1...100)), ("line_appeal_automatic_days", days),
                ("line_appeals_automatic", .count(0...100)),
            ]),
        Section(
            name: "deadlines",
            keys: [
                ("confirm_days", days), ("booking_days", days), ("scorecard_hours", hours),
                ("deliberation_hours", hours), ("hearing_hours", hours),
                ("appeal_answer_working_days", .count(1...14)),
                // Directive (EU) 2024/2831, Article 11: a written reply within two weeks.
                ("appeal_answer_days_maximum", .count(1...14)), ("objection_days", days),
                // Regulation (EU) 2022/2065, Article 20(1): at least six months.
                ("appeal_months", .count(6...120)), ("statement_retry_hours", hours),
                ("reminder_days_before", .descendingCounts(1...365)),
            ]),
        Section(
            name: "validity",
            keys: [("verified_months", .count(1...120)), ("adverse_days", days), ("inconclusive_days", days)]),
        Section(name: "audit", keys: [("positive_percent", percent)]),
        Section(name: "skills", keys: [("demonstrated_median", .count(1...5)), ("minimum_rated", .count(1...50))]),
        Section(name: "corrections", keys: [("accepted_by_machine", .texts)]),
        Section(
            name: "scheduling",
            keys: [
                ("step_minutes", .count(5...240)), ("minimum_notice_minutes", .count(0...20160)),
                ("horizon_days", .count(1...366)), ("buffer_before_minutes", .count(0...240)),
                ("buffer_after_minutes", .count(0...240)), ("reschedule_until_minutes", .count(0...20160)),
                ("maximum_reschedules", .count(0...100)),
            ]),
        Section(name: "contact", keys: [("role", .text), ("route", .text)]),
    ]

    /// Texts that stand by themselves.
    static let texts = ["outside_body", "trusted_referee"]
    static let heading = ["version", "title", "summary"]
    static let quality = "quality"

    static var topLevel: [String] { heading + sections.map(\.name) + texts + [quality] }

    /// What kind of value each threshold of the line has, learned from the standard ones.
    static let qualityKinds: [String: PolicyValue] = {
        guard let data = try? JSONEncoder().encode(QualityThresholds.standard),
            let value = try? JSONDecoder().decode([String: PolicyValue].self, from: data)
        else { return [:] }
        return value
    }()
}

/// A value of a policy on its way into the domain's own type.
enum PolicyValue: Hashable, Sendable, Codable {
    case flag(Bool)
    case count(Int)
    case number(Double)
    case text(String)
    case list([PolicyValue])
    case group([String: PolicyValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .count(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([PolicyValue].self) {
            self = .list(value)
        } else {
            self = .group(try container.decode([String: PolicyValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .flag(let value): try container.encode(value)
        case .count(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .group(let value): try container.encode(value)
        }
    }
}
