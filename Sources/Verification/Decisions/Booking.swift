public import ConnectionQuality
public import Timekeeping

/// Booking, moving and cancelling an interview, and meeting in it.
extension Decision {
    public struct Meeting: Hashable, Sendable {
        public var interview: InterviewID
        public var booking: BookingID
        public var interviewer: StaffID
        public var startsAt: Instant
        public var endsAt: Instant

        public init(
            interview: InterviewID, booking: BookingID, interviewer: StaffID, startsAt: Instant, endsAt: Instant
        ) {
            self.interview = interview
            self.booking = booking
            self.interviewer = interviewer
            self.startsAt = startsAt
            self.endsAt = endsAt
        }
    }

    /// Everybody who may not hold the next interview: whoever took part before, on this platform, or is deciding something in this case.
    public var excludedInterviewers: Set<StaffID> {
        session.participants.union(context.history.participants).union(session.openReviews.compactMap(\.assignee))
    }

    /// Refuses with the states that would do, before anything else is looked up.
    public func requireReadyToBook() throws(Rejection) {
        try requireStatus(.readyToBook, sentence: "An interview can be booked when the session is ready to book.")
    }

    /// Books an interview: freezes the scope at the first one, and draws this one's scorecard.
    public mutating func book(_ meeting: Meeting) throws(Rejection) {
        guard case .readyToBook(let ready) = session.phase else {
            try requireStatus(.readyToBook, sentence: "An interview can be booked when the session is ready to book.")
            return
        }
        if ready.needsLineTest, !context.lineTestsCountAsPassed {
            // A test from before the line failed says nothing about the line since.
            guard let test = session.candidateLineTest, test.result != .red,
                test.at >= session.lastEndedInterview?.closedAt ?? test.at
            else { throw .lineTestRequired }
        }
        guard !excludedInterviewers.contains(meeting.interviewer) else {
            throw .invalid(pointer: "/starts_at", sentence: "This interviewer took part before; another one is needed.")
        }
        let scope = try freezeScope()
        let seed = draw { $0.next() }
        var generator = SeededGenerator(seed: seed)
        var items = identityItems(&generator)
        items += session.profile.facts.map { ScorecardItem(id: newID(), subject: .fact($0)) }
        let drawn = QuestionDraw(
            questions: policy.interview.questions, minimumPerSkill: policy.interview.minimumPerSkill,
            maximumPerKit: policy.interview.maximumPerKit
        ).draw(
            scope: scope, kits: context.kits,
            seen: session.askedQuestions.union(context.history.askedQuestions), generator: &generator)
        items += drawn.map { ScorecardItem(id: newID(), subject: .question($0)) }
        try record(booked(meeting, purpose: .interview, mode: session.mode, seed: seed, items: items))
        try enter(.booked(meeting.interview))
    }

    /// Books the five-minute second look of a proposal on suspicion; its scorecard holds identity checks alone.
    public mutating func bookSecondLook(of reviewID: ReviewID, _ meeting: Meeting) throws(Rejection) {
        guard let review = session.review(reviewID) else { throw .unknown("This session has no such review.") }
        guard review.isOpen, let proposal = session.proposal(review: reviewID), proposal.ground.isSuspicion else {
            throw .wrongState(
                actual: review.isOpen ? review.kind.rawValue : "decided", allowed: ["proposal"],
                sentence: "A second look belongs to an open proposal on N501, N502 or N505.")
        }
        guard review.assignee == meeting.interviewer else {
            throw .unknown("You have no such review.")
        }
        guard !session.attempts.contains(where: { $0.purpose == .secondLook(reviewID) && !$0.isOver }) else {
            throw .wrongState(
                actual: "second look booked", allowed: [], sentence: "A second look is booked already; hold that one.")
        }
        let seed = draw { $0.next() }
        var generator = SeededGenerator(seed: seed)
        let items = identityItems(&generator)
        try record(booked(meeting, purpose: .secondLook(reviewID), mode: .video, seed: seed, items: items))
    }

    public mutating func reschedule(_ id: InterviewID, to meeting: Meeting) throws(Rejection) {
        let attempt = try requireUpcoming(id)
        guard attempt.reschedules < policy.scheduling.maximumReschedules else {
            throw .wrongState(
                actual: "rescheduled \(attempt.reschedules) times", allowed: [],
                sentence: "This booking was moved as often as the policy allows; cancel it and book again.")
        }
        let isSame = meeting.interviewer == attempt.interviewer
        guard isSame || attempt.isInterview && !excludedInterviewers.contains(meeting.interviewer) else {
            throw .invalid(pointer: "/starts_at", sentence: "This interviewer took part before; another one is needed.")
        }
        try record(
            .interviewRescheduled(
                .init(
                    interview: id, interviewer: meeting.interviewer, startsAt: meeting.startsAt, endsAt: meeting.endsAt)
            ))
    }

    public mutating func cancelBooking(_ id: InterviewID) throws(Rejection) {
        let attempt = try requireUpcoming(id)
        try close(id, as: .cancelled, reasons: [], fault: nil, counted: false)
        if attempt.isInterview { try becomeReadyToBook(priority: lastAttemptWasFree) }
    }

