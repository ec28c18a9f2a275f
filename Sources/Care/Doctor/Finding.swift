/// Something that is not as it must be, with what to do about it.
public struct Finding: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case folder, keys, file, schema, stream, projection, booking, outcome, token, texts, law, delivery
    }

    public let kind: Kind
    /// What was found; names ids and files, never persons.
    public let sentence: String
    public let remedy: String

    init(_ kind: Kind, _ sentence: String, remedy: String? = nil) {
        self.kind = kind
        self.sentence = sentence
        self.remedy = remedy ?? kind.remedy
    }
}

extension Finding.Kind {
    /// What mends a finding of this kind, where it does not bring its own.
    var remedy: String {
        switch self {
        case .folder: "Give the data directory and all in it to the user that runs Candor, and to nobody else."
        case .keys: "Restore the keys from their backup; new ones do not fit this record."
        case .file:
            "Stop the server, keep a copy of the data directory, and restore the newest backup that is sound."
        case .schema: "Stop the server, and restore the newest backup: no command changes a schema back."
        case .stream, .projection, .booking, .outcome:
            "Keep a copy of the data directory, restore the newest backup in which this is not found, and report it: Candor never leaves a record so."
        case .token:
            "Do not rely on this token: find out which key signed it, and restore record and keys of the same time."
        case .texts:
            "Restore the master key, or the record, that belong together; a redacted text cannot be brought back."
        case .law: "Have a person look at this case before anybody acts on its result, and report it."
        case .delivery: "Look at the operator's page, and send it again from there once what held it up is mended."
        }
    }
}
