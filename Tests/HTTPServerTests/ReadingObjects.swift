import HTTPServer
import StrictJSON
import Testing
import Timekeeping
import Verification

private enum Kind: String, CaseIterable { case country, city }

@Suite struct ReadingObjects {
    @Test func readsEveryType() throws {
        let body = """
            {"s":"a\\nb","l":"x","i":5,"n":1.5,"b":true,"t":"2026-11-24T13:30:00+01:00","id":"vs_1","w":"city",
             "o":{"i":-1},"a":[{"i":1},{"i":2}],"ss":["p","q"],"any":[null],"m":"n@example.test"}
            """
        let all = try ObjectReader.read(JSONValue.parse(body)) { body in
            (
                body.string("s", 1...10), body.line("l", 1...10), body.integer("i", 0...9), body.number("n", 0...2),
                body.bool("b"), body.instant("t"), body.id("id", of: SessionID.self), try body.word("w", of: Kind.self),
                body.object("o") { $0.integer("i", -1...1) }, body.objects("a", 0...5) { $0.integer("i", 0...9) },
                body.strings("ss", 0...3, length: 1...5), body.json("any"), body.email("m")
            )
        }
        #expect(all.0 == "a\nb")
        #expect(all.1 == "x")
        #expect(all.2 == 5)
        #expect(all.3 == 1.5)
        #expect(all.4)
        #expect(all.5.rfc3339 == "2026-11-24T12:30:00Z")
        #expect(all.6.rawValue == "vs_1")
        #expect(all.7 == .city)
        #expect(all.8 == -1)
        #expect(all.9 == [1, 2])
        #expect(all.10 == ["p", "q"])
        #expect(all.11 == [nil])
        #expect(all.12 == "n@example.test")
    }

    @Test func optionalMembersMayBeAbsentOrNull() throws {
        for text in ["{}", #"{"s":null,"i":null,"b":null,"t":null,"id":null,"w":null,"o":null,"n":null,"m":null}"#] {
            try ObjectReader.read(JSONValue.parse(text)) { body in
                #expect(body.optionalString("s", 1...2) == nil)
                #expect(body.optionalInteger("i", 0...1) == nil)
                #expect(body.optionalNumber("n", 0...1) == nil)
                #expect(body.optionalBool("b") == nil)
                #expect(body.optionalInstant("t") == nil)
                #expect(body.optionalID("id", of: SessionID.self) == nil)
                #expect(body.optionalWord("w", of: Kind.self) == nil)
                #expect(body.optionalObject("o") { _ in 1 } == nil)
                #expect(body.optionalEmail("m") == nil)
                #expect(body.objects("absent", 0...1) { _ in 1 }.isEmpty)
            }
        }
    }

