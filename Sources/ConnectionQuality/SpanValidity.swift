public import Timekeeping

/// An item's span as it was marked, with the time at which the server took in the mark.
public struct SpanClaim<ID: Hashable & Sendable>: Hashable, Sendable {
    public var id: ID
    /// `nil` where the interviewer marked none.
    public var span: ItemSpan?
    /// When the mark of the answer arrived; `nil` skips the comparison.
    public var receivedAt: Instant?

    public init(id: ID, span: ItemSpan?, receivedAt: Instant?) {
        self.id = id
        self.span = span
        self.receivedAt = receivedAt
    }
}

/// Why a span cannot count against anybody, whatever the line was.
public enum SpanFault: String, Codable, Sendable, CaseIterable {
    case missing
    /// Under the minimum length, or answered before it was asked.
    case tooShort = "too_short"
    /// Shares time with another item's span, by asked and answered, without the lead.
    case overlapping
    /// Its end is too far from when the server heard of it.
    case farFromReceipt = "far_from_receipt"
}

/// Finds the spans that cannot count, and says why; needs no measurement. What is absent from the answer is valid.
///
/// Of two spans that overlap neither counts: nothing says which of them is the wrong one.
public func invalidSpans<ID>(
    _ claims: [SpanClaim<ID>], thresholds: QualityThresholds
) -> [ID: [SpanFault]] {
    var faults: [ID: [SpanFault]] = [:]
    let minimum = TimeSpan.seconds(thresholds.spanMinimumSeconds)
    let tolerance = TimeSpan.seconds(thresholds.spanReceiptToleranceSeconds)
    for (position, claim) in claims.enumerated() {
        guard let span = claim.span else {
            faults[claim.id, default: []].append(.missing)
            continue
        }
        if span.answeredAt - span.askedAt < minimum { faults[claim.id, default: []].append(.tooShort) }
        let overlaps = claims.enumerated().contains { other, rival in
            guard other != position, let theirs = rival.span else { return false }
            return span.askedAt < theirs.answeredAt && theirs.askedAt < span.answeredAt
        }
        if overlaps { faults[claim.id, default: []].append(.overlapping) }
        if let receivedAt = claim.receivedAt,
            span.answeredAt - receivedAt > tolerance || receivedAt - span.answeredAt > tolerance
        {
            faults[claim.id, default: []].append(.farFromReceipt)
        }
    }
    return faults
}
