/// Judges a call from its rows.
public func score(_ rows: CallRows, context: CallContext, thresholds: QualityThresholds) -> CallReport {
    CallReport(
        version: thresholds.version, verdict: .technicalFailure, faultParty: .unknown, windows: [], gaps: [],
        twoSidedSeconds: 0, trace: [])
}
