public import Timekeeping

/// One message to one person, rendered.
public struct Mail: Sendable {
    /// The outbox row that it comes from; the same again after a retry, so that a receiver can tell.
    public var id: String
    public var to: String
    /// The catalogue's id and number of the message.
    public var message: String
    public var number: Int
    public var session: String?
    public var subject: String
    public var body: String
    public var at: Instant

    public init(
        id: String, to: String, message: String, number: Int, session: String?, subject: String, body: String,
        at: Instant
    ) {
        self.id = id
        self.to = to
        self.message = message
        self.number = number
        self.session = session
        self.subject = subject
        self.body = body
        self.at = at
    }
}

/// Takes a message over. Returning means that it is somebody else's duty now; throwing means that it is still ours.
public protocol MailTransport: Sendable {
    func send(_ mail: Mail) async throws
    /// Removes what is still held of a session whose personal data was redacted.
    func forget(session: String) async throws
}
