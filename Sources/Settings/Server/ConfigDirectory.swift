import FoundationEssentials

/// Finds the configuration folder, also where the executable was moved.
public enum ConfigDirectory {
    /// The setting where there is one; else `./Config`; else `Config` or `../share/candor/Config` beside the executable.
    ///
    /// - Parameters:
    ///   - setting: The `config_directory` of the settings. It is taken as it is, so that a typo in it cannot make the
    ///     server start on another folder.
    ///   - executable: The path of the running executable, resolved.
    ///   - isDirectory: Whether a folder stands at a path.
    /// - Returns: The path of an existing folder.
    /// - Throws: One defect that names every place that was looked at.
    public static func locate(
        setting: String?, executable: String?, isDirectory: (String) -> Bool = Self.isDirectory
    ) throws(ConfigurationDefects) -> String {
        if let setting {
            guard isDirectory(setting) else {
                throw ConfigurationDefects([
                    ConfigurationDefect(
                        file: setting, path: "config_directory",
                        sentence: "There is no such folder; correct config_directory.")
                ])
            }
            return setting
        }
        var places = ["Config"]
        if let executable, let slash = executable.lastIndex(of: "/") {
            let folder = executable[..<slash]
            places += ["\(folder)/Config", "\(folder)/../share/candor/Config"]
        }
        for place in places where isDirectory(place) { return place }
        throw ConfigurationDefects([
            ConfigurationDefect(
                file: "Config", path: "config_directory",
                sentence:
                    "No configuration folder was found at \(places.joined(separator: ", ")); set config_directory.")
        ])
    }

    public static func isDirectory(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }
}
