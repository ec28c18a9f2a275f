import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: BookingReading {
    private static let bookingColumns = "id, interview, session, person, interviewer, starts_at, ends_at, state"

    func booking(_ id: BookingID) throws -> BookingRow? {
        try first("SELECT \(Self.bookingColumns) FROM bookings WHERE id = ?1", .id(id), decode: Self.decodeBooking)
    }

    /// The booking that holds the interview's time, or the last one that did.
    func booking(interview: InterviewID) throws -> BookingRow? {
        try first(
            """
            SELECT \(Self.bookingColumns) FROM bookings WHERE interview = ?1
            ORDER BY CASE state WHEN 'cancelled' THEN 1 ELSE 0 END, id DESC LIMIT 1
            """, .id(interview), decode: Self.decodeBooking)
    }

    func bookings(from: Instant, to: Instant) throws -> [BookingRow] {
        try all(
            """
            SELECT \(Self.bookingColumns) FROM bookings
            WHERE state <> 'cancelled' AND ends_at > ?1 AND starts_at < ?2 ORDER BY starts_at, id
            """, .instant(from), .instant(to), decode: Self.decodeBooking)
    }

    func bookings(of interviewer: StaffID, endingAfter from: Instant, limit: Int) throws -> [BookingRow] {
        try all(
            """
            SELECT \(Self.bookingColumns) FROM bookings WHERE interviewer = ?1 AND ends_at > ?2
            ORDER BY starts_at, id LIMIT ?3
            """, .id(interviewer), .instant(from), .limit(limit), decode: Self.decodeBooking)
    }

    func loads(from: Instant, to: Instant) throws -> [StaffID: Int] {
        let counts = try all(
            """
            SELECT interviewer, count(*) FROM bookings
            WHERE state <> 'cancelled' AND starts_at >= ?1 AND starts_at < ?2 GROUP BY interviewer
            """, .instant(from), .instant(to)
        ) { (try $0.id(0) as StaffID, try $0.int(1)) }
        return Dictionary(counts) { first, _ in first }
    }

    private static func decodeBooking(_ columns: Columns) throws -> BookingRow {
        BookingRow(
            id: try columns.id(0), interview: try columns.id(1), session: try columns.id(2),
            person: try columns.id(3), interviewer: try columns.id(4), startsAt: try columns.instant(5),
            endsAt: try columns.instant(6), state: try columns.choice(7))
    }
}

extension SQLiteTransaction: BookingWriting {
    /// Two weeks of five-minute cells; more is a mistake, and would lock everybody else out while it runs.
    private static let mostCells = 4032

    func takeCells(_ cells: Range<Int64>, holder: String, booking: BookingID) throws -> Bool {
        guard !cells.isEmpty else { return true }
        let (wanted, overflow) = cells.upperBound.subtractingReportingOverflow(cells.lowerBound)
        guard !overflow, wanted <= Self.mostCells else {
            throw RecordRefusal(sentence: "A booking takes no more than two weeks of cells.")
        }
        return try keepIf {
            let won = try execute(
                """
                WITH RECURSIVE span (cell) AS (SELECT ?2 UNION ALL SELECT cell + 1 FROM span WHERE cell + 1 < ?3)
                INSERT INTO cells (holder, cell, booking) SELECT ?1, cell, ?4 FROM span WHERE true
                ON CONFLICT (holder, cell) DO NOTHING
                """, .text(holder), .integer(cells.lowerBound), .integer(cells.upperBound), .id(booking))
            return won == Int(wanted)
        }
    }

    func releaseCells(of booking: BookingID) throws {
        try execute("DELETE FROM cells WHERE booking = ?1", .id(booking))
    }

    func insert(_ booking: BookingRow) throws {
        try execute(
            """
            INSERT INTO bookings (id, interview, session, person, interviewer, starts_at, ends_at, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, .id(booking.id), .id(booking.interview), .id(booking.session), .id(booking.person),
            .id(booking.interviewer), .instant(booking.startsAt), .instant(booking.endsAt),
            .text(booking.state.rawValue))
    }

    func update(_ booking: BookingRow) throws {
        let changed = try execute(
            """
            UPDATE bookings SET interviewer = ?2, starts_at = ?3, ends_at = ?4, state = ?5 WHERE id = ?1
            """, .id(booking.id), .id(booking.interviewer), .instant(booking.startsAt), .instant(booking.endsAt),
            .text(booking.state.rawValue))
        try require(changed, "booking")
    }
}
