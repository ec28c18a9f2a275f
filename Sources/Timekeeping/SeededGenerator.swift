/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014): the draws that must replay.
///
/// The standard library does not promise that `shuffled(using:)` gives the same order in its next version; a draw that is part of
/// somebody's record has to, so the choosing is spelled out here. It is not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number in 0..<bound, without bias (multiply, shift and reject: Lemire 2019); 0 where the bound is not positive.
    public mutating func number(below bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let limit = UInt64(bound)
        var product = next().multipliedFullWidth(by: limit)
        let threshold = (0 &- limit) % limit
        while product.low < threshold { product = next().multipliedFullWidth(by: limit) }
        return Int(product.high)
    }

    /// Fisher and Yates, from the end.
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        var index = result.count - 1
        while index > 0 {
            result.swapAt(index, number(below: index + 1))
            index -= 1
        }
        return result
    }
}
