import FoundationEssentials

/// What `Config/pages` holds: templates, styles and scripts, and the words of every language.
public struct PageFiles: Sendable {
    /// Mustache texts by name, such as `candidate/home`.
    public let templates: [String: String]
    /// Text files by file name, such as `candor.css`.
    public let assets: [String: [UInt8]]
    /// For each language, words by key.
    public let words: [String: [String: String]]

    /// Reads and checks `pages` in a configuration directory.
    ///
    /// Throws every defect at once: templates that ask for words or partials that do not exist, numbers and keys that
    /// stand twice, translations whose placeholders differ from the English words.
    public static func load(directory: String) throws(ConfigurationDefects) -> PageFiles {
        let (files, defects) = read(directory: directory, from: .disk)
        guard defects.isEmpty else { throw ConfigurationDefects(defects) }
        return files
    }

    /// As ``load(directory:)``, for a demo, in which somebody may be writing pages: what is wrong is shown in the page itself.
    public static func loadForDemo(directory: String) -> (files: PageFiles, defects: ConfigurationDefects) {
        let (files, defects) = read(directory: directory, from: .disk)
        return (files, ConfigurationDefects(defects))
    }

    static func read(directory: String, from source: ContentSource) -> (PageFiles, [ConfigurationDefect]) {
        let collector = DefectCollector()
        let folder = ContentFolder(directory: directory, source: source, collector: collector)
        let words = PageWords.read(folder)
        let templates = PageTemplateFiles.read(folder)
        PageTemplateFiles.check(templates, words: words["en"] ?? [:], folder: folder)
        let assets = readAssets(folder)
        let files = PageFiles(templates: templates, assets: assets, words: words.mapValues { $0.mapValues(\.text) })
        return (files, collector.defects)
    }

    private static func readAssets(_ folder: ContentFolder) -> [String: [UInt8]] {
        var assets: [String: [UInt8]] = [:]
        for name in folder.visibleNames(in: "pages/assets") {
            guard name.hasSuffix(".css") || name.hasSuffix(".js") || name.hasSuffix(".svg") else {
                folder.report(
                    "pages/assets/\(name)",
                    "Only styles (.css), scripts (.js) and pictures (.svg) are served; take it away.")
                continue
            }
            if let text = folder.text("pages/assets/\(name)") { assets[name] = [UInt8](text.utf8) }
        }
        return assets
    }
}
