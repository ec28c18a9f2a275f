import HTTPTypes
import Hummingbird
import NIOCore
import Testing
import Timekeeping
import Workflow

@testable import HTTPServer

@Suite("What every page stands on")
struct PageFoundation {
    static let catalogues = WordCatalogues(
        [
            "en": [
                "common_moment": "{{day}}, {{time}}, {{zone}}", "common_date": "{{weekday}} {{day}} {{month}} {{year}}",
                "common_zone": "{{city}} time ({{offset}})", "common_month_11": "November",
                "common_weekday_2": "Tuesday",
                "greeting": "Hello {{name}}", "common_minutes": "{{count}} min", "common_hours": "{{count}} h",
                "common_days": "{{count}} d",
            ],
            "es": ["greeting": "Hola {{name}}"], "ar": ["greeting": "مرحبا {{name}}"],
        ], zones: ZoneCache())

    // MARK: Words

    @Test(
        "The language is the first wanted one that exists",
        arguments: [
            (["es"], "es"), (["fr", "ar"], "ar"), (["es-MX"], "es"), (["AR-eg"], "ar"), (["bs", "sr-Latn"], "en"),
            ([], "en"),
            (["../../etc"], "en"), (["e"], "en"),
        ])
    func languageChoice(_ wanted: [String], _ language: String) {
        #expect(Self.catalogues.choose(wanted).language == language)
    }

    @Test(
        "Accept-Language is read by weight and never trusted",
        arguments: [
            ("es", ["es"]), ("en;q=0.3, ar;q=0.9", ["ar", "en"]), ("es;q=0, en", ["en"]), ("", []), (",,;q=1,", []),
            ("de;q=nonsense", ["de"]), ("*;q=0.1, es", ["es", "*"]),
        ])
    func acceptLanguage(_ field: String, _ wanted: [String]) {
        #expect(WordCatalogues.wanted(acceptLanguage: field) == wanted)
    }

    @Test("An endless Accept-Language is cut")
    func endlessAcceptLanguage() {
        let field = String(repeating: "en, ", count: 100_000)
        #expect(WordCatalogues.wanted(acceptLanguage: field).count <= 20)
    }

    @Test("A word that a language lacks is given in English; one that nobody has is seen")
    func missingWords() {
        let arabic = Self.catalogues.words("ar")
        #expect(arabic.isRightToLeft)
        #expect(arabic["common_hours"] == "{{count}} h")
        #expect(arabic["nothing"] == "⟦nothing⟧")
        #expect(Self.catalogues.english("greeting") == "Hello {{name}}")
        #expect(Self.catalogues.english("greeting", ["other": "x"]) == "Hello ⟦name⟧")
    }

    @Test("What looks like a placeholder inside a value stays as it is")
    func literalValues() {
        #expect(Self.catalogues.english("greeting", ["name": "{{name}}"]) == "Hello {{name}}")
    }

    @Test(
        "A time is spelt out with its zone",
        arguments: [
            ("2026-11-24T13:30:00Z", "Europe/Sarajevo", "Tuesday 24 November 2026, 14:30, Sarajevo time (UTC+1)"),
            ("2026-11-24T13:30:00Z", "Asia/Kathmandu", "Tuesday 24 November 2026, 19:15, Kathmandu time (UTC+5:45)"),
            ("2026-11-24T13:30:00Z", "America/St_Johns", "Tuesday 24 November 2026, 10:00, St Johns time (UTC−3:30)"),
            ("2026-11-24T13:30:00Z", "UTC", "Tuesday 24 November 2026, 13:30, UTC"),
            ("2026-11-24T13:30:00Z", "Nowhere/Land", "Tuesday 24 November 2026, 13:30, UTC"),
        ])
    func spokenTimes(_ time: String, _ zone: String, _ spoken: String) throws {
        let instant = try #require(Instant(rfc3339: time))
        #expect(Self.catalogues.english.moment(instant, zone: zone) == spoken)
    }

    @Test(
        "Lengths of time need no plural",
        arguments: [
            (0, "1 min"), (59, "1 min"), (720, "12 min"), (5400, "1 h 30 min"), (7200, "2 h"), (260_000, "3 d"),
        ])
    func distances(_ seconds: Int, _ words: String) {
        #expect(Self.catalogues.english.distance(.seconds(seconds)) == words)
    }

    // MARK: Views

    @Test("Values are escaped, absent ones are silent, and a name that nobody gave is seen")
    func rendering() throws {
        let renderer = try PageRenderer([
            "page":
                "{{title}}|{{#hint}}hint{{/hint}}{{^hint}}none{{/hint}}|{{#items}}{{text}},{{/items}}|{{forgotten}}|{{t.greeting}}"
        ])
        let view: View = ["title": "<b>\"&'", "hint": nil, "items": .texts(["a", "<i>"])]
        let text = renderer.render("page", view, words: Self.catalogues.english)
        #expect(text == "&lt;b&gt;&quot;&amp;&#39;|none|a,&lt;i&gt;,|⟦forgotten⟧|Hello {{name}}")
        #expect(renderer.render("nothing", view, words: Self.catalogues.english) == "⟦nothing⟧")
    }

