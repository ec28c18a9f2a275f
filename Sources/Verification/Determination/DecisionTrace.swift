public import ConnectionQuality
public import Timekeeping

/// The decision table as a reader goes through it: every row in order, with what became of it, and the figures that the rows look at.
///
/// Nothing is judged here. Which row applied is what ``DecisionTable/conclude(_:)`` says; this only adds the rows that were never
/// reached, and the figures as values, so that a page can put them into words of any language.
public struct DecisionTrace: Hashable, Sendable {
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        /// The first row whose condition held: it decides.
        case applied
        /// Looked at; its condition did not hold.
        case passed
        /// Another row had decided before.
        case notReached = "not_reached"
    }

    public struct Row: Hashable, Sendable {
        public var number: Int
        public var name: String
        public var standing: Standing
        /// The table's own note of what decided it, in English; `nil` where the row was not reached.
        public var because: String?
    }

    /// What the conditions look at, counted once.
    public struct Figures: Hashable, Sendable {
        public var verdict: CallVerdict
        public var faultParty: FaultParty
        public var itemsAboveGate: Int
        public var itemsBelowGate: Int
        public var itemsVoid: Int
        public var itemsDrawn: Int
        public var coverageNeededPercent: Int
        public var recommendation: Recommendation
        /// A reviewer found an attempt over a disputed line assessable.
        public var disputedLineSettled: Bool
        public var suspicions: [ReasonCode]
        public var suspicionsSetAside: [ReasonCode]
        public var engagements: [ReasonCode]
        public var procedures: [ReasonCode]
        public var dwell: TimeSpan
        public var dwellNeeded: TimeSpan
        public var mandatory: Int
        public var mandatoryMatching: Int
        public var mandatoryMismatching: Int
        public var mandatoryBelowGate: Int
        public var mandatoryNotChecked: Int
        public var mandatoryWithoutSpan: Int
        public var identityMismatchSetAside: Bool
        public var factsMismatching: Int
        public var factMismatchSetAside: Bool
        public var gaps: Int
    }

    public var rows: [Row]
    public var figures: Figures
    public var conclusion: Conclusion

    /// The rows of the table in the order in which they are looked at, by the names that `Docs/decision-table.md` publishes.
    public static let rowNames = [
        "technical_failure", "coverage_lost_to_the_line", "disputed_line", "suspicion", "engagement", "procedure",
        "below_minimum_dwell", "coverage_too_small", "identity_mismatch", "fact_mismatch",
        "identity_lost_to_the_line", "identity_without_span", "identity_not_checked", "all_match",
    ]

    public init(_ file: CaseFile) {
        let (conclusion, looked) = DecisionTable.conclude(file)
        self.conclusion = conclusion
        var rows = looked.enumerated().map { index, row in
            Row(number: index + 1, name: row.row, standing: row.applies ? .applied : .passed, because: row.because)
        }
        for (index, name) in Self.rowNames.enumerated().dropFirst(rows.count) {
            rows.append(Row(number: index + 1, name: name, standing: .notReached, because: nil))
        }
        self.rows = rows
        figures = Figures(file)
    }
}

extension DecisionTrace.Figures {
    init(_ file: CaseFile) {
        let coverage = Coverage(file)
        let mandatory = file.items.filter(\.isMandatoryIdentity)
        func count(_ items: [AssessedItem], _ holds: (AssessedItem) -> Bool) -> Int { items.filter(holds).count }
        self.init(
            verdict: file.call.verdict, faultParty: file.call.faultParty, itemsAboveGate: coverage.above,
            itemsBelowGate: coverage.belowGate, itemsVoid: coverage.void, itemsDrawn: coverage.drawn,
            coverageNeededPercent: coverage.minimumPercent, recommendation: file.recommendation,
            disputedLineSettled: file.setAside.disputedLine, suspicions: file.findings.filter(\.isSuspicion),
            suspicionsSetAside: file.setAside.suspicions.sorted { $0.rawValue < $1.rawValue },
            engagements: file.findings.filter { $0.group == .engagement },
            procedures: file.findings.filter { $0.group == .procedure }, dwell: file.dwell,
            dwellNeeded: .minutes(file.policy.interview.minimumDwellMinutes), mandatory: mandatory.count,
            mandatoryMatching: count(mandatory) { $0.isAbove && $0.check == .match },
            mandatoryMismatching: count(mandatory) { $0.isAbove && $0.check == .mismatch },
            mandatoryBelowGate: count(mandatory, \.isBelowGate),
            mandatoryNotChecked: count(mandatory) { $0.check == .notChecked },
            mandatoryWithoutSpan: count(mandatory) { if case .invalidSpan = $0.standing { true } else { false } },
            identityMismatchSetAside: file.setAside.identityMismatch,
            factsMismatching: count(file.items) { $0.isFact && $0.isAbove && $0.check == .mismatch },
            factMismatchSetAside: file.setAside.factMismatch, gaps: file.call.gaps.count)
    }
}
