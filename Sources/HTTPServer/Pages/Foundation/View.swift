import Mustache

/// What a template reads: names with values.
///
/// Every name that a template asks for has to be here or further out, optional ones with `nil`: a name that stands
/// nowhere is a mistake, which ``RootView`` shows instead of printing nothing.
struct View: MustacheParent, ExpressibleByDictionaryLiteral {
    private var slots: [String: Slot]

    init(dictionaryLiteral elements: (String, Slot)...) {
        slots = Dictionary(elements) { $1 }
    }

    init(_ slots: [String: Slot] = [:]) {
        self.slots = slots
    }

    subscript(name: String) -> Slot? {
        get { slots[name] }
        set { slots[name] = newValue }
    }

    /// This view with the other's values added; the other's win.
    func merging(_ other: View) -> View {
        View(slots.merging(other.slots) { $1 })
    }

    func child(named name: String) -> Any? { slots[name]?.value }
}

/// One value of a view.
enum Slot: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case view(View)
    case list([View])
    /// Nothing: prints as nothing, and its section is left out.
    case absent

    static func optional(_ text: String?) -> Slot { text.map(Slot.text) ?? .absent }
    static func optional(_ view: View?) -> Slot { view.map(Slot.view) ?? .absent }

    /// Lists of words, read in a template as `{{#name}}{{text}}{{/name}}`.
    static func texts(_ texts: [String]) -> Slot { .list(texts.map { ["text": .text($0)] }) }

    /// As the template engine wants it.
    var value: Any {
        switch self {
        case .text(let text): text
        case .number(let number): number
        case .flag(let flag): flag
        case .view(let view): view
        case .list(let views): views
        case .absent: Nothing()
        }
    }
}

extension View: Sendable {}

extension Slot: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral text: String) { self = .text(text) }
}

extension Slot: ExpressibleByIntegerLiteral {
    init(integerLiteral number: Int) { self = .number(number) }
}

extension Slot: ExpressibleByBooleanLiteral {
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
}

extension Slot: ExpressibleByNilLiteral {
    init(nilLiteral: ()) { self = .absent }
}

extension Slot: ExpressibleByArrayLiteral {
    init(arrayLiteral views: View...) { self = .list(views) }
}

extension Slot: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, Slot)...) { self = .view(View(Dictionary(elements) { $1 })) }
}

/// A value that is there and says nothing.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// The outermost view of a page: the page's own values, the words, and a visible mark for every name that nobody gave.
struct RootView: MustacheParent {
    let page: View
    let words: Words

    func child(named name: String) -> Any? {
        if name == "t" { return WordsParent(words: words) }
        return page.child(named: name) ?? "⟦\(name)⟧"
    }
}

/// `{{t.some_word}}` in a template.
private struct WordsParent: MustacheParent {
    let words: Words

    func child(named name: String) -> Any? { words[name] }
}
