import Foundation
import Synchronization
import Timekeeping

/// A folder that stands in for a mail server: one file a message, in the form of Internet mail (RFC 5322), newest last by name.
public final class MailFolder: MailTransport {
    private let directory: URL
    private let known = Mutex<[String: Mail]>([:])

    /// Makes the folder where it is missing, readable by its owner alone: the messages carry links that work as keys.
    public init(directory: String) throws {
        self.directory = URL(filePath: directory, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: self.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() where name.hasSuffix(".eml")
        {
            guard let text = try? String(contentsOf: self.directory.appending(path: name), encoding: .utf8),
                let mail = Self.parse(text)
            else { continue }
            known.withLock { $0[mail.id] = mail }
        }
    }

    public func send(_ mail: Mail) async throws {
        let url = directory.appending(path: "\(mail.id).eml")
        try Data(Self.format(mail).utf8).write(to: url, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path())
        known.withLock { $0[mail.id] = mail }
    }

    public func forget(session: String) async throws {
        let ids = known.withLock { known in known.values.filter { $0.session == session }.map(\.id) }
        for id in ids {
            let path = directory.appending(path: "\(id).eml").path()
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            known.withLock { _ = $0.removeValue(forKey: id) }
        }
    }

    /// The newest messages first; ids sort by time.
    public func newest(_ limit: Int, before id: String? = nil) -> [Mail] {
        known.withLock { known in
            known.keys.filter { key in id.map { key < $0 } ?? true }.sorted(by: >).prefix(limit).compactMap {
                known[$0]
            }
        }
    }

    private static func format(_ mail: Mail) -> String {
        var lines = [
            "Message-ID: <\(mail.id)@candor>", "To: \(oneLine(mail.to))", "Subject: \(oneLine(mail.subject))",
            "X-Candor-Message: \(mail.message) \(mail.number)", "X-Candor-Time: \(mail.at.millisecondsSinceEpoch)",
            "Auto-Submitted: auto-generated", "Content-Type: text/plain; charset=utf-8",
        ]
        if let session = mail.session { lines.append("X-Candor-Session: \(session)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + mail.body
    }

    /// A line break in a header field would let a name write further fields.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private static func parse(_ text: String) -> Mail? {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        var fields: [String: String] = [:]
        for line in text[..<end.lowerBound].split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let name = parts.first, let value = parts.dropFirst().first else { continue }
            fields[String(name)] = value.trimmingCharacters(in: .whitespaces)
        }
        guard let id = fields["Message-ID"]?.dropFirst().prefix(while: { $0 != "@" }), let to = fields["To"],
            let message = fields["X-Candor-Message"]?.split(separator: " "), let name = message.first,
            let number = message.dropFirst().first.flatMap({ Int($0) }),
            let time = fields["X-Candor-Time"].flatMap({ Int64($0) })
        else { return nil }
        return Mail(
            id: String(id), to: to, message: String(name), number: number, session: fields["X-Candor-Session"],
            subject: fields["Subject"] ?? "", body: String(text[end.upperBound...]),
            at: Instant(millisecondsSinceEpoch: time))
    }
}
