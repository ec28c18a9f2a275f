public import Timekeeping
public import Verification

public struct OutcomeRow: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Claims stored, not signed yet (step 1).
        case intent
        /// An intent that a crash left unsigned; its id and index are never used again.
        case abandoned
        /// Signed, checked, stored (step 4).
        case issued
    }

    public var id: OutcomeID
    public var session: SessionID
    public var person: PersonID
    public var platform: PlatformID
    public var state: State
    public var determination: String
    /// The exact bytes of header and claims that are signed: the JWS signing input.
    public var signingInput: [UInt8]
    public var keyID: String
    public var statusIndex: Int
    /// 0 valid, 1 invalid, 2 suspended, 3 superseded (IETF Token Status List, two bits).
    public var statusValue: Int
    public var token: String?
    public var expiresAt: Instant
    public var createdAt: Instant

    public init(
        id: OutcomeID, session: SessionID, person: PersonID, platform: PlatformID, state: State, determination: String,
        signingInput: [UInt8], keyID: String, statusIndex: Int, statusValue: Int, token: String?, expiresAt: Instant,
        createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.person = person
        self.platform = platform
        self.state = state
        self.determination = determination
        self.signingInput = signingInput
        self.keyID = keyID
        self.statusIndex = statusIndex
        self.statusValue = statusValue
        self.token = token
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

public struct AcknowledgementRow: Sendable, Equatable {
    public var outcome: OutcomeID
    public var state: String
    public var accountState: String?
    public var reason: String?
    public var at: Instant

    public init(outcome: OutcomeID, state: String, accountState: String?, reason: String?, at: Instant) {
        self.outcome = outcome
        self.state = state
        self.accountState = accountState
        self.reason = reason
        self.at = at
    }
}

public protocol OutcomeReading {
    func outcome(_ id: OutcomeID) throws -> OutcomeRow?
    func outcomes(of session: SessionID) throws -> [OutcomeRow]
    /// The one outcome in force for a person and platform.
    func outcomeInForce(of person: PersonID) throws -> OutcomeRow?
    func isStatusIndexTaken(_ index: Int) throws -> Bool
    /// Slots whose value is not 0, of issued outcomes, with the version of the list (grows with each change).
    func statusValues() throws -> (version: Int64, values: [Int: Int])
    func acknowledgements(of outcome: OutcomeID) throws -> [AcknowledgementRow]
}

public protocol OutcomeWriting {
    /// Step 1. Throws where the id or the index was used before.
    func insertIntent(_ outcome: OutcomeRow) throws
    /// Step 4, compare-and-swap on the intent: false where the row is no longer an intent.
    func markIssued(_ id: OutcomeID, token: String, at: Instant) throws -> Bool
    func abandonIntents(of session: SessionID) throws
    /// Also raises the status list's version.
    func setStatus(_ value: Int, of id: OutcomeID) throws
    func setInForce(_ id: OutcomeID?, person: PersonID) throws
    func insert(_ acknowledgement: AcknowledgementRow) throws
}
