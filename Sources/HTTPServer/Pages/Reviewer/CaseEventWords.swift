import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// One event of a case in words; `nil` for what says nothing by itself.
struct CaseEventWords {
    let voice: CaseVoice
    let session: VerificationSession

    private var words: Words { voice.words }

    func entry(_ event: SessionEvent, at: Instant) -> ReviewTimeline.Entry? {
        func plain(_ key: String, _ values: [String: String] = [:]) -> ReviewTimeline.Entry {
            ReviewTimeline.Entry(at: at, title: words("reviewer_event_\(key)", values))
        }
        switch event {
        case .opened(let opened):
            var entry = plain("opened")
            entry.quotes = [voice.text(opened.trigger.explanation)]
            return entry
        case .profileConfirmed(let confirmed):
            var entry = plain("confirmed")
            if !confirmed.struck.isEmpty {
                entry.lines = [words("reviewer_event_struck", ["skills": confirmed.struck.joined(separator: ", ")])]
            }
            return entry
        case .interviewBooked(let booked):
            var entry = plain(booked.purpose == .interview ? "booked" : "look_booked")
            entry.lines = [voice.moment(booked.startsAt)]
            return entry
        case .interviewRescheduled(let moved):
            var entry = plain("rescheduled")
            entry.lines = [voice.moment(moved.startsAt)]
            return entry
        case .interviewJoined(let joined): return side(plain("joined"), joined.side)
        case .interviewLeft(let left): return side(plain("left"), left.side)
        case .interviewStarted: return inCall(plain("started"))
        case .questionObjected(let objected): return objection(objected, at: at)
        case .lineTested(let tested):
            var entry = plain("line_tested")
            let tone = ["green": "good", "amber": "warn", "red": "bad"][tested.test.result.rawValue] ?? "quiet"
            entry.badge = (words.of("reviewer_line_test", tested.test.result.rawValue), tone)
            return side(entry, tested.side)
        case .lineRated(let rated):
            var entry = side(plain("line_rated"), rated.side)
            entry.badge = (
                words("reviewer_answer_rated", ["points": String(rated.rating)]),
                rated.rating >= 4 ? "good" : rated.rating == 3 ? "quiet" : "warn"
            )
            return entry
        case .callEnded: return inCall(plain("ended"))
        case .scorecardSubmitted(let submitted):
            var entry = plain("submitted")
            let recommendation = submitted.submission.recommendation.rawValue
            entry.lines = [
                words(
                    "reviewer_event_recommendation", ["word": words.of("reviewer_recommendation", recommendation)])
            ]
            entry.quotes = [voice.text(submitted.submission.summary)]
            return entry
        case .callScored(let scored):
            var entry = plain("scored")
            entry.badge = (words.of("reviewer_verdict", scored.call.verdict.rawValue), tone(scored.call.verdict))
            entry.lines = [
                words("reviewer_event_fault", ["party": words.of("reviewer_fault", scored.call.faultParty.rawValue)])
            ]
            return entry
        case .attemptClosed(let closed):
            var entry = plain("closed")
            entry.badge = (words.of("reviewer_result", closed.result.rawValue), "info")
            entry.lines =
                closed.reasonCodes.map(voice.reason)
                + [words[closed.countsTowardLimit ? "reviewer_event_counts" : "reviewer_event_free"]]
            return entry
        case .phaseChanged(let phase):
            switch phase.status {
            case .expired, .refused, .cancelled: return plain(phase.status.rawValue)
            case .opened, .readyToBook, .booked, .inProgress, .deliberating, .concluded, .inAppeal: return nil
            }
        case .itemAdded: return inCall(plain("item_added"))
        case .messagePosted(let message):
            var entry = plain("message")
            switch message.author {
            case .candidate: entry.who = words["reviewer_who_candidate"]
            case .staff(let id): entry.who = voice.actor("staff:\(id)", in: session)
            }
            entry.quotes = [voice.text(message.text)]
            entry.tone = "info"
            return entry
        case .redacted: return plain("redacted")
        case .reviewOpened, .reviewAssigned, .reviewDecided, .reviewClosed, .secondLookHeld, .proposalMade,
            .proposalHeard, .proposalClosed, .statementPrepared, .statementSent, .determined, .outcomeIssued,
            .outcomeStatusChanged, .appealFiled, .appealDecided:
            return procedure(event, at: at)
        case .profileUpdated, .linkReissued, .scopeFrozen, .itemRecorded, .determinationWithheld,
            .outcomeAcknowledged:
            return nil
        }
    }

    // MARK: Reviews, proposals, appeals, results

