/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014): the same seed gives
/// the same numbers in every release of Candor and of Swift, which replay depends on.
///
/// Not for secrets: whoever knows the seed, or one number, knows all that follow. Seeds come from the system's generator.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
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

    /// A number below `bound`, each equally likely; 0 when `bound` is 0.
    ///
    /// Lemire, "Fast Random Integer Generation in an Interval" (2019). Written out, because how the standard library
    /// turns a generator's numbers into a choice may change between its releases.
    public mutating func number(below bound: UInt64) -> UInt64 {
        guard bound > 0 else { return 0 }
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// The elements in random order, each order equally likely (Fisher–Yates, from the end).
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var result = Array(elements)
        var remaining = result.count
        while remaining > 1 {
            let chosen = Int(number(below: UInt64(remaining)))
            remaining -= 1
            result.swapAt(chosen, remaining)
        }
        return result
    }

    /// One element, each equally likely; `nil` from nothing.
    public mutating func pick<Element>(_ elements: [Element]) -> Element? {
        guard !elements.isEmpty else { return nil }
        return elements[Int(number(below: UInt64(elements.count)))]
    }
}
