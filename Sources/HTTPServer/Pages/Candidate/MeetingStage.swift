import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// How far a booked meeting is for its candidate; the first page and the page of the interview say the same.
enum MeetingStage {
    /// Nobody can join yet.
    case early
    /// It can be joined, and its time has not come.
    case open
    /// Its time has come, and this candidate has not joined.
    case due
    /// This candidate is there, and it has not begun.
    case joined
    case running

    init(_ attempt: Attempt, _ file: HomeCase) {
        if attempt.startedAt != nil {
            self = .running
        } else if attempt.joined[.candidate] != nil {
            self = .joined
        } else if file.now >= attempt.startsAt {
            self = .due
        } else {
            self = file.now < Self.opens(attempt, file) ? .early : .open
        }
    }

    static func opens(_ attempt: Attempt, _ file: HomeCase) -> Instant {
        attempt.startsAt - .minutes(file.policy.interview.joinOpensMinutesBefore)
    }
}
