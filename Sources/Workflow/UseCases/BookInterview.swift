import Foundation
import Scheduling
public import Timekeeping
public import Verification

/// Free times, and booking one: everything is computed again when it is booked, and the lock is in the database.
extension Workbench {
    /// The times at which somebody competent is free for this session, ascending; bounds are clamped to now and the horizon.
    public func freeTimes(
        _ id: SessionID, from: Instant?, to: Instant?, for principal: Principal
    ) async throws -> (session: VerificationSession, offers: [TimeOffer]) {
        let session = try await session(id, for: principal)
        let now = now
        let offers = try await store.read { transaction in
            let search = try search(for: session, transaction)
            return try slots(
                for: search.interviewers, sessionType: search.type, busy: search.busy, from: max(from ?? now, now),
                to: min(to ?? .distantFuture, now + .days(search.type.horizonDays + 1)), now: now, zones: zones.rules)
        }
        return (session, offers.map { TimeOffer(startsAt: $0.startsAt, endsAt: $0.endsAt) })
    }

    /// Books an interview with one of the free matching interviewers, drawn at random among the least loaded.
    ///
    /// The decision is made on a snapshot, beside other requests; the one writer only takes the cells and stores it, if both are as the
    /// snapshot had them. Whoever loses that race looks again.
    public func book(
        _ id: SessionID, startsAt: Instant, by principal: Principal
    ) async throws -> (session: VerificationSession, interview: InterviewID) {
        guard case .candidate(let own) = principal, own == id else { throw WorkflowFailure.notFound }
        let now = now
        var ownTimeTaken = false
        for _ in 0..<64 {
            let seed = random()
            let plan = try await store.read { transaction in
                try bookingPlan(id, startsAt: startsAt, seed: seed, at: now, transaction)
            }
            defer { claims.release(plan.meeting.interviewer, at: startsAt) }
            do {
                try await store.write { transaction in
                    let meeting = plan.meeting
                    let person = plan.pending.session.person.rawValue
                    guard try transaction.takeCells(plan.own, holder: person, booking: meeting.booking) else {
                        throw OwnTimeTaken()
                    }
                    guard
                        try transaction.takeCells(
                            plan.wide, holder: meeting.interviewer.rawValue, booking: meeting.booking)
                    else { throw StorageFailure.staleVersion }
                    try transaction.insert(bookingRow(meeting, of: plan.pending.session))
                    try save(plan.pending, transaction)
                }
            } catch StorageFailure.staleVersion {
                // Every loss is somebody else's gain, and what is taken is not offered again.
                continue
            } catch is OwnTimeTaken {
                // Once it may be this very request, sent twice: looking again tells. Twice it is another appointment of the person's own.
                guard !ownTimeTaken else { break }
                ownTimeTaken = true
                continue
            }
            return (try await finish(plan.pending.session, changed: true), plan.meeting.interview)
        }
        throw WorkflowFailure.slotTaken(alternatives: [])
    }

    private struct OwnTimeTaken: Error {}

    private struct BookingPlan: Sendable {
        var meeting: Decision.Meeting
        var own: Range<Int64>
        var wide: Range<Int64>
        var pending: PendingSave
    }

    private func bookingPlan(
        _ id: SessionID, startsAt: Instant, seed: UInt64, at now: Instant, _ transaction: any ReadTransaction
    ) throws -> BookingPlan {
        guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
        var (decision, settled) = try settledDecision(on: row, seed: seed, at: now, transaction)
        // Asked first, so that a wrong state is told as such and not as a missing slot.
        try decision.requireReadyToBook()
        var search = try search(
            for: decision.session, excluding: decision.excludedInterviewers, around: startsAt, transaction)
        search.type.allowGrace()
        let endsAt = search.type.end(ofInterviewAt: startsAt)
        let drawn = try drawnInterviewers(startsAt, search, seed: seed, transaction)
        guard let interviewer = claims.claim(drawn, at: startsAt) else {
            throw try slotTaken(startsAt, search, transaction)
        }
        let meeting = Decision.Meeting(
            interview: newID(), booking: newID(), interviewer: interviewer, startsAt: startsAt, endsAt: endsAt)
        let pending: PendingSave?
        do {
            try decision.book(meeting)
            pending = try pendingSave(decision, replacing: row, settled: settled, actor: .candidate)
        } catch {
            claims.release(interviewer, at: startsAt)
            throw error
        }
        guard let pending else { throw WorkflowFailure.notFound }
        return BookingPlan(
            meeting: meeting, own: Cells.range(from: startsAt, to: endsAt),
            wide: search.type.interviewerCells(from: startsAt, to: endsAt), pending: pending)
    }

