/// What granting an appeal can mean in a case as it stands.
extension VerificationSession {
    /// What granting an appeal can mean; the rest would give too little, or what no interview has shown.
    public func possibleEffects(of appeal: Appeal) -> [Appeal.Effect] {
        switch appeal.target {
        case .attempt(let id):
            if attempt(id)?.isTechnical == true { return [.recordOnly] }
            return outcome(restingOn: id, where: { $0.status == .notVerified }) == nil
                ? [.reverification] : [.reverification, .reversal]
        case .outcome(let id):
            return outcome(id)?.determination.status == .notVerified
                ? [.reverification, .reversal] : [.reverification]
        case .skill: return [.reverification, .reversal]
        }
    }

    /// What granting usually means: an error of fact or a skill result is reversed; what spoiled the interview earns a new one.
    public func usualEffect(of appeal: Appeal) -> Appeal.Effect {
        switch appeal.target {
        case .skill: return .reversal
        case .attempt(let id):
            return attempt(id)?.isTechnical == true ? .recordOnly : .reverification
        case .outcome(let id):
            guard outcome(id)?.determination.status == .notVerified else { return .reverification }
            switch appeal.ground {
            case .factualError, .other: return .reversal
            case .connectionQuality, .outOfScopeQuestion, .interviewerConduct, .language, .accessibility:
                return .reverification
            }
        }
    }

    /// The outcome in force, if it rests on this interview and says what is asked for.
    func outcome(restingOn interview: InterviewID, where says: (Determination) -> Bool) -> Outcome? {
        guard let outcome = outcomeInForce, outcome.determination.interview == interview,
            says(outcome.determination)
        else { return nil }
        return outcome
    }
}
