import Foundation
import Testing
import Verification

@testable import Settings

/// One change to the shipped files, and what has to be said about it.
struct Breakage: Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    /// The first occurrence is replaced.
    let old: String
    let new: String
    /// The defect's line is the first that contains this after the change; `nil` for none.
    let at: String?
    /// Counts from the line found.
    let below: Int
    /// Part of the sentence.
    let says: String
    /// What the path ends in.
    let path: String

    init(
        _ name: String, _ file: String, _ old: String, _ new: String, at: String?, below: Int = 0, path: String = "",
        says: String
    ) {
        self.name = name
        self.file = file
        self.old = old
        self.new = new
        self.at = at
        self.below = below
        self.path = path
        self.says = says
    }

    var testDescription: String { name }
}

@Suite("A broken configuration")
struct BrokenConfig {
    static let go = "kits/go.yaml"
    static let policy = "policies/1.yaml"
    static let notices = "messages/en.yaml"
    static let checks = "identity/checks.yaml"

    static let breakages: [Breakage] = [
        // The language itself.
        Breakage(
            "a key twice", go, "version: 1\n", "version: 1\nid: go\n", at: "version: 1", below: 1, says: "stands twice"),
        Breakage(
            "a key twice further in", go, "    level: basic\n", "    level: basic\n    level: senior\n",
            at: "level: senior", path: "level", says: "stands twice"),
        Breakage("a quote left open", go, "title: Go", "title: \"Go", at: nil, says: "This is no YAML"),
        Breakage("a tab as indent", go, "  - id: go-error", "\t- id: go-error", at: "\t- id", says: "This is no YAML"),
        Breakage("a second document", go, "questions:", "---\nquestions:", at: "---", says: "second document"),
        Breakage("an anchor", go, "title: Go", "title: &name Go", at: "title:", says: "Anchors and aliases"),
        Breakage("an unknown alias", go, "title: Go", "title: *name", at: "title:", says: "This is no YAML"),
        Breakage("a tag", go, "title: Go", "title: !secret Go", at: "title:", says: "Tags are not read"),
        Breakage(
            "a control character", go, "title: Go", "title: \"G\\x07o\"", at: "title:", path: "title", says: "control"),
        // Types.
        Breakage(
            "an unknown key", go, "title: Go", "titel: Go", at: "titel", path: "titel", says: "did you mean 'title'?"),
        Breakage("a missing key", go, "title: Go\n", "", at: "id: go", path: "title", says: "'title' is missing"),
        Breakage(
            "a number for a text", go, "title: Go", "title: 7", at: "title", path: "title", says: "put it in quotes"),
        Breakage(
            "a truth value for a text", go, "title: Go", "title: yes", at: "title", path: "title",
            says: "put it in quotes"),
        Breakage("a blank text", go, "title: Go", "title: ' '", at: "title", path: "title", says: "is empty"),
        Breakage(
            "a text for a number", go, "version: 1", "version: '1'", at: "version: '", path: "version",
            says: "no whole number"),
        Breakage(
            "a number too large", go, "version: 1", "version: 99999999999999999999", at: "version: 9",
            says: "no whole number"),
        Breakage(
            "a text for a list", go, "skills: [go]", "skills: go", at: "skills: go", path: "skills",
            says: "a list is wanted"),
        Breakage(
            "a list for a text", go, "level: basic", "level: [basic]", at: "level:", path: "[0].level",
            says: "a text is wanted"),
        Breakage(
            "a text for a truth value", checks, "mandatory: true", "mandatory: maybe", at: "mandatory: maybe",
            path: "mandatory", says: "write true or false"),
        // Skills.
        Breakage(
            "a skill twice", "taxonomy.yaml", "- id: php\n", "- id: go\n", at: "- id: go\n", below: 5,
            says: "'go' stands twice"),
        Breakage(
            "an alias twice", "taxonomy.yaml", "[php8, php7]", "[golang]", at: "[golang]", path: "aliases[0]",
            says: "belongs to 'go'"),
        Breakage(
            "an unknown implication", "taxonomy.yaml", "implies: [javascript]", "implies: [javascrip]",
            at: "[javascrip]", path: "implies[0]", says: "did you mean 'javascript'?"),
        Breakage(
            "an alias as implication", "taxonomy.yaml", "implies: [javascript]", "implies: [es6]", at: "implies: [es6]",
            says: "write 'javascript'"),
        Breakage(
            "a cycle", "taxonomy.yaml", "aliases: [js, ecmascript, es6]\n    implies: []",
            "aliases: [js, ecmascript, es6]\n    implies: [typescript]", at: "implies: [typescript]",
            says: "implies itself"),
        Breakage(
            "an unknown category", "taxonomy.yaml", "category: language", "category: tongue", at: "tongue",
            says: "no category"),
        Breakage("an id with a space", "taxonomy.yaml", "- id: php\n", "- id: p hp\n", at: "p hp", says: "is no id"),
        // Kits.
        Breakage(
            "an unknown skill", go, "skills: [go]", "skills: [gi]", at: "skills: [gi]", path: "questions[0].skills[0]",
            says: "no skill of taxonomy.yaml"),
        Breakage("an alias for a skill", go, "skills: [go]", "skills: [golang]", at: "[golang]", says: "write 'go'"),
        Breakage(
            "a skill named twice", go, "skills: [go]", "skills: [go, go]", at: "[go, go]", path: "skills[1]",
            says: "twice"),
        Breakage("no skill at all", go, "skills: [go]", "skills: []", at: "skills: []", says: "at least 1"),
        Breakage(
            "an unknown level", go, "level: basic", "level: easy", at: "level: easy",
            says: "basic, intermediate, senior"),
        Breakage(
            "a question without anchors", go, "    anchors:\n      1: >-", "    remarks:\n      1: >-",
            at: "- id: go-error-handling", path: "questions[0].anchors", says: "describe ratings 1, 3 and 5"),
        Breakage(
            "a question without its middle anchor", go, "      3: >-", "      2: >-", at: "      1: >-",
            path: "anchors.3", says: "'3' is missing"),
        Breakage(
            "an anchor of another scale", go, "      3: >-", "      2: >-", at: "      2: >-", path: "anchors.2",
            says: "'2' is unknown"),
        Breakage(
            "an empty anchor", go, "      1: >-\n", "      1: ''\n      2: >-\n", at: "1: ''", path: "anchors.1",
            says: "is empty"),
        Breakage(
            "a question id of another kit", go, "- id: go-error-handling", "- id: error-handling", at: "- id: error-",
            says: "begin it with 'go-'"),
        Breakage(
            "a question id used twice", go, "- id: go-slice-append", "- id: go-error-handling",
            at: "- id: go-error-handling", below: 19, says: "stands already"),
        Breakage(
            "a kit in the wrong file", go, "id: go\n", "id: gopher\n", at: "id: gopher",
            says: "name the file 'gopher.yaml'"),
        // Identity.
        Breakage(
            "no check after a gap", checks, "    when: after_gap\n", "", at: "checks:",
            says: "No check is made after a gap"),
        Breakage(
            "two checks after a gap", checks, "    kind: document\n", "    kind: document\n    when: after_gap\n",
            at: "id: same-person", below: 7, says: "Only one check"),
        Breakage(
            "no look at the surroundings", checks, "kind: surroundings", "kind: face", at: "checks:",
            says: "'surroundings'"),
        Breakage(
            "an unknown kind", checks, "kind: surroundings", "kind: room", at: "kind: room",
            says: "document, face, liveness, surroundings"),
        Breakage(
            "a check twice", checks, "- id: document-type", "- id: document-shown-live",
            at: "- id: document-shown-live", below: 20, says: "stands twice"),
        Breakage(
            "a check without not_checked", checks, "      not_checked: >-", "      unclear: >-", at: "      match: >-",
            path: "anchors.not_checked", says: "describe what it looks like"),
        // Policies.
        Breakage(
            "an unknown number", policy, "  questions: 6", "  qestions: 6", at: "qestions",
            says: "did you mean 'questions'?"),
        Breakage(
            "a share over a hundred", policy, "minimum_coverage_percent: 70", "minimum_coverage_percent: 170",
            at: "170", path: "interview.minimum_coverage_percent", says: "from 0 to 100"),
        Breakage(
            "a length of nothing", policy, "length_minutes: 30", "length_minutes: 0", at: "length_minutes: 0",
            says: "out of range"),
        Breakage(
            "a deadline in the past", policy, "hearing_hours: 72", "hearing_hours: -72", at: "-72", says: "out of range"
        ),
        Breakage("a fraction", policy, "questions: 6", "questions: 6.5", at: "6.5", says: "no whole number"),
        Breakage(
            "fewer months than the law gives", policy, "appeal_months: 6", "appeal_months: 5", at: "appeal_months: 5",
            says: "from 6"),
        Breakage(
            "a longer wait than the law allows", policy, "appeal_answer_days_maximum: 14",
            "appeal_answer_days_maximum: 15", at: "maximum: 15", says: "from 1 to 14"),
        Breakage(
            "reminders out of order", policy, "[7, 3, 1]", "[3, 7, 1]", at: "[3, 7, 1]",
            path: "reminder_days_before[1]", says: "from the largest down"),
        Breakage(
            "more prompts than the pool has", policy, "liveness_prompts: 2", "liveness_prompts: 12",
            at: "liveness_prompts: 12", says: "checks.yaml has 10"),
        Breakage(
            "too few identity checks", policy, "liveness_prompts: 2", "liveness_prompts: 1", at: "liveness_prompts: 1",
            says: "at least 8"),
        Breakage(
            "a dwell longer than the interview", policy, "minimum_dwell_minutes: 12", "minimum_dwell_minutes: 40",
            at: "minimum_dwell_minutes", says: "more than length_minutes (30)"),
        Breakage(
            "an unknown threshold", policy, "window_seconds: 10", "windows_seconds: 10", at: "windows_seconds",
            says: "did you mean 'window_seconds'?"),
        Breakage(
            "a threshold out of range", policy, "gate_bad_percent: 20", "gate_bad_percent: 120", at: "120",
            path: "quality.gate_bad_percent", says: "from 0 to 100"),
        Breakage(
            "a threshold that is a text", policy, "gate_bad_percent: 20", "gate_bad_percent: some", at: ": some",
            says: "is no number"),
        Breakage(
            "a fraction where the domain counts", policy, "span_lead_seconds: 5", "span_lead_seconds: 5.5", at: "5.5",
            path: "quality.span_lead_seconds", says: "whole number"),
        Breakage(
            "other thresholds under the same name", policy, "gate_bad_percent: 20", "gate_bad_percent: 30",
            at: "quality:", says: "another name"),
        Breakage(
            "a version that is none", policy, "version: \"1\"", "version: one", at: "version: one",
            says: "number policies"),
        Breakage(
            "a version in the wrong file", policy, "version: \"1\"", "version: \"2\"", at: "version: \"2\"",
            says: "name the file '2.yaml'"),
        // Reasons.
        Breakage("an unknown code", "reasons.yaml", "code: T101", "code: T199", at: "T199", says: "is no reason code"),
        Breakage(
            "a code left out", "reasons.yaml", "code: T101", "code: T199", at: "reasons:", says: "T101 has no texts"),
        Breakage(
            "a code twice", "reasons.yaml", "code: T102", "code: T101", at: "code: T101", below: 11,
            says: "stands twice"),
        Breakage(
            "nothing that lifts", "reasons.yaml", "    lifts: >-\n", "    lifts: ''\n    # >-\n#", at: "lifts: ''",
            path: "reasons[0].lifts", says: "is empty"),
        Breakage(
            "no way to contest", "reasons.yaml", "    contest: >-", "    dispute: >-", at: "- code: T101",
            path: "reasons[0].contest", says: "say how the person can object"),
        // Notices.
        Breakage(
            "an unknown notice", notices, "id: link_reissued", "id: link_reisued", at: "link_reisued",
            says: "did you mean 'link_reissued'?"),
        Breakage(
            "a notice left out", notices, "id: link_reissued", "id: link_reisued", at: "messages:",
            says: "'link_reissued' is missing"),
        Breakage(
            "a number twice", notices, "number: 1002", "number: 1001", at: "number: 1001", below: 36,
            says: "unique and ascend"),
        Breakage(
            "an unknown placeholder", notices, "{{explanation}}", "{{explenation}}", at: "{{explenation}}",
            says: "did you mean 'explanation'?"),
        Breakage(
            "a placeholder with spaces", notices, "{{explanation}}", "{{ explanation }}", at: "{{ explanation }}",
            says: "without spaces"),
        Breakage(
            "a placeholder left open", notices, "{{explanation}}", "{{explanation", at: "{{explanation",
            says: "Double braces"),
        Breakage(
            "a name on the locked screen", notices, "subject: Your new link", "subject: Your link, {{display_name}}",
            at: "subject: Your link,", says: "locked screen"),
        Breakage(
            "nobody to turn to", notices, "      Who can help: {{contact}}\n", "", at: "body: |-",
            path: "messages[0].body", says: "{{contact}}"),
        Breakage(
            "a notice to the wrong one", notices, "to: platform", "to: candidate", at: "id: platform_outcome", below: 1,
            says: "goes to the platform"),
        Breakage(
            "a file of another language", notices, "language: en", "language: de", at: "language: de",
            says: "write 'en'"),
    ]