    public mutating func join(_ id: InterviewID, side: Side) throws(Rejection) {
        let attempt = try requireAttempt(id)
        let opens = attempt.startsAt - .minutes(policy.interview.joinOpensMinutesBefore)
        guard !attempt.isOver, attempt.endedAt == nil, now >= opens, attempt.startedAt != nil || now < attempt.endsAt
        else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["booked", "in_progress"],
                sentence: "The room is open from \(opens.rfc3339) until the interview ends.")
        }
        let isRejoin = attempt.startedAt != nil && attempt.joined[side] != nil
        try record(.interviewJoined(.init(interview: id, side: side, at: now)))
        if isRejoin, side == .candidate { try appendSamePersonCheck(to: id) }
    }

    public mutating func leave(_ id: InterviewID, side: Side) throws(Rejection) {
        let attempt = try requireAttempt(id)
        guard attempt.joined[side] != nil, !attempt.isOver else { return }
        try record(.interviewLeft(.init(interview: id, side: side, at: now)))
    }

    public mutating func start(_ id: InterviewID) throws(Rejection) {
        let attempt = try requireAttempt(id)
        guard attempt.startedAt == nil else { return }
        guard !attempt.isOver else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["booked"], sentence: "This interview has ended.")
        }
        guard attempt.joined[.interviewer] != nil, attempt.joined[.candidate] != nil else {
            throw .wrongState(
                actual: "waiting", allowed: ["both joined"],
                sentence: "The interview can start when both have joined; wait for the other side.")
        }
        let opens = attempt.startsAt - .minutes(policy.interview.startOpensMinutesBefore)
        guard now >= opens else {
            throw .wrongState(
                actual: "booked", allowed: ["booked"], sentence: "The interview can start from \(opens.rfc3339) on.")
        }
        try record(.interviewStarted(.init(interview: id, at: now)))
        if attempt.isInterview { try enter(.inProgress(id)) }
    }

    public mutating func recordLineTest(
        _ id: InterviewID, side: Side, result: VerificationSession.LineTest.Result
    ) throws(Rejection) {
        _ = try requireAttempt(id)
        try record(.lineTested(.init(interview: id, side: side, test: .init(result: result, at: now))))
    }

    public mutating func rateLine(_ id: InterviewID, side: Side, rating: Int) throws(Rejection) {
        let attempt = try requireAttempt(id)
        guard attempt.joined[side] != nil else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["in_progress"],
                sentence: "Join the interview before rating its line.")
        }
        guard (1...5).contains(rating) else {
            throw .invalid(pointer: "/rating", sentence: "Rate the line from 1 (bad) to 5 (excellent).")
        }
        try record(.lineRated(.init(interview: id, side: side, rating: rating)))
    }

    // MARK: Parts

    @discardableResult
    public func requireUpcoming(_ id: InterviewID) throws(Rejection) -> Attempt {
        let attempt = try requireAttempt(id)
        guard attempt.result == .booked, attempt.startedAt == nil else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["booked"],
                sentence: "Only an interview that is booked and has not begun can be moved or cancelled.")
        }
        return attempt
    }

    private mutating func freezeScope() throws(Rejection) -> Scope {
        if let frozen = session.scope { return frozen.scope }
        let scope = Scope(stack: session.profile.declaredStack, taxonomy: context.taxonomy)
        let salt = newID(PersonalTextKind.self).rawValue
        try record(
            .scopeFrozen(
                .init(scope: scope, salt: salt, digest: context.digest(salt, scope.canonicalText), at: now)))
        return scope
    }

    /// The checks that always stand on a scorecard, and as many prompts from the liveness pool as the policy says.
    private mutating func identityItems(_ generator: inout SeededGenerator) -> [ScorecardItem] {
        let always = context.identityChecks.filter { $0.occasion == .always }
        let fixed = always.filter { $0.kind != .liveness }
        let prompts = generator.shuffled(always.filter { $0.kind == .liveness }).prefix(
            policy.interview.livenessPrompts)
        return (fixed + prompts).map { ScorecardItem(id: newID(), subject: .identity($0)) }
    }

    private func booked(
        _ meeting: Meeting, purpose: Attempt.Purpose, mode: InterviewMode, seed: UInt64, items: [ScorecardItem]
    ) -> SessionEvent {
        .interviewBooked(
            .init(
                interview: meeting.interview, booking: meeting.booking, purpose: purpose,
                interviewer: meeting.interviewer, startsAt: meeting.startsAt, endsAt: meeting.endsAt, mode: mode,
                seed: seed, items: items.map(StoredItem.init), at: now))
    }

    /// After a gap, a rejoin or a change of camera nobody knows that the same person sits there until it was looked at again.
    mutating func appendSamePersonCheck(to id: InterviewID) throws(Rejection) {
        guard let attempt = session.attempt(id),
            let check = context.identityChecks.first(where: { $0.occasion == .afterGap })
        else { return }
        let waiting = attempt.scorecard.items.contains { $0.isSamePersonCheck && $0.entry == nil }
        guard !waiting else { return }
        let item = ScorecardItem(id: newID(), subject: .identity(check))
        try record(.itemAdded(.init(interview: id, item: StoredItem(item))))
    }

    /// Appends the check where the rows show a gap in the media that no check was made after.
    public mutating func appendSamePersonCheck(to id: InterviewID, after gaps: [Interval]) throws(Rejection) {
        guard let last = gaps.map(\.end).max(), let attempt = session.attempt(id), attempt.isInterview else { return }
        let checked = attempt.scorecard.items.contains { item in
            item.isSamePersonCheck && item.entry?.span.map { $0.askedAt >= last } ?? false
        }
        guard !checked else { return }
        try appendSamePersonCheck(to: id)
    }
}

extension ScorecardItem {
    var isSamePersonCheck: Bool {
        guard case .identity(let check) = subject else { return false }
        return check.occasion == .afterGap
    }
}