    /// Moves a booking; the interviewer stays where they are free, else another is drawn.
    public func reschedule(
        _ id: BookingID, to startsAt: Instant, by principal: Principal
    ) async throws -> (session: VerificationSession, interview: InterviewID) {
        let row = try await ownBooking(id, principal)
        let drawSeed = random()
        let (session, _) = try await change(row.session, by: .candidate) { decision, transaction in
            let session = decision.session
            try decision.requireUpcoming(row.interview)
            guard now <= row.startsAt - .minutes(decision.context.policy.scheduling.rescheduleUntilMinutes) else {
                throw Rejection.wrongState(
                    actual: "too late", allowed: ["booked"],
                    sentence: "It is too late to move this interview; cancel it and book another.")
            }
            var search = try search(for: session, excluding: decision.excludedInterviewers, transaction)
            search.type.allowGrace()
            search.busy.removeAll { $0.interviewer == row.interviewer.rawValue && $0.from == row.startsAt }
            try transaction.releaseCells(of: id)
            let meeting = try take(
                startsAt, search: search, booking: id, interview: row.interview, session: session, seed: drawSeed,
                preferring: row.interviewer, transaction)
            try decision.reschedule(row.interview, to: meeting)
            try transaction.update(bookingRow(meeting, of: session))
        }
        return (session, row.interview)
    }

    public func cancelBooking(_ id: BookingID, by principal: Principal) async throws -> VerificationSession {
        let row = try await ownBooking(id, principal)
        return try await change(row.session, by: .candidate) { decision, _ in
            try decision.cancelBooking(row.interview)
        }.session
    }

    /// Books the second look of a review at a time that its reviewer chose, if both are free.
    public func bookSecondLook(
        _ review: ReviewID, startsAt: Instant, by principal: Principal
    ) async throws -> (session: VerificationSession, interview: InterviewID) {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let row = try await ownReview(review, staff)
        let meeting = Decision.Meeting(
            interview: newID(), booking: newID(), interviewer: staff, startsAt: startsAt.wholeSeconds,
            endsAt: startsAt.wholeSeconds + .minutes(5))
        guard meeting.startsAt >= now, meeting.startsAt <= now + .days(14) else {
            throw WorkflowFailure.invalid(pointer: "/starts_at", sentence: "Choose a time from now to two weeks ahead.")
        }
        let (session, _) = try await change(row.session, by: .staff(staff)) { decision, transaction in
            try decision.bookSecondLook(of: review, meeting)
            let cells = Cells.range(from: meeting.startsAt, to: meeting.endsAt)
            guard try transaction.takeCells(cells, holder: staff.rawValue, booking: meeting.booking),
                try transaction.takeCells(cells, holder: decision.session.person.rawValue, booking: meeting.booking)
            else { throw WorkflowFailure.slotTaken(alternatives: []) }
            try transaction.insert(bookingRow(meeting, of: decision.session))
        }
        return (session, meeting.interview)
    }

    func ownBooking(_ id: BookingID, _ principal: Principal) async throws -> BookingRow {
        guard case .candidate(let own) = principal, let row = try await store.read({ try $0.booking(id) }),
            row.session == own
        else { throw WorkflowFailure.notFound }
        return row
    }

    // MARK: The search

    struct SlotSearchInput {
        var interviewers: [InterviewerProfile]
        var type: SessionType
        var busy: [BusySpan]
    }

    /// Who could hold the next interview, and what they have taken: over the whole horizon, or only around one start, where that is all that
    /// is asked about.
    func search(
        for session: VerificationSession, excluding: Set<StaffID>? = nil, around start: Instant? = nil,
        _ transaction: any ReadTransaction
    ) throws -> SlotSearchInput {
        let policy = policy(of: session)
        var hasPriority = false
        if case .readyToBook(let ready) = session.phase { hasPriority = ready.hasPriority }
        let type = SessionType(
            lengthMinutes: policy.interview.lengthMinutes, stepMinutes: policy.scheduling.stepMinutes,
            minimumNoticeMinutes: hasPriority ? 0 : policy.scheduling.minimumNoticeMinutes,
            horizonDays: policy.scheduling.horizonDays, bufferBeforeMinutes: policy.scheduling.bufferBeforeMinutes,
            bufferAfterMinutes: policy.scheduling.bufferAfterMinutes)
        let history = try history(of: session.person, except: session.id, transaction)
        let excluded = excluding ?? session.participants.union(history.participants)
        let everybody = try transaction.allStaff().filter { $0.roles.contains(.interviewer) && $0.suspendedAt == nil }
            .compactMap(profiles.profile)
        let requirements = MatchRequirements(
            skills: requiredSkills(of: session), languages: session.profile.languages,
            excluded: Set(excluded.map(\.rawValue)))
        let now = now
        // Daily limits need whole local days on both sides of what is asked about.
        let from = (start.map { max($0, now) } ?? now) - .days(2)
        let to = (start ?? now + .days(type.horizonDays)) + .days(2)
        return SlotSearchInput(
            interviewers: matching(everybody, requirements).matched, type: type,
            busy: try busySpans(from: from, to: to, transaction))
    }

