import ConnectionQuality
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// A session as one viewer may see it; fields and viewers stand in ``FieldTable``.
struct SessionRepresentation {
    let session: VerificationSession
    let viewer: Viewer
    let policy: Policy
    let now: Instant
    let texts: [PersonalTextID: String]
    let tokens: [OutcomeID: String]
    let content: PublishedContent

    var json: JSONValue {
        FieldTable.object(FieldTable.session, for: viewer) { value(of: $0) }
    }

    private func value(of field: String) -> JSONValue? {
        switch field {
        case "id": .string(session.id.rawValue)
        case "object": "verification_session"
        case "created_at": .time(session.openedAt)
        case "status": .string(session.status.rawValue)
        case "now": .time(now)
        case "subject": .string(session.subject)
        case "platform": .string(session.platform.rawValue)
        case "reference": text(session.profile.reference)
        case "display_name": text(session.profile.displayName)
        case "email": text(session.profile.email)
        case "time_zone": .string(session.profile.timeZone)
        case "languages": .array(session.profile.languages.map { .string($0) })
        case "trigger":
            [
                "kind": .string(session.trigger.kind), "policy": .string(session.trigger.policy),
                "explanation": text(session.trigger.explanation),
            ]
        case "declared_stack": .array(session.profile.declaredStack.map(\.json))
        case "facts":
            .array(session.profile.facts.map { ["kind": .string($0.kind), "value": text($0.value)] })
        case "mode": .string(session.mode.rawValue)
        case "policy": .string(session.policyVersion)
        case "scope": session.scope.map(scope) ?? .null
        case "booking": booking
        case "attempts":
            .array(
                session.attempts.filter(\.isInterview).map { AttemptRepresentation(attempt: $0, viewer: viewer).json })
        case "proposal": session.openProposals.first.map(proposal) ?? .null
        case "proposals": .array(session.proposals.map(proposal))
        case "statements": .array(session.statements.map(statement))
        case "outcome": session.outcomes.last.map(outcome) ?? .null
        case "appeals": .array(session.appeals.map(appeal))
        case "next_step": session.nextStep(policy: policy).json
        default: nil
        }
    }

    func text(_ id: PersonalTextID) -> JSONValue { texts[id].map { .string($0) } ?? .null }

    private func scope(_ frozen: VerificationSession.FrozenScope) -> JSONValue {
        [
            "sha256": .string(frozen.digest), "frozen_at": .time(frozen.at),
            "taxonomy": .string(frozen.scope.taxonomyVersion),
            "confirmed": .array(frozen.scope.confirmed.map { .string($0.skill.rawValue) }),
            "implied": .array(frozen.scope.implied.sorted().map { .string($0.rawValue) }),
        ]
    }

    private var booking: JSONValue {
        guard let attempt = session.currentInterview else { return .null }
        return [
            "id": .string(attempt.booking.rawValue), "interview": .string(attempt.interview.rawValue),
            "starts_at": .time(attempt.startsAt), "ends_at": .time(attempt.endsAt),
        ]
    }

    func proposal(_ proposal: Proposal) -> JSONValue {
        FieldTable.object(FieldTable.proposal, for: viewer) { field in
            switch field {
            case "id": .string(proposal.id.rawValue)
            case "determination": .string(proposal.measure.word)
            case "skill": proposal.measure.skill.map { .string($0.rawValue) } ?? .null
            case "made_at": .time(proposal.madeAt)
            case "answer_by": .time(proposal.answerBy)
            case "decide_by": .time(proposal.decideBy)
            case "state": .string(proposal.state.rawValue)
            case "reason_code": .string(proposal.ground.rawValue)
            case "reason": content.reasons[proposal.ground].map { .string($0.title) } ?? .null
            case "facts": .array(proposal.facts.map(fact))
            case "heard_at": proposal.hearing.map { .time($0.at) } ?? .null
            case "hearing": proposal.hearing.map(hearing) ?? .null
            default: nil
            }
        }
    }

    private func hearing(_ hearing: Hearing) -> JSONValue {
        [
            "text": hearing.text.map(text) ?? .null, "at": .time(hearing.at),
            "corrections": .array(hearing.corrections.map { ["kind": .string($0.kind), "value": text($0.value)] }),
        ]
    }

