import ConnectionQuality
import Timekeeping

/// Opening a session and getting ready to book: what happens before anybody is met.
extension Decision {
    /// Begins a stream. Opening imposes nothing on anybody.
    public static func open(
        _ opened: SessionEvent.Opened
    ) -> (session: VerificationSession, events: [SessionEvent]) {
        (VerificationSession(opened), [.opened(opened)])
    }

    /// The candidate agrees to take part, strikes what is not theirs and chooses how to talk.
    ///
    /// Striking only removes: additions come from the platform. Whoever strikes everything is asked nothing, which says nothing about
    /// who they are: identity and skill are two results.
    public mutating func confirmProfile(strike: [String], mode: InterviewMode) throws(Rejection) {
        try requireStatus(
            .opened, sentence: "The profile was confirmed before; write to us in this case's messages to change it.")
        var struck: [String] = []
        for (index, name) in strike.enumerated() {
            let resolved = context.taxonomy.resolve(name)
            guard
                let declared = session.profile.declaredStack.first(where: {
                    $0.name == name || (resolved != nil && $0.skill == resolved)
                })
            else {
                throw .invalid(
                    pointer: "/strike/\(index)",
                    sentence: "This skill is not in the declared stack; strike one that is, or leave it out.")
            }
            struck.append(declared.reportedName)
        }
        try record(.profileConfirmed(.init(struck: struck, mode: mode, at: now)))
        try becomeReadyToBook(priority: false)
    }

    /// The candidate declines (E306). Refusing is not failing; the session can be reopened.
    public mutating func declineToTakePart() throws(Rejection) {
        try requireStatus(
            .opened, .readyToBook,
            sentence: "Taking part can be declined before an interview is booked; cancel the booking first.")
        try enter(.refused(at: now))
    }

    public mutating func updateProfile(email: String?, timeZone: String?, languages: [String]?) throws(Rejection) {
        guard !session.isRedacted else {
            throw .wrongState(
                actual: "redacted", allowed: [], sentence: "The personal data of this session was redacted.")
        }
        let reference = email.map { keep($0, as: "email") }
        try record(.profileUpdated(.init(email: reference, timeZone: timeZone, languages: languages)))
    }

    public mutating func reissueLink() throws(Rejection) {
        guard session.status != .cancelled else {
            throw .wrongState(
                actual: session.status.rawValue, allowed: [], sentence: "The session was cancelled; open a new one.")
        }
        try record(.linkReissued)
    }

    public mutating func cancelSession() throws(Rejection) {
        try requireStatus(
            .opened, .readyToBook, .booked,
            sentence: "A session can be cancelled before its interview begins; afterwards it runs to its result.")
        // A platform cannot make a contest go away by cancelling it.
        guard session.openAppeals.isEmpty, !session.outcomes.contains(where: { $0.status == .suspended }) else {
            throw .wrongState(
                actual: session.status.rawValue, allowed: [],
                sentence: "An appeal or the re-verification that it earned is running; it cannot be cancelled.")
        }
        if case .booked(let interview) = session.phase {
            try close(interview, as: .cancelled, reasons: [], fault: nil, counted: false)
        }
        try enter(session.outcomeInForce == nil ? .cancelled(at: now) : .concluded)
    }

    /// The candidate takes up again what ran out or was refused. Nothing is reset: attempts and questions keep counting.
    public mutating func reopen() throws(Rejection) {
        try requireStatus(.expired, .refused, sentence: "Only an expired or refused session can be reopened.")
        guard !session.isRedacted else {
            throw .wrongState(
                actual: "redacted", allowed: [],
                sentence: "The personal data of this session was redacted; open a new one.")
        }
        if session.confirmedAt == nil {
            try enter(.opened(confirmBy: now + .days(policy.deadlines.confirmDays)))
        } else {
            try becomeReadyToBook(priority: lastAttemptWasFree)
        }
    }

    public mutating func redact() throws(Rejection) {
        // An open session with a suspended outcome is a re-verification that the person has earned.
        let contested =
            !session.openAppeals.isEmpty || !session.openProposals.isEmpty || session.withheld != nil
            || session.isOpen && session.outcomes.contains { $0.status == .suspended }
        guard !contested, !session.isOpen || session.status == .opened || session.status == .readyToBook else {
            throw .wrongState(
                actual: session.status.rawValue, allowed: ["concluded", "expired", "refused", "cancelled"],
                sentence: "A running case or appeal holds deletion; redact when it has ended.")
        }
        if session.isOpen { try enter(.cancelled(at: now)) }
        guard !session.isRedacted else { return }
        try record(.redacted)
    }

    /// Records a message of the case's conversation; its text is kept with the personal data.
    public mutating func postMessage(_ text: String, by author: SessionEvent.MessagePosted.Author) throws(Rejection) {
        let reference = keep(text, as: "message")
        try record(.messagePosted(.init(author: author, text: reference, at: now)))
    }

    public mutating func acknowledge(
        _ outcome: OutcomeID, state: String, accountState: String?
    ) throws(Rejection) {
        guard session.outcome(outcome) != nil else { throw .unknown("This session has no such outcome.") }
        try record(.outcomeAcknowledged(.init(outcome: outcome, state: state, accountState: accountState, at: now)))
    }

    mutating func becomeReadyToBook(priority: Bool) throws(Rejection) {
        let technical = session.candidateTechnicalAborts + context.history.candidateTechnicalAborts
        let repeated = technical > policy.attempts.candidateTechnicalPriority
        let last = session.lastEndedInterview
        let lastWasOwnLine = last?.isTechnical == true && last?.faultParty == .candidate
        try enter(
            .readyToBook(
                .init(
                    bookBy: now + .days(policy.deadlines.bookingDays),
                    hasPriority: priority && !(repeated && lastWasOwnLine),
                    needsLineTest: repeated && lastWasOwnLine,
                    offersAlternatives: technical >= policy.attempts.candidateTechnicalAlternatives,
                    reverifies: session.outcomes.last { $0.status == .suspended }?.id)))
    }

    /// Whether the last interview that ended was free: the next one then keeps its place ahead of the queue, also after a cancelled
    /// booking.
    var lastAttemptWasFree: Bool {
        switch session.lastEndedInterview?.result {
        case .abortedTechnical, .void: true
        case .booked, .inProgress, .assessed, .notHeld, .cancelled, nil: false
        }
    }
}

extension VerificationSession {
    /// The latest interview that ended, cancelled bookings and second looks apart.
    var lastEndedInterview: Attempt? { attempts.last { $0.isInterview && $0.isOver && $0.result != .cancelled } }
}
