import Scheduling
import Timekeeping
import Verification
import Workflow

/// Who works here, whether every skill finds somebody, and taking somebody out of service.
extension OperatorPages {
    func staff(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let members = try await bench.staffMembers()
        let coverage = CoverageView(try await bench.skillsCoverage(), words: words)
        return .page(
            Page(
                "operator/staff", title: words["operator_staff_title"],
                [
                    "done": .optional(
                        request.query("done") == "suspended" ? words["operator_staff_suspended_done"] : nil),
                    "members": .list(members.map { member($0, words) }), "coverage": .view(coverage.view),
                ]))
    }

    private func member(_ member: Workbench.StaffMember, _ words: Words) -> View {
        let row = member.row
        let isActive = row.suspendedAt == nil
        return [
            "name": .text(row.name), "href": .text("/operator/staff/\(row.id)"),
            "roles": .list(
                row.roles.map(\.rawValue).sorted().map { ["word": .text(words.told("role", $0)), "tone": "info"] }),
            "state": .text(words[isActive ? "operator_staff_active" : "operator_staff_suspended"]),
            "state_tone": .text(isActive ? "good" : "quiet"),
            "languages": .text(member.profile.map { $0.languages.joined(separator: ", ") } ?? "–"),
            "skills": .text(member.profile.map { String($0.skills.count) } ?? "–"),
            "reviews": .text(row.roles.contains(.reviewer) ? String(member.openReviews) : "–"),
            "last_sign_in": .text(member.lastSignIn.map { words.operatorShort($0) } ?? "–"),
        ]
    }

    func staffMember(_ request: PageRequest) async throws -> PageReply {
        let id: StaffID = try request.id()
        guard let member = try await bench.staffMembers().first(where: { $0.row.id == id }) else {
            throw Problem.notFound
        }
        return .page(memberPage(member, request))
    }

    private func memberPage(_ member: Workbench.StaffMember, _ request: PageRequest) -> Page {
        let words = request.words
        let row = member.row
        func fact(_ key: String, _ value: String?) -> View? {
            guard let value else { return nil }
            return ["term": .text(words["operator_staff_\(key)"]), "value": .text(value)]
        }
        let isOwn: Bool
        if case .staff(let own, _) = request.principal { isOwn = own == row.id } else { isOwn = false }
        let skills = member.profile?.skills.map { competence in
            let name = bench.content.taxonomy.skill(SkillID(competence.skill))?.name ?? competence.skill
            let level = SkillLevel.allCases.first { $0.rank == competence.level }?.rawValue
            return level.map { "\(name) (\(words.told("level", $0)))" } ?? name
        }
        return Page(
            "operator/staff_member", title: words("operator_staff_member_title", ["name": row.name]),
            [
                "name": .text(row.name),
                "facts": .list(
                    [
                        fact("id", row.id.rawValue), fact("email", row.email),
                        fact(
                            "roles",
                            row.roles.map(\.rawValue).sorted().map { words.told("role", $0) }.joined(separator: ", ")),
                        fact("since", words.day(row.createdAt, zone: Self.zone)),
                        fact(
                            "last_sign_in",
                            member.lastSignIn.map { words.operatorMoment($0) } ?? words["operator_staff_never"]),
                        fact("suspended_at", row.suspendedAt.map { words.operatorMoment($0) }),
                        fact("reviews", row.roles.contains(.reviewer) ? String(member.openReviews) : nil),
                        fact("zone", member.profile?.availability.timeZone),
                        fact("languages", member.profile?.languages.joined(separator: ", ")),
                        fact("skills", skills?.joined(separator: ", ")),
                    ].compactMap(\.self)),
                "can_suspend": .flag(row.suspendedAt == nil && !isOwn),
                "is_own": .flag(isOwn), "is_suspended": .flag(row.suspendedAt != nil),
                "action": .text("/operator/staff/\(row.id)/suspend"),
                "command": .text("candor staff token \(row.email)"),
            ])
    }

    func suspend(_ request: PageRequest) async throws -> PageReply {
        let id: StaffID = try request.id()
        // Nobody locks themselves out by a slip; somebody else has to do it.
        guard try request.staff() != id else { throw Problem(.wrongRole) }
        let row = try await bench.staffMember(id)
        if row.suspendedAt == nil { _ = try await bench.suspendStaff(email: row.email) }
        return .redirect("/operator/staff?done=suspended")
    }
}

/// Skills against languages: how many interviewers, and where there are too few.
struct CoverageView {
    let coverage: Workbench.SkillsCoverage
    let words: Words

    init(_ coverage: Workbench.SkillsCoverage, words: Words) {
        self.coverage = coverage
        self.words = words
    }

    var view: View {
        let asked = coverage.rows.filter { $0.hasQuestions || $0.demand > 0 }
            .sorted { ($1.demand, $0.skill.name) < ($0.demand, $1.skill.name) }
        let gaps = asked.filter { $0.hasQuestions && $0.total < Workbench.enoughInterviewers }
        return [
            "languages": .list(coverage.languages.map { ["label": .text($0)] }),
            "rows": .list(asked.map(row)), "has_gaps": .flag(!gaps.isEmpty),
            "summary": .text(
                gaps.isEmpty
                    ? words["operator_coverage_full"]
                    : words(
                        "operator_coverage_gaps", ["skills": gaps.map(\.skill.name).joined(separator: ", ")])),
            "without": .text(
                coverage.rows.filter { !$0.hasQuestions }.map(\.skill.name).sorted().joined(separator: ", ")),
        ]
    }

    private func row(_ row: Workbench.SkillsCoverage.Row) -> View {
        let mark: (word: String, tone: String)
        if !row.hasQuestions {
            mark = ("operator_coverage_no_questions", "quiet")
        } else if row.total == 0 {
            mark = ("operator_coverage_nobody", "bad")
        } else if row.total < Workbench.enoughInterviewers {
            mark = ("operator_coverage_one", "warn")
        } else {
            mark = ("operator_coverage_enough", "good")
        }
        return [
            "skill": .text(row.skill.name), "demand": .number(row.demand), "total": .number(row.total),
            "mark": .text(words[mark.word]), "tone": .text(mark.tone),
            "cells": .list(
                coverage.languages.map { language in
                    let count = row.interviewers[language] ?? 0
                    return ["text": .text(String(count)), "level": .number(min(3, count))]
                }),
        ]
    }
}
