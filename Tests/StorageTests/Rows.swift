import Timekeeping
import Verification
import Workflow

/// Rows with recognisable ids, related to one another as the schema wants them.
enum Rows {
    static let platform = PlatformID(unchecked: "pl_1")
    static let noon = Instant(secondsSinceEpoch: 1_900_000_000)

    static func person(_ number: Int) -> PersonID { PersonID(unchecked: "pn_\(number)") }
    static func session(_ number: Int) -> SessionID { SessionID(unchecked: "vs_\(number)") }
    static func staff(_ number: Int) -> StaffID { StaffID(unchecked: "st_\(number)") }
    static func booking(_ number: Int) -> BookingID { BookingID(unchecked: "bk_\(number)") }
    static func outcome(_ number: Int) -> OutcomeID { OutcomeID(unchecked: "oc_\(number)") }
    static func minutes(_ count: Int) -> Instant { noon + .minutes(count) }

    static func sessionRow(
        _ number: Int, person: Int? = nil, version: Int = 1, isOpen: Bool = true, dueAt: Instant? = nil,
        status: String = "declared"
    ) -> SessionRow {
        SessionRow(
            id: session(number), platform: platform, person: self.person(person ?? number), status: status,
            isOpen: isOpen, version: version, dueAt: dueAt, createdAt: noon, state: Array(#"{"a":1}"#.utf8))
    }

    static func event(_ session: Int, _ version: Int) -> EventRow {
        EventRow(
            id: "ev_\(session)x\(version)", session: self.session(session), version: version, kind: "declared",
            payloadVersion: 1, payload: Array(#"{"stack":["go"]}"#.utf8), actor: "candidate", at: noon)
    }

    static func outcomeRow(_ number: Int, session: Int = 1, index: Int? = nil) -> OutcomeRow {
        OutcomeRow(
            id: outcome(number), session: self.session(session), person: person(session), platform: platform,
            state: .intent, determination: "verified", signingInput: Array("head.claims\(number)".utf8), keyID: "k1",
            statusIndex: index ?? number, statusValue: 0, token: nil, expiresAt: minutes(60), createdAt: noon)
    }

    static func bookingRow(
        _ number: Int, interviewer: Int = 1, from: Int, to: Int, state: BookingRow.State = .booked
    ) -> BookingRow {
        BookingRow(
            id: booking(number), interview: InterviewID(unchecked: "iv_\(number)"), session: session(1),
            person: person(1), interviewer: staff(interviewer), startsAt: minutes(from), endsAt: minutes(to),
            state: state)
    }

    static func message(_ id: String, session: Int?, dueAfter minutes: Int = 0) -> OutboxRow {
        OutboxRow(
            id: id, session: session.map { self.session($0) }, channel: "notice", message: "booking_confirmed",
            recipient: "candidate", payload: Array("{}".utf8), state: .pending, dueAt: self.minutes(minutes),
            attempts: 0, createdAt: noon)
    }

    static func staffRow(_ number: Int, roles: Set<StaffRole> = [.interviewer]) -> StaffRow {
        StaffRow(
            id: staff(number), email: "st\(number)@example.org", name: "Staff \(number)", roles: roles,
            profile: [], suspendedAt: nil, createdAt: noon)
    }
}

extension Store {
    /// A platform, people 1…count, staff 1…3, and an open session for each of the first `sessions` people.
    func fill(people: Int = 3, sessions: Int = 1) async throws {
        try await write { transaction in
            try transaction.insert(
                PlatformRow(
                    id: Rows.platform, name: "Platform", keyHash: Array(repeating: 7, count: 32), isDemo: true,
                    createdAt: Rows.noon))
            for number in 1...people {
                _ = try transaction.findOrInsert(
                    PersonRow(id: Rows.person(number), platform: Rows.platform, subject: "subject \(number)"))
            }
            for number in 1...3 { try transaction.insert(Rows.staffRow(number)) }
            for number in 1..<(sessions + 1) {
                _ = try transaction.insert(Rows.sessionRow(number), events: [Rows.event(number, 1)])
            }
        }
    }
}
