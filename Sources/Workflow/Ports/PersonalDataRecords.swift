public import Verification

/// One text about a person, in the only table that holds such texts.
public struct PersonalTextRow: Sendable, Equatable {
    public var id: PersonalTextID
    public var session: SessionID
    /// What it is: `display_name`, `email`, `reference`, `fact`, `note`, `message`, `statement`, …
    public var kind: String
    public var text: String

    public init(id: PersonalTextID, session: SessionID, kind: String, text: String) {
        self.id = id
        self.session = session
        self.kind = kind
        self.text = text
    }
}

public protocol PersonalDataReading {
    func personalText(_ id: PersonalTextID) throws -> String?
    func personalTexts(of session: SessionID) throws -> [PersonalTextRow]
}

public protocol PersonalDataWriting {
    func insert(_ texts: [PersonalTextRow]) throws
    /// Overwrites with zeros and removes every text of the session.
    func redact(_ session: SessionID) throws
}
