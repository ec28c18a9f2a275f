import Verification

/// `reasons.yaml`: what every reason code means, what lifts it and how to contest it.
enum ReasonsFile {
    static func read(_ folder: ContentFolder) -> [ReasonTexts] {
        guard let root = folder.root("reasons.yaml", known: ["version", "reasons"]) else { return [] }
        _ = root.text("version")
        var reasons: [ReasonTexts] = []
        var names: Set<String> = []
        for reader in root.mappings(
            "reasons", atLeast: 1, known: ["code", "name", "title", "meaning", "lifts", "contest"])
        {
            let code = reader.text("code")
            let name = reader.identifier("name")
            if !name.isEmpty, !names.insert(name).inserted {
                reader.report("name", "The name '\(name)' stands twice; give each reason its own.")
            }
            let texts = (
                title: reader.text("title"), meaning: reader.text("meaning"),
                lifts: reader.text("lifts", mend: "say what the person can do, or that nothing needs lifting"),
                contest: reader.text("contest", mend: "say how the person can object")
            )
            guard !code.isEmpty else { continue }
            guard let known = ReasonCode(rawValue: code) else {
                let hint = NearestName.hint(
                    code, among: ReasonCode.allCases.map(\.rawValue), otherwise: "; remove it.")
                reader.report("code", "'\(code)' is no reason code\(hint)")
                continue
            }
            guard !reasons.contains(where: { $0.code == known }) else {
                reader.report("code", "The code '\(code)' stands twice; give each one entry.")
                continue
            }
            reasons.append(
                ReasonTexts(
                    code: known, name: name, title: texts.title, meaning: texts.meaning, lifts: texts.lifts,
                    contest: texts.contest))
        }
        for code in ReasonCode.allCases where !reasons.contains(where: { $0.code == code }) {
            root.report("reasons", "The code \(code.rawValue) has no texts; add an entry for it.")
        }
        return reasons
    }
}
