import Delivery
import Settings
import Synchronization
import Timekeeping
import Verification
import Workflow

/// What all demo cases share: the use cases on the timetable's clock, the platform, the staff, and the mail.
struct DemoWorld: Sendable {
    struct Colleague: Sendable {
        let email: String
        let principal: Principal
    }

    let bench: Workbench
    let timetable: Timetable
    let post: DemoPost
    let platform: (id: PlatformID, principal: Principal)
    let staff: [StaffID: Colleague]
    /// When the server is started: every story ends there.
    let now: Instant

    /// An hour (UTC) of the day so many days from now; the day's number is negative for the past.
    func day(_ offset: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        let midnight = Instant(secondsSinceEpoch: now.secondsSinceEpoch / 86_400 * 86_400)
        return midnight + .days(offset) + .hours(hour) + .minutes(minute)
    }

    /// A quarter of an hour that lies so far back at least: interviews of the round-the-clock staff begin on these.
    func quarter(before instant: Instant) -> Instant {
        Instant(secondsSinceEpoch: instant.secondsSinceEpoch / 900 * 900)
    }

    func colleague(_ id: StaffID) throws -> Colleague {
        guard let colleague = staff[id] else { throw Failure("Nobody on the demo staff has the id \(id).") }
        return colleague
    }
}

/// Delivers what the cases give rise to at the time of the case, and puts it into the mail folder when the cases are stored.
final class DemoPost: Sendable {
    private let catalogue: MessageCatalogue
    private let sent = Mutex<[Mail]>([])

    init(catalogue: MessageCatalogue) {
        self.catalogue = catalogue
    }

    func deliver(from bench: Workbench) async throws {
        while true {
            let notices = try await bench.leaseNotices(for: .minutes(2), limit: 100)
            guard !notices.isEmpty else { return }
            for notice in notices {
                if notice.isRedaction {
                    sent.withLock { $0.removeAll { $0.session == notice.session?.rawValue } }
                    continue
                }
                guard let text = catalogue.render(id: notice.message, values: notice.values) else {
                    throw Failure("The messages have no '\(notice.message)'.")
                }
                let mail = Mail(
                    id: notice.id, to: notice.address, message: notice.message, number: text.number,
                    session: notice.session?.rawValue, subject: text.subject, body: text.body, at: bench.now)
                sent.withLock { $0.append(mail) }
            }
            try await bench.noticesDelivered(notices)
        }
    }

    func empty(into folder: MailFolder) async throws {
        for mail in sent.withLock({ $0 }) { try await folder.send(mail) }
    }
}
