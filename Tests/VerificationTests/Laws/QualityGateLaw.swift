import ConnectionQuality
import Testing
import Timekeeping

@testable import Verification

@Suite struct QualityGateLaw {
    /// On an unusable line nothing that is recorded can lead to anything but a free attempt.
    @Test(arguments: Array(1...300) as [UInt64])
    func nothingRecordedBelowTheGateCountsAgainstAnybody(_ seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        var story = try Case.ready(seed: seed)
        let fault = RandomHistories.pick(FaultParty.allCases, &dice)
        let chosen = dice.next()
        try story.interview(
            line: .unusable(fault),
            answers: { item in
                var own = SeededGenerator(
                    seed: chosen ^ (item.id.rawValue.utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }))
                return item.subject.kind == "question"
                    ? .rating(.rated(1 + own.number(below: 5)))
                    : .check(own.number(below: 2) == 0 ? .mismatch : .match)
            }, recommendation: RandomHistories.pick(Recommendation.allCases, &dice))
        #expect(story.session.proposals.isEmpty && story.session.outcomes.isEmpty, "seed \(seed)")
        #expect(story.lastAttempt?.result == .abortedTechnical, "seed \(seed)")
        #expect(story.lastAttempt?.faultParty == fault, "seed \(seed)")
        #expect(story.session.countedAttempts == 0, "seed \(seed)")
        #expect(story.session.status == .readyToBook, "seed \(seed)")
    }

    @Test func noProposalEverRestsOnAnItemBelowTheGate() {
        for step in RandomHistories.steps {
            for case .proposalMade(let proposal) in step.events {
                #expect(!proposal.facts.isEmpty, "\(step.name)")
                let attempt = step.after.attempt(proposal.interview)
                #expect(attempt?.call?.verdict != .technicalFailure, "\(step.name)")
                for item in proposal.facts.compactMap(\.item) {
                    #expect(attempt?.scorecard[item]?.entry?.span != nil, "\(step.name)")
                    #expect(attempt?.scorecard[item]?.isVoid == false, "\(step.name)")
                }
            }
        }
    }

    @Test func aBadLineUnderOneAnswerVoidsThatAnswerAlone() throws {
        var story = try Case.ready(skills: ["go"])
        // The last two of six answers fall into the bad part.
        let id = try story.interview(
            line: Line(verdict: .poor, audio: { $0 > 400 ? .poor : .good }), answers: Case.answers(rating: 1))
        let attempt = try #require(story.session.attempt(id))
        let report = try #require(story.reports(id))
        let standings = assess(attempt.scorecard, report: report, mode: .video, thresholds: .standard)
        #expect(standings.contains { $0.isBelowGate } && standings.contains { $0.isAbove })
        let items = Set(story.session.proposals.flatMap { $0.facts.compactMap(\.item) })
        #expect(items.isDisjoint(with: standings.filter(\.isBelowGate).map(\.item.id)))
    }
}
