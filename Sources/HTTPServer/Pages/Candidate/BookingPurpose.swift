import Timekeeping
import Verification
import Workflow

/// What a time is chosen for: a first interview, or another time for the one that is booked.
enum BookingPurpose: Sendable {
    case book
    case move(Attempt)

    enum Answer: Sendable {
        case purpose(BookingPurpose)
        /// Nothing can be booked as things are; that page says why.
        case elsewhere(String)
    }

    static func find(_ file: HomeCase, move: String) -> Answer {
        switch file.session.status {
        case .readyToBook: return .purpose(.book)
        case .booked:
            guard let attempt = file.session.currentInterview, !move.isEmpty else {
                return .elsewhere("\(file.base)/interview?done=no_booked_before")
            }
            guard attempt.booking.rawValue == move, file.canMove(attempt) else {
                return .elsewhere("\(file.base)/interview?done=no_move")
            }
            return .purpose(.move(attempt))
        case .opened: return .elsewhere("\(file.base)/confirm")
        case .inProgress, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled:
            return .elsewhere("\(file.base)?done=no_changed")
        }
    }

    var moved: Attempt? {
        switch self {
        case .book: nil
        case .move(let attempt): attempt
        }
    }

    /// What every address and form of choosing has to keep.
    var hidden: [(name: String, value: String)] { moved.map { [("move", $0.booking.rawValue)] } ?? [] }
}

/// Addresses of the booking pages: ids, zones, days and times, which are all plain characters.
struct BookingAddresses: Sendable {
    let base: String
    let zone: String
    let purpose: BookingPurpose

    func day(_ date: CivilDate) -> String { times("&day=\(date)") + "#times" }
    func check(_ startsAt: Instant) -> String { "\(base)/book/check?time=\(startsAt.rfc3339)&\(kept)" }
    /// The page of times, with more in its query.
    func times(_ more: String = "") -> String { "\(base)/book?\(kept)\(more)" }

    private var kept: String {
        // "+" would be read as a space.
        let plain = zone.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%2B")
        return "zone=\(plain)" + purpose.hidden.map { "&\($0.name)=\($0.value)" }.joined()
    }
}
