public import Verification

/// Everything that `Config/` says, validated: the words and numbers that cases are decided with.
public struct Content: Sendable {
    public let taxonomy: Taxonomy
    /// In the order of their ids.
    public let kits: [InterviewKit]
    /// In the order of the file, which is the order in which they are asked.
    public let identityChecks: [IdentityCheck]
    /// By version; sessions keep the policy that they began with.
    public let policies: [String: Policy]
    /// The policy with the highest version: what new sessions begin with.
    public let currentPolicy: Policy
    /// By version, for the page that shows a policy with its reasons.
    public let policyDocuments: [String: PolicyDocument]
    /// Every reason code has its texts.
    public let reasons: [ReasonCode: ReasonTexts]
    /// In the order of the file.
    public let reasonOrder: [ReasonCode]
    public let messages: MessageCatalogue

    /// Reads and validates a configuration directory.
    ///
    /// - Parameter directory: The path of `Config`; files in defects are named by it.
    /// - Returns: What the files say, without a defect.
    /// - Throws: Every defect of every file at once.
    public static func load(directory: String) throws(ConfigurationDefects) -> Content {
        try load(directory: directory, from: .disk)
    }

    static func load(directory: String, from source: ContentSource) throws(ConfigurationDefects) -> Content {
        let collector = DefectCollector()
        let folder = ContentFolder(directory: directory, source: source, collector: collector)
        let taxonomy = TaxonomyFile.read(folder)
        let kits = KitFiles.read(folder, skills: taxonomy)
        let checks = IdentityFile.read(folder)
        let policies = PolicyFiles.read(folder, identityChecks: checks)
        let reasons = ReasonsFile.read(folder)
        let messages = MessagesFile.read(folder)
        try collector.throwIfAny()
        guard let taxonomy = taxonomy?.taxonomy, let current = policies.last, let messages else {
            // Whatever is missing was reported above; this only keeps a fault of the loader from becoming a server
            // that runs without policy.
            throw ConfigurationDefects([
                ConfigurationDefect(file: directory, sentence: "The configuration is incomplete; see its README.")
            ])
        }
        return Content(
            taxonomy: taxonomy,
            kits: kits,
            identityChecks: checks,
            policies: Dictionary(policies.map { ($0.policy.version, $0.policy) }, uniquingKeysWith: { $1 }),
            currentPolicy: current.policy,
            policyDocuments: Dictionary(policies.map { ($0.policy.version, $0.document) }, uniquingKeysWith: { $1 }),
            reasons: Dictionary(reasons.map { ($0.code, $0) }, uniquingKeysWith: { $1 }),
            reasonOrder: reasons.map(\.code),
            messages: messages)
    }
}
