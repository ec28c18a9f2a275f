import Timekeeping
import Verification

/// The record: everything that Candor must still know after power was cut.
///
/// Both closures are synchronous and run on a storage thread, never on the cooperative pool. A write is a savepoint inside a
/// batch: when the call returns, the batch was committed durably; when the closure throws, nothing of it remains. A write that
/// has begun is not undone by the cancellation of its task.
public protocol Store: Sendable {
    func read<Value: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> Value) async throws
        -> Value
    /// Another number after every commit, by whomever; `nil` where that cannot be told. Read before a transaction, it says whether what
    /// that transaction found still stands.
    func changeMark() -> Int64?
}

/// What storage reports besides results.
public enum StorageFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The stream has moved on since it was loaded: load again and decide again.
    case staleVersion
    /// The store cannot be used now (locked longer than its patience, disk full, damaged); the sentence is for the operator.
    case unavailable(String)
    /// A stored text could not be decoded; the record is damaged or was written by a newer version.
    case undecodable(String)

    /// Whether the same may well succeed later.
    public var isPassing: Bool {
        switch self {
        case .staleVersion, .unavailable: true
        case .undecodable: false
        }
    }

    public var description: String {
        switch self {
        case .staleVersion: "The record has moved on since it was read; try again."
        case .unavailable(let sentence), .undecodable(let sentence): sentence
        }
    }
}

/// One consistent view of the record.
public protocol ReadTransaction: SessionReading, PersonReading, StaffReading, BookingReading, CredentialReading,
    ReviewReading, OutcomeReading, QualityReading, PersonalDataReading, OutboxReading, IdempotencyReading,
    SettingReading, SignInReading, StatisticsReading, UnansweredReading
{}

public protocol WriteTransaction: ReadTransaction, SessionWriting, PersonWriting, StaffWriting, BookingWriting,
    CredentialWriting, ReviewWriting, OutcomeWriting, QualityWriting, PersonalDataWriting, OutboxWriting,
    IdempotencyWriting, SettingWriting, SignInWriting, UnansweredWriting
{}
