import Foundation
import Testing

@testable import Verification

/// What was once written is read for ever: `stored-events.txt` holds one event of each kind and payload version as a
/// record has it, a line each: kind, version, payload. A line is added with a new kind or version and never changed.
@Suite("Stored events")
struct StoredEvents {
    static let lines: [StoredEvent] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "stored-events.txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let version = Int(parts[1]) else { return nil }
            return StoredEvent(kind: String(parts[0]), payloadVersion: version, payload: Array(parts[2].utf8))
        }
    }()

    @Test("Every kind that this version writes has its line, in the version that it writes")
    func everyKindIsKept() {
        #expect(Set(Self.lines.map(\.kind)) == Set(SessionEvent.kinds))
        #expect(Self.lines.allSatisfy { $0.payloadVersion >= 1 })
    }

    @Test("Every line is read, and nothing of it is lost when it is written again", arguments: lines)
    func read(_ line: StoredEvent) throws {
        let event = try SessionEvent(line)
        let again = try event.stored
        #expect(event.kind == line.kind)
        #expect(try SessionEvent(again) == event)
        #expect(again.payloadVersion >= line.payloadVersion)
        if again.payloadVersion == line.payloadVersion {
            #expect(try sorted(again.payload) == sorted(line.payload))
        }
    }

    @Test("A version or kind that nobody shipped is refused with a sentence, not guessed", arguments: lines)
    func unknown(_ line: StoredEvent) {
        var newer = line
        newer.payloadVersion = 99
        #expect {
            try SessionEvent(newer)
        } throws: { error in
            (error as? UnreadableEvent)?.sentence.contains("a newer Candor wrote it") == true
        }
        newer = line
        newer.kind += "_of_tomorrow"
        #expect(throws: UnreadableEvent.self) { try SessionEvent(newer) }
    }

    private func sorted(_ payload: [UInt8]) throws -> Data {
        try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(payload)), options: .sortedKeys)
    }
}