    private func busySpans(from: Instant, to: Instant, _ transaction: any ReadTransaction) throws -> [BusySpan] {
        try transaction.bookings(from: from, to: to).map {
            BusySpan(interviewer: $0.interviewer.rawValue, from: $0.startsAt, to: $0.endsAt)
        }
    }

    /// An interviewer has to be competent in every confirmed skill that can be asked about, at the level declared.
    private func requiredSkills(of session: VerificationSession) -> [SkillCompetence] {
        let scope = session.scope?.scope ?? Scope(stack: session.profile.declaredStack, taxonomy: content.taxonomy)
        let asked = Set(content.kits.flatMap(\.questions).compactMap(scope.admit).compactMap(\.confirmedSkill))
        return scope.confirmed.filter { asked.contains($0.skill) }.map {
            SkillCompetence(skill: $0.skill.rawValue, level: ($0.level ?? .basic).rank)
        }
    }

    /// Who is free then, at random among the least loaded first.
    private func drawnInterviewers(
        _ startsAt: Instant, _ search: SlotSearchInput, seed: UInt64, _ transaction: any ReadTransaction
    ) throws -> [StaffID] {
        let free = try interviewersOffered(
            startsAt: startsAt, for: search.interviewers, sessionType: search.type, busy: search.busy, now: now,
            zones: zones.rules)
        guard !free.isEmpty else { return [] }
        let loads = try transaction.loads(from: startsAt - .days(7), to: startsAt + .days(7))
        return drawOrder(
            free, loads: Dictionary(uniqueKeysWithValues: loads.map { ($0.key.rawValue, $0.value) }), seed: seed
        ).map { StaffID(unchecked: $0) }
    }

    private func slotTaken(
        _ startsAt: Instant, _ search: SlotSearchInput, _ transaction: any ReadTransaction
    ) throws -> WorkflowFailure {
        let now = now
        let busy = try busySpans(from: now - .days(2), to: now + .days(search.type.horizonDays + 2), transaction)
        let nearest = try nearestSlots(
            to: startsAt, for: search.interviewers, sessionType: search.type, busy: busy, now: now, zones: zones.rules)
        return .slotTaken(alternatives: nearest.map { TimeOffer(startsAt: $0.startsAt, endsAt: $0.endsAt) })
    }

    /// Takes the cells of the first in the draw who is free, and the candidate's, or throws the alternatives.
    private func take(
        _ startsAt: Instant, search: SlotSearchInput, booking: BookingID, interview: InterviewID,
        session: VerificationSession, seed: UInt64, preferring preferred: StaffID, _ transaction: any WriteTransaction
    ) throws -> Decision.Meeting {
        var order = try drawnInterviewers(startsAt, search, seed: seed, transaction)
        if let index = order.firstIndex(of: preferred) { order.insert(order.remove(at: index), at: 0) }
        let endsAt = search.type.end(ofInterviewAt: startsAt)
        let own = Cells.range(from: startsAt, to: endsAt)
        if !order.isEmpty, try transaction.takeCells(own, holder: session.person.rawValue, booking: booking) {
            let wide = search.type.interviewerCells(from: startsAt, to: endsAt)
            for interviewer in order
            where try transaction.takeCells(wide, holder: interviewer.rawValue, booking: booking) {
                return Decision.Meeting(
                    interview: interview, booking: booking, interviewer: interviewer, startsAt: startsAt, endsAt: endsAt
                )
            }
        }
        throw try slotTaken(startsAt, search, transaction)
    }

    private func bookingRow(_ meeting: Decision.Meeting, of session: VerificationSession) -> BookingRow {
        BookingRow(
            id: meeting.booking, interview: meeting.interview, session: session.id, person: session.person,
            interviewer: meeting.interviewer, startsAt: meeting.startsAt, endsAt: meeting.endsAt, state: .booked)
    }
}

extension SessionType {
    /// A time that was offered just inside the notice can still be booked by somebody who took a moment to choose it.
    fileprivate mutating func allowGrace() {
        minimumNoticeMinutes = max(0, minimumNoticeMinutes - 5)
    }
}

extension Instant {
    static let distantFuture = Instant(secondsSinceEpoch: 253_402_300_799)
}
