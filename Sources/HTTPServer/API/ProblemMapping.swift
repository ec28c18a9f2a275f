import StrictJSON
import Verification
import Workflow

/// The one table from refusals to problem documents; whatever is not in it is an opaque 500.
extension Problem {
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let rejection as Rejection: self = Problem.rejection(rejection)
        case let failure as WorkflowFailure: self = Problem.failure(failure)
        case let failure as StorageFailure:
            switch failure {
            case .staleVersion, .unavailable: self = .unavailable()
            case .undecodable: return nil
            }
        default: return nil
        }
    }

    private static func rejection(_ rejection: Rejection) -> Problem {
        switch rejection {
        case .wrongState(let actual, let allowed, let sentence): .wrongState(sentence, states: allowed, now: actual)
        case .questionOutOfScope: Problem(.questionOutOfScope)
        case .invalid(let pointer, let sentence): .invalidField(pointer, sentence)
        case .unknown: .notFound
        case .nothingToAppeal(let sentence): Problem(.nothingToAppeal, sentence)
        case .appealOpen(let id):
            Problem(.appealOpen, extensions: [("appeal", .string(id.rawValue))])
        case .secondLookNeeded: Problem(.secondLookNeeded)
        case .lineTestRequired: Problem(.lineTestRequired)
        case .corrupt: Problem(.internal)
        }
    }

    private static func failure(_ failure: WorkflowFailure) -> Problem {
        switch failure {
        case .notFound: .notFound
        case .wrongRole: Problem(.wrongRole)
        case .unauthenticated:
            .unauthenticated("The link or code is unknown or was replaced; use the latest mail, or ask for a new link.")
        case .sessionOpen(let id): .sessionOpen(id)
        case .slotTaken(let offers): .slotTaken(alternatives: offers.map(\.json))
        case .tooManyTries(let seconds): .tooManyTries(retryAfterSeconds: Int64(seconds))
        case .staleVersion: .staleVersion(current: nil)
        case .invalid(let pointer, let sentence): .invalidField(pointer, sentence)
        }
    }
}

extension TimeOffer {
    var json: JSONValue { ["starts_at": .time(startsAt), "ends_at": .time(endsAt)] }
}
