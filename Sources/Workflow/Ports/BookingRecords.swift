public import Timekeeping
public import Verification

public struct BookingRow: Sendable, Equatable {
    public enum State: String, Sendable, Codable, CaseIterable { case booked, cancelled, done }

    public var id: BookingID
    public var interview: InterviewID
    public var session: SessionID
    public var person: PersonID
    public var interviewer: StaffID
    public var startsAt: Instant
    public var endsAt: Instant
    public var state: State

    public init(
        id: BookingID, interview: InterviewID, session: SessionID, person: PersonID, interviewer: StaffID,
        startsAt: Instant, endsAt: Instant, state: State
    ) {
        self.id = id
        self.interview = interview
        self.session = session
        self.person = person
        self.interviewer = interviewer
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.state = state
    }
}

public protocol BookingReading {
    func booking(_ id: BookingID) throws -> BookingRow?
    func booking(interview: InterviewID) throws -> BookingRow?
    /// Bookings in state `booked` or `done` that overlap [from, to), of everybody, in order of start.
    func bookings(from: Instant, to: Instant) throws -> [BookingRow]
    /// An interviewer's bookings that end after `from`, in order of start; cancelled ones included.
    func bookings(of interviewer: StaffID, endingAfter from: Instant, limit: Int) throws -> [BookingRow]
    /// How many interviews (booked or done) each interviewer has that start in [from, to).
    func loads(from: Instant, to: Instant) throws -> [StaffID: Int]
}

public protocol BookingWriting {
    /// Takes every five-minute cell of `holder`'s range for the booking, or none: false where any is taken already.
    /// `holder` is a staff id or a person id as text.
    func takeCells(_ cells: Range<Int64>, holder: String, booking: BookingID) throws -> Bool
    func releaseCells(of booking: BookingID) throws
    func insert(_ booking: BookingRow) throws
    func update(_ booking: BookingRow) throws
}