    private func procedure(_ event: SessionEvent, at: Instant) -> ReviewTimeline.Entry? {
        func plain(_ key: String, _ values: [String: String] = [:]) -> ReviewTimeline.Entry {
            ReviewTimeline.Entry(at: at, title: words("reviewer_event_\(key)", values), tone: "info")
        }
        switch event {
        case .reviewOpened(let review):
            var entry = plain("review_opened")
            entry.badge = (words.of("reviewer_kind", review.kind.rawValue), "info")
            entry.lines = [words("reviewer_event_assigned_to", ["who": voice.reviewer(review.assignee)])]
            return entry
        case .reviewAssigned(let assigned):
            var entry = plain("review_assigned")
            entry.lines = [words("reviewer_event_assigned_to", ["who": voice.reviewer(assigned.assignee)])]
            return entry
        case .reviewDecided(let decided):
            var entry = plain("review_decided")
            entry.anchor = "decision-\(decided.review)"
            entry.badge = (words.of("reviewer_choice", decided.decision.choice.rawValue), "info")
            entry.quotes = [voice.text(decided.decision.reasons)]
            return entry
        case .reviewClosed: return plain("review_closed")
        case .secondLookHeld: return plain("look_held")
        case .proposalMade(let proposal):
            var entry = plain("proposed")
            entry.anchor = "proposal-\(proposal.id)"
            entry.badge = (voice.reason(proposal.ground), "warn")
            entry.lines = [
                voice.measure(proposal.measure),
                words("reviewer_event_answer_by", ["when": voice.moment(proposal.answerBy)]),
            ]
            entry.quotes = proposal.facts.map { voice.text($0.text) }
            entry.tone = "warn"
            return entry
        case .proposalHeard(let heard):
            var entry = plain("heard")
            entry.anchor = heard.hearing.anchor
            entry.who = words["reviewer_who_candidate"]
            entry.quotes = heard.hearing.text.map { [voice.text($0)] } ?? []
            entry.lines = heard.hearing.corrections.map { correction in
                words(
                    "reviewer_event_correction",
                    [
                        "kind": words.of("reviewer_fact", correction.kind), "value": voice.text(correction.value),
                    ])
            }
            return entry
        case .proposalClosed(_, let state):
            var entry = plain("proposal_closed")
            entry.badge = (words.of("reviewer_proposal", state.rawValue), "info")
            return entry
        case .statementPrepared: return plain("statement_prepared")
        case .statementSent(_, let sending):
            var entry = plain("statement_sent")
            entry.lines = [words.of("reviewer_sent", sending.way.rawValue)]
            return entry
        case .determined(let determination):
            var entry = plain("determined")
            entry.badge = (
                words.of("reviewer_status", determination.status.rawValue),
                determination.status == .verified ? "good" : "warn"
            )
            entry.lines = [voice.reason(determination.reason)]
            return entry
        case .outcomeIssued: return plain("issued")
        case .outcomeStatusChanged(_, let status):
            var entry = plain("outcome_changed")
            entry.badge = (words.of("reviewer_outcome", status.rawValue), "info")
            return entry
        case .appealFiled(let appeal):
            var entry = plain("appealed")
            entry.anchor = "appeal-\(appeal.id)"
            entry.who = words["reviewer_who_candidate"]
            entry.badge = (words.of("reviewer_ground", appeal.ground.rawValue), "warn")
            entry.quotes = [voice.text(appeal.statement)]
            entry.tone = "warn"
            return entry
        case .appealDecided(let decided):
            var entry = plain("appeal_decided")
            entry.badge = (words.of("reviewer_appeal", decided.state.rawValue), "info")
            entry.lines =
                [words.of("reviewer_appeal_by", decided.decidedBy.rawValue)]
                + (decided.effect.map { [words.of("reviewer_effect", $0.rawValue)] } ?? [])
            entry.quotes = decided.reasons.map { [voice.text($0)] } ?? []
            return entry
        default: return nil
        }
    }

    // MARK: In the call

    private func objection(_ objected: SessionEvent.QuestionObjected, at: Instant) -> ReviewTimeline.Entry {
        let objection = objected.objection
        var entry = ReviewTimeline.Entry(
            at: objection.at, anchor: objection.anchor,
            title: words["reviewer_event_objected"], who: words["reviewer_who_candidate"], tone: "warn",
            isInCall: true)
        let scorecard = session.attempt(objected.interview)?.scorecard
        if let item = objection.item.flatMap({ scorecard?[$0] }) {
            entry.lines.append(words("reviewer_event_objected_card", ["item": voice.title(item)]))
        } else {
            entry.lines.append(words["reviewer_event_objected_aloud"])
        }
        if let item = objection.voided.flatMap({ scorecard?[$0] }) {
            entry.lines.append(words("reviewer_event_objection_voids", ["item": voice.title(item)]))
        }
        entry.lines.append(words("reviewer_event_objected_at", ["when": voice.moment(objection.filedAt)]))
        return entry
    }

    private func side(_ entry: ReviewTimeline.Entry, _ side: Side) -> ReviewTimeline.Entry {
        var entry = inCall(entry)
        entry.who = words.of("reviewer_who", side.rawValue)
        return entry
    }

    private func inCall(_ entry: ReviewTimeline.Entry) -> ReviewTimeline.Entry {
        var entry = entry
        entry.isInCall = true
        return entry
    }

    private func tone(_ verdict: CallVerdict) -> String {
        switch verdict {
        case .good: "good"
        case .fair: "quiet"
        case .poor, .disputed: "warn"
        case .technicalFailure: "bad"
        }
    }
}

extension Hearing {
    /// Where the timeline shows it; whoever answers twice has two.
    var anchor: String { "hearing-\(at.secondsSinceEpoch)" }
}

extension ScopeObjection {
    var anchor: String { "objection-\(at.secondsSinceEpoch)-\(filedAt.secondsSinceEpoch)" }
}
