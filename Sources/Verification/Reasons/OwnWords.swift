/// Whether a text that explains a decision is about this case, or could stand under any.
///
/// Law 4 asks for reasons of one's own case. A machine cannot tell a good reason; it can refuse an empty one, one that says too little
/// to be one, and one that the same person gave somebody else already.
public struct OwnWords: Sendable {
    public enum Defect: Hashable, Sendable {
        case empty
        /// Fewer letters than a sentence about a case has, or the same few over and over.
        case tooShort
        /// Nearly the same as an earlier text: which one.
        case repeated(Int)
        /// Nearly the same as a published text, which says what a code means and not what happened here.
        case published
    }

    public static let fewestLetters = 40
    /// A sentence of words has more different letters than a held key; scripts with signs for words have more still.
    static let fewestDifferentLetters = 8
    /// Of the runs of letters in the new text, how many stand in an old one before it counts as the same.
    static let sharedPercent = 80
    private static let runLength = 5

    private let earlier: [Set<String>]
    private let published: [Set<String>]

    /// `earlier` are whole texts that the same person wrote about other cases; `published` those that everybody reads.
    public init(earlier: [String], published: [String]) {
        self.earlier = earlier.map { Self.runs(Self.letters(of: $0)) }
        self.published = published.map { Self.runs(Self.letters(of: $0)) }
    }

    /// What is wrong with a text, or `nil`.
    public func defect(in text: String) -> Defect? {
        let letters = Self.letters(of: text)
        guard !letters.isEmpty else { return .empty }
        guard letters.count >= Self.fewestLetters, Set(letters).count >= Self.fewestDifferentLetters else {
            return .tooShort
        }
        let own = Self.runs(letters)
        if let index = earlier.firstIndex(where: { Self.isMostly(own, within: $0) }) { return .repeated(index) }
        if published.contains(where: { Self.isMostly(own, within: $0) }) { return .published }
        return nil
    }

    /// Letters and digits in lower case: spaces, punctuation and capitals make no text another one.
    static func letters(of text: String) -> [Character] {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Runs of letters rather than words: not every script puts spaces between them.
    private static func runs(_ letters: [Character]) -> Set<String> {
        guard letters.count > runLength else { return [String(letters)] }
        var runs: Set<String> = []
        var rest = letters[...]
        while rest.count >= runLength {
            runs.insert(String(rest.prefix(runLength)))
            rest = rest.dropFirst()
        }
        return runs
    }

    /// An earlier text may have had more around it, such as the facts it named; so it is asked how much of the new one stands in the old.
    private static func isMostly(_ new: Set<String>, within old: Set<String>) -> Bool {
        new.intersection(old).count * 100 >= sharedPercent * new.count
    }
}