    @Test(
        "No value ends its attribute or begins a tag, in a partial neither",
        arguments: ["\"\u{301}", "'\u{301}", "<\u{338}", "\"\u{200D}", "&\u{FE0F}", ">\u{20DD}"])
    func escapingByBytes(_ text: String) throws {
        let renderer = try PageRenderer(["page": "{{text}}{{> part}}", "part": "{{text}}"])
        let rendered = renderer.render("page", ["text": .text(text)], words: Self.catalogues.english)
        #expect(rendered.utf8.allSatisfy { !"<>\"'".utf8.contains($0) }, "\(rendered)")
        #expect(rendered.utf8.count { $0 == UInt8(ascii: "&") } == 2)
    }

    @Test(
        "A template that would insert a value unescaped is refused",
        arguments: ["{{{name}}}", "{{&name}}", "{{#open}}"])
    func unsafeTemplates(_ text: String) {
        #expect(throws: (any Error).self) { try PageRenderer(["page": text]) }
    }

    // MARK: Forms

    @Test(
        "A form's texts arrive as they were typed",
        arguments: [
            ("text=a+b%20c", "a b c"), ("text=%F0%9F%A6%8A", "🦊"), ("text=one%0D%0Atwo", "one\ntwo"), ("text=", ""),
            ("", ""),
            ("text=%20%20in%20", "in"), ("text=a%00%07b", "ab"), ("text=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7", "مرحبا"),
            ("text=first&text=second", "first"), ("text=%3Cscript%3E", "<script>"),
        ])
    func formTexts(_ body: String, _ text: String) throws {
        #expect(try Form(ByteBuffer(string: body)).text("text") == text)
    }

    @Test("What is no form is told so", arguments: ["text=%", "text=%ZZ", "text=%C3", "%FF=1"])
    func brokenForms(_ body: String) {
        #expect(throws: Problem.self) { try Form(ByteBuffer(string: body)) }
    }

    @Test("A form with more fields than any page has is refused")
    func endlessForms() {
        let body = String(repeating: "a=1&", count: 5000)
        #expect(throws: Problem.self) { try Form(ByteBuffer(string: body)) }
    }

    @Test("The same form is the same act; one that was corrected is another")
    func acts() {
        func key(_ once: String, _ path: String, _ body: String) -> String {
            FormSecrets.act(once: once, path: path, body: ByteBuffer(string: body)).key
        }
        #expect(key("a", "/c", "x=1") == key("a", "/c", "x=1"))
        let keys = [key("a", "/c", "x=1"), key("b", "/c", "x=1"), key("a", "/d", "x=1"), key("a", "/c", "x=2")]
        #expect(Set(keys).count == keys.count)
        #expect(key("a/", "c", "x") != key("a", "/c", "x"))
    }

    @Test(
        "Digits are read in any script, and a number that is none stops nothing",
        arguments: [
            ("14:05", 1405, nil), ("١٤٠٥", 1405, 1405), ("१२", 12, 12), ("京京京京", 0, nil), ("垓垓垓", 0, nil),
            ("兆1兆", 1, nil), ("99999999999999999999", 999_999, nil), ("", 0, nil), ("½", 0, nil),
        ] as [(String, Int, Int?)])
    func typedDigits(_ text: String, _ digits: Int, _ number: Int?) {
        #expect(TypedDigits.number(TypedDigits.in(text)) == digits)
        #expect(TypedDigits.number(text) == number)
    }

    // MARK: Paths and cookies

    @Test(
        "Only a path of this server is gone back to",
        arguments: [
            ("/reviews", true), ("/c/vs_1/book?day=2026-11-24", true), ("//evil.example", false),
            ("https://evil.example", false), ("/\\evil.example", false), ("javascript:alert(1)", false), ("", false),
            ("reviews", false), ("/a\r\nSet-Cookie: x", false), ("/\u{00e9}", false),
        ])
    func localPaths(_ path: String, _ isLocal: Bool) {
        #expect((PageKit.localPath(path) != nil) == isLocal)
    }

    @Test("Behind HTTPS cookies are Secure and bound to this host; scripts never read them")
    func cookieAttributes() {
        let open = Cookies(publicURL: "http://127.0.0.1:8080")
        let secure = Cookies(publicURL: "https://verify.example")
        #expect(open.set(open.staff, "ws_x") == "candor_staff=ws_x; Path=/; HttpOnly; SameSite=Lax")
        #expect(
            secure.set(secure.staff, "ws_x") == "__Host-candor_staff=ws_x; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(secure.clear(secure.candidate, path: "/c/vs_1").contains("Max-Age=0"))
    }

    @Test(
        "A cookie is read by its whole name, and only where it can be a token",
        arguments: [
            ("candor_staff=ws_1", "ws_1"), ("a=b; candor_staff=ws_1; c=d", "ws_1"), ("xcandor_staff=ws_1", nil),
            ("candor_staff=", nil), ("candor_staff=a b", "ab"), ("candor_staff=<>", nil), ("candor_staff", nil),
        ] as [(String, String?)])
    func cookieReading(_ field: String, _ value: String?) {
        #expect(Cookies.read("candor_staff", [.cookie: field]) == value)
    }
}