    @Test func tellsAbsentFromNull() throws {
        try ObjectReader.read(JSONValue.parse(#"{"a":null}"#)) { body in
            #expect(body.has("a"))
            #expect(!body.has("b"))
        }
    }

    @Test(arguments: [
        (#"{}"#, "is required"), (#"{"f":null}"#, "must not be null"),
        (#"{"f":5}"#, "must be a string, and is a number"), (#"{"f":""}"#, "must be 1 to 5 characters long"),
        (#"{"f":"123456"}"#, "must be 1 to 5 characters long"), (#"{"f":"  "}"#, "must not be blank"),
        (#"{"f":"\u0000"}"#, "must not hold control characters"),
        (#"{"f":"\u0085a"}"#, "must not hold control characters"),
        (#"{"f":"a\r"}"#, "must not hold control characters"),
    ])
    func refusesTexts(_ text: String, _ detail: String) throws {
        #expect(try errors(in: text) { _ = $0.string("f", 1...5) } == ["/f: \(detail)"])
    }

    @Test func countsUnicodeScalars() throws {
        // One visible character of two scalars, and one scalar of four bytes.
        #expect(try errors(in: #"{"f":"e\u0301"}"#) { _ = $0.string("f", 2...2) } == [])
        #expect(try errors(in: #"{"f":"😀"}"#) { _ = $0.string("f", 1...1) } == [])
    }

    @Test(arguments: [#"{"f":"a\nb"}"#, #"{"f":"a\tb"}"#, #"{"f":"a\u2028b"}"#])
    func aLineIsOneLine(_ text: String) throws {
        #expect(try errors(in: text) { _ = $0.line("f", 1...5) } == ["/f: must be a single line without tabs"])
    }

    @Test func blankMayBeAllowed() throws {
        #expect(try errors(in: #"{"f":" "}"#) { _ = $0.string("f", 0...5, allowsBlank: true) } == [])
    }

    @Test(arguments: [
        "{\"f\":1.0}", "{\"f\":1e0}", "{\"f\":\"1\"}", "{\"f\":true}", "{\"f\":9223372036854775808}",
    ])
    func refusesWhatIsNoInteger(_ text: String) throws {
        #expect(try errors(in: text) { _ = $0.integer("f", 0...9) }.count == 1)
    }

    @Test(arguments: [(-1, false), (0, true), (9, true), (10, false), (Int.max, false), (Int.min, false)])
    func keepsIntegersInRange(_ number: Int, _ fits: Bool) throws {
        let expected = fits ? [] : ["/f: must be from 0 to 9"]
        #expect(try errors(in: "{\"f\":\(number)}") { _ = $0.integer("f", 0...9) } == expected)
    }

    @Test(arguments: [
        "2026-11-24", "2026-11-24T13:30:00", "2026-02-30T00:00:00Z", "2026-11-24T25:00:00Z", "now", "",
        "1969-01-01T00:00:00Z",
    ])
    func refusesTimes(_ text: String) throws {
        let expected = ["/f: must be a time as RFC 3339 writes it, such as 2026-11-24T13:30:00Z"]
        #expect(try errors(in: "{\"f\":\"\(text)\"}") { _ = $0.instant("f") } == expected)
    }

    @Test func keepsTimesInRange() throws {
        let range = Instant(secondsSinceEpoch: 0)...Instant(secondsSinceEpoch: 10)
        let found = try errors(in: #"{"f":"1970-01-01T00:00:11Z"}"#) { _ = $0.instant("f", in: range) }
        #expect(found == ["/f: must be from 1970-01-01T00:00:00Z to 1970-01-01T00:00:10Z"])
    }

    @Test(arguments: ["iv_1", "vs_", "vs_ä", "vs_a/b", "VS_1", "vs_\(String(repeating: "a", count: 41))"])
    func refusesForeignIds(_ text: String) throws {
        let found = try errors(in: "{\"f\":\"\(text)\"}") { _ = $0.id("f", of: SessionID.self) }
        #expect(found == ["/f: must be an id that begins with vs_"])
    }

    @Test func listsTheWords() throws {
        let found = try errors(in: #"{"f":"town"}"#) { _ = try $0.word("f", of: Kind.self) }
        #expect(found == ["/f: must be one of: country, city"])
    }

    @Test(arguments: ["a", "@b", "a@", "a@b@c", "a b@c", "a@.c", "a@c.", "<a@c>"])
    func refusesMailAddresses(_ text: String) throws {
        #expect(try errors(in: "{\"f\":\"\(text)\"}") { _ = $0.email("f") }.count == 1)
    }

    @Test func collectsEverythingWithPointers() throws {
        let text = #"{"a/b":1,"~":1,"o":{"x":1,"extra":1},"list":[{"i":1},{"i":"no"},3],"tags":["a","a",1,""]}"#
        let found = try errors(in: text) { body in
            _ = body.line("reference", 1...9)
            _ = body.object("o") { $0.line("x", 1...9) }
            _ = body.objects("list", 1...9) { $0.integer("i", 0...9) }
            _ = body.strings("tags", 0...9, length: 1...9)
        }
        #expect(
            found == [
                "/reference: is required",
                "/o/x: must be a string, and is a number",
                "/o/extra: is not a field of this request",
                "/list/1/i: must be an integer, and is a string",
                "/list/2: must be an object, and is a number",
                "/tags/1: must not repeat an earlier element",
                "/tags/2: must be a string, and is a number",
                "/tags/3: must be 1 to 9 characters long",
                "/a~1b: is not a field of this request",
                "/~0: is not a field of this request",
            ])
    }

    @Test func aMissingObjectIsOneError() throws {
        let found = try errors(in: "{}") { body in
            _ = body.object("profile") { profile in
                (profile.line("name", 1...9), profile.instant("at"), profile.objects("facts", 1...3) { $0.bool("b") })
            }
        }
        #expect(found == ["/profile: is required"])
    }

    @Test(arguments: [("[1]", true), ("[1,2,3]", false), ("[]", false), ("{}", false)])
    func countsElements(_ list: String, _ fits: Bool) throws {
        let found = try errors(
            in: "{\"f\":\(list.replacing("1", with: "{}").replacing("2", with: "{}").replacing("3", with: "{}"))}"
        ) {
            _ = $0.objects("f", 1...2) { _ in }
        }
        #expect(found.isEmpty == fits)
    }

    @Test func theReplyDoesNotGrowWithTheRequest() throws {
        let members = (0..<1000).map { "\"\($0)\":1" }.joined(separator: ",")
        #expect(try errors(in: "{\(members)}") { _ in }.count == 50)
        let long = String(repeating: "n", count: 10_000)
        #expect(try errors(in: "{\"\(long)\":1}") { _ in }[0].count < 200)
    }

    @Test func noPlaceholderGetsOut() throws {
        #expect(throws: Problem.self) {
            try ObjectReader.read(JSONValue.parse("{}")) { $0.id("id", of: SessionID.self) }
        }
    }

    @Test func callersAddErrorsOfTheirOwn() throws {
        let found = try errors(in: #"{"from":1}"#) { body in
            _ = body.json("from")
            body.refuse("from", "must lie before to")
            body.refuse("is empty")
        }
        #expect(found == ["/from: must lie before to", ": is empty"])
    }
}
