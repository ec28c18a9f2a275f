import ConnectionQuality
import Timekeeping

/// A stream that cannot be folded: its first event is not an opening, or an item lies outside the frozen scope.
public struct CorruptStream: Error, Hashable, Sendable {
    public let sentence: String
}

extension VerificationSession {
    /// Folds a whole stream; the same function serves loading, recovery and replay.
    public init(folding events: some Sequence<SessionEvent>) throws(CorruptStream) {
        var iterator = events.makeIterator()
        guard case .opened(let opened)? = iterator.next() else {
            throw CorruptStream(sentence: "The stream does not begin with an opened session.")
        }
        self.init(opened)
        while let event = iterator.next() { try apply(event) }
    }

    init(_ opened: SessionEvent.Opened) {
        id = opened.id
        platform = opened.platform
        person = opened.person
        subject = opened.subject
        trigger = opened.trigger
        policyVersion = opened.policyVersion
        openedAt = opened.at
        version = 1
        profile = opened.profile
        mode = .video
        phase = .opened(confirmBy: opened.confirmBy)
        attempts = []
        reviews = []
        proposals = []
        statements = []
        appeals = []
        outcomes = []
        isRedacted = false
    }

    /// Changes the session by one event. Events about something unknown change nothing but the version.
    public mutating func apply(_ event: SessionEvent) throws(CorruptStream) {
        version += 1
        switch event {
        case .opened:
            throw CorruptStream(sentence: "A session is opened twice.")
        case .profileUpdated(let update):
            if let email = update.email { profile.email = email }
            if let timeZone = update.timeZone { profile.timeZone = timeZone }
            if let languages = update.languages { profile.languages = languages }
        case .linkReissued, .messagePosted, .outcomeAcknowledged:
            break
        case .profileConfirmed(let confirmation):
            let struck = Set(confirmation.struck)
            for index in profile.declaredStack.indices where struck.contains(profile.declaredStack[index].reportedName)
            {
                profile.declaredStack[index].struck = true
            }
            mode = confirmation.mode
            confirmedAt = confirmation.at
        case .scopeFrozen(let frozen):
            scope = frozen
        case .interviewBooked(let booked):
            attempts.append(try attempt(booked))
        case .interviewRescheduled(let moved):
            change(moved.interview) {
                $0.interviewer = moved.interviewer
                $0.startsAt = moved.startsAt
                $0.endsAt = moved.endsAt
                $0.reschedules += 1
            }
        case .interviewJoined(let joined):
            change(joined.interview) {
                if $0.joined[joined.side] == nil { $0.joined[joined.side] = joined.at } else { $0.rejoins += 1 }
            }
        case .interviewLeft:
            break
        case .interviewStarted(let moment):
            change(moment.interview) {
                $0.startedAt = moment.at
                $0.result = .inProgress
            }
        case .itemAdded(let added):
            guard let scope, let item = added.item.admitted(to: scope.scope) else {
                throw CorruptStream(sentence: "Item \(added.item.id) lies outside the frozen scope.")
            }
            change(added.interview) { $0.scorecard.items.append(item) }
        case .itemRecorded(let recorded):
            change(recorded.interview) {
                $0.scorecard.change(recorded.item) { $0.entry = recorded.entry }
                $0.voidIfObjected(recorded.item)
            }
        case .questionObjected(let objected):
            change(objected.interview) {
                $0.objections.append(objected.objection)
                if let item = objected.objection.voided { $0.scorecard.change(item) { $0.isVoid = true } }
            }
        case .lineTested(let tested):
            if tested.side == .candidate { candidateLineTest = tested.test }
        case .lineRated(let rated):
            change(rated.interview) { $0.lineRatings[rated.side] = rated.rating }
        case .callEnded(let ended):
            change(ended.interview) { $0.endedAt = $0.endedAt ?? ended.at }
        case .scorecardSubmitted(let submitted):
            change(submitted.interview) { $0.submission = submitted.submission }
        case .callScored(let scored):
            change(scored.interview) { $0.call = scored.call }
        case .attemptClosed(let closed):
            change(closed.interview) {
                $0.result = closed.result
                $0.reasonCodes = closed.reasonCodes
                $0.faultParty = closed.faultParty
                $0.countsTowardLimit = closed.countsTowardLimit
                $0.closedAt = closed.at
            }
        case .phaseChanged(let phase):
            self.phase = phase
            // Whoever is to be interviewed again has no result waiting from before.
            if case .readyToBook = phase {
                withheld = nil
                unsigned = nil
            }
        case .reviewOpened(let review):
            reviews.append(review)
        case .reviewAssigned(let assigned):
            change(assigned.review) { $0.assignee = assigned.assignee }
        case .reviewDecided(let decided):
            change(decided.review) { $0.decision = decided.decision }
        case .reviewClosed(let id, let at):
            change(id) { $0.closedAt = at }
        case .secondLookHeld(let id, let at):
            change(id) { $0.secondLookHeldAt = at }
        case .proposalMade(let proposal):
            proposals.append(proposal)
        case .proposalHeard(let heard):
            for index in proposals.indices where heard.proposals.contains(proposals[index].id) {
                proposals[index].hearing = heard.hearing
            }
        case .proposalClosed(let id, let state):
            for index in proposals.indices where proposals[index].id == id { proposals[index].state = state }
        case .statementPrepared(let statement):
            statements.append(statement)
        case .statementSent(let id, let sending):
            for index in statements.indices where statements[index].id == id { statements[index].sent = sending }
        case .determinationWithheld(let withheld):
            self.withheld = withheld
        case .determined(let determination):
            withheld = nil
            unsigned = determination
        case .outcomeIssued(let outcome):
            unsigned = nil
            outcomes.append(outcome)
        case .outcomeStatusChanged(let id, let status):
            for index in outcomes.indices where outcomes[index].id == id { outcomes[index].status = status }
        case .appealFiled(let appeal):
            appeals.append(appeal)
        case .appealDecided(let decided):
            for index in appeals.indices where appeals[index].id == decided.appeal {
                appeals[index].state = decided.state
                appeals[index].decidedBy = decided.decidedBy
                appeals[index].effect = decided.effect
                appeals[index].reasons = decided.reasons
                appeals[index].decidedAt = decided.at
            }
        case .redacted:
            isRedacted = true
        }
    }

