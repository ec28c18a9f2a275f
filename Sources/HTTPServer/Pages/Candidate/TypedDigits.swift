/// Digits as people type them, in any script: `12`, `١٢`, `१२`.
enum TypedDigits {
    /// The digits of a text, in its order; whatever stands between them is left out.
    static func `in`(_ text: String) -> [Int] {
        text.compactMap { $0.wholeNumberValue }.filter { (0...9).contains($0) }
    }

    /// A whole number of at most six digits and nothing else.
    static func number(_ text: String) -> Int? {
        let digits = Self.in(text)
        guard !digits.isEmpty, digits.count == text.count, digits.count <= 6 else { return nil }
        return number(digits)
    }

    /// At most a few digits: the caller has counted them.
    static func number(_ digits: [Int]) -> Int { digits.prefix(6).reduce(0) { $0 * 10 + $1 } }
}
