import ConnectionQuality
import Testing

struct EModelValues {
    @Test(arguments: [(0.0, 93.2), (100, 93.2), (150, 93.0), (200, 90.2), (300, 78.4), (400, 69.1)])
    func pureDelayCostsWhatTheTableSays(delay: Double, expected: Double) {
        let rating = EModel.rating(delayMilliseconds: delay, packetLossPercent: 0, packetLossRobustness: 20)
        #expect(abs(rating - expected) < 0.06)
    }

    @Test(arguments: [
        (93.2, 4.41), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58), (-1, 1), (0, 1), (100, 4.5), (101, 4.5),
    ])
    func opinionScoreFollowsTheRating(rating: Double, expected: Double) {
        #expect(abs(EModel.meanOpinionScore(rating: rating) - expected) < 0.01)
    }

    struct LossCase: Sendable {
        var delay: Double
        var loss: Double
        var impairment: Double
        var robustness: Double
        var expected: Double
    }

    // By hand: 93.036 − 95·2/27.1, 93.2 − 95/2, 93.2 − 11 − 84·5/24, 93.2 − 95.
    static let lossCases = [
        LossCase(delay: 150, loss: 2, impairment: 0, robustness: 25.1, expected: 86.025),
        LossCase(delay: 0, loss: 10, impairment: 0, robustness: 10, expected: 45.7),
        LossCase(delay: 0, loss: 5, impairment: 11, robustness: 19, expected: 64.7),
        LossCase(delay: 0, loss: 100, impairment: 0, robustness: 0, expected: -1.8),
    ]

    @Test(arguments: lossCases)
    func lossCostsByRobustness(_ example: LossCase) {
        let rating = EModel.rating(
            delayMilliseconds: example.delay, packetLossPercent: example.loss,
            equipmentImpairment: example.impairment, packetLossRobustness: example.robustness)
        #expect(abs(rating - example.expected) < 0.01)
    }

    @Test func fullModelWithAllDefaultsGives93Point2() {
        #expect(abs(EModel.fullRating() - 93.2) < 0.05)
    }

    @Test func fullModelAndReducedFormAgreeOnDelayAndLoss() {
        var inputs = EModel.Parameters()
        inputs.absoluteDelay = 250
        inputs.packetLossPercent = 3
        inputs.packetLossRobustness = 20
        let reduced = EModel.rating(delayMilliseconds: 250, packetLossPercent: 3, packetLossRobustness: 20)
        #expect(abs(EModel.fullRating(inputs) - reduced) < 0.05)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1e308])
    func absurdInputsGiveFiniteRatings(_ value: Double) {
        let rating = EModel.rating(
            delayMilliseconds: value, packetLossPercent: value, equipmentImpairment: value, packetLossRobustness: value)
        #expect(rating.isFinite)
        #expect((0.98...4.5).contains(EModel.meanOpinionScore(rating: rating)))
    }
}
