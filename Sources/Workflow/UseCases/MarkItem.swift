import ConnectionQuality
import Timekeeping
public import Verification

/// Filling in a scorecard piece by piece, as a person in a call does: first "asked", then a word of a note, then "answered", then a rating.
///
/// An item that was marked or noted and has no answer yet is stored as not asked or not checked, which counts for nothing; a span whose
/// ends are equal is one that nobody has closed yet.
extension Workbench {
    public enum ItemMark: String, Sendable, CaseIterable {
        /// The question is being asked now: the server's own time of receipt is the mark.
        case asked
        /// It has been answered now.
        case answered
    }

    public struct ItemChange: Sendable {
        /// `nil` leaves the answer as it stands.
        public var answer: ItemAnswer?
        /// `nil` leaves the note as it stands, an empty one takes it away.
        public var note: String?
        public var mark: ItemMark?

        public init(answer: ItemAnswer? = nil, note: String? = nil, mark: ItemMark? = nil) {
            self.answer = answer
            self.note = note
            self.mark = mark
        }
    }

    /// Changes one item. `expecting` is the item's revision as the caller saw it; any other stored one throws
    /// ``WorkflowFailure/staleVersion``, so that of two open pages none overwrites the other unseen.
    public func changeItem(
        _ id: InterviewID, item itemID: ItemID, _ change: ItemChange, expecting revision: String?,
        by principal: Principal
    ) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        return try await self.change(session.id, by: actor(principal)) { decision, transaction in
            guard let attempt = decision.session.attempt(id), let item = attempt.scorecard[itemID] else {
                throw WorkflowFailure.notFound
            }
            let note = try item.entry?.note.flatMap { try transaction.personalText($0) }
            // What would change nothing is no write: a repeated save, however late, does no harm.
            guard !change.isIdle(on: item, note: note) else { return }
            if let revision, revision != item.revision { throw WorkflowFailure.staleVersion }
            // A mark is the time at which it arrives, and after the call nothing is asked or answered.
            if change.mark != nil, attempt.endedAt != nil {
                throw Rejection.wrongState(
                    actual: "ended", allowed: ["in_progress"],
                    sentence: "The call has ended, so nothing more can be marked as asked or answered.")
            }
            let heard = min(decision.now, attempt.endedAt ?? decision.now)
            if change.mark == .asked {
                try closeOpenSpans(of: attempt, except: itemID, id, &decision, transaction)
            }
            try decision.recordItem(itemID, of: id, try record(change, on: item, note: note, at: heard))
            let report = try report(on: id, of: decision.session, policy: policy(of: decision.session), transaction)
            try decision.appendSamePersonCheck(to: id, after: report.gaps)
        }.session
    }

    /// Puts the same-person check on the scorecard: the interviewer saw a change of camera or a gap before any measurement told of it.
    public func addSamePersonCheck(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in
            guard let attempt = decision.session.attempt(id), attempt.startedAt != nil, attempt.endedAt == nil,
                !attempt.isOver
            else {
                throw Rejection.wrongState(
                    actual: decision.session.status.rawValue, allowed: ["in_progress"],
                    sentence: "The check is added while the call is running.")
            }
            let now = decision.now
            try decision.appendSamePersonCheck(to: id, after: [Interval(start: now, end: now)])
        }.session
    }

    private func record(
        _ change: ItemChange, on item: ScorecardItem, note: String?, at heard: Instant
    ) throws -> Decision.Record {
        let span = item.entry?.span
        var asked: Instant?
        var answered: Instant?
        switch change.mark {
        case .asked: (asked, answered) = (heard, heard)
        case .answered:
            guard let span else {
                throw WorkflowFailure.invalid(
                    pointer: "/mark", sentence: "Mark the question as asked before marking it as answered.")
            }
            (asked, answered) = (span.askedAt, heard)
        case nil:
            // Whoever rates has heard the answer, and nobody heard one after the call.
            if let span, span.isOpen, change.answer?.isAssessed == true {
                (asked, answered) = (span.askedAt, max(span.askedAt, heard))
            }
        }
        return Decision.Record(
            answer: change.answer ?? item.entry?.answer ?? item.subject.unanswered, note: change.note ?? note,
            askedAt: asked, answeredAt: answered)
    }

    /// Asking the next question ends the answer to the one before: spans never overlap.
    private func closeOpenSpans(
        of attempt: Attempt, except asked: ItemID, _ id: InterviewID, _ decision: inout Decision,
        _ transaction: any ReadTransaction
    ) throws {
        for item in attempt.scorecard.items where item.id != asked && !item.isVoid {
            guard let entry = item.entry, let span = entry.span, span.isOpen else { continue }
            let note = try entry.note.flatMap { try transaction.personalText($0) }
            try decision.recordItem(
                item.id, of: id,
                Decision.Record(
                    answer: entry.answer, note: note, askedAt: span.askedAt, answeredAt: decision.now))
        }
    }
}

extension Workbench.ItemChange {
    fileprivate func isIdle(on item: ScorecardItem, note stored: String?) -> Bool {
        guard mark == nil else { return false }
        let sameAnswer = answer.map { $0 == item.entry?.answer } ?? true
        let sameNote = note.map { $0 == stored ?? "" } ?? true
        return sameAnswer && sameNote
    }
}

extension ItemSubject {
    /// What stands for "no answer yet": it is assessed by nobody and counts for nothing.
    public var unanswered: ItemAnswer {
        switch self {
        case .question: .rating(.notAsked)
        case .identity, .fact: .check(.notChecked)
        }
    }
}

extension ScorecardItem {
    /// Changes whenever this item changes.
    public var revision: String {
        guard let entry else { return isVoid ? "void" : "new" }
        let text = [
            "\(isVoid)", "\(entry.answer)", entry.note?.rawValue ?? "",
            "\(entry.recordedAt.millisecondsSinceEpoch)", "\(entry.span?.askedAt.millisecondsSinceEpoch ?? 0)",
            "\(entry.span?.answeredAt.millisecondsSinceEpoch ?? 0)",
        ].joined(separator: ";")
        // FNV-1a, 64 bits: a version mark, not a secret.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
