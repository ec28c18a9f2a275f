import ConnectionQuality
import FoundationEssentials
import Verification

/// `policies/N.yaml`: every number that a case is decided by.
enum PolicyFiles {
    struct Read {
        let policy: Policy
        let document: PolicyDocument
    }

    /// In ascending order of their versions.
    static func read(_ folder: ContentFolder, identityChecks: [IdentityCheck]) -> [Read] {
        var policies: [(number: Int, read: Read)] = []
        for name in folder.names(in: "policies") {
            guard let root = folder.root(name, known: PolicyRules.topLevel) else { continue }
            let version = root.text("version")
            let number = ScalarReader.integer(version)
            if !version.isEmpty, number.map({ $0 < 1 || String($0) != version }) ?? true {
                root.report("version", "'\(version)' is no version; number policies 1, 2, 3 … in quotes.")
            } else if !version.isEmpty, name != "policies/\(version).yaml" {
                root.report("version", "Version \(version) stands in '\(name)'; name the file '\(version).yaml'.")
            }
            let before = folder.collector.defects.count
            let value = value(root)
            checkRelations(root, identityChecks: identityChecks)
            guard folder.collector.defects.count == before, let policy = decode(value, root: root) else { continue }
            checkQualityVersion(policy, root: root)
            policies.append((number ?? 0, Read(policy: policy, document: document(of: root))))
        }
        return policies.sorted { $0.number < $1.number }.map(\.read)
    }

    // MARK: Values

    private static func value(_ root: MappingReader) -> PolicyValue {
        var top: [String: PolicyValue] = [:]
        for key in PolicyRules.heading + PolicyRules.texts { top[camelCase(key)] = .text(root.text(key)) }
        for section in PolicyRules.sections {
            guard let reader = root.mapping(section.name, known: section.keys.map(\.name)) else { continue }
            var group: [String: PolicyValue] = [:]
            for (key, rule) in section.keys { group[camelCase(key)] = value(reader, key, rule) }
            top[camelCase(section.name)] = .group(group)
        }
        top[PolicyRules.quality] = .group(quality(root))
        return .group(top)
    }

    private static func value(_ reader: MappingReader, _ key: String, _ rule: PolicyRules.Rule) -> PolicyValue {
        switch rule {
        case .count(let range): return .count(reader.integer(key, in: range))
        case .text: return .text(reader.text(key))
        case .texts: return .list(KitFiles.distinctTexts(reader, key, atLeast: 0).map(PolicyValue.text))
        case .descendingCounts(let range):
            var last = Int.max
            return .list(
                reader.items(key).compactMap { item in
                    guard let count = ScalarReader.integer(item.value, in: range, path: item.path, file: reader.file)
                    else { return nil }
                    if count >= last {
                        reader.file.report(
                            line: item.line, column: item.column, path: item.path,
                            "\(count) does not come after \(last); write the numbers from the largest down.")
                    }
                    last = count
                    return .count(count)
                })
        }
    }

    /// The thresholds of the line keep their own names, and one that is absent has its standard value.
    private static func quality(_ root: MappingReader) -> [String: PolicyValue] {
        let known = QualityThresholds.CodingKeys.allCases.map(\.rawValue)
        guard let reader = root.mapping(PolicyRules.quality, known: known) else { return [:] }
        var group: [String: PolicyValue] = [:]
        for key in reader.keys {
            guard let node = reader.entry(key)?.value, let kind = PolicyRules.qualityKinds[key] else { continue }
            switch kind {
            case .flag: group[key] = .flag(reader.flag(key))
            case .text: group[key] = .text(reader.text(key))
            default:
                let limit = key.hasSuffix("_percent") ? 100.0 : 1_000_000.0
                let text = ScalarReader.plainText(node) ?? ""
                guard let number = ScalarReader.number(text) else {
                    reader.report(key, "This is no number; write one from 0 to \(Int(limit)), without quotes.")
                    continue
                }
                guard number >= 0, number <= limit else {
                    reader.report(key, "\(text) is out of range; write a number from 0 to \(Int(limit)).")
                    continue
                }
                if number == 0, key.hasSuffix("_seconds") {
                    reader.report(key, "A length of nothing measures nothing; write at least 1.")
                }
                if let count = Int(exactly: number) {
                    group[key] = .count(count)
                } else if takesFraction(key, number) {
                    group[key] = .number(number)
                } else {
                    reader.report(key, "\(text) has a fraction, but a whole number is wanted; round it.")
                }
            }
        }
        if reader.entry("version") == nil { reader.report("version", "'version' is missing; add it.") }
        return group
    }

