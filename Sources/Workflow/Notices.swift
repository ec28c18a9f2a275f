import Foundation
import Scheduling
import Timekeeping
public import Verification

/// A notice as it waits in the outbox: which message, and the values for it. Texts about the person are references, resolved when the
/// notice is rendered, so that redaction empties waiting notices as well.
public struct NoticePayload: Codable, Hashable, Sendable {
    public var values: [String: String]
    /// Placeholders whose text lives with the personal data; several references are joined by line breaks.
    public var texts: [String: [PersonalTextID]]
    /// The statement of reasons that this notice carries, to be marked as sent.
    public var statement: StatementID?
    /// Sealed values, such as a link that works as a key.
    public var sealed: [UInt8]?
}

/// Which notices follow from which events (`Config/messages`); they are written in the transaction of the events themselves.
extension Workbench {
    struct Notice {
        var message: String
        var recipient = "candidate"
        var values: [String: String] = [:]
        var texts: [String: [PersonalTextID]] = [:]
        var statement: StatementID?
        var sealed: [UInt8]?
    }

    func outboxRow(_ notice: Notice, in session: VerificationSession, at now: Instant) throws -> OutboxRow {
        let policy = policy(of: session)
        var values = notice.values
        values["contact"] = "\(policy.contact.role): \(policy.contact.route)"
        var texts = notice.texts
        texts["display_name"] = [session.profile.displayName]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = NoticePayload(values: values, texts: texts, statement: notice.statement, sealed: notice.sealed)
        return OutboxRow(
            id: newID(OutboxKind.self).rawValue, session: session.id, channel: "notice", message: notice.message,
            recipient: notice.recipient, payload: [UInt8](try encoder.encode(payload)), state: .pending, dueAt: now,
            attempts: 0, createdAt: now)
    }

    /// The notices of one event; none once the session was redacted, since there is nobody left to address.
    func notices(of event: SessionEvent, in session: VerificationSession) throws -> [Notice] {
        guard !session.isRedacted else { return [] }
        switch event {
        case .interviewBooked(let booked):
            guard booked.purpose == .interview else {
                return [Notice(message: "interview_reminder", values: times(booked.startsAt, booked.booking, session))]
            }
            return [Notice(message: "booking_confirmed", values: times(booked.startsAt, booked.booking, session))]
        case .interviewRescheduled(let moved):
            let booking = session.attempt(moved.interview)?.booking
            return [Notice(message: "booking_rescheduled", values: times(moved.startsAt, booking, session))]
        case .attemptClosed(let closed): return closingNotices(closed, session)
        case .proposalMade(let proposal): return [proposalNotice(proposal)]
        case .proposalClosed(_, let state):
            switch state {
            case .lapsed: return [Notice(message: "proposal_lapsed")]
            case .withdrawn, .rejected, .corrected: return [Notice(message: "proposal_withdrawn")]
            case .open, .confirmed: return []
            }
        case .statementPrepared(let statement): return [statementNotice(statement, session)]
        case .outcomeIssued(let outcome): return outcomeNotices(outcome, session)
        case .outcomeStatusChanged(_, let status):
            switch status {
            case .suspended: return [Notice(message: "outcome_suspended"), platformNotice(status.rawValue, session)]
            case .valid: return [Notice(message: "outcome_reinstated"), platformNotice(status.rawValue, session)]
            case .superseded: return [Notice(message: "outcome_superseded")]
            case .revoked: return [platformNotice(status.rawValue, session)]
            }
        case .appealFiled(let appeal):
            guard appeal.review != nil else { return [] }
            return [Notice(message: "appeal_received", values: ["answer_by": spoken(appeal.answerBy, session)])]
        case .appealDecided(let decided): return [appealNotice(decided, session)]
        case .messagePosted(let posted):
            guard case .staff = posted.author else { return [] }
            return [Notice(message: "message_received")]
        case .phaseChanged(let phase): return phaseNotices(phase, session)
        case .reviewOpened(let review): return reviewNotice(review.id, review.assignee, session)
        case .reviewAssigned(let assigned): return reviewNotice(assigned.review, assigned.assignee, session)
        case .opened, .profileUpdated, .linkReissued, .profileConfirmed, .scopeFrozen, .interviewJoined, .interviewLeft,
            .interviewStarted, .itemAdded, .itemRecorded, .questionObjected, .lineTested, .lineRated, .callEnded,
            .scorecardSubmitted, .callScored, .reviewDecided, .reviewClosed, .secondLookHeld, .proposalHeard,
            .statementSent, .determinationWithheld, .determined, .outcomeAcknowledged, .redacted:
            return []
        }
    }

    // MARK: One notice each

    private func times(_ startsAt: Instant, _ booking: BookingID?, _ session: VerificationSession) -> [String: String] {
        [
            "starts_at": spoken(startsAt, session), "time_zone": session.profile.timeZone,
            "calendar_url": booking.map { "\(publicURL)/v1/bookings/\($0)/calendar" } ?? "",
        ]
    }

    private func reasonValues(_ code: ReasonCode) -> [String: String] {
        let words = content.reasons[code]
        return [
            "reason_code": code.rawValue, "reason_title": words?.title ?? code.rawValue,
            "reason_meaning": words?.meaning ?? "",
        ]
    }

