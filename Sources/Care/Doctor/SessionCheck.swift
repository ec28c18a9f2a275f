import Foundation
import OutcomeVerifier
import SignedOutcomes
import Storage
import Timekeeping
import Verification
import Workflow

/// One session after the other: its stream, its projection and the rows that follow from them.
struct SessionCheck {
    let record: RecordFile
    let master: MasterKey?
    let verifier: Verifier?
    let policy: @Sendable (String) -> Policy

    struct Counts {
        var events = 0
        var outcomes = 0
    }

    /// Looks at some sessions in one transaction.
    func run(_ ids: [String], _ report: (Finding) -> Void) throws -> Counts {
        try record.read(master: master) { transaction in
            var counts = Counts()
            for id in ids {
                guard let row = try transaction.session(SessionID(unchecked: id)) else { continue }
                let events = try transaction.events(of: row.id)
                counts.events += events.count
                guard let session = fold(events, row, report) else { continue }
                compare(session, with: row, report)
                try compareBookings(of: session, transaction, report)
                try compareReviews(of: session, transaction, report)
                counts.outcomes += try compareOutcomes(of: session, transaction, report)
                try openTexts(of: session, transaction, report)
                for finding in SessionLaws(session: session).findings { report(finding) }
            }
            return counts
        }
    }

    // MARK: Stream and projection

    private func fold(_ events: [EventRow], _ row: SessionRow, _ report: (Finding) -> Void) -> VerificationSession? {
        guard zip(1..., events).allSatisfy({ $0 == $1.version }), events.count == row.version else {
            report(
                Finding(
                    .stream,
                    "The stream of session \(row.id) has gaps: \(events.count) events, the last of version \(events.last?.version ?? 0), for a session of version \(row.version)."
                ))
            return nil
        }
        do {
            return try VerificationSession(
                folding: events.map {
                    try SessionEvent(
                        StoredEvent(kind: $0.kind, payloadVersion: $0.payloadVersion, payload: $0.payload))
                })
        } catch let error as CorruptStream {
            report(Finding(.stream, "The stream of session \(row.id) does not fold: \(error.sentence)"))
        } catch let error as UnreadableEvent {
            report(Finding(.stream, "The stream of session \(row.id) holds what cannot be read: \(error.sentence)"))
        } catch {
            report(Finding(.stream, "An event of session \(row.id) cannot be decoded."))
        }
        return nil
    }

    private func compare(_ session: VerificationSession, with row: SessionRow, _ report: (Finding) -> Void) {
        let stored = try? JSONDecoder().decode(VerificationSession.self, from: Data(row.state))
        if stored != session {
            report(Finding(.projection, "The stored state of session \(row.id) is not what its events lead to."))
        }
        let due = session.unsigned?.determinedAt ?? session.nextDue(policy: policy(session.policyVersion))
        var differing: [String] = []
        if row.status != session.status.rawValue { differing.append("status") }
        if row.isOpen != session.isOpen { differing.append("is_open") }
        if row.dueAt != due { differing.append("due_at") }
        if row.platform != session.platform { differing.append("platform") }
        if row.person != session.person { differing.append("person") }
        if row.id != session.id { differing.append("id") }
        if !differing.isEmpty {
            report(
                Finding(
                    .projection,
                    "In the row of session \(row.id), \(differing.joined(separator: ", ")) is not what its events lead to."
                ))
        }
    }

    // MARK: What follows from it

    private func compareBookings(
        of session: VerificationSession, _ transaction: any ReadTransaction, _ report: (Finding) -> Void
    ) throws {
        for attempt in session.attempts {
            let row = try transaction.booking(attempt.booking)
            let agrees =
                row.map {
                    $0.interview == attempt.interview && $0.session == session.id && $0.person == session.person
                        && $0.interviewer == attempt.interviewer && $0.startsAt == attempt.startsAt
                        && $0.endsAt == attempt.endsAt && ($0.state == .booked) == !attempt.isOver
                        && ($0.state != .cancelled || attempt.result == .cancelled)
                } ?? false
            if !agrees {
                report(
                    Finding(
                        .booking, "Booking \(attempt.booking) of session \(session.id) is not as its events say."))
            }
        }
    }

    private func compareReviews(
        of session: VerificationSession, _ transaction: any ReadTransaction, _ report: (Finding) -> Void
    ) throws {
        for review in session.reviews {
            let row = try transaction.review(review.id)
            if row?.isOpen != review.isOpen || row?.assignee != review.assignee || row?.kind != review.kind.rawValue {
                report(
                    Finding(.projection, "Review \(review.id) of session \(session.id) is not as its events say."))
            }
        }
    }

    private func compareOutcomes(
        of session: VerificationSession, _ transaction: any ReadTransaction, _ report: (Finding) -> Void
    ) throws -> Int {
        let issued = try transaction.outcomes(of: session.id).filter { $0.state == .issued }
        if Set(issued.map(\.id)) != Set(session.outcomes.map(\.id)) {
            report(Finding(.outcome, "Session \(session.id) has issued other outcomes than its events say."))
        }
        for row in issued {
            guard let outcome = session.outcome(row.id) else { continue }
            if row.statusValue != outcome.status.listValue {
                report(
                    Finding(
                        .outcome,
                        "The status list says \(row.statusValue) of outcome \(row.id), and its events say \(outcome.status.rawValue)."
                    ))
            }
            if let sentence = defect(of: row, outcome, session) { report(Finding(.token, sentence)) }
        }
        return issued.count
    }

    /// What is wrong with a token: that it does not verify with the published keys, or says something else than the record.
    private func defect(of row: OutcomeRow, _ outcome: Outcome, _ session: VerificationSession) -> String? {
        guard let verifier else { return nil }
        let token = [UInt8]((row.token ?? "").utf8)
        guard token.starts(with: row.signingInput) else {
            return "The token of outcome \(row.id) is not what was prepared for signing."
        }
        switch verifier.verify(token, at: outcome.issuedAt.secondsSinceEpoch, status: nil) {
        case .accepted(let verified):
            let claims = verified.claims
            guard claims.identifier == row.id.rawValue, claims.subject == session.subject,
                claims.outcome.rawValue == outcome.determination.status.rawValue,
                claims.status.index == Int64(row.statusIndex)
            else { return "The token of outcome \(row.id) says something else than the record." }
            return nil
        case .rejected(let reason): return "The token of outcome \(row.id) does not verify: \(reason)"
        case .undetermined(let reason): return "The token of outcome \(row.id) cannot be verified: \(reason)"
        }
    }

    private func openTexts(
        of session: VerificationSession, _ transaction: any ReadTransaction, _ report: (Finding) -> Void
    ) throws {
        guard master != nil else { return }
        do {
            let texts = try transaction.personalTexts(of: session.id)
            if session.isRedacted, !texts.isEmpty {
                report(
                    Finding(
                        .texts, "Session \(session.id) was redacted, and has \(texts.count) personal texts.",
                        remedy: "Redact it again."))
            }
        } catch StorageFailure.undecodable(let sentence) {
            report(Finding(.texts, "In session \(session.id): \(sentence)"))
        }
    }
}
