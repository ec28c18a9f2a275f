import Settings
import Testing

@Suite("Notices")
struct Notices {
    let messages: MessageCatalogue

    init() throws {
        messages = try Content.load(directory: ShippedConfig.directory).messages
    }

    @Test("are complete when every value is given", arguments: MessageCatalogue.placeholders.keys.sorted())
    func complete(id: String) throws {
        let names = try #require(MessageCatalogue.placeholders[id])
        let values = Dictionary(uniqueKeysWithValues: names.map { ($0, "<\($0)>") })
        let rendered = try #require(messages.render(id: id, values: values))
        #expect(rendered.missing == [])
        #expect(!rendered.body.contains("{{") && !rendered.body.contains("}}"))
        #expect(rendered.number == messages.message(id)?.number)
    }

    @Test("name what they miss, and leave it empty")
    func missing() throws {
        let rendered = try #require(
            messages.render(id: "booking_reminder", values: ["display_name": "Ada", "contact": "us"]))
        #expect(rendered.missing == ["deadline"])
        #expect(rendered.body.hasPrefix("Hello Ada,"))
        #expect(!rendered.body.contains("{{"))
    }

    @Test("put values in literally: a value cannot bring a placeholder with it")
    func literal() throws {
        let rendered = try #require(
            messages.render(
                id: "booking_reminder",
                values: ["display_name": "{{contact}}", "deadline": "}}", "contact": "us"]))
        #expect(rendered.body.contains("Hello {{contact}},"))
        #expect(rendered.missing == [])
    }

    @Test("that nobody knows are nil")
    func unknown() {
        #expect(messages.render(id: "no_such_notice", values: [:]) == nil)
        #expect(messages.message("no_such_notice") == nil)
    }
}
