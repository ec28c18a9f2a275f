import Verification
import Workflow

/// The scorecard in the order of a conversation: first who it is, then what the profile says, then the questions.
enum ScorecardPart: String, CaseIterable {
    case identity, facts, questions

    init(_ subject: ItemSubject) {
        switch subject {
        case .identity: self = .identity
        case .fact: self = .facts
        case .question: self = .questions
        }
    }

    func items(of scorecard: Scorecard) -> [ScorecardItem] {
        scorecard.items.filter { ScorecardPart($0.subject) == self }
    }

    static func present(in scorecard: Scorecard) -> [ScorecardPart] {
        allCases.filter { !$0.items(of: scorecard).isEmpty }
    }
}

extension ItemSubject {
    var isSamePersonCheck: Bool {
        guard case .identity(let check) = self else { return false }
        return check.occasion == .afterGap
    }

    var isMandatory: Bool {
        guard case .identity(let check) = self else { return false }
        return check.mandatory
    }
}

/// Where an item stands for the person who fills it in.
enum ItemProgress: Equatable {
    case open
    /// The question is out, the answer is under way.
    case asked
    /// Marked or noted, and nothing recorded about the answer yet.
    case unrated
    case recorded
    case void

    init(_ item: ScorecardItem) {
        guard !item.isVoid else {
            self = .void
            return
        }
        guard let entry = item.entry else {
            self = .open
            return
        }
        guard entry.answer == item.subject.unanswered else {
            self = .recorded
            return
        }
        guard let span = entry.span else {
            // "Not asked" and "not checked" are answers where nobody asked.
            self = .recorded
            return
        }
        self = span.isOpen ? .asked : .unrated
    }

    var word: String {
        switch self {
        case .open: "interviewer_progress_open"
        case .asked: "interviewer_progress_asked"
        case .unrated: "interviewer_progress_unrated"
        case .recorded: "interviewer_progress_recorded"
        case .void: "interviewer_progress_void"
        }
    }

    var tone: String {
        switch self {
        case .open: "quiet"
        case .asked: "info"
        case .unrated: "warn"
        case .recorded: "good"
        case .void: "quiet"
        }
    }
}

/// How much of the scorecard is done, beside what the policy wants.
struct DeskCoverage {
    let drawn: Int
    /// With an answer that counts, on a span that counts.
    let assessed: Int
    /// Those of them that the measured line was good enough for.
    let aboveGate: Int
    let needed: Int

    init(_ desk: Workbench.InterviewDesk) {
        let items = desk.attempt.scorecard.items.filter { !$0.subject.isSamePersonCheck }
        drawn = items.count
        assessed =
            items.filter { item in
                switch desk.standings[item.id] {
                case .above, .belowGate: true
                case .invalidSpan, .notAssessed, .void, nil: false
                }
            }.count
        aboveGate = items.filter { desk.standings[$0.id] == .above }.count
        needed = (desk.policy.interview.minimumCoveragePercent * items.count + 99) / 100
    }

    var isEnough: Bool { assessed >= needed }
}
