import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// Everything that happened in a case in plain words, newest first, without names and notes of staff.
struct TimelinePages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.candidateTimeline, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let rows = try await pages.bench.timeline(own.session.id, for: request.principal)
            let entries = try CaseTimeline(own).entries(rows)
            return .page(
                own.page(
                    "candidate/timeline", title: request.words["candidate_timeline_title"], at: "timeline", next: nil,
                    ["entries": .list(entries.reversed().map(\.view)), "has_entries": .flag(!entries.isEmpty)]))
        }
    }
}

/// One thing that happened, as the person is told.
struct TimelineEntry: Sendable {
    var at: Instant
    var time: String
    var title: String
    var text: String?
    var tone: String

    var view: View {
        [
            "title": .text(title), "time_text": .text(time), "time_iso": .text(at.rfc3339), "text": .optional(text),
            "tone": .text(tone), "badge": nil, "detail": nil,
        ]
    }
}

/// The stream of a session in the person's words. What is left out says nothing about them: single marks on the scorecard, draws of
/// reviewers, audits of the staff's own work.
struct CaseTimeline {
    private let own: AfterCase
    private var words: Words { own.words }

    init(_ own: AfterCase) { self.own = own }

    func entries(_ rows: [EventRow]) throws -> [TimelineEntry] {
        // A call is scored when it ends and again with the scorecard; the same verdict twice is no news.
        var verdicts: [InterviewID: CallVerdict] = [:]
        return try rows.compactMap { row in
            let event = try SessionEvent(
                StoredEvent(kind: row.kind, payloadVersion: row.payloadVersion, payload: row.payload))
            if case .callScored(let scored) = event,
                verdicts.updateValue(scored.call.verdict, forKey: scored.interview) == scored.call.verdict
            {
                return nil
            }
            guard let told = tell(event) else { return nil }
            return TimelineEntry(
                at: row.at, time: own.moment(row.at), title: told.title, text: told.text, tone: told.tone)
        }
    }

    private typealias Told = (title: String, text: String?, tone: String)

    private func told(_ key: String, _ values: [String: String] = [:], text: String? = nil, tone: String = "quiet")
        -> Told
    {
        (words("candidate_timeline_\(key)", values), text, tone)
    }

    private func tell(_ event: SessionEvent) -> Told? {
        switch event {
        case .opened: return told("opened", text: own.text(own.session.trigger.explanation), tone: "info")
        case .linkReissued: return told("link")
        case .profileConfirmed(let confirmed):
            guard !confirmed.struck.isEmpty else { return told("confirmed") }
            let struck = confirmed.struck.map(own.skillName).joined(separator: ", ")
            return told("confirmed", text: words("candidate_timeline_struck", ["skills": struck]))
        case .profileUpdated: return told("profile")
        case .interviewBooked(let booked):
            let key = booked.purpose == .interview ? "booked" : "second_look"
            return told(key, ["moment": own.moment(booked.startsAt)], tone: "info")
        case .interviewRescheduled(let moved): return told("moved", ["moment": own.moment(moved.startsAt)])
        case .interviewJoined(let joined): return told("joined_\(joined.side.rawValue)")
        case .interviewLeft(let left): return told("left_\(left.side.rawValue)")
        case .interviewStarted: return told("started", tone: "info")
        case .questionObjected(let objected):
            return told(objected.objection.voided == nil ? "objected" : "objected_void")
        case .lineTested(let tested):
            guard tested.side == .candidate else { return nil }
            return told("line_tested", ["result": words["candidate_timeline_light_\(tested.test.result.rawValue)"]])
        case .lineRated(let rated):
            guard rated.side == .candidate else { return nil }
            return told("line_rated", ["points": String(rated.rating)])
        case .callEnded: return told("call_ended")
        case .scorecardSubmitted: return told("submitted")
        case .callScored(let scored):
            let verdict = words["candidate_line_verdict_\(scored.call.verdict.rawValue)"]
            return told("scored", ["verdict": verdict])
        case .attemptClosed(let closed): return attemptClosed(closed)
        case .phaseChanged(let phase): return tell(phase)
        case .proposalMade(let proposal):
            return told("proposed", ["measure": own.measure(proposal.measure)], tone: "warn")
        case .proposalHeard: return told("heard", tone: "info")
        case .proposalClosed(_, let state): return told("proposal_\(state.rawValue)", tone: tone(state))
        case .reviewDecided(let decided):
            guard own.session.review(decided.review)?.kind == .disputed else { return nil }
            return told("looked_\(decided.decision.choice.rawValue)")
        case .statementPrepared(let statement):
            return told("statement", ["measure": own.measure(statement.measure)], tone: "warn")
        case .statementSent(_, let sending): return told("sent_\(sending.way.rawValue)")
        case .outcomeIssued(let outcome):
            let status = outcome.determination.status
            return told("issued_\(status.rawValue)", tone: status == .verified ? "good" : "warn")
        case .outcomeStatusChanged(_, let status): return told("outcome_\(status.rawValue)")
        case .appealFiled(let appeal):
            return told(
                "appeal_filed", ["ground": words["candidate_appeal_ground_\(appeal.ground.rawValue)"]], tone: "info")
        case .appealDecided(let decided):
            let decider = decided.decidedBy.rawValue
            return told(
                "appeal_\(decided.state.rawValue)_\(decider)", tone: decided.state == .granted ? "good" : "warn")
        case .messagePosted(let posted):
            switch posted.author {
            case .candidate: return told("wrote", text: own.text(posted.text))
            case .staff: return told("answered", text: own.text(posted.text), tone: "info")
            }
        case .outcomeAcknowledged: return told("acknowledged")
        case .redacted: return told("redacted")
        case .scopeFrozen, .itemAdded, .itemRecorded, .reviewOpened, .reviewAssigned, .reviewClosed, .secondLookHeld,
            .determinationWithheld, .determined:
            return nil
        }
    }

    private func attemptClosed(_ closed: SessionEvent.AttemptClosed) -> Told? {
        guard own.session.attempt(closed.interview)?.isInterview == true else { return nil }
        let reason = closed.reasonCodes.first.flatMap { own.content.reasons[$0]?.title }
        switch closed.result {
        case .abortedTechnical: return told("ended_technical", text: reason, tone: "info")
        case .void: return told("ended_void", text: reason, tone: "info")
        case .notHeld:
            return told(closed.countsTowardLimit ? "ended_not_held" : "ended_not_held_free", text: reason, tone: "warn")
        case .cancelled: return told("ended_cancelled")
        case .assessed, .booked, .inProgress: return nil
        }
    }

    private func tell(_ phase: Phase) -> Told? {
        switch phase {
        case .readyToBook(let ready): told("ready", ["moment": own.moment(ready.bookBy)])
        case .expired: told("expired", tone: "warn")
        case .refused: told("refused", tone: "warn")
        case .cancelled: told("cancelled", tone: "warn")
        case .opened: told("reopened")
        case .booked, .inProgress, .deliberating, .concluded, .inAppeal: nil
        }
    }

    private func tone(_ state: Proposal.State) -> String {
        switch state {
        case .confirmed: "warn"
        case .rejected, .lapsed, .withdrawn, .corrected: "good"
        case .open: "quiet"
        }
    }
}
