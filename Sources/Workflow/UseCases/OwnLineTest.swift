import ConnectionQuality
public import Verification

extension Workbench {
    /// What a candidate says about a call that they made to try their line, after it failed in an interview.
    ///
    /// This is the person's own word: nothing is measured here. The test stands with the last interview that ended, and has to be
    /// newer than it before the next one can be booked.
    public func recordOwnLineTest(
        _ id: SessionID, worked: Bool, by principal: Principal
    ) async throws -> VerificationSession {
        guard case .candidate(let own) = principal, own == id else { throw WorkflowFailure.notFound }
        return try await change(id, by: .candidate) { decision, _ in
            try decision.requireReadyToBook()
            guard
                let last = decision.session.attempts.last(where: {
                    $0.isInterview && $0.isOver && $0.result != .cancelled
                })
            else { throw WorkflowFailure.notFound }
            try decision.recordLineTest(last.interview, side: .candidate, result: worked ? .green : .red)
        }.session
    }
}
