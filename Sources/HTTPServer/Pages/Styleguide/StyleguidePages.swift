import Workflow

/// Every component in every state on one page, for whoever builds pages and for the tests that look at them.
///
/// Exists in demo mode only. Its forms lead back to it and keep nothing.
struct StyleguidePages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.styleguidePage, of: routes) { request in
            let samples = StyleguideSamples(words: request.words)
            return .page(Page("styleguide/all", title: request.words["styleguide_title"], samples.all))
        }
    }
}

/// Sample views for the components. All people and cases in them are invented.
struct StyleguideSamples {
    let words: Words

    var all: View {
        [tokens, boxes, forms, mistakes, booking, facts, desk, charts, long, rightToLeft]
            .reduce(["contents": .list(contents)]) { $0.merging($1) }
    }

    func text(_ key: String) -> Slot { .text(words["styleguide_\(key)"]) }

    // MARK: Contents

    private static let sections = [
        ("colours", "colours"), ("type", "type"), ("spacing", "spacing"), ("words", "words"), ("actions", "actions"),
        ("notices", "notices"), ("forms", "forms"), ("errors", "forms_errors"), ("booking", "booking"),
        ("lists", "lists"), ("desk", "desk"), ("tables", "tables"), ("charts", "charts"), ("long", "long"),
        ("rtl", "rtl"),
    ]

    private var contents: [View] {
        Self.sections.map { ["anchor": .text($0.0), "label": text($0.1)] }
    }

    // MARK: Tokens

    static let tones = ["quiet", "info", "good", "warn", "bad"]

    private var tokens: View {
        ["swatches": .list(swatches), "spaces": .list(spaces), "badges": .list(badges)]
    }

    private var swatches: [View] {
        let plain = [
            "ground", "surface", "sunken", "text", "soft", "line", "control", "accent", "accent-strong",
            "accent-ground", "focus",
        ]
        let colours: [View] = plain.map { name in
            let key = String(name.map { $0 == "-" ? "_" : $0 })
            return ["name": .text("--\(name)"), "use": text("use_\(key)")]
        }
        let toned: [View] = Self.tones.flatMap { tone in
            ["ground", "text", "line"].map { part -> View in
                ["name": .text("--\(tone)-\(part)"), "use": text("use_\(part)_of")]
            }
        }
        return colours + toned
    }

    private var spaces: [View] {
        [4, 8, 12, 16, 24, 32, 48].enumerated().map { index, pixels in
            ["name": .text("--s\(index + 1)"), "size": .number(pixels)]
        }
    }

    private var badges: [View] {
        Self.tones.map { ["word": text("word_\($0)"), "tone": .text($0)] }
    }
}
