import Timekeeping
import Verification
import Workflow

/// What is due when. The server draws who gets a case; nobody picks one.
extension ReviewerPages {
    private static let donePerPage = 20

    func queue(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let staff = try request.staff()
        let zone = try await bench.zone(of: staff)
        let open = try await bench.openReviews(of: staff)
        let asked = max(1, request.query("page").flatMap { Int($0) } ?? 1)
        var page = min(asked, 10_000)
        var done = try await bench.doneReviews(of: staff, page: page, size: Self.donePerPage)
        let pageCount = max(1, (done.total + Self.donePerPage - 1) / Self.donePerPage)
        if page > pageCount {
            page = pageCount
            done = try await bench.doneReviews(of: staff, page: page, size: Self.donePerPage)
        }
        let moved = try await bench.movedReviews(of: staff)
        let voice = CaseVoice(
            words: words, zone: zone, now: request.now, reader: staff, texts: [:], content: bench.content)
        return .page(
            Page(
                "reviewer/queue", title: words["reviewer_queue_title"],
                [
                    "open": .list(open.map { entry($0, voice) }), "has_open": .flag(!open.isEmpty),
                    "open_count": .text(words("reviewer_queue_open_count", ["count": String(open.count)])),
                    "zone_note": .text(words("reviewer_zone_note", ["zone": words.zoneName(zone, at: request.now)])),
                    "done": .list(done.reviews.map { entry($0, voice) }), "has_done": .flag(done.total > 0),
                    "pages": pages(page, of: pageCount, words),
                    "moved": .list(moved.map { self.moved($0, voice) }), "has_moved": .flag(!moved.isEmpty),
                    "empty": [
                        "title": .text(words["reviewer_queue_empty_title"]),
                        "text": .text(words["reviewer_queue_empty_text"]), "href": "/reviews/statistics",
                        "label": .text(words["reviewer_statistics_title"]),
                    ],
                    "keys": .list([
                        ["key": "j", "text": .text(words["reviewer_key_next"])],
                        ["key": "k", "text": .text(words["reviewer_key_previous"])],
                        ["key": "Enter", "text": .text(words["reviewer_key_open"])],
                        ["key": "?", "text": .text(words["reviewer_key_help"])],
                    ]),
                ], scripts: ["review.js"]))
    }

    private func entry(_ queued: Workbench.QueuedReview, _ voice: CaseVoice) -> View {
        let words = voice.words
        let review = queued.review
        let options = DecisionOptions(
            review: review, session: queued.session, reader: voice.reader, now: voice.now,
            policy: bench.policy(of: queued.session))
        let clock = ReviewClock(review: review, session: queued.session, options: options, voice: voice)
        return [
            "href": .text("/reviews/\(review.id)"), "id": .text(review.id.rawValue),
            "name": .text(queued.displayName ?? words["reviewer_text_redacted"]),
            "kind": .text(words.of("reviewer_kind", review.kind.rawValue)),
            "about": .optional(about(review, in: queued.session, options, voice)),
            "state": queued.conflict == nil
                ? clock.state : .word(words["reviewer_state_conflict"], tone: "bad"),
            "conflict": .optional(queued.conflict.map { words.part($0, zone: voice.zone) }), "clock": clock.slot,
            "opened": .text(voice.moment(review.openedAt)),
            "decided": .optional((review.decision?.at ?? review.closedAt).map(voice.moment)),
        ]
    }

    /// The ground in words: the reason code of a proposal, the ground of an appeal.
    private func about(
        _ review: Review, in session: VerificationSession, _ options: DecisionOptions, _ voice: CaseVoice
    ) -> String? {
        switch review.kind {
        case .proposal:
            guard let proposal = session.proposal(review: review.id) else { return nil }
            if case .notDemonstrated = proposal.measure { return voice.measure(proposal.measure) }
            return voice.reason(proposal.ground)
        case .appeal:
            return session.appeal(review: review.id).map {
                voice.words.of("reviewer_ground", $0.ground.rawValue)
            }
        case .disputed:
            return voice.words[options.isOutOfTries ? "reviewer_about_short_tries" : "reviewer_about_short_line"]
        case .audit: return nil
        }
    }

    private func moved(_ moved: Workbench.MovedReview, _ voice: CaseVoice) -> View {
        [
            "id": .text(moved.review.id.rawValue),
            "kind": .text(voice.words.of("reviewer_kind", moved.review.kind.rawValue)),
            "opened": .text(voice.moment(moved.review.openedAt)),
            "why": .text(
                moved.part.map { voice.words.part($0, zone: voice.zone) } ?? voice.words["reviewer_part_away"]),
        ]
    }

    private func pages(_ page: Int, of count: Int, _ words: Words) -> Slot {
        guard count > 1 else { return .absent }
        return [
            // Newest first: what stands before is later.
            "previous_href": .optional(page < count ? "/reviews?page=\(page + 1)#done" : nil),
            "next_href": .optional(page > 1 ? "/reviews?page=\(page - 1)#done" : nil),
            "text": .text(words("reviewer_page_of", ["page": String(page), "count": String(count)])),
        ]
    }
}
