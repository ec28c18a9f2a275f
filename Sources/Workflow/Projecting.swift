import Timekeeping
import Verification

/// What other tables have to say after events of a session: the reviewers' queue, calendars, status list, asked
/// questions, and who waits for an answer.
extension Workbench {
    func project(
        _ events: [SessionEvent], of session: VerificationSession, at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        var reviews: Set<ReviewID> = []
        for event in events {
            switch event {
            case .reviewOpened(let review): reviews.insert(review.id)
            case .reviewAssigned(let assigned): reviews.insert(assigned.review)
            case .reviewDecided(let decided): reviews.insert(decided.review)
            case .reviewClosed(let id, _): reviews.insert(id)
            case .interviewStarted(let moment):
                guard let attempt = session.attempt(moment.interview) else { continue }
                try transaction.recordAsked(
                    attempt.scorecard.questions.map(\.question.id.rawValue), of: session.person, session: session.id,
                    at: now)
            case .itemAdded(let added):
                guard let attempt = session.attempt(added.interview), attempt.startedAt != nil else { continue }
                try transaction.recordAsked(
                    attempt.scorecard.questions.map(\.question.id.rawValue), of: session.person, session: session.id,
                    at: now)
            case .attemptClosed(let closed):
                try closeBooking(of: closed.interview, cancelled: closed.result == .cancelled, transaction)
            case .outcomeStatusChanged(let id, let status):
                try transaction.setStatus(status.listValue, of: id)
            case .messagePosted(let posted):
                switch posted.author {
                case .candidate: try transaction.markUnanswered(session.id, since: posted.at)
                case .staff: try transaction.markAnswered(session.id)
                }
            case .redacted:
                try transaction.redact(session.id)
                try transaction.markAnswered(session.id)
                for kind in [CredentialRow.Kind.link, .code, .candidate] {
                    try transaction.revokeCredentials(kind: kind, subject: session.id.rawValue, at: now)
                }
                try transaction.insert(try outboxRow(Notice(message: Self.redactionOrder), in: session, at: now))
            case .opened, .profileUpdated, .linkReissued, .profileConfirmed, .scopeFrozen, .interviewBooked,
                .interviewRescheduled, .interviewJoined, .interviewLeft, .itemRecorded, .questionObjected, .lineTested,
                .lineRated, .callEnded, .scorecardSubmitted, .callScored, .phaseChanged, .secondLookHeld, .proposalMade,
                .proposalHeard, .proposalClosed, .statementPrepared, .statementSent, .determinationWithheld,
                .determined,
                .outcomeIssued, .appealFiled, .appealDecided, .outcomeAcknowledged:
                continue
            }
        }
        for id in reviews {
            guard let review = session.review(id) else { continue }
            try transaction.upsert(
                ReviewRow(
                    id: id, session: session.id, kind: review.kind.rawValue, assignee: review.assignee,
                    isOpen: review.isOpen, dueAt: review.dueAt, createdAt: review.openedAt))
        }
    }

    private func closeBooking(of interview: InterviewID, cancelled: Bool, _ transaction: any WriteTransaction) throws {
        guard var booking = try transaction.booking(interview: interview), booking.state == .booked else { return }
        booking.state = cancelled ? .cancelled : .done
        try transaction.update(booking)
        // Over is over: whoever was in it can be booked again, a second look a few minutes later included.
        try transaction.releaseCells(of: booking.id)
    }
}