    /// Whether the domain takes a fraction for this threshold, or counts in whole numbers.
    private static func takesFraction(_ key: String, _ number: Double) -> Bool {
        guard let data = try? JSONEncoder().encode([key: PolicyValue.number(number)]) else { return false }
        return (try? JSONDecoder().decode(QualityThresholds.self, from: data)) != nil
    }

    private static func decode(_ value: PolicyValue, root: MappingReader) -> Policy? {
        do {
            return try JSONDecoder().decode(Policy.self, from: JSONEncoder().encode(value))
        } catch {
            // Every value has been checked by now; this is a rule that PolicyRules lacks, which its test finds.
            root.file.report(line: root.line, "The policy cannot be taken over; compare it with the shipped one.")
            return nil
        }
    }

    // MARK: What has to hold between values

    private static func checkRelations(_ root: MappingReader, identityChecks: [IdentityCheck]) {
        func number(_ section: String, _ key: String) -> Int? {
            guard case .mapping(let entries)? = root.entry(section)?.value.content,
                let entry = entries.first(where: { $0.key == key })
            else { return nil }
            return ScalarReader.plainText(entry.value).flatMap(ScalarReader.integer)
        }
        func report(_ section: String, _ key: String, _ sentence: String) {
            guard case .mapping(let entries)? = root.entry(section)?.value.content else { return }
            let entry = entries.first { $0.key == key }
            root.file.report(
                line: entry?.line ?? root.line(of: section), column: entry?.column, path: "\(section).\(key)", sentence)
        }
        /// Requires `key` to be at most (or below) `other`.
        func check(_ section: String, _ key: String, below other: String, orEqual: Bool = true) {
            guard let left = number(section, key), let right = number(section, other),
                left > right || (!orEqual && left == right)
            else { return }
            report(
                section, key,
                "\(left) is \(left == right ? "not less" : "more") than \(other) (\(right)); lower it or raise that one."
            )
        }
        check("interview", "minimum_dwell_minutes", below: "length_minutes")
        check("interview", "no_show_after_minutes", below: "length_minutes")
        check("interview", "minimum_per_skill", below: "questions")
        check("interview", "maximum_per_kit", below: "questions")
        check("interview", "start_opens_minutes_before", below: "join_opens_minutes_before")
        check("attempts", "candidate_technical_priority", below: "candidate_technical_alternatives")
        check("attempts", "candidate_technical_alternatives", below: "candidate_technical_inconclusive")
        check("deadlines", "appeal_answer_working_days", below: "appeal_answer_days_maximum")

        guard !identityChecks.isEmpty, let prompts = number("interview", "liveness_prompts") else { return }
        let always = identityChecks.filter { $0.occasion == .always }
        let pool = always.count { $0.kind == .liveness }
        if prompts > pool {
            report(
                "interview", "liveness_prompts",
                "\(prompts) prompts are drawn, but identity/checks.yaml has \(pool); lower it or add prompts.")
        }
        let asked = always.count - pool + prompts
        if asked < fewestIdentityChecks {
            report(
                "interview", "liveness_prompts",
                "An interview would have \(asked) identity checks, but at least \(fewestIdentityChecks) are needed; "
                    + "raise it or add checks.")
        }
    }

    /// Fewer cannot show document, face and presence with room for one that could not be made.
    private static let fewestIdentityChecks = 8

    /// The version of the thresholds is named in every report: two sets of numbers under one name could not be replayed.
    private static func checkQualityVersion(_ policy: Policy, root: MappingReader) {
        let standard = QualityThresholds.standard
        guard policy.quality.version == standard.version, policy.quality != standard else { return }
        root.report(
            PolicyRules.quality,
            "The numbers differ from those published as '\(standard.version)'; give quality.version another name.")
    }

    // MARK: Names

    /// `length_minutes` → `lengthMinutes`.
    static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
