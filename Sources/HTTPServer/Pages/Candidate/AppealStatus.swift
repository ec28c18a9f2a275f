import Timekeeping
import Verification
import Workflow

/// An appeal that was filed: where it is, who answers by when, and what came of it.
struct AppealStatusView {
    private let own: AfterCase
    private let appeal: Appeal
    private let done: String?
    private var words: Words { own.words }

    init(_ own: AfterCase, _ appeal: Appeal, done: String?) {
        self.own = own
        self.appeal = appeal
        self.done = done
    }

    var page: Page {
        let title =
            done == "filed" && appeal.state == .underReview
            ? words["candidate_appeal_filed_title"] : words["candidate_appeal_status_title_\(appeal.state.rawValue)"]
        return own.page(
            "candidate/appeal_status", title: title, at: "appeals", next: next,
            [
                "badge": .view(
                    AfterParts.badge(words["candidate_appeal_state_\(appeal.state.rawValue)"], tone)),
                "notice": .optional(notice), "rows": .list(rows),
                "statement": .texts(AfterCase.paragraphs(own.text(appeal.statement))),
                "reasons": .texts(appeal.reasons.map { AfterCase.paragraphs(own.text($0)) } ?? []),
                "has_reasons": .flag(appeal.reasons != nil),
                "outside": .optional(
                    appeal.state == .refused
                        ? words(
                            "candidate_appeal_outside", ["body": own.policy.outsideBody]) : nil),
                "line_href": .optional(interview.map { own.path("attempts/\($0)") }),
            ])
    }

    private var tone: String {
        switch appeal.state {
        case .underReview: "info"
        case .granted: "good"
        case .refused: "warn"
        }
    }

    private var interview: InterviewID? {
        switch appeal.target {
        case .attempt(let id): id
        case .outcome(let id): own.session.outcome(id)?.determination.interview
        case .skill: own.session.outcomeInForce?.determination.interview
        }
    }

    private var notice: View? {
        switch done {
        case "open": AfterParts.notice("info", words["candidate_appeal_already_open"], role: "status")
        case "objection": AfterParts.notice("good", words["candidate_late_filed"], role: "status")
        default: nil
        }
    }

    private var rows: [View] {
        var rows = [
            AfterParts.row(words["candidate_appeal_row_against"], own.name(of: appeal.target)),
            AfterParts.row(
                words["candidate_appeal_row_ground"], words["candidate_appeal_ground_\(appeal.ground.rawValue)"]),
            AfterParts.row(words["candidate_appeal_row_filed"], own.moment(appeal.filedAt)),
        ]
        switch appeal.state {
        case .underReview:
            rows.append(AfterParts.row(words["candidate_appeal_row_answer_by"], own.moment(appeal.answerBy)))
            rows.append(AfterParts.row(words["candidate_appeal_row_who"], words["candidate_appeal_who_reviewer"]))
        case .granted, .refused:
            if let decidedAt = appeal.decidedAt {
                rows.append(AfterParts.row(words["candidate_appeal_row_decided"], own.moment(decidedAt)))
            }
            if let decider = appeal.decidedBy {
                rows.append(
                    AfterParts.row(
                        words["candidate_appeal_row_who_decided"],
                        words["candidate_appeal_decided_by_\(decider.rawValue)"]))
            }
            if let effect = appeal.effect {
                rows.append(
                    AfterParts.row(
                        words["candidate_appeal_row_effect"], words["candidate_appeal_effect_\(effect.rawValue)"]))
            }
        }
        return rows
    }

    private var next: View {
        let title = words["candidate_after_next_title"]
        switch appeal.state {
        case .underReview:
            // If nobody answers in the longest time that was promised, it is granted.
            let last = appeal.review.flatMap(own.session.review)?.dueAt
            return AfterParts.next(
                title,
                words("candidate_appeal_next_under_review", ["moment": last.map(own.moment) ?? ""]),
                by: own.moment(appeal.answerBy), who: own.contact)
        case .granted:
            if case .readyToBook(let ready) = own.session.phase {
                return AfterParts.next(
                    title, words["candidate_appeal_next_book"], by: own.moment(ready.bookBy), who: own.contact,
                    href: own.path("book"), label: words["candidate_line_book"])
            }
            return AfterParts.next(
                title, words["candidate_appeal_next_granted"], who: own.contact, href: own.path(""),
                label: words["candidate_after_link_home"])
        case .refused:
            let until = AppealChoices(own).targets.first { $0.target == appeal.target }?.until
            return AfterParts.next(
                title, words["candidate_appeal_next_refused"], by: until.map(own.moment), who: own.contact,
                href: own.path("messages"), label: words["candidate_after_write"])
        }
    }
}
