import ConnectionQuality
import OutcomeVerifier
import SignedOutcomes
import Timekeeping
public import Verification

/// Law 9: the determination is recomputed from the record and compared with what was signed.
extension Workbench {
    public struct ReplayResult: Sendable {
        /// What was looked at, one sentence a line.
        public var lines: [String]
        public var isEqual: Bool
    }

    /// Folds the stream again, scores the stored rows again, looks every submitted attempt up in the table again, and compares.
    public func replay(_ id: SessionID) async throws -> ReplayResult {
        try await store.read { transaction in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            let events = try transaction.events(of: id).map {
                try SessionEvent(StoredEvent(kind: $0.kind, payloadVersion: $0.payloadVersion, payload: $0.payload))
            }
            let folded = try VerificationSession(folding: events)
            var result = ReplayResult(lines: [], isEqual: true)
            func check(_ sentence: String, _ holds: Bool) {
                result.lines.append("\(holds ? "equal   " : "DIFFERS ") \(sentence)")
                if !holds { result.isEqual = false }
            }
            check("the stream of \(events.count) events folds to the stored state", folded == (try decode(row)))
            for attempt in folded.attempts where attempt.isInterview && attempt.submission != nil {
                let report = try report(on: attempt.interview, of: folded, policy: policy(of: folded), transaction)
                if let call = attempt.call {
                    check(
                        "\(attempt.interview): call verdict \(report.verdict.rawValue), fault \(report.faultParty.rawValue)",
                        call.verdict == report.verdict && call.faultParty == report.faultParty)
                }
                guard let file = folded.caseFile(for: attempt, report: report, policy: policy(of: folded)) else {
                    continue
                }
                let conclusion = DecisionTable.conclude(file).conclusion
                check(
                    "\(attempt.interview): the table says \(conclusion.sentence), the record \(attempt.result.rawValue) \(attempt.reasonCodes.map(\.rawValue).joined(separator: " "))",
                    folded.agrees(attempt, with: conclusion))
            }
            for outcome in try transaction.outcomes(of: id) where outcome.state == .issued {
                let recorded = folded.outcome(outcome.id)
                let signed = try PreparedOutcome(stored: outcome.signingInput).claims
                check(
                    "\(outcome.id): signed \(signed.outcome.rawValue), determined \(recorded?.determination.status.rawValue ?? "nothing")",
                    signed.outcome.rawValue == recorded?.determination.status.rawValue
                        && Set(signed.skills.map { "\($0.skill) \($0.result.rawValue)" })
                            .isSubset(
                                of: Set(
                                    recorded?.determination.skills.map { "\($0.skill) \($0.result.rawValue)" } ?? []))
                )
                check(
                    "\(outcome.id): status list says \(outcome.statusValue)",
                    recorded?.status.listValue == outcome.statusValue)
            }
            return result
        }
    }
}

extension Conclusion {
    var sentence: String {
        switch self {
        case .technical(let code, _): "aborted_technical \(code.rawValue)"
        case .disputed: "a person has to look at the line"
        case .engagement(let code): "not_held \(code.rawValue)"
        case .void(let code): "void \(code.rawValue)"
        case .proposal(let code): "a proposal of \(code.rawValue)"
        case .inconclusive(let code): "inconclusive \(code.rawValue)"
        case .verified(let code): "verified \(code.rawValue)"
        }
    }
}

extension VerificationSession {
    /// Whether the record of an attempt follows from the table's conclusion, given what people and the clock decided afterwards.
    func agrees(_ attempt: Attempt, with conclusion: Conclusion) -> Bool {
        let wasAppealed = appeals.contains { appeal in
            guard appeal.state == .granted else { return false }
            switch appeal.target {
            case .attempt(let id): return id == attempt.interview
            case .outcome(let id): return outcome(id)?.determination.interview == attempt.interview
            case .skill: return false
            }
        }
        // A granted appeal rewrites the attempt in the person's favour; its own decision is in the stream.
        if wasAppealed { return true }
        let reason = attempt.reasonCodes.first
        switch conclusion {
        case .technical(let code, _): return attempt.result == .abortedTechnical && reason == code
        case .disputed:
            return reviews.contains { $0.kind == .disputed && $0.interview == attempt.interview }
        case .engagement(let code): return attempt.result == .notHeld && reason == code
        case .void(let code): return attempt.result == .void && reason == code
        case .proposal(let code):
            return proposals.contains { $0.interview == attempt.interview && $0.ground == code }
        case .inconclusive(let code): return attempt.result == .assessed && reason == code
        case .verified(let code):
            let lapsedSuspicion = proposals.contains {
                $0.interview == attempt.interview && $0.state == .lapsed && $0.ground.isSuspicion
            }
            return attempt.result == .assessed && (reason == code || reason == .verifiedAfterAppeal) || lapsedSuspicion
        }
    }
}
