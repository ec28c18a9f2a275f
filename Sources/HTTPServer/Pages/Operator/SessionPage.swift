import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// One case as an operator sees it: where it stands, who has to act by when, what was sent; not what anybody said.
extension OperatorPages {
    func session(_ request: PageRequest) async throws -> PageReply {
        let found = try await bench.caseOverview(try request.id())
        let name = try await bench.platformName(found.session.platform)
        let view = CaseView(found, platform: name, words: request.words)
        return .page(
            Page(
                "operator/session", title: request.words("operator_session_title", ["id": found.session.id.rawValue]),
                view.view.merging(["deliveries": .list(found.notices.map { delivery($0, request.words) })])))
    }
}

struct CaseView {
    let found: Workbench.CaseOverview
    let platform: String
    let words: Words
    private var session: VerificationSession { found.session }

    init(_ found: Workbench.CaseOverview, platform: String, words: Words) {
        self.found = found
        self.platform = platform
        self.words = words
    }

    var view: View {
        let step = found.nextStep
        return [
            "id": .text(session.id.rawValue), "status": .text(words.told("status", session.status.rawValue)),
            "tone": .text(session.status.operatorTone), "platform": .text(platform),
            "policy": .text(session.policyVersion), "policy_href": .text("/policy/\(session.policyVersion)"),
            "opened": .text(words.operatorMoment(found.createdAt)),
            "next_what": .text(words.told("next", step.what)), "next_who": .text(words.told("who", step.who.rawValue)),
            "next_by": .optional(step.by.map { words.operatorMoment($0) }),
            "is_redacted": .flag(session.isRedacted),
            "messages_href": .text("/operator/messages/\(session.id)"),
            "attempts": .view(attempts), "reviews": .view(reviews), "results": .view(results),
            "moments": .list(moments),
        ]
    }

    private var attempts: View {
        OperatorTable(
            caption: words["operator_attempts_caption"],
            columns: ["start", "attempt", "result", "reasons", "fault", "counts"].map {
                words["operator_column_\($0)"]
            },
            rows: session.attempts.map { attempt in
                [
                    .header(words.operatorShort(attempt.startsAt)),
                    .text(words[attempt.isInterview ? "operator_attempt_interview" : "operator_attempt_second_look"]),
                    .text(words.told("attempt", attempt.result.rawValue)),
                    .text(openReasons(attempt).joined(separator: ", ")),
                    .text(fault(attempt)),
                    .text(
                        attempt.isOver
                            ? words[attempt.countsTowardLimit ? "operator_yes" : "operator_no"] : "–"),
                ]
            }, empty: words["operator_attempts_none"]
        ).view
    }

    /// Whose trouble it was, where there was any.
    private func fault(_ attempt: Attempt) -> String {
        guard attempt.result == .abortedTechnical, let party = attempt.faultParty else { return "–" }
        return words.told("fault", party.rawValue)
    }

    /// Reasons of technique, procedure and taking part. What was found about the person is for those who decide.
    private func openReasons(_ attempt: Attempt) -> [String] {
        attempt.reasonCodes.filter { [.technical, .procedure, .engagement].contains($0.group) }.map(\.rawValue)
    }

    private var reviews: View {
        OperatorTable(
            caption: words["operator_reviews_caption"],
            columns: ["review", "assignee", "opened", "due", "review_state"].map { words["operator_column_\($0)"] },
            rows: session.reviews.map { review in
                let state = review.isOpen ? "open" : review.decision == nil ? "closed" : "decided"
                return [
                    .header(words.told("review", review.kind.rawValue)),
                    .text(
                        review.assignee.map { found.staffNames[$0] ?? $0.rawValue }
                            ?? words["operator_review_nobody"]),
                    .text(words.operatorShort(review.openedAt)), .text(words.operatorShort(review.dueAt)),
                    .text(words.told("review_state", state)),
                ]
            }, empty: words["operator_reviews_none"]
        ).view
    }

    /// Outcomes with what the platform said about each: the two sides of a contradiction beside each other.
    private var results: View {
        OperatorTable(
            caption: words["operator_results_caption"],
            columns: ["outcome", "issued", "expires", "outcome_status", "acknowledged"].map {
                words["operator_column_\($0)"]
            },
            rows: session.outcomes.map { outcome in
                let said = found.acknowledgements.last { $0.outcome == outcome.id }
                return [
                    .header(outcome.id.rawValue), .text(words.operatorShort(outcome.issuedAt)),
                    .text(words.operatorShort(outcome.expiresAt)),
                    .text(words.told("outcome", outcome.status.rawValue)),
                    .text(
                        said.map { row in
                            words(
                                "operator_said",
                                [
                                    "said": [words.told("acknowledged", row.state)]
                                        .appending(row.accountState.map { words.told("acknowledged", $0) })
                                        .joined(separator: ", "), "when": words.operatorShort(row.at),
                                ])
                        } ?? words["operator_said_nothing"]),
                ]
            }, empty: words["operator_results_none"]
        ).view
    }

    /// A mark on a scorecard is nothing that an operator needs, and there are many.
    private static let most = 200

    private var moments: [View] {
        found.moments.filter { !$0.kind.hasPrefix("scorecard.item") && $0.kind != "session.phase_changed" }
            .suffix(Self.most).map { moment in
                [
                    "title": .text(words.told("event", moment.kind)),
                    "time_text": .text(words.operatorMoment(moment.at)),
                    "time_iso": .text(moment.at.rfc3339), "text": .text(actor(moment.actor)), "tone": "quiet",
                    "badge": nil, "detail": nil,
                ]
            }
    }

    private func actor(_ actor: String) -> String {
        let kind = actor.prefix { $0 != ":" }
        if kind == "staff", let name = found.staffNames[StaffID(unchecked: String(actor.dropFirst("staff:".count)))] {
            return name
        }
        return words.told("who", String(kind))
    }
}

extension [String] {
    fileprivate func appending(_ text: String?) -> [String] { self + [text].compactMap(\.self) }
}
