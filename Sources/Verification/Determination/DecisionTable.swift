public import ConnectionQuality
public import Timekeeping

/// Everything that the policy looks at to conclude one attempt. Recomputed from the record, it gives the same conclusion (law 9).
public struct CaseFile: Hashable, Sendable {
    public var items: [AssessedItem]
    public var call: CallRecord
    /// From the start to the end of the call.
    public var dwell: TimeSpan
    public var recommendation: Recommendation
    public var findings: [ReasonCode]
    public var setAside: SetAside
    public var policy: Policy

    public init(
        items: [AssessedItem], call: CallRecord, dwell: TimeSpan, recommendation: Recommendation,
        findings: [ReasonCode], setAside: SetAside, policy: Policy
    ) {
        self.items = items
        self.call = call
        self.dwell = dwell
        self.recommendation = recommendation
        self.findings = findings
        self.setAside = setAside
        self.policy = policy
    }
}

/// What a person, a correction or the clock has taken out of the table's sight, always in the candidate's favour.
public struct SetAside: Hashable, Sendable, Codable {
    /// A reviewer looked at a disputed line and found the attempt assessable.
    public var disputedLine: Bool
    /// Suspicions that the second person did not confirm.
    public var suspicions: Set<ReasonCode>
    public var identityMismatch: Bool
    public var factMismatch: Bool
    /// The facts were corrected and the correction accepted.
    public var corrected: Bool

    public init(
        disputedLine: Bool = false, suspicions: Set<ReasonCode> = [], identityMismatch: Bool = false,
        factMismatch: Bool = false, corrected: Bool = false
    ) {
        self.disputedLine = disputedLine
        self.suspicions = suspicions
        self.identityMismatch = identityMismatch
        self.factMismatch = factMismatch
        self.corrected = corrected
    }
}

/// What the table concludes; what follows from it is `Concluding.swift`.
public enum Conclusion: Hashable, Sendable {
    case technical(ReasonCode, FaultParty)
    case disputed
    case engagement(ReasonCode)
    case void(ReasonCode)
    case proposal(ReasonCode)
    case inconclusive(ReasonCode)
    case verified(ReasonCode)
}

/// The decision table of `product.md`: the first row that applies, with a trace of every row looked at.
public enum DecisionTable {
    public struct TraceRow: Hashable, Sendable, Codable {
        public var row: String
        public var applies: Bool
        /// The figures that decided it.
        public var because: String
    }

    public static func conclude(_ file: CaseFile) -> (conclusion: Conclusion, trace: [TraceRow]) {
        var trace: [TraceRow] = []
        func row(_ name: String, _ applies: Bool, _ because: String) -> Bool {
            trace.append(TraceRow(row: name, applies: applies, because: because))
            return applies
        }
        let coverage = Coverage(file)
        let fault = file.call.faultParty

        if row(
            "technical_failure", file.call.verdict == .technicalFailure, "call verdict \(file.call.verdict.rawValue)")
        {
            return (.technical(.connection(fault), fault), trace)
        }
        if row("coverage_lost_to_the_line", coverage.isLostToLine, coverage.sentence) {
            return (.technical(.connection(fault), fault), trace)
        }
        let disputed = file.call.verdict == .disputed && file.recommendation != .yes && !file.setAside.disputedLine
        if row("disputed_line", disputed, "recommendation \(file.recommendation.rawValue)") {
            return (.disputed, trace)
        }

        let suspicion = file.findings.first { $0.isSuspicion && !file.setAside.suspicions.contains($0) }
        if row("suspicion", suspicion != nil, suspicion?.rawValue ?? "none reported"), let suspicion {
            return (.proposal(suspicion), trace)
        }
        let engagement = file.findings.first { $0.group == .engagement }
        if row("engagement", engagement != nil, engagement?.rawValue ?? "none reported"), let engagement {
            return (.engagement(engagement), trace)
        }
        let procedure = file.findings.first { $0.group == .procedure }
        if row("procedure", procedure != nil, procedure?.rawValue ?? "none reported"), let procedure {
            return (.void(procedure), trace)
        }
        let minimum = TimeSpan.minutes(file.policy.interview.minimumDwellMinutes)
        if row(
            "below_minimum_dwell", file.dwell < minimum,
            "\(file.dwell.wholeSeconds) s of \(minimum.wholeSeconds) s")
        {
            return (.void(.belowMinimumDwell), trace)
        }
        if row("coverage_too_small", !coverage.isEnough, coverage.sentence) {
            return (.void(coverage.failsByObjections ? .outOfScopeQuestions : .scorecardIncomplete), trace)
        }

        let mandatory = file.items.filter(\.isMandatoryIdentity)
        let mismatch = mandatory.contains { $0.isAbove && $0.check == .mismatch } && !file.setAside.identityMismatch
        if row("identity_mismatch", mismatch, "mandatory checks above the gate") {
            return (.proposal(.personMismatch), trace)
        }

        let contradicted =
            file.items.contains { $0.isFact && $0.isAbove && $0.check == .mismatch } && !file.setAside.factMismatch
        if row("fact_mismatch", contradicted, "facts above the gate") {
            return (.proposal(.profileFactContradicted), trace)
        }

        let settled = { (item: AssessedItem) in
            item.isAbove && (item.check == .match || item.check == .mismatch && file.setAside.identityMismatch)
        }
        let gapsUnchecked = hasUncheckedGap(file)
        let lostToLine = mandatory.contains(where: \.isBelowGate) || gapsUnchecked
        let allSettled = mandatory.allSatisfy(settled)
        if row(
            "identity_lost_to_the_line", (!allSettled || gapsUnchecked) && lostToLine,
            gapsUnchecked ? "no same-person check after a gap" : "mandatory checks below the gate")
        {
            return (.technical(.connection(fault), fault), trace)
        }
        let unclear = mandatory.contains { $0.item.entry?.answer == .check(.notChecked) }
        let unmarked = mandatory.contains { if case .invalidSpan = $0.standing { true } else { false } }
        if row("identity_without_span", !allSettled && !unclear && unmarked, "mandatory checks without a valid span") {
            return (.void(.scorecardIncomplete), trace)
        }
        if row(
            "identity_not_checked", !allSettled,
            unclear ? "recorded as not checked" : "not recorded")
        {
            return (.inconclusive(unclear ? .evidenceUnclear : .partialCoverage), trace)
        }
        _ = row("all_match", true, "all mandatory identity checks match")
        return (.verified(file.setAside.corrected ? .verifiedWithCorrection : .verified), trace)
    }

