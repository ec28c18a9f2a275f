import HTTPTypes
import Verification
import Workflow

/// What the pages that anybody may read say. Texts that `Config/` publishes are in English; on a page in another
/// language they are marked as such, so that they are read aloud as what they are.
extension PublicPages {
    func problem(_ name: ProblemName, _ entry: ProblemEntry, _ words: Words) -> Page {
        Page(
            "public/problem", title: entry.title,
            [
                "heading": .text(entry.title), "status": .number(entry.status.code),
                "type": .text("\(pages.bench.publicURL)/problems/\(name.rawValue)"),
                "explanation": .text(entry.explanation), "remedy": .text(entry.remedy),
                "kicker": .text(words("public_problem_kicker", ["status": String(entry.status.code)])),
            ])
    }

    func problemIndex(_ words: Words) -> Page {
        Page(
            "public/index", title: words["public_problems_heading"],
            [
                "heading": .text(words["public_problems_heading"]), "lead": .text(words["public_problems_lead"]),
                "groups": [
                    [
                        "title": nil, "text": nil,
                        "entries": .list(
                            ProblemName.allCases.map { name in
                                [
                                    "href": .text("/problems/\(name.rawValue)"),
                                    "label": .text(ProblemCatalogue.entry(name).title), "code": .text(name.rawValue),
                                ]
                            }),
                    ]
                ],
            ])
    }

    func reason(_ page: ReasonPage, _ words: Words) -> Page {
        Page(
            "public/reason", title: "\(page.code) \(page.title)",
            [
                "kicker": .text(words("public_reason_kicker", ["code": page.code, "group": group(page, words)])),
                "heading": .text(page.title), "code": .text(page.code), "name": .text(page.name),
                "meaning": .text(page.meaning), "consequence": .text(page.consequence), "remedy": .text(page.remedy),
                "contest": .text(page.contest),
            ])
    }

    /// Every code in the order of the catalogue, under what its group forces.
    func reasonIndex(_ words: Words) -> Page {
        var groups: [(name: String, consequence: String, pages: [ReasonPage])] = []
        for page in reasons {
            if groups.last?.name != page.group { groups.append((page.group, page.consequence, [])) }
            groups[groups.count - 1].pages.append(page)
        }
        return Page(
            "public/index", title: words["public_reasons_heading"],
            [
                "heading": .text(words["public_reasons_heading"]), "lead": .text(words["public_reasons_lead"]),
                "groups": .list(
                    groups.map { entry in
                        [
                            "title": .optional(entry.pages.first.map { group($0, words) }),
                            "text": .text(entry.consequence),
                            "entries": .list(
                                entry.pages.map {
                                    [
                                        "href": .text("/reasons/\($0.code)"), "label": .text($0.title),
                                        "code": .text($0.code),
                                    ]
                                }),
                        ]
                    }),
            ])
    }

    private func group(_ page: ReasonPage, _ words: Words) -> String {
        words.find("public_reason_group_\(page.group.lowercased())") ?? page.group
    }

    func policy(_ page: PolicyPage, _ words: Words) -> Page {
        let current = pages.bench.content.currentPolicy.version
        let isCurrent = page.version == current
        return Page(
            "public/policy", title: words("public_policy_title", ["version": page.version]),
            [
                "kicker": .text(words("public_policy_kicker", ["version": page.version])),
                "heading": .text(page.title), "introduction": .text(page.introduction), "version": .text(page.version),
                "is_current": .flag(isCurrent),
                "newer_href": .optional(isCurrent ? nil : "/policy/\(current)"),
                "sections": .list(
                    page.sections.map { section in
                        [
                            "anchor": .text(section.title), "title": .text(PolicyWords.section(section.title, words)),
                            "entries": .list(
                                section.entries.map { entry in
                                    [
                                        "label": .text(PolicyWords.label(entry.label, in: section.title, words)),
                                        "key": .text(PolicyWords.key(entry.label, in: section.title)),
                                        "value": .text(PolicyWords.value(entry, words)),
                                        "why": .optional(entry.why.isEmpty ? nil : entry.why),
                                    ]
                                }),
                        ]
                    }),
            ])
    }

    func landing(_ words: Words) -> Page {
        Page("public/landing", title: words["public_landing_title"])
    }

    func help(_ words: Words) -> Page {
        Page(
            "public/help", title: words["public_help_heading"],
            [
                "contact_href": .optional(contactEmail.map { "mailto:\($0)" }), "contact": .optional(contactEmail),
                "outside_body": .text(pages.bench.content.currentPolicy.outsideBody),
                "trusted_referee": .text(pages.bench.content.currentPolicy.trustedReferee),
            ])
    }

    func demoMeeting(_ words: Words) -> Page {
        Page("public/meeting", title: words["public_meeting_heading"])
    }
}