    private func attempt(_ booked: SessionEvent.InterviewBooked) throws(CorruptStream) -> Attempt {
        guard let scope else { throw CorruptStream(sentence: "An interview is booked before the scope was frozen.") }
        var items: [ScorecardItem] = []
        for stored in booked.items {
            guard let item = stored.admitted(to: scope.scope) else {
                throw CorruptStream(sentence: "Item \(stored.id) lies outside the frozen scope.")
            }
            items.append(item)
        }
        return Attempt(
            interview: booked.interview, booking: booked.booking, purpose: booked.purpose,
            interviewer: booked.interviewer, startsAt: booked.startsAt, endsAt: booked.endsAt, mode: booked.mode,
            bookedAt: booked.at, reschedules: 0, scorecard: Scorecard(scope: scope.scope, items: items), joined: [:],
            rejoins: 0, startedAt: nil, endedAt: nil, call: nil, objections: [], submission: nil, lineRatings: [:],
            result: .booked, reasonCodes: [], faultParty: nil, countsTowardLimit: false, closedAt: nil)
    }

    private mutating func change(_ interview: InterviewID, _ change: (inout Attempt) -> Void) {
        guard let index = attempts.firstIndex(where: { $0.interview == interview }) else { return }
        change(&attempts[index])
    }

    private mutating func change(_ review: ReviewID, _ change: (inout Review) -> Void) {
        guard let index = reviews.firstIndex(where: { $0.id == review }) else { return }
        change(&reviews[index])
    }
}

extension Attempt {
    /// "Not my stack" is often said before the answer's end is marked: the objection voids the item as soon as its span is known.
    fileprivate mutating func voidIfObjected(_ id: ItemID) {
        guard let item = scorecard[id], case .question = item.subject, let span = item.entry?.span,
            let index = objections.firstIndex(where: {
                $0.item == nil && $0.voided == nil && span.askedAt <= $0.at && $0.at <= span.answeredAt
            })
        else { return }
        objections[index].voided = id
        scorecard.change(id) { $0.isVoid = true }
    }
}
