public import Verification

/// What a member of staff may do; one person may hold several.
public enum StaffRole: String, Codable, Sendable, CaseIterable, Hashable {
    case interviewer
    case reviewer
    case `operator`
}

/// Who makes a request, after authentication.
public enum Principal: Hashable, Sendable {
    case anyone
    case platform(PlatformID)
    /// The holder of a candidate token, which belongs to exactly one session.
    case candidate(SessionID)
    case staff(StaffID, roles: Set<StaffRole>)
}
