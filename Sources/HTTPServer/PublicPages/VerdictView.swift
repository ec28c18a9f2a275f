import OutcomeVerifier
import Timekeeping
import Verification

/// A verdict in plain words: the answer, why, each check with its result, and for an accepted token what it says.
struct VerdictView {
    let heading: String
    let view: View

    init(_ verdict: Verdict, words: Words, taxonomy: Taxonomy, now: Instant) {
        let kind: String
        let code: String?
        let failed: Check?
        switch verdict {
        case .accepted:
            (kind, code, failed) = ("accepted", nil, nil)
        case .rejected(let reason):
            (kind, code, failed) = ("rejected", reason.code.rawValue, Check(reason.code))
        case .undetermined(let reason):
            (kind, code, failed) = ("undetermined", reason.code.rawValue, Check(reason.code))
        }
        heading = words["public_verify_\(kind)_heading"]
        var view: View = [
            "heading": .text(heading), "kind": .text(words["public_verify_\(kind)_word"]),
            "tone": .text(kind == "accepted" ? "good" : kind == "rejected" ? "bad" : "warn"),
            "code": .optional(code),
            "why": .text(code.map { words["public_verify_why_\($0)"] } ?? words["public_verify_accepted_why"]),
            "todo": .text(words.find("public_verify_todo_\(code ?? kind)") ?? words["public_verify_todo_\(kind)"]),
            "checked_at": .text(words.moment(now, zone: "UTC")),
            "checks": .list(Self.checks(failedAt: failed, isRejected: kind == "rejected", words)),
            "outcome": nil,
        ]
        if case .accepted(let outcome) = verdict {
            view["outcome"] = .view(Self.outcome(outcome, words, taxonomy))
        }
        self.view = view
    }

    // MARK: The checks

    /// In the order in which the library makes them; whatever follows a failed one was not looked at.
    enum Check: String, CaseIterable {
        case form, header, key, signature, claims, use, times, status

        init(_ code: Verdict.Rejection.Code) {
            self =
                switch code {
                case .tooLarge, .malformed: .form
                case .wrongType, .forbiddenHeader, .headerNotExact, .wrongAlgorithm: .header
                case .wrongKeyPurpose: .key
                case .badSignature: .signature
                case .invalidClaims: .claims
                case .wrongIssuer, .wrongSubject, .wrongAudience, .adverseWithoutAudience: .use
                case .expired, .notYetValid, .issuedInFuture: .times
                case .statusIndexOutOfRange, .revoked, .suspended, .superseded, .unknownStatus: .status
                }
        }

        init(_ code: Verdict.Undetermined.Code) {
            self =
                switch code {
                case .unknownKey: .key
                case .statusMissing, .statusUnreadable, .statusUnknownKey, .statusBadSignature, .statusWrongList,
                    .statusStale, .statusFromFuture:
                    .status
                }
        }
    }

    private static func checks(failedAt failed: Check?, isRejected: Bool, _ words: Words) -> [View] {
        var isOver = false
        return Check.allCases.map { check in
            let result: (word: String, tone: String)
            if isOver {
                result = ("skipped", "quiet")
            } else if check == failed {
                isOver = true
                result = isRejected ? ("failed", "bad") : ("open", "warn")
            } else {
                result = ("passed", "good")
            }
            return [
                "label": .text(words["public_verify_check_\(check.rawValue)"]), "href": nil,
                "hint": .text(words["public_verify_check_\(check.rawValue)_hint"]),
                "status": .text(words["public_verify_check_\(result.word)"]), "tone": .text(result.tone),
            ]
        }
    }

    // MARK: What an accepted token says

    private static func outcome(_ outcome: VerifiedOutcome, _ words: Words, _ taxonomy: Taxonomy) -> View {
        let claims = outcome.claims
        let tone =
            switch claims.outcome {
            case .verified: "good"
            case .notVerified: "bad"
            case .inconclusive: "warn"
            }
        return [
            "word": .text(words["public_outcome_\(claims.outcome.rawValue)"]), "tone": .text(tone),
            "text": .text(words["public_outcome_\(claims.outcome.rawValue)_text"]),
            "facts": .list(facts(outcome, words)), "policy_href": .text("/policy/\(claims.policy.id)"),
            "has_skills": .flag(!claims.skills.isEmpty), "skills": .view(skills(claims, words, taxonomy)),
            "not_compared": .list(
                outcome.notCompared.filter { $0 != .issuer && $0 != .status }.map {
                    ["text": .text(words["public_verify_compare_\($0.rawValue)"])]
                }),
        ]
    }

    private static func facts(_ outcome: VerifiedOutcome, _ words: Words) -> [View] {
        let claims = outcome.claims
        func time(_ seconds: Int64) -> String { words.moment(Instant(secondsSinceEpoch: seconds), zone: "UTC") }
        func row(_ key: String, _ value: String?) -> View? {
            guard let value else { return nil }
            return [
                "term": .text(words["public_verify_fact_\(key)"]), "value": .text(value), "values": nil,
                "action_href": nil, "action_label": nil, "action_hidden": nil,
            ]
        }
        let facts = claims.verified?.facts ?? []
        return [
            row("subject", claims.subject), row("audience", claims.audience), row("issuer", claims.issuer),
            row("issued", time(claims.issuedAt)), row("expires", time(claims.expires)),
            row("policy", words("public_verify_policy", ["version": claims.policy.id])),
            row("mode", words["public_mode_\(claims.mode.rawValue)"]),
            row("connection", claims.connection.map { words["public_line_\($0.verdict.rawValue)"] }),
            row(
                "facts",
                facts.isEmpty
                    ? nil : facts.map { words.find("public_fact_\($0)") ?? $0 }.joined(separator: ", ")),
            row("status", outcome.statusIssuedAt.map { words("public_verify_status_valid", ["when": time($0)]) }),
            row("supersedes", claims.supersedes), row("id", claims.identifier), row("key", outcome.keyID),
        ].compactMap(\.self)
    }

    private static func skills(_ claims: OutcomeClaims, _ words: Words, _ taxonomy: Taxonomy) -> View {
        func cell(_ text: String, header: Bool = false) -> View {
            ["text": .text(text), "numeric": false, "href": nil, "header": .flag(header)]
        }
        return [
            "caption": .text(words["public_verify_skills"]), "empty": "",
            "columns": .list(
                ["skill", "result", "level"].map {
                    ["label": .text(words["public_verify_column_\($0)"]), "numeric": false]
                }),
            "rows": .list(
                claims.skills.map { skill in
                    [
                        "cells": .list([
                            cell(taxonomy.skill(SkillID(skill.skill))?.name ?? skill.skill, header: true),
                            cell(words["public_skill_\(skill.result.rawValue)"]),
                            cell(skill.level.map { words.find("public_level_\($0)") ?? $0 } ?? "–"),
                        ])
                    ]
                }),
        ]
    }
}
