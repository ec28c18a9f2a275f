import Foundation
import Testing
import Timekeeping

@testable import Delivery

@Suite struct MailFolderTests {
    private func mail(_ id: String, subject: String = "Your new link", to: String = "emina@example.test") -> Mail {
        Mail(
            id: id, to: to, message: "link_reissued", number: 1002, session: "vs_1", subject: subject,
            body: "Hello,\n\nhere is a link.\n", at: Instant(secondsSinceEpoch: 1_800_000_000))
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candor-mail-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func whatWasSentIsThereAfterARestartNewestFirst() async throws {
        try await inFolder { folder in
            let first = try MailFolder(directory: folder)
            try await first.send(mail("ob_1"))
            try await first.send(mail("ob_2"))
            let again = try MailFolder(directory: folder)
            #expect(again.newest(10).map(\.id) == ["ob_2", "ob_1"])
            #expect(again.newest(10, before: "ob_2").map(\.id) == ["ob_1"])
            #expect(again.newest(1).first?.body == "Hello,\n\nhere is a link.\n")
        }
    }

    @Test func nothingOfAForgottenSessionIsLeft() async throws {
        try await inFolder { folder in
            let box = try MailFolder(directory: folder)
            try await box.send(mail("ob_1"))
            try await box.forget(session: "vs_1")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            #expect(box.newest(10).isEmpty)
        }
    }

    @Test func theSameNoticeTwiceIsOneFile() async throws {
        try await inFolder { folder in
            let box = try MailFolder(directory: folder)
            try await box.send(mail("ob_1"))
            try await box.send(mail("ob_1"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ob_1.eml"])
        }
    }

    @Test func aLineBreakCannotWriteFurtherFields() async throws {
        try await inFolder { folder in
            let box = try MailFolder(directory: folder)
            try await box.send(
                mail("ob_1", subject: "One\r\nBcc: everybody@example.test", to: "a@b.test\nBcc: c@d.test"))
            let text = try String(contentsOfFile: "\(folder)/ob_1.eml", encoding: .utf8)
            let head = text.components(separatedBy: "\r\n\r\n").first ?? ""
            #expect(!head.components(separatedBy: "\r\n").contains { $0.hasPrefix("Bcc:") })
        }
    }

    @Test func messagesAreReadableByTheirOwnerAlone() async throws {
        try await inFolder { folder in
            let box = try MailFolder(directory: folder)
            try await box.send(mail("ob_1"))
            for path in [folder, "\(folder)/ob_1.eml"] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect((mode ?? 0o777) & 0o077 == 0, "\(path)")
            }
        }
    }
}