    @Test("is named by file, line and mend", arguments: breakages)
    func named(_ breakage: Breakage) throws {
        var files = ShippedConfig.files
        let text = try #require(files[breakage.file])
        let range = try #require(text.firstRange(of: breakage.old), "The shipped file no longer has the text to break.")
        let broken = text.replacingCharacters(in: range, with: breakage.new)
        files[breakage.file] = broken
        let defects = ShippedConfig.defects(files)
        let match = defects.first {
            $0.file == "Config/\(breakage.file)" && $0.sentence.contains(breakage.says)
                && $0.path.hasSuffix(breakage.path)
        }
        let defect = try #require(match, "found instead: \(defects)")
        if let marker = breakage.at {
            let start = try #require(broken.firstRange(of: marker)).lowerBound
            let line = broken[..<start].count { $0.isNewline } + 1 + breakage.below
            #expect(defect.line == line, "\(defect)")
        }
        #expect(defect.sentence.hasSuffix(".") || defect.sentence.hasSuffix("?"))
    }

    @Test("is told whole: defects of several files come together and in order")
    func several() {
        var files = ShippedConfig.files
        files["kits/go.yaml"] = files["kits/go.yaml"]?.replacing("title: Go", with: "titel: Go")
        files["policies/1.yaml"] = files["policies/1.yaml"]?.replacing("hearing_hours: 72", with: "hearing_hours: 0")
        files["reasons.yaml"] = nil
        let defects = ShippedConfig.defects(files)
        #expect(
            defects.map(\.file).filter { $0 != "Config/kits/go.yaml" } == [
                "Config/policies/1.yaml", "Config/reasons.yaml",
            ])
        #expect(defects.count == 4)
        #expect(ConfigurationDefects(defects.shuffled()).defects == defects)
    }

    @Test("with a policy that nobody numbered higher keeps the highest number, not the last name")
    func highestPolicy() throws {
        var files = ShippedConfig.files
        let policy = try #require(files["policies/1.yaml"])
        for number in ["2", "10"] {
            files["policies/\(number).yaml"] = policy.replacing("version: \"1\"", with: "version: \"\(number)\"")
        }
        let content = try ShippedConfig.load(files)
        #expect(content.currentPolicy.version == "10")
        #expect(content.policies.keys.sorted() == ["1", "10", "2"])
    }

    @Test("prints in a form that editors can jump to")
    func printing() {
        let defect = ConfigurationDefect(
            file: "Config/kits/go.yaml", line: 42, column: 7, path: "questions[3].anchors.5", sentence: "Say it.")
        #expect(defect.description == "Config/kits/go.yaml:42: questions[3].anchors.5: Say it.")
    }
}
