public import ConnectionQuality
public import Timekeeping

/// What the clock alone brings about. Deadlines are looked at whenever a session is loaded, so that none depends on a timer; a timer
/// only loads sessions that are due, so that notices go out.
extension Decision {
    /// Applies every deadline that has passed, in order, until nothing more is due.
    ///
    /// `report` is asked for when a lapsed proposal makes the table look at a call again.
    public mutating func settle(report: (InterviewID) -> CallReport?) throws(Rejection) {
        // Each step moves the session to a later state, so this ends; the bound makes sure that a fault cannot spin.
        for _ in 0..<32 {
            let before = session.version
            try settleOnce(report)
            if session.version == before { return }
        }
    }

    private mutating func settleOnce(_ report: (InterviewID) -> CallReport?) throws(Rejection) {
        try settlePhase(report)
        for proposal in session.openProposals where now >= proposal.decideBy { try lapse(proposal, report) }
        for appeal in session.openAppeals {
            guard let review = appeal.review.flatMap(session.review), review.isOpen, now >= review.dueAt else {
                continue
            }
            try record(.reviewClosed(review.id, at: now))
            // Nobody eligible answered in the longest time that we promise: granted, by the mildest means.
            let effect: Appeal.Effect =
                switch appeal.target {
                case .skill: .reversal
                case .attempt(let id): session.attempt(id)?.isTechnical == true ? .recordOnly : .reverification
                case .outcome: .reverification
                }
            try grant(appeal.id, effect: effect, by: .clock, reasons: nil)
        }
        for review in session.openReviews where review.kind == .audit && now >= review.dueAt {
            try record(.reviewClosed(review.id, at: now))
        }
        for statement in session.statements
        where statement.sent == nil && now >= statement.preparedAt + .hours(policy.deadlines.statementRetryHours) {
            try markStatementSent(statement.id, way: .retriesExhausted)
        }
        for attempt in session.attempts where !attempt.isInterview && !attempt.isOver && attempt.startedAt == nil {
            // A second look that did not take place is nobody's failure; the reviewer books another.
            if now >= attempt.endsAt {
                try close(attempt.interview, as: .notHeld, reasons: [], fault: nil, counted: false)
            }
        }
        for attempt in session.attempts where !attempt.isInterview && !attempt.isOver && now >= overrun(attempt) {
            try close(attempt.interview, as: .notHeld, reasons: [], fault: nil, counted: false)
        }
    }

    private mutating func settlePhase(_ report: (InterviewID) -> CallReport?) throws(Rejection) {
        switch session.phase {
        case .opened(let confirmBy):
            if now >= confirmBy { try enter(.expired(nil, at: confirmBy)) }
        case .readyToBook(let ready):
            guard now >= ready.bookBy else { return }
            try runOut(nil, at: ready.bookBy)
        case .booked(let id):
            guard let attempt = session.attempt(id) else { return }
            try settleNoShow(attempt)
        case .inProgress(let id):
            guard let attempt = session.attempt(id), now >= overrun(attempt) else { return }
            if let report = report(id) {
                try endCall(id, by: .clock, report: report, lineFailed: false)
            } else {
                // A record that cannot be read is our trouble, and must not keep anybody waiting.
                try record(.callEnded(.init(interview: id, by: .clock, at: now)))
                try abort(id, fault: .platform)
            }
        case .deliberating(.scorecard(let id, let by)):
            guard now >= by else { return }
            try close(id, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
            try becomeReadyToBook(priority: true)
        case .deliberating(.review(let id)):
            guard let review = session.review(id), review.isOpen, now >= review.dueAt else { return }
            try record(.reviewClosed(id, at: now))
            try settleDisputed(review, assess: false, report: nil)
        case .deliberating(.proposal), .deliberating(.statement), .deliberating(.signature), .concluded, .inAppeal,
            .expired, .refused, .cancelled:
            return
        }
    }

    /// No-show is decided from what the server saw: who joined within ten minutes of the start.
    private mutating func settleNoShow(_ attempt: Attempt) throws(Rejection) {
        let limit = attempt.startsAt + .minutes(policy.interview.noShowAfterMinutes)
        let id = attempt.interview
        if attempt.joined[.interviewer] == nil, now >= limit {
            try close(id, as: .void, reasons: [.interviewerNoShow], fault: .interviewer, counted: false)
            try becomeReadyToBook(priority: true)
        } else if attempt.joined[.candidate] == nil, now >= limit {
            try closeEngagement(id, .candidateNoShow)
        } else if now >= attempt.endsAt {
            try close(id, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
            try becomeReadyToBook(priority: true)
        }
    }

    /// A call that nobody ended is over one further interview's length after its booked end.
    private func overrun(_ attempt: Attempt) -> Instant {
        attempt.endsAt + .minutes(policy.interview.lengthMinutes)
    }

    /// Nobody eligible decided in time: the proposal lapses in the person's favour (law 3).
    private mutating func lapse(
        _ proposal: Proposal, _ report: (InterviewID) -> CallReport?
    ) throws(Rejection) {
        try record(.proposalClosed(proposal.id, .lapsed))
        try record(.reviewClosed(proposal.review, at: now))
        guard proposal.measure == .notVerified else { return }
        if proposal.ground.isSuspicion {
            // What one person suspected and nobody else looked at is no finding; neither is it an identity that was checked.
            try close(proposal.interview, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
            try becomeReadyToBook(priority: true)
        } else if let report = report(proposal.interview) {
            try conclude(proposal.interview, report: report)
        } else {
            try abort(proposal.interview, fault: .platform)
        }
    }
}

extension VerificationSession {
    /// When the clock alone next changes something; `nil` when it never does.
    public func nextDue(policy: Policy) -> Instant? {
        var times: [Instant] = []
        switch phase {
        case .opened(let confirmBy): times.append(confirmBy)
        case .readyToBook(let ready): times.append(ready.bookBy)
        case .booked(let id):
            if let attempt = attempt(id) {
                let limit = attempt.startsAt + .minutes(policy.interview.noShowAfterMinutes)
                let bothJoined = attempt.joined[.interviewer] != nil && attempt.joined[.candidate] != nil
                times.append(bothJoined ? attempt.endsAt : limit)
            }
        case .inProgress(let id):
            if let attempt = attempt(id) { times.append(attempt.endsAt + .minutes(policy.interview.lengthMinutes)) }
        case .deliberating(.scorecard(_, let by)): times.append(by)
        case .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled: break
        }
        times += openProposals.map(\.decideBy)
        times += openReviews.filter { $0.kind != .proposal }.map(\.dueAt)
        times += statements.filter { $0.sent == nil }.map {
            $0.preparedAt + .hours(policy.deadlines.statementRetryHours)
        }
        times += attempts.filter { !$0.isInterview && !$0.isOver }.map {
            $0.startedAt == nil ? $0.endsAt : $0.endsAt + .minutes(policy.interview.lengthMinutes)
        }
        return times.min()
    }
}
