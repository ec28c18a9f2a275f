extension MessageCatalogue {
    /// Every notice that the program sends, with the placeholders that it fills for it.
    ///
    /// A catalogue must have exactly these, so that a notice cannot fail at the moment it is needed.
    public static let placeholders: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: known.map { ($0.id, Set($0.placeholders)) })

    struct Known: Sendable {
        let id: String
        let recipient: Message.Recipient
        let placeholders: [String]
        /// Statements of reasons are a legal duty: leaving any part out would make them void.
        let needsAll: Bool

        init(
            _ id: String, to recipient: Message.Recipient = .candidate, _ placeholders: [String], needsAll: Bool = false
        ) {
            self.id = id
            self.recipient = recipient
            self.placeholders = placeholders
            self.needsAll = needsAll
        }
    }

    static let known: [Known] = [
        Known(
            "session_opened",
            ["display_name", "platform", "explanation", "link", "code", "deadline", "topics", "contact"]),
        Known("link_reissued", ["display_name", "link", "code", "contact"]),
        Known("booking_confirmed", booking),
        Known("booking_rescheduled", booking),
        Known("booking_cancelled", booking + ["by"]),
        Known("interview_reminder", booking),
        Known("booking_reminder", ["display_name", "deadline", "contact"]),
        Known("technical_abort", attempt),
        Known("attempt_void", attempt),
        Known("attempt_not_held", attempt + ["tries_left"]),
        Known(
            "proposal_made",
            ["display_name", "determination", "reason_code", "reason_title", "facts", "answer_by", "contact"]),
        Known("proposal_lapsed", plain),
        Known("proposal_withdrawn", plain),
        Known("statement_of_reasons", statement, needsAll: true),
        Known("skill_statement_of_reasons", statement + ["skill"], needsAll: true),
        Known("outcome_verified", outcome),
        Known("outcome_inconclusive", outcome + ["trusted_referee"]),
        Known("outcome_suspended", plain),
        Known("outcome_reinstated", plain),
        Known("outcome_superseded", plain),
        Known("appeal_received", ["display_name", "answer_by", "contact"]),
        Known("appeal_granted", ["display_name", "effect", "contact"]),
        Known("appeal_refused", ["display_name", "reasons", "outside_body", "contact"]),
        Known("message_received", plain),
        Known("session_expired", ["display_name", "how_to_reopen", "contact"]),
        Known("session_refused", ["display_name", "how_to_reopen", "contact"]),
        Known("session_reopened", plain),
        Known("session_cancelled", plain),
        Known("platform_outcome", to: .platform, ["subject", "outcome", "status"]),
        Known("review_assigned", to: .staff, ["review", "kind", "due"]),
    ]

    private static let plain = ["display_name", "contact"]
    private static let booking = ["display_name", "starts_at", "time_zone", "calendar_url", "contact"]
    private static let attempt = [
        "display_name", "reason_code", "reason_title", "reason_meaning", "next_step", "contact",
    ]
    private static let outcome = ["display_name", "reason_title", "valid_until", "contact"]
    private static let statement = [
        "display_name", "determination", "facts", "ground", "explanation", "lifts", "redress", "appeal_until",
        "outside_body", "automated", "contact",
    ]
}
