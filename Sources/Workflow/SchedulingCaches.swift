import Foundation
import Scheduling
import Synchronization
import Timekeeping
import Verification

/// Interviewers' decoded profiles; an entry counts while the stored bytes are its own.
final class ProfileCache: Sendable {
    private let profiles = Mutex<[StaffID: (bytes: [UInt8], profile: InterviewerProfile)]>([:])

    func profile(_ staff: StaffRow) -> InterviewerProfile? {
        if let known = profiles.withLock({ $0[staff.id] }), known.bytes == staff.profile { return known.profile }
        guard let profile = try? JSONDecoder().decode(InterviewerProfile.self, from: Data(staff.profile)) else {
            return nil
        }
        profiles.withLock { $0[staff.id] = (staff.profile, profile) }
        return profile
    }
}

/// Which interviewer is being booked for which start at this moment, in this process. It only keeps requests that run beside each other from
/// drawing the same person; what decides is the cell lock in the database.
final class BookingClaims: Sendable {
    private struct Claim: Hashable {
        let interviewer: StaffID
        let startsAt: Instant
    }

    private let claims = Mutex<[Claim: Int]>([:])

    /// The first of the draw whom nobody else is booking right now, or the first of all; `nil` for an empty draw.
    func claim(_ drawn: [StaffID], at startsAt: Instant) -> StaffID? {
        claims.withLock { claims in
            let free = drawn.first { claims[Claim(interviewer: $0, startsAt: startsAt)] == nil }
            guard let chosen = free ?? drawn.first else { return nil }
            claims[Claim(interviewer: chosen, startsAt: startsAt), default: 0] += 1
            return chosen
        }
    }

    func release(_ interviewer: StaffID, at startsAt: Instant) {
        let claim = Claim(interviewer: interviewer, startsAt: startsAt)
        claims.withLock { claims in
            guard let count = claims[claim] else { return }
            claims[claim] = count > 1 ? count - 1 : nil
        }
    }
}
