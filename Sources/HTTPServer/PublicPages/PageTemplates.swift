import Mustache

/// The public pages' templates: parsed once at start, values escaped by the engine, no raw insertion anywhere.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary

    init() throws {
        var library = MustacheLibrary()
        try library.register(Self.page, named: "page")
        try library.register(Self.problem, named: "problem")
        try library.register(Self.refusal, named: "refusal")
        try library.register(Self.reason, named: "reason")
        try library.register(Self.policy, named: "policy")
        self.library = library
    }

    enum Name: String {
        case problem, refusal, reason, policy
    }

    func render(_ name: Name, _ values: Any) -> String {
        library.render(values, withTemplate: name.rawValue) ?? ""
    }

    private static let page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · Candor</title>
        <link rel="stylesheet" href="/assets/candor.css">
        </head>
        <body>
        <a class="skip" href="#content">Skip to content</a>
        <header><p class="brand">Candor</p><p class="tagline">Verification interviews that give reasons</p></header>
        <main id="content">
        {{$content}}{{/content}}
        </main>
        <footer><p>What decides about people here is public, measured and open to appeal.</p></footer>
        </body>
        </html>

        """

    private static let problem = """
        {{<page}}
        {{$content}}
        <p class="kicker">Problem · status {{status}}</p>
        <h1>{{title}}</h1>
        <p class="code"><code>{{type}}</code></p>
        <h2>What it means</h2>
        <p>{{explanation}}</p>
        <h2>What to do next</h2>
        <p>{{remedy}}</p>
        {{/content}}
        {{/page}}
        """

    private static let refusal = """
        {{<page}}
        {{$content}}
        <p class="kicker">Status {{status}}</p>
        <h1>{{title}}</h1>
        <p>{{detail}}</p>
        <p><a href="{{link}}">More about this kind of problem</a></p>
        {{/content}}
        {{/page}}
        """

    private static let reason = """
        {{<page}}
        {{$content}}
        <p class="kicker">Reason {{code}} · {{group}}</p>
        <h1>{{title}}</h1>
        <p class="code"><code>{{name}}</code></p>
        <h2>What it means</h2>
        <p>{{meaning}}</p>
        <h2>What follows from it</h2>
        <p>{{consequence}}</p>
        <h2>What lifts it</h2>
        <p>{{remedy}}</p>
        <h2>How to contest it</h2>
        <p>{{contest}}</p>
        {{/content}}
        {{/page}}
        """

    private static let policy = """
        {{<page}}
        {{$content}}
        <p class="kicker">Policy {{version}}</p>
        <h1>{{title}}</h1>
        <p>{{introduction}}</p>
        {{#sections}}
        <section>
        <h2>{{title}}</h2>
        <dl>
        {{#entries}}
        <div>
        <dt>{{label}}</dt>
        <dd><strong>{{value}}</strong>{{#hasWhy}}<span class="why">{{why}}</span>{{/hasWhy}}</dd>
        </div>
        {{/entries}}
        </dl>
        </section>
        {{/sections}}
        {{/content}}
        {{/page}}
        """
}
