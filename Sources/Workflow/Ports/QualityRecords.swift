public import Timekeeping
public import Verification

public struct QualityRow: Sendable, Equatable {
    public var interview: InterviewID
    public var side: String
    public var connection: String
    public var sequence: Int64
    public var receivedAt: Instant
    /// The row as `ConnectionQuality.SampleRow` JSON.
    public var sample: [UInt8]

    public init(
        interview: InterviewID, side: String, connection: String, sequence: Int64, receivedAt: Instant, sample: [UInt8]
    ) {
        self.interview = interview
        self.side = side
        self.connection = connection
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.sample = sample
    }
}

public protocol QualityReading {
    func qualityRowCount(of interview: InterviewID, side: String) throws -> Int
    func qualityRows(of interview: InterviewID) throws -> [QualityRow]
}

public protocol QualityWriting {
    /// Keeps the first of equal (interview, side, connection, sequence); returns how many were new.
    func insert(_ rows: [QualityRow]) throws -> Int
}
