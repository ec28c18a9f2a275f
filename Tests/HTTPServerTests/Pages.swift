import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Testing
import Timekeeping

@Suite struct Pages {
    private static func served() throws -> RouteRegistrar {
        let pages = try PublicPages(
            publicURL: "https://verify.example/", securityContact: "security@verify.example",
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
                            title: "Times",
                            entries: [
                                .init(label: "Hearing", value: "72 hours", why: "So that nobody is surprised."),
                                .init(label: "Retries", value: "3", why: ""),
                            ])
                    ])
            ],
            openAPI: Array("openapi: 3.1.0\n".utf8), now: { Instant(secondsSinceEpoch: 1_795_500_000) })
        var options = RouteRegistrarOptions(publicURL: "https://verify.example/")
        options.rateLimits = nil
        options.problemPage = pages.page(for:)
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

    @Test func pagesAreAccessibleAndRunNothing() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in ["/problems/not-found", "/reasons/N504", "/policy/1"] {
                let reply = try await client.send(.get, uri)
                let html = reply.text
                #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
                for part in [
                    "<main id=\"content\">", "<header>", "<footer>", "<h1>", "name=\"viewport\"", "class=\"skip\"",
                ] {
                    #expect(html.contains(part), "\(part) in \(uri)")
                }
                for part in ["<script", "style=\"", "<style", "{{", " onclick"] { #expect(!html.contains(part)) }
                let policy = try #require(reply.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'self'"))
                #expect(!policy.contains("unsafe"))
                #expect(reply.headers[.vary] == "Accept")
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

    @Test func policiesShowEveryNumber() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let html = try await client.send(.get, "/policy/1").text
            #expect(html.contains("<dt>Hearing</dt>"))
            #expect(html.contains("<strong>72 hours</strong><span class=\"why\">So that nobody is surprised.</span>"))
            #expect(html.contains("<strong>3</strong></dd>"))
        }
    }

    @Test func programsGetJSON() async throws {
        try await withRoutes(Self.served()) { client async throws in
            let reason = try await client.send(.get, "/reasons/N504", headers: [.accept: "application/json"])
            #expect(try reason.json["title"] == "A fact <b>was</b> contradicted")
            let policy = try await client.send(
                .get, "/policy/1", headers: [.accept: "application/json, text/html;q=0.5"])
            #expect(try policy.json["sections"]?.arrayValue?.count == 1)
            let browser = try await client.send(
                .get, "/policy/1", headers: [.accept: "text/html,application/xml;q=0.9,*/*;q=0.8"])
            #expect(browser.text.hasPrefix("<!DOCTYPE"))
        }
    }

    @Test func pagesAreCached() async throws {
        try await withRoutes(Self.served()) { client async throws in
            for uri in ["/policy/1", "/assets/candor.css", "/openapi.yaml"] {
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
