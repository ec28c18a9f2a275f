/// Where values of the server's configuration come from.
enum SettingSources {
    /// Names the file; the only variable that is not a key itself.
    static let fileVariable = "CANDOR_CONFIG"

    /// `nil` where the file as a whole could not be read.
    static func file(_ path: String, collector: DefectCollector) -> [SettingKey: SettingValue]? {
        let file: SourceFile
        do {
            file = SourceFile(name: path, text: try TextFile.read(path), collector: collector)
        } catch {
            collector.add(ConfigurationDefect(file: path, sentence: error.sentence))
            return nil
        }
        guard let node = YAMLDocument.parse(file),
            let root = MappingReader(node, path: "", file: file, known: SettingKey.allCases.map(\.rawValue))
        else { return nil }
        var found: [SettingKey: SettingValue] = [:]
        for key in SettingKey.allCases {
            guard let entry = root.entry(key.rawValue) else { continue }
            found[key] = SettingValue(source: .node(entry.value, key.rawValue, file))
        }
        return found
    }

    static func environment(
        _ environment: [String: String], collector: DefectCollector
    ) -> [SettingKey: SettingValue] {
        var found: [SettingKey: SettingValue] = [:]
        for (name, text) in environment where name.hasPrefix("CANDOR_") && name != fileVariable {
            guard let key = SettingKey.allCases.first(where: { $0.environmentName == name }) else {
                let hint = NearestName.hint(
                    name, among: SettingKey.allCases.map(\.environmentName), otherwise: "; unset it.")
                collector.add(ConfigurationDefect(file: name, sentence: "The variable '\(name)' is unknown\(hint)"))
                continue
            }
            found[key] = SettingValue(source: .word(text, name: name, collector))
        }
        return found
    }

    static func options(_ options: [String: String], collector: DefectCollector) -> [SettingKey: SettingValue] {
        var found: [SettingKey: SettingValue] = [:]
        for (name, text) in options {
            let option = "--" + name.map { $0 == "_" ? "-" : String($0) }.joined()
            guard let key = SettingKey(rawValue: name) else {
                collector.add(
                    ConfigurationDefect(file: option, sentence: "The option '\(option)' is unknown; remove it."))
                continue
            }
            found[key] = SettingValue(source: .word(text, name: option, collector))
        }
        return found
    }
}
