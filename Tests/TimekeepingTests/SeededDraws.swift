import Testing
import Timekeeping

@Suite struct SeededDraws {
    @Test func theGeneratorGivesThePublishedSequenceOfSplitMix64() {
        var generator = SeededGenerator(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test(arguments: [1, 2, 3, 6, 7, 10, 100, 1000])
    func numbersStayBelowTheirBoundAndAreEvenlySpread(_ bound: Int) {
        var generator = SeededGenerator(seed: UInt64(bound))
        let draws = 2000 * bound
        var counts = Array(repeating: 0, count: bound)
        for _ in 0..<draws { counts[generator.number(below: bound)] += 1 }
        // Six standard deviations of a binomial count around its mean of 2000.
        #expect(counts.allSatisfy { abs($0 - 2000) < 270 }, "bound \(bound): \(counts.min() ?? 0)…\(counts.max() ?? 0)")
    }

    /// A bound just above 2⁶²: taking a remainder would favour small numbers four to three.
    @Test func largeBoundsAreUnbiased() {
        var generator = SeededGenerator(seed: 3)
        let bound = 3 << 61
        let low = (0..<30_000).filter { _ in generator.number(below: bound) < bound / 3 }.count
        #expect(abs(low - 10_000) < 500)
    }

    @Test(arguments: [0, -1, .min]) func boundsThatAreNotPositiveGiveZero(_ bound: Int) {
        var generator = SeededGenerator(seed: 1)
        #expect(generator.number(below: bound) == 0)
    }

    @Test func shufflingKeepsEveryElementAndReplays() {
        for seed in 0..<200 as Range<UInt64> {
            var first = SeededGenerator(seed: seed)
            var second = SeededGenerator(seed: seed)
            let shuffled = first.shuffled(Array(0..<20))
            #expect(shuffled.sorted() == Array(0..<20), "seed \(seed)")
            #expect(second.shuffled(Array(0..<20)) == shuffled, "seed \(seed)")
        }
    }
}
