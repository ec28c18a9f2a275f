import Mustache

/// Renders templates with words: parsed once at start, values escaped by ``MarkupEscaping``.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary

    /// Throws where a template cannot be parsed, or inserts something unescaped.
    init(_ templates: [String: String]) throws {
        MarkupEscaping.register()
        var library = MustacheLibrary()
        for (name, text) in templates.sorted(by: { $0.key < $1.key }) {
            guard !text.contains("{{{"), !text.contains("{{&") else {
                throw TemplateDefect(template: name, sentence: "It inserts a value unescaped; write two braces.")
            }
            do {
                try library.register(MarkupEscaping.pragma + text, named: name)
            } catch {
                throw TemplateDefect(template: name, sentence: "It cannot be parsed: \(error)")
            }
        }
        self.library = library
    }

    /// The text, with a visible mark where the template does not exist.
    func render(_ template: String, _ view: View, words: Words) -> String {
        library.render(RootView(page: view, words: words), withTemplate: template) ?? "⟦\(template)⟧"
    }
}

/// A template that must not be used.
public struct TemplateDefect: Error, CustomStringConvertible {
    public let template: String
    public let sentence: String

    public var description: String { "The page template '\(template)': \(sentence)" }
}
