/// A notice as it stands in the catalogue, with placeholders in double braces.
public struct Message: Hashable, Sendable {
    public enum Recipient: String, Hashable, Sendable, CaseIterable { case candidate, platform, staff }

    /// Never changes and is never used again, so that a person and a support desk can speak of the same notice.
    public let number: Int
    /// Such as `booking_confirmed`; one of ``MessageCatalogue/placeholders``.
    public let id: String
    public let recipient: Recipient
    public let subject: String
    /// Plain text wrapped for mail.
    public let body: String
}

/// A notice with its values filled in.
public struct RenderedMessage: Hashable, Sendable {
    public let number: Int
    public let subject: String
    public let body: String
    /// Placeholders without a value, in order of appearance: they were left empty. A notice that has one is a fault of
    /// the program, which a test has to find.
    public let missing: [String]
}

/// Every notice that Candor sends, in one language.
public struct MessageCatalogue: Sendable, Hashable {
    /// The language as a BCP 47 tag.
    public let language: String
    /// In the order of their numbers.
    public let messages: [Message]
    private let byID: [String: Message]

    init(language: String, messages: [Message]) {
        self.language = language
        self.messages = messages
        self.byID = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The notice of that id; a loaded catalogue has every id of ``placeholders``.
    public func message(_ id: String) -> Message? { byID[id] }

    /// Fills the placeholders of a notice; `nil` for an unknown id.
    ///
    /// Values are put in once and literally: what looks like a placeholder inside a value stays as it is.
    public func render(id: String, values: [String: String]) -> RenderedMessage? {
        guard let message = byID[id] else { return nil }
        var missing: [String] = []
        func fill(_ text: String) -> String {
            Placeholders.parts(of: text).map { part in
                switch part {
                case .text(let text): return text
                case .placeholder(let name):
                    if let value = values[name] { return value }
                    if !missing.contains(name) { missing.append(name) }
                    return ""
                case .malformed(let text): return text
                }
            }.joined()
        }
        let subject = fill(message.subject)
        let body = fill(message.body)
        return RenderedMessage(number: message.number, subject: subject, body: body, missing: missing)
    }
}
