public import Verification

/// Whose session, interview or review it is. Unknown and not yours are the same answer, on purpose.
extension Workbench {
    /// The session, if the caller is its platform or its candidate.
    public func session(_ id: SessionID, for principal: Principal) async throws -> VerificationSession {
        let session = try await current(id)
        switch principal {
        case .platform(let platform) where session.platform == platform: return session
        case .candidate(let own) where own == id: return session
        default: throw WorkflowFailure.notFound
        }
    }

    /// The session and its conversation's other side: the candidate, or staff who have to do with the case.
    func conversation(_ id: SessionID, for principal: Principal) async throws -> VerificationSession {
        let session = try await current(id)
        switch principal {
        case .candidate(let own) where own == id: return session
        case .staff(_, let roles) where roles.contains(.operator): return session
        case .staff(let staff, _) where session.reviews.contains(where: { $0.assignee == staff }): return session
        default: throw WorkflowFailure.notFound
        }
    }

    /// The session of an interview and the side on which the caller takes part in it.
    func interview(_ id: InterviewID, for principal: Principal) async throws -> (
        session: VerificationSession, isCandidate: Bool
    ) {
        let booking = try await store.read { try $0.booking(interview: id) }
        guard let booking else { throw WorkflowFailure.notFound }
        let session = try await current(booking.session)
        guard let attempt = session.attempt(id) else { throw WorkflowFailure.notFound }
        switch principal {
        case .candidate(let own) where own == session.id: return (session, true)
        case .staff(let staff, _) where staff == attempt.interviewer: return (session, false)
        default: throw WorkflowFailure.notFound
        }
    }

    /// The session of an interview that the calling member of staff holds.
    func heldInterview(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        let (session, isCandidate) = try await interview(id, for: principal)
        guard !isCandidate else { throw WorkflowFailure.wrongRole }
        return session
    }

    func actor(_ principal: Principal) -> Actor {
        switch principal {
        case .platform(let id): .platform(id)
        case .candidate: .candidate
        case .staff(let id, _): .staff(id)
        case .anyone: .candidate
        }
    }
}
