import Testing

@testable import Verification

/// Law 4: reasons are words of this case. What a machine can refuse, it refuses.
@Suite struct OwnWordsRows {
    static let mine = """
        The name on the passport is Amina Test, the profile says Amela Test. Asked about it at 10:12 she said that the \
        profile was filled in by a friend.
        """
    static let other = """
        At 14:03 a second voice gave the answer to the question about closures before the person spoke; this happened \
        three times, also while I asked about something that was on no card.
        """

    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var expected: OwnWords.Defect?
    }

    static let rows: [Row] = [
        Row(testDescription: "nothing", text: "", expected: .empty),
        Row(testDescription: "white space and dots", text: " … . \n\t", expected: .empty),
        Row(testDescription: "a word", text: "confirmed", expected: .tooShort),
        Row(testDescription: "a held key", text: String(repeating: "na ", count: 60), expected: .tooShort),
        Row(testDescription: "about this case", text: mine, expected: nil),
        Row(testDescription: "word for word an earlier one", text: other, expected: .repeated(0)),
        Row(
            testDescription: "other capitals and punctuation",
            text: other.uppercased().replacing(",", with: " –").replacing(".", with: "!"), expected: .repeated(0)),
        Row(
            testDescription: "one word changed", text: other.replacing("closures", with: "pointers"),
            expected: .repeated(0)),
        Row(testDescription: "part of an earlier one", text: String(other.prefix(90)), expected: .repeated(0)),
        Row(
            testDescription: "what the code means",
            text: "Something in your profile did not match what you showed or said in the interview.",
            expected: .published),
        Row(
            testDescription: "a script without spaces",
            text: "护照上的姓名与个人资料中的姓名不一致，当被问及时，申请人说资料是朋友代为填写的，并在十点十二分再次确认了这一点。",
            expected: nil),
    ]

    @Test(arguments: rows) func textsOfThisCaseAloneAreTaken(_ row: Row) {
        let words = OwnWords(
            earlier: [Self.other + "\n\nFacts that this rests on:\n– 14:03, N502"],
            published: ["Something in your profile did not match what you showed or said in the interview."])
        #expect(words.defect(in: row.text) == row.expected)
    }
}
