/// `messages/en.yaml`: every notice that is sent.
enum MessagesFile {
    static func read(_ folder: ContentFolder) -> MessageCatalogue? {
        for name in folder.names(in: "messages") where name != "messages/en.yaml" {
            folder.collector.add(
                ConfigurationDefect(
                    file: folder.path(name), sentence: "Notices are sent in English only; take the file away."))
        }
        guard let root = folder.root("messages/en.yaml", known: ["version", "language", "messages"]) else { return nil }
        _ = root.text("version")
        let language = root.text("language")
        if !language.isEmpty, language != "en" {
            root.report("language", "The file is named en.yaml, but says '\(language)'; write 'en'.")
        }
        var messages: [Message] = []
        var ids: Set<String> = []
        var lastNumber = 0
        for reader in root.mappings(
            "messages", atLeast: 1, known: ["number", "id", "to", "subject", "body"])
        {
            let number = reader.integer("number", in: 1...999_999)
            if number <= lastNumber {
                reader.report("number", "\(number) does not follow on \(lastNumber); numbers are unique and ascend.")
            }
            lastNumber = max(lastNumber, number)
            let id = reader.identifier("id")
            if !id.isEmpty, !ids.insert(id).inserted {
                reader.report("id", "The notice '\(id)' stands twice; give each one entry.")
            }
            let recipient = reader.choice("to", of: Message.Recipient.self)
            let message = Message(
                number: number, id: id, recipient: recipient ?? .candidate, subject: reader.text("subject"),
                body: reader.text("body"))
            messages.append(message)
            guard !id.isEmpty else { continue }
            guard let known = MessageCatalogue.known.first(where: { $0.id == id }) else {
                let hint = NearestName.hint(
                    id, among: MessageCatalogue.known.map(\.id), otherwise: "; nothing sends it, so remove it.")
                reader.report("id", "'\(id)' is no notice of Candor\(hint)")
                continue
            }
            if let recipient, recipient != known.recipient {
                reader.report("to", "This notice goes to the \(known.recipient.rawValue); write that.")
            }
            check(message, known: known, reader: reader)
        }
        for known in MessageCatalogue.known where !ids.contains(known.id) {
            root.report("messages", "The notice '\(known.id)' is missing; add it.")
        }
        return MessageCatalogue(language: language, messages: messages)
    }

    private static func check(_ message: Message, known: MessageCatalogue.Known, reader: MappingReader) {
        if Placeholders.parts(of: message.subject).contains(where: { if case .text = $0 { false } else { true } }) {
            reader.report("subject", "Others see subjects on a locked screen; take the placeholder out.")
        }
        if message.subject.contains("\n") { reader.report("subject", "A subject is one line; take the break out.") }
        var used: Set<String> = []
        for part in Placeholders.parts(of: message.body) {
            switch part {
            case .text: break
            case .placeholder(let name):
                guard used.insert(name).inserted, !known.placeholders.contains(name) else { break }
                let hint = NearestName.hint(
                    name, among: known.placeholders,
                    otherwise: "; it may use \(known.placeholders.joined(separator: ", ")).")
                report("{{\(name)}}", "'\(message.id)' has no placeholder '\(name)'\(hint)", in: reader)
            case .malformed(let text):
                report(
                    String(text.prefix { !$0.isNewline }),
                    "Double braces are for placeholders such as {{contact}}; write one without spaces, or none.",
                    in: reader)
            }
        }
        // Somebody who is told something has to be told who can help.
        let needed = known.needsAll ? known.placeholders : known.placeholders.filter { $0 == "contact" }
        for name in needed where !used.contains(name) {
            reader.report("body", "This notice has to contain {{\(name)}}; put it back.")
        }
    }

    /// Reports at the line within the body where the text stands.
    private static func report(_ needle: String, _ sentence: String, in reader: MappingReader) {
        let start = reader.line(of: "body")
        reader.file.report(
            line: reader.file.firstLine(containing: needle, from: start) ?? start,
            path: MappingReader.join(reader.path, "body"), sentence)
    }
}