    /// Media stood still and nobody has made sure since that the same person sits there.
    private static func hasUncheckedGap(_ file: CaseFile) -> Bool {
        guard let last = file.call.gaps.map(\.end).max() else { return false }
        return !file.items.contains {
            guard case .identity(let check) = $0.item.subject, check.occasion == .afterGap,
                let span = $0.item.entry?.span
            else { return false }
            let passed = $0.check == .match || $0.check == .mismatch && file.setAside.identityMismatch
            return $0.isAbove && passed && span.askedAt >= last
        }
    }
}

/// How much of the scorecard was assessed above its gate: the same minimum for "yes" as for "no".
struct Coverage {
    let above: Int
    let belowGate: Int
    let void: Int
    let drawn: Int
    let minimumPercent: Int

    init(_ file: CaseFile) {
        // A same-person check is extra: whether it was due is another row's question.
        let items = file.items.filter { !$0.isSamePersonCheck }
        above = items.filter(\.isAbove).count
        belowGate = items.filter(\.isBelowGate).count
        void = items.filter { $0.standing == .void }.count
        drawn = items.count
        minimumPercent = file.policy.interview.minimumCoveragePercent
    }

    private func reaches(_ count: Int) -> Bool { count * 100 >= minimumPercent * drawn && drawn > 0 }

    var isEnough: Bool { reaches(above) }
    /// Enough was asked and answered, and the line alone took it away.
    var isLostToLine: Bool { !isEnough && reaches(above + belowGate) }
    var failsByObjections: Bool { !isEnough && void > 0 && reaches(above + void) }
    var sentence: String {
        "\(above) of \(drawn) items above the gate, \(belowGate) below it, \(void) void; \(minimumPercent) % needed"
    }
}

extension AssessedItem {
    var check: CheckResult? {
        guard case .check(let result)? = item.entry?.answer else { return nil }
        return result
    }

    var isMandatoryIdentity: Bool {
        guard case .identity(let check) = item.subject else { return false }
        return check.mandatory || check.occasion == .afterGap && item.entry?.answer == .check(.mismatch)
    }

    var isSamePersonCheck: Bool { item.isSamePersonCheck }

    var isFact: Bool {
        guard case .fact = item.subject else { return false }
        return true
    }
}

extension ReasonCode {
    /// The technical code that names whose line it was.
    static func connection(_ fault: FaultParty) -> ReasonCode {
        switch fault {
        case .interviewer: .interviewerConnection
        case .candidate: .candidateConnection
        case .platform: .platformMedia
        case .network: .networkPath
        case .unknown: .connectionUnattributed
        }
    }
}
