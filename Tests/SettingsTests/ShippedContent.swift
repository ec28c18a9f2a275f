import ConnectionQuality
import Foundation
import Testing
import Verification

@testable import Settings

@Suite("The shipped configuration")
struct ShippedContent {
    let content: Content

    init() throws {
        content = try Content.load(directory: ShippedConfig.directory)
    }

    @Test("loads without a defect and says what it has to")
    func loads() throws {
        #expect(content.taxonomy.skills.count >= 60)
        #expect(Set(content.kits.map(\.id)).isSuperset(of: ["containers", "go", "javascript", "php", "python", "sql"]))
        #expect(content.kits.allSatisfy { $0.questions.count >= 9 })
        #expect(content.identityChecks.count >= 9)
        #expect(content.identityChecks.filter { $0.occasion == .afterGap }.map(\.id) == ["same-person"])
        #expect(Set(content.reasons.keys) == Set(ReasonCode.allCases))
        #expect(content.reasonOrder.count == ReasonCode.allCases.count)
        #expect(content.currentPolicy.version == content.policies.keys.compactMap(Int.init).max().map(String.init))
        #expect(content.taxonomy.resolve("Golang") == SkillID("go"))
    }

    @Test("measures lines by the standard thresholds")
    func standardThresholds() {
        #expect(content.currentPolicy.quality == .standard)
    }

    @Test("gives a policy its numbers under the domain's names")
    func policyNumbers() throws {
        let policy = try #require(content.policies["1"])
        #expect(policy.interview.lengthMinutes == 30)
        #expect(policy.deadlines.reminderDaysBefore == [7, 3, 1])
        #expect(policy.corrections.acceptedByMachine == ["city", "region", "postal_code"])
        #expect(policy.contact.role == "the reviewer on duty")
    }

    @Test("has a rule for exactly the keys that the domain's policy has")
    func policyKeys() throws {
        let data = try JSONEncoder().encode(content.currentPolicy)
        let encoded = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let document = try #require(content.policyDocuments["1"])
        let sections = Dictionary(uniqueKeysWithValues: document.sections.map { ($0.name, $0.entries.map(\.key)) })
        for (name, value) in encoded {
            guard let group = value as? [String: Any], name != "quality" else { continue }
            #expect(Set(group.keys.map(Self.snakeCase)) == Set(sections[Self.snakeCase(name)] ?? []), "\(name)")
            #expect(
                Set(group.keys)
                    == Set(
                        PolicyRules.sections.first { $0.name == name }?.keys.map { PolicyFiles.camelCase($0.name) }
                            ?? []))
        }
        #expect(Set(PolicyRules.qualityKinds.keys) == Set(QualityThresholds.CodingKeys.allCases.map(\.rawValue)))
    }

    @Test("shows each number with the reason beside it")
    func policyDocument() throws {
        let document = try #require(content.policyDocuments["1"])
        #expect(document.title == "Candor's standard policy")
        #expect(document.sections.first?.name == "interview")
        let interview = try #require(document.sections.first?.entries)
        #expect(interview.map(\.key).prefix(2) == ["length_minutes", "questions"])
        #expect(interview[0].value == "30")
        #expect(interview[0].why.hasPrefix("Long enough for eight checks") && interview[0].why.hasSuffix("from work."))
        let deadlines = try #require(document.sections.first { $0.name == "deadlines" }?.entries)
        #expect(deadlines.last?.value == "7, 3, 1")
        let outside = try #require(document.sections.first { $0.name == "outside_body" })
        #expect(outside.why.hasPrefix("Digital Services Act, Article 21."))
        #expect(outside.entries.map(\.key) == ["outside_body"])
        let quality = try #require(document.sections.first { $0.name == "quality" })
        let lines = try #require(quality.entries.first { $0.key == "video_excellent_lines" })
        #expect(lines.why.hasPrefix("Excellent:"), "Keys that follow one comment share it.")
        for section in document.sections {
            for entry in section.entries { #expect(!(entry.why + section.why).isEmpty, "\(entry.key)") }
        }
    }

    @Test("draws enough identity checks, each described for every result")
    func identityChecks() {
        let always = content.identityChecks.filter { $0.occasion == .always && $0.kind != .liveness }
        #expect(always.count + content.currentPolicy.interview.livenessPrompts >= 8)
        #expect(content.identityChecks.allSatisfy { $0.probes.count >= 2 })
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