    private func closingNotices(_ closed: SessionEvent.AttemptClosed, _ session: VerificationSession) -> [Notice] {
        guard session.attempt(closed.interview)?.isInterview == true else { return [] }
        let reason = closed.reasonCodes.first
        var values = reason.map(reasonValues) ?? [:]
        values["next_step"] = reason.flatMap { content.reasons[$0]?.lifts } ?? ""
        switch closed.result {
        case .abortedTechnical: return [Notice(message: "technical_abort", values: values)]
        case .void: return [Notice(message: "attempt_void", values: values)]
        case .notHeld:
            let left = max(0, policy(of: session).attempts.countedMaximum - session.countedAttempts)
            values["tries_left"] = String(left)
            return [Notice(message: "attempt_not_held", values: values)]
        case .cancelled:
            guard let attempt = session.attempt(closed.interview) else { return [] }
            var values = times(attempt.startsAt, attempt.booking, session)
            values["by"] = session.status == .cancelled ? "the platform" : "you"
            return [Notice(message: "booking_cancelled", values: values)]
        case .assessed, .booked, .inProgress: return []
        }
    }

    private func proposalNotice(_ proposal: Proposal) -> Notice {
        var values = reasonValues(proposal.ground)
        values["determination"] = words(for: proposal.measure)
        values["answer_by"] = proposal.answerBy.rfc3339
        return Notice(message: "proposal_made", values: values, texts: ["facts": proposal.facts.map(\.text)])
    }

    private func statementNotice(_ statement: StatementOfReasons, _ session: VerificationSession) -> Notice {
        let policy = policy(of: session)
        var values = [
            "determination": words(for: statement.measure),
            "ground":
                "\(statement.ground.rawValue) \(content.reasons[statement.ground]?.title ?? ""), \(publicURL)/reasons/\(statement.ground.rawValue)",
            "lifts": statement.lifts.text, "redress": statement.redress.text,
            "appeal_until": spoken(statement.appealUntil, session), "outside_body": policy.outsideBody,
            "automated": statement.automatedDetection
                ? "A machine took part in finding the facts; people decided."
                : "People found the facts and people decided.",
        ]
        let message: String
        switch statement.measure {
        case .notVerified: message = "statement_of_reasons"
        case .notDemonstrated(let skill):
            message = "skill_statement_of_reasons"
            values["skill"] = content.taxonomy.skill(skill)?.name ?? skill.rawValue
        }
        return Notice(
            message: message, values: values,
            texts: ["facts": statement.facts.map(\.text), "explanation": [statement.explanation]],
            statement: statement.id)
    }

    private func outcomeNotices(_ outcome: Outcome, _ session: VerificationSession) -> [Notice] {
        let determination = outcome.determination
        var values = ["valid_until": spoken(outcome.expiresAt, session)]
        values["reason_title"] = content.reasons[determination.reason]?.title ?? determination.reason.rawValue
        var notices = [platformNotice(outcome.status.rawValue, session)]
        switch determination.status {
        case .verified: notices.append(Notice(message: "outcome_verified", values: values))
        case .inconclusive:
            values["trusted_referee"] = policy(of: session).trustedReferee
            notices.append(Notice(message: "outcome_inconclusive", values: values))
        case .notVerified: break
        }
        return notices
    }

    /// What the platform hears: the outcome and its status, never a reason.
    private func platformNotice(_ status: String, _ session: VerificationSession) -> Notice {
        Notice(
            message: "platform_outcome", recipient: "platform",
            values: [
                "subject": session.subject, "status": status,
                "outcome": session.outcomes.last?.determination.status.rawValue ?? "",
            ])
    }

    private func appealNotice(_ decided: SessionEvent.AppealDecided, _ session: VerificationSession) -> Notice {
        switch decided.state {
        case .granted, .underReview:
            let effect =
                switch decided.effect {
                case .reversal: "The result is reversed. A new one takes its place at once."
                case .reverification:
                    "A new interview with another interviewer is open to you now. It does not count as a try."
                case .recordOnly, nil: "The attempt was free already. Your appeal is part of the record."
                }
            return Notice(message: "appeal_granted", values: ["effect": effect])
        case .refused:
            return Notice(
                message: "appeal_refused", values: ["outside_body": policy(of: session).outsideBody],
                texts: ["reasons": decided.reasons.map { [$0] } ?? []])
        }
    }

    private func phaseNotices(_ phase: Phase, _ session: VerificationSession) -> [Notice] {
        let how = ["how_to_reopen": "Open your page and choose “reopen”. Nothing that you did before is lost."]
        switch phase {
        case .expired: return [Notice(message: "session_expired", values: how)]
        case .refused: return [Notice(message: "session_refused", values: how)]
        case .cancelled: return [Notice(message: "session_cancelled")]
        case .opened: return [Notice(message: "session_reopened")]
        case .readyToBook, .booked, .inProgress, .deliberating, .concluded, .inAppeal: return []
        }
    }

    private func reviewNotice(_ id: ReviewID, _ assignee: StaffID?, _ session: VerificationSession) -> [Notice] {
        guard let assignee, let review = session.review(id) else { return [] }
        return [
            Notice(
                message: "review_assigned", recipient: "staff:\(assignee)",
                values: ["review": id.rawValue, "kind": review.kind.rawValue, "due": review.dueAt.rfc3339])
        ]
    }

    private func words(for measure: AdverseMeasure) -> String {
        switch measure {
        case .notVerified: "not verified"
        case .notDemonstrated(let skill):
            "\(content.taxonomy.skill(skill)?.name ?? skill.rawValue): not demonstrated"
        }
    }

    /// `2026-11-24 14:30 (UTC+01:00)` in the person's zone; the offset always stands beside it.
    func spoken(_ instant: Instant, _ session: VerificationSession) -> String {
        guard let rules = try? zones.rules(session.profile.timeZone) else { return instant.rfc3339 }
        let local = rules.local(instant)
        let minutes = local.secondsOfDay / 60
        let offset = Int(local.offset.wholeSeconds) / 60
        let sign = offset < 0 ? "-" : "+"
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(local.date) \(two(minutes / 60)):\(two(minutes % 60)) (UTC\(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60)))"
    }
}
