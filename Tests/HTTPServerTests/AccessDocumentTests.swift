import Foundation
import HTTPServer
import Testing

/// `Docs/access.md` shows the program's own tables, or this test shows what it ought to show.
@Suite struct AccessDocument {
    @Test(arguments: [
        (mark: "routes", table: AccessTable.markdown()), (mark: "pages", table: PageTable.markdown()),
        (mark: "fields", table: FieldTable.markdown()),
    ])
    func showsTheTablesOfTheProgram(mark: String, table: String) throws {
        let document = try String(contentsOf: Self.file, encoding: .utf8)
        let opened = try #require(document.range(of: "<!-- \(mark) -->\n"), "the mark of the table is gone")
        let rest = document[opened.upperBound...]
        let closed = try #require(rest.range(of: "<!-- end -->"), "the table has no end")
        let shown = Self.trimmed(String(rest[..<closed.lowerBound]))
        let right = Self.trimmed(table)
        #expect(shown == right, "put this between the marks in Docs/access.md:\n\n\(right)\n")
    }

    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Docs/access.md")

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .newlines)
    }
}
