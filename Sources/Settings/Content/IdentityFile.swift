import Verification

/// `identity/checks.yaml`: what interviewers check about the person.
enum IdentityFile {
    static func read(_ folder: ContentFolder) -> [IdentityCheck] {
        guard let root = folder.root("identity/checks.yaml", known: ["version", "checks"]) else { return [] }
        _ = root.text("version")
        var checks: [IdentityCheck] = []
        var seen: Set<String> = []
        var afterGap = 0
        for reader in root.mappings(
            "checks", atLeast: 1,
            known: ["id", "title", "text", "mandatory", "kind", "when", "anchors", "probes"])
        {
            let id = reader.identifier("id")
            if !id.isEmpty, !seen.insert(id).inserted {
                reader.report("id", "The check '\(id)' stands twice; give each one entry.")
            }
            var occasion = IdentityCheck.Occasion.always
            if reader.entry("when") != nil { occasion = reader.choice("when") ?? .always }
            if occasion == .afterGap {
                afterGap += 1
                if afterGap > 1 { reader.report("when", "Only one check is added after a gap; choose one.") }
            }
            checks.append(
                IdentityCheck(
                    id: id, title: reader.text("title"), text: reader.text("text"), mandatory: reader.flag("mandatory"),
                    kind: reader.choice("kind") ?? .document, occasion: occasion, anchors: anchors(reader),
                    probes: KitFiles.distinctTexts(reader, "probes", atLeast: 2)))
        }
        if afterGap == 0 {
            root.report("checks", "No check is made after a gap; give one of them 'when: after_gap'.")
        }
        for kind in IdentityCheck.Kind.allCases
        where !checks.contains(where: { $0.kind == kind && $0.occasion == .always }) {
            root.report("checks", "No check of the kind '\(kind.rawValue)' is always made; add one.")
        }
        return checks
    }

    private static func anchors(_ reader: MappingReader) -> IdentityCheck.Anchors {
        let keys = ["match", "mismatch", "not_checked"]
        guard
            let anchors = reader.mapping(
                "anchors", known: keys, mend: "describe what match, mismatch and not_checked look like")
        else { return IdentityCheck.Anchors(match: "", mismatch: "", notChecked: "") }
        let texts = keys.map { anchors.text($0, mend: "describe what it looks like") }
        if Set(texts).count < 3, !texts.contains("") {
            reader.report("anchors", "Two results are described alike; describe the difference.")
        }
        return IdentityCheck.Anchors(match: texts[0], mismatch: texts[1], notChecked: texts[2])
    }
}
