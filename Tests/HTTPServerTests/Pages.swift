import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Testing
import Timekeeping
import Workflow

/// Pages that anybody may read, with the templates and English words that are shipped.
@Suite struct Pages {
    private static func served() throws -> RouteRegistrar {
        let kit = try PageKit(
            Workbench.forPages(), sources: PageSources.shipped(), isDemo: false)
        let pages = PublicPages(
            kit, securityContact: "security@verify.example", contactEmail: nil,
            reasons: [
                ReasonPage(
                    code: "N504", name: "profile_fact_contradicted", title: "A fact <b>was</b> contradicted",
                    group: "Negative", consequence: "Proposal & hearing.", meaning: "M.", remedy: "R.", contest: "C.")
            ],
            policies: [
                PolicyPage(
                    version: "1", title: "Policy 1", introduction: "Why.",
                    sections: [
                        .init(
                            title: "deadlines",
                            entries: [
                                .init(label: "hearing_hours", value: "72", why: "So that nobody is surprised."),
                                .init(label: "unheard_of", value: "3", why: ""),
                            ])
                    ])
            ],
            openAPI: Array("openapi: 3.1.0\n".utf8))
        var options = RouteRegistrarOptions(publicURL: "https://verify.example/")
        options.rateLimits = nil
        options.problemPage = kit.problemPage(_:_:)
        let routes = RouteRegistrar(options, authenticator: KnownTokens(), idempotency: MemoryIdempotencyStore())
        pages.register(on: routes)
        return routes
    }

    @Test(arguments: ProblemName.allCases)
    func everyProblemIsReadable(_ name: ProblemName) async throws {
        try await withRoutes(Self.served()) { client async throws in
            let reply = try await client.send(.get, "/problems/\(name.rawValue)", headers: [.accept: "text/html"])
            #expect(reply.status == .ok)
            #expect(reply.headers[.contentType] == "text/html; charset=utf-8")
            #expect(reply.text.contains("https://verify.example/problems/\(name.rawValue)"))
            #expect(reply.text.contains(String(ProblemCatalogue.entry(name).status.code)))
        }
    }

    @Test func pagesAreAccessibleAndRunNothingInline() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in [
                "/", "/help", "/reasons", "/problems", "/problems/not-found", "/reasons/N504", "/policy/1", "/verify",
            ] {
                let reply = try await client.send(.get, uri)
                let html = reply.text
                #expect(reply.status == .ok, "\(uri)")
                #expect(html.contains("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"), "\(uri)")
                for part in [
                    "<main id=\"content\"", "<header>", "<footer", "<h1", "name=\"viewport\"", "class=\"skip-link\"",
                ] {
                    #expect(html.contains(part), "\(part) in \(uri)")
                }
                for part in ["<script>", "style=\"", "<style", "{{", " onclick", "⟦"] {
                    #expect(!html.contains(part), "\(part) in \(uri)")
                }
                let policy = try #require(reply.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'self'"))
                #expect(!policy.contains("unsafe"))
                #expect(reply.headers[.vary] == "Accept, Accept-Language, Cookie")
            }
        }
    }

    @Test func pagesThatAreTheSameForEverybodySetNoCookie() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in ["/", "/help", "/reasons", "/reasons/N504", "/policy/1", "/problems/not-found"] {
                #expect(try await client.send(.get, uri).headers[.setCookie] == nil, "\(uri)")
            }
        }
    }

    @Test func valuesAreEscaped() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let html = try await client.send(.get, "/reasons/N504").text
            #expect(html.contains("A fact &lt;b&gt;was&lt;/b&gt; contradicted"))
            #expect(html.contains("Proposal &amp; hearing."))
        }
    }

    @Test func policiesShowEveryNumberInWords() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let html = try await client.send(.get, "/policy/1").text
            #expect(html.contains("<dt>To answer before anything adverse is decided</dt>"))
            #expect(html.contains("<strong>72 hours</strong>"))
            #expect(html.contains("So that nobody is surprised."))
            // A key without a word is shown as it is, and still found.
            #expect(html.contains("<dt>Unheard of</dt>"))
            #expect(html.contains("deadlines.unheard_of"))
        }
    }

    @Test func programsGetJSONAsItStandsInTheFile() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let reason = try await client.send(.get, "/reasons/N504", headers: [.accept: "application/json"])
            #expect(try reason.json["title"] == "A fact <b>was</b> contradicted")
            let policy = try await client.send(
                .get, "/policy/1", headers: [.accept: "application/json, text/html;q=0.5"])
            #expect(try policy.json["sections"]?.arrayValue?.count == 1)
            #expect(policy.text.contains("\"label\":\"hearing_hours\",\"value\":\"72\""))
            let browser = try await client.send(
                .get, "/policy/1", headers: [.accept: "text/html,application/xml;q=0.9,*/*;q=0.8"])
            #expect(browser.text.contains("<!doctype"))
        }
    }

    @Test func pagesAreCached() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in ["/policy/1", "/reasons", "/openapi.yaml"] {
                let first = try await client.send(.get, uri)
                let tag = try #require(first.headers[.eTag])
                #expect(first.headers[.cacheControl] == "max-age=300")
                #expect(try await client.send(.get, uri, headers: [.ifNoneMatch: tag]).status == .notModified)
            }
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in ["/problems/none", "/reasons/n504", "/policy/2", "/policy/%00", "/policy/%ff"] {
                #expect(try await client.send(.get, uri).problem == "not-found", "\(uri)")
            }
            let page = try await client.send(.get, "/policy/2", headers: [.accept: "text/html"])
            #expect(page.status == .notFound)
            #expect(page.text.contains("href=\"/problems/not-found\""))
            let api = try await client.send(.get, "/v1/none", headers: [.accept: "text/html"])
            #expect(api.problem == "not-found")
        }
    }

    @Test func theContractIsServed() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let reply = try await client.send(.get, "/openapi.yaml")
            #expect(reply.headers[.contentType] == "application/yaml")
            #expect(reply.text == "openapi: 3.1.0\n")
        }
    }

    @Test func theSecurityContactNeverStandsExpired() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let reply = try await client.send(.get, "/.well-known/security.txt")
            #expect(reply.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(
                reply.text == """
                    Contact: mailto:security@verify.example
                    Expires: 2027-05-23T06:00:00Z
                    Preferred-Languages: en
                    Canonical: https://verify.example/.well-known/security.txt

                    """)
        }
    }
}
