import ConnectionQuality
import Verification
import Workflow

/// What this service judges by, as it was loaded: versions and sizes, with the way to what is public.
extension OperatorPages {
    func content(_ request: PageRequest) -> PageReply {
        let words = request.words
        let content = bench.content
        let asked = Set(content.kits.flatMap(\.questions).flatMap(\.skills))
        return .page(
            Page(
                "operator/content", title: words["operator_content_title"],
                [
                    "policies": .view(policies(content, words)), "kits": .view(kits(content, words)),
                    "checks": .view(checks(content, words)), "page_languages": .view(languages(words)),
                    "taxonomy_text": .text(
                        words(
                            "operator_taxonomy_text",
                            [
                                "version": content.taxonomy.version, "skills": String(content.taxonomy.skills.count),
                                "aliases": String(content.taxonomy.skills.map(\.aliases.count).reduce(0, +)),
                                "asked": String(asked.count),
                            ])),
                    "reasons_text": .text(words("operator_reasons_text", ["count": String(content.reasons.count)])),
                ]))
    }

    private func policies(_ content: PublishedContent, _ words: Words) -> View {
        OperatorTable(
            caption: words["operator_policies_caption"],
            columns: ["policy", "title", "policy_state", "thresholds"].map { words["operator_column_\($0)"] },
            rows: content.policies.values.sorted { $0.version > $1.version }.map { policy in
                [
                    .header(policy.version, href: "/policy/\(policy.version)"), .text(policy.title),
                    .text(
                        words[
                            policy.version == content.currentPolicy.version
                                ? "operator_policy_current" : "operator_policy_older"]),
                    .text(policy.quality.version),
                ]
            }
        ).view
    }

    private func kits(_ content: PublishedContent, _ words: Words) -> View {
        OperatorTable(
            caption: words["operator_kits_caption"],
            columns: ["kit", "version", "questions", "kit_skills"].map { words["operator_column_\($0)"] },
            numeric: [1, 2],
            rows: content.kits.map { kit in
                let skills = Set(kit.questions.flatMap(\.skills)).sorted()
                    .map { content.taxonomy.skill($0)?.name ?? $0.rawValue }
                return [
                    .header(kit.title), .number(kit.version), .number(kit.questions.count),
                    .text(skills.joined(separator: ", ")),
                ]
            }
        ).view
    }

    private func checks(_ content: PublishedContent, _ words: Words) -> View {
        OperatorTable(
            caption: words["operator_checks_caption"],
            columns: ["check", "check_kind", "mandatory"].map { words["operator_column_\($0)"] },
            rows: content.identityChecks.map { check in
                [
                    .header(check.title), .text(words.told("check", check.kind.rawValue)),
                    .text(words[check.mandatory ? "operator_yes" : "operator_no"]),
                ]
            }
        ).view
    }

    private func languages(_ words: Words) -> View {
        OperatorTable(
            caption: words["operator_languages_caption"],
            columns: ["language", "language_tag"].map { words["operator_column_\($0)"] },
            rows: pages.catalogues.languages.map { tag in
                [.header(words.find("common_language_\(tag)") ?? tag), .text(tag)]
            }
        ).view
    }
}
