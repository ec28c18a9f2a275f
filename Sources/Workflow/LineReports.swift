import ConnectionQuality
import Verification

/// Reports of calls whose rows can change no more, so that a chart looked at twice is scored once.
///
/// Rows are taken until an attempt is over, and what the server itself saw of the call is settled by then; the thresholds are those of
/// the policy that the session began with. So a kept report is the one that scoring again would give.
public final class LineReports: Sendable {
    /// Never invalidated: only what is final is kept.
    private static let always: Int64 = 0
    private let reports = MarkedCache<InterviewID, CallReport>(capacity: 128)

    public init() {}

    func report(on attempt: Attempt) -> CallReport? {
        guard Self.isFinal(attempt) else { return nil }
        return reports.value(attempt.interview, mark: Self.always)
    }

    func keep(_ report: CallReport, on attempt: Attempt) {
        guard Self.isFinal(attempt) else { return }
        reports.keep(report, for: attempt.interview, mark: Self.always)
    }

    private static func isFinal(_ attempt: Attempt) -> Bool {
        attempt.isOver && attempt.endedAt != nil && attempt.call != nil
    }
}