    private func fact(_ fact: ObservedFact) -> JSONValue {
        [
            "text": text(fact.text), "at": fact.at.map { .time($0) } ?? .null,
            "item": fact.item.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private func statement(_ statement: StatementOfReasons) -> JSONValue {
        [
            "id": .string(statement.id.rawValue), "object": "statement_of_reasons",
            "created_at": .time(statement.preparedAt), "determination": .string(statement.measure.word),
            "skill": statement.measure.skill.map { .string($0.rawValue) } ?? .null,
            "facts": .array(statement.facts.map(fact)), "ground": .string(statement.ground.rawValue),
            "explanation": text(statement.explanation), "lifts": .string(statement.lifts.text),
            "redress": .string(statement.redress.text), "contact": .string(statement.contact.text),
            "appeal_until": .time(statement.appealUntil), "outside_body": .string(policy.outsideBody),
            "automated_detection": .bool(statement.automatedDetection), "automated_decision": false,
            "sent_at": statement.sent.map { .time($0.at) } ?? .null,
            "sent_by": statement.sent.map { .string($0.way.rawValue) } ?? .null,
        ]
    }

    func outcome(_ outcome: Outcome) -> JSONValue {
        OutcomeRepresentation(outcome: outcome, session: session, token: tokens[outcome.id], now: now).json
    }

    func appeal(_ appeal: Appeal) -> JSONValue {
        FieldTable.object(FieldTable.appeal, for: viewer) { field in
            switch field {
            case "id": .string(appeal.id.rawValue)
            case "object": "appeal"
            case "created_at": .time(appeal.filedAt)
            case "against": ["kind": .string(appeal.target.kind), "id": .string(appeal.target.id)]
            case "ground": .string(appeal.ground.rawValue)
            case "status": .string(appeal.state.rawValue)
            case "answer_by": .time(appeal.answerBy)
            case "decided_by": appeal.decidedBy.map { .string($0.rawValue) } ?? .null
            case "decided_at": appeal.decidedAt.map { .time($0) } ?? .null
            case "effect": appeal.effect.map { .string($0.rawValue) } ?? .null
            case "statement": text(appeal.statement)
            case "reasons": appeal.reasons.map(text) ?? .null
            case "outside_body": appeal.state == .refused ? .string(policy.outsideBody) : .null
            case "evidence": evidence(of: appeal)
            case "next_step": session.nextStep(policy: policy).json
            default: nil
            }
        }
    }

    /// The measured line of the attempt in question: the same numbers for whoever appeals and whoever decides.
    private func evidence(of appeal: Appeal) -> JSONValue {
        let interview: InterviewID? =
            switch appeal.target {
            case .attempt(let id): id
            case .outcome(let id): session.outcome(id)?.determination.interview
            case .skill: session.outcomeInForce?.determination.interview
            }
        guard let attempt = interview.flatMap(session.attempt) else { return .null }
        return [
            "interview": .string(attempt.interview.rawValue), "connection": attempt.connectionJSON,
            "fault_party": attempt.call.map { .string($0.faultParty.rawValue) } ?? .null,
        ]
    }
}

/// One attempt, for one viewer.
struct AttemptRepresentation {
    let attempt: Attempt
    let viewer: Viewer

    var json: JSONValue {
        FieldTable.object(FieldTable.attempt, for: viewer) { field in
            switch field {
            case "interview": .string(attempt.interview.rawValue)
            case "booking": .string(attempt.booking.rawValue)
            case "starts_at": .time(attempt.startsAt)
            case "ends_at": .time(attempt.endsAt)
            case "mode": .string(attempt.mode.rawValue)
            case "started_at": attempt.startedAt.map { .time($0) } ?? .null
            case "ended_at": attempt.endedAt.map { .time($0) } ?? .null
            case "result": .string(attempt.result.rawValue)
            case "reason_codes": .array(attempt.reasonCodes.map { .string($0.rawValue) })
            case "fault_party": attempt.faultParty.map { .string($0.rawValue) } ?? .null
            case "counts_toward_limit": .bool(attempt.countsTowardLimit)
            case "connection": attempt.connectionJSON
            case "objections":
                .array(
                    attempt.objections.map {
                        [
                            "item": $0.item.map { .string($0.rawValue) } ?? .null, "at": .time($0.at),
                            "filed_at": .time($0.filedAt), "voided": $0.voided.map { .string($0.rawValue) } ?? .null,
                        ]
                    })
            case "interviewer": .string(attempt.interviewer.rawValue)
            default: nil
            }
        }
    }
}

/// An outcome; the same for everybody who may see it, since it derives from the same signed bytes.
struct OutcomeRepresentation {
    let outcome: Outcome
    let session: VerificationSession
    let token: String?
    let now: Instant

    var json: JSONValue {
        let determination = outcome.determination
        return [
            "id": .string(outcome.id.rawValue), "object": "outcome", "created_at": .time(outcome.issuedAt),
            "session": .string(session.id.rawValue), "subject": .string(session.subject),
            "determination": .string(determination.status.rawValue),
            "reason_code": .string(determination.reason.rawValue),
            "in_force": .bool(outcome.status == .valid && now < outcome.expiresAt),
            "status": .string(outcome.status.rawValue),
            "skills": .array(determination.skills.map(\.json)),
            "interview": .string(determination.interview.rawValue),
            "expires_at": .time(outcome.expiresAt),
            "supersedes": outcome.supersedes.map { .string($0.rawValue) } ?? .null,
            "token": token.map { .string($0) } ?? .null,
        ]
    }
}

extension JSONValue {
    static func time(_ instant: Instant) -> JSONValue { .string(instant.rfc3339) }
}

extension DeclaredSkill {
    var json: JSONValue {
        [
            "skill": .string(reportedName), "declared_as": .string(name), "state": .string(state.rawValue),
            "level": level.map { .string($0.rawValue) } ?? .null, "primary": .bool(primary),
        ]
    }
}

extension SkillResult {
    var json: JSONValue {
        [
            "skill": .string(skill), "level": level.map { .string($0.rawValue) } ?? .null,
            "result": .string(result.rawValue), "reason_code": .string(reason.rawValue),
        ]
    }
}

extension NextStep {
    var json: JSONValue {
        [
            "who": .string(who.rawValue), "what": .string(what), "by": by.map { .time($0) } ?? .null,
            "contact": .string(contact), "alternatives": .array(alternatives.map { .string($0) }),
        ]
    }
}

extension Attempt {
    var connectionJSON: JSONValue {
        guard let call else { return .null }
        return [
            "verdict": .string(call.verdict.rawValue), "thresholds": .string(call.thresholdsVersion),
            "gaps": .array(call.gaps.map { ["from": .time($0.start), "to": .time($0.end)] }),
        ]
    }
}

extension AdverseMeasure {
    var word: String {
        switch self {
        case .notVerified: "not_verified"
        case .notDemonstrated: "not_demonstrated"
        }
    }

    var skill: SkillID? {
        switch self {
        case .notVerified: nil
        case .notDemonstrated(let skill): skill
        }
    }
}
