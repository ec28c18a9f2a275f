public import ConnectionQuality
import Timekeeping

/// Whether what was answered on an item may count, after the clock and the line have been looked at.
public enum ItemStanding: Hashable, Sendable {
    /// Assessed, with a valid span, above its gate.
    case above
    /// Assessed, with a valid span, but the line was below the item's gate.
    case belowGate(String)
    /// Assessed, but its span is missing, too short, overlapping or far from when the server heard of it.
    case invalidSpan(String)
    case notAssessed
    case void

    public var word: String {
        switch self {
        case .above: "above_gate"
        case .belowGate: "below_gate"
        case .invalidSpan: "invalid_span"
        case .notAssessed: "not_assessed"
        case .void: "void"
        }
    }
}

/// One scorecard item with its standing.
public struct AssessedItem: Hashable, Sendable {
    public let item: ScorecardItem
    public let standing: ItemStanding

    var isAbove: Bool { standing == .above }
    var isBelowGate: Bool {
        guard case .belowGate = standing else { return false }
        return true
    }
}

/// Looks at every item of a scorecard with the measured call beside it.
public func assess(
    _ scorecard: Scorecard, report: CallReport, mode: InterviewMode, thresholds: QualityThresholds
) -> [AssessedItem] {
    let claims = scorecard.items.compactMap { item -> SpanClaim<ItemID>? in
        guard let span = item.entry?.span, !item.isVoid, item.entry?.answer.isAssessed == true else { return nil }
        return SpanClaim(
            id: item.id, span: ItemSpan(askedAt: span.askedAt, answeredAt: span.answeredAt), receivedAt: span.receivedAt
        )
    }
    let invalid = invalidSpans(claims, thresholds: thresholds)
    return scorecard.items.map { item in
        AssessedItem(
            item: item,
            standing: standing(of: item, invalid: invalid, report: report, mode: mode, thresholds: thresholds))
    }
}

private func standing(
    of item: ScorecardItem, invalid: [ItemID: [SpanFault]], report: CallReport, mode: InterviewMode,
    thresholds: QualityThresholds
) -> ItemStanding {
    if item.isVoid { return .void }
    guard let entry = item.entry, entry.answer.isAssessed else { return .notAssessed }
    guard let recorded = entry.span else { return .invalidSpan("missing") }
    if let faults = invalid[item.id] {
        return .invalidSpan(faults.map(\.rawValue).joined(separator: ", "))
    }
    let kind: GatedKind
    switch item.subject {
    case .identity: kind = .identity
    case .fact: kind = .fact
    case .question:
        // A typed answer does not pass through the microphone.
        if mode == .chat { return .above }
        kind = .question
    }
    let span = ItemSpan(askedAt: recorded.askedAt, answeredAt: recorded.answeredAt)
    let finding = report.gate(span, kind: kind, thresholds: thresholds)
    return finding.isAbove ? .above : .belowGate(finding.shortfalls.map(\.rawValue).joined(separator: ", "))
}
