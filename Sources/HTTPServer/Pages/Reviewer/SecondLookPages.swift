import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The five-minute second look (law 3): suspicion never rests on somebody else's notes alone.
extension ReviewerPages {
    func showSecondLook(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        .page(try await secondLookPage(request, id: id))
    }

    func bookSecondLook(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        let words = request.words
        var errors = FormErrors()
        let typed = request.form.text("time")
        guard let seconds = Int64(typed), (0...253_402_300_799).contains(seconds) else {
            errors.add("times", words["reviewer_look_error_choose"])
            return .page(try await secondLookPage(request, id: id, errors: errors, status: .unprocessableContent))
        }
        do {
            _ = try await bench.bookSecondLook(
                id, startsAt: Instant(secondsSinceEpoch: seconds), by: request.principal)
            return .redirect("/reviews/\(id)/second-look?done=booked")
        } catch WorkflowFailure.slotTaken {
            errors.add("times", words["reviewer_look_error_taken"])
        } catch WorkflowFailure.invalid {
            errors.add("times", words["reviewer_look_error_range"])
        } catch let rejection as Rejection {
            guard case .wrongState = rejection else { throw rejection }
            errors.add("times", words["reviewer_look_error_needless"])
        }
        return .page(try await secondLookPage(request, id: id, errors: errors, status: .conflict))
    }

    private func secondLookPage(
        _ request: PageRequest, id: ReviewID, errors: FormErrors = FormErrors(), status: HTTPResponse.Status = .ok
    ) async throws -> Page {
        let words = request.words
        let (session, review) = try await bench.reviewedSession(id, for: request.principal)
        let staff = try request.staff()
        let offers = try await bench.secondLookTimes(id, by: request.principal)
        let voice = CaseVoice(
            words: words, zone: offers.reviewerZone, now: request.now, reader: staff,
            texts: try await bench.personalTexts(
                of: session, [session.profile.displayName, session.profile.reference]), content: bench.content)
        let options = DecisionOptions(
            review: review, session: session, reader: staff, now: request.now, policy: bench.policy(of: session))
        let looks = session.attempts.filter { $0.purpose == .secondLook(id) }
        let current = looks.last { !$0.isOver }
        let canBook = review.isOpen && options.needsLook && current == nil && !options.hasLooked
        let view: View = [
            "error_summary": errors.summary, "times_error": .optional(errors["times"]),
            "done": .optional(
                request.query("done") == "booked" && current != nil ? words["reviewer_look_booked_done"] : nil),
            "is_needed": .flag(options.needsLook), "has_looked": .flag(options.hasLooked),
            "can_book": .flag(canBook), "action": .text("/reviews/\(id)/second-look"),
            "until": .text(voice.moment(offers.until)),
            "days": .list(days(offers, request.form.text("time"), words)),
            "has_times": .flag(!offers.times.isEmpty),
            "booked": current.map { look(of: $0, voice) } ?? .absent,
            "looks": .list(
                looks.filter(\.isOver).map { attempt in
                    [
                        "when": .text(voice.moment(attempt.startedAt ?? attempt.startsAt)),
                        "state": .word(
                            words[attempt.submission == nil ? "reviewer_look_not_held" : "reviewer_look_held"],
                            tone: attempt.submission == nil ? "quiet" : "good"),
                    ]
                }), "has_looks": .flag(looks.contains(where: \.isOver)),
        ]
        return Page(
            "reviewer/second_look", title: words["reviewer_look_title"],
            CaseHeading(review: review, session: session, options: options, voice: voice).view.merging(view),
            status: status)
    }

    private func look(of attempt: Attempt, _ voice: CaseVoice) -> Slot {
        [
            "when": .text(voice.moment(attempt.startsAt)),
            "there": .text(
                voice.words("reviewer_look_ends", ["time": voice.words.time(attempt.endsAt, zone: voice.zone)])),
            "href": .text("/interviews/\(attempt.interview)"),
        ]
    }

    /// Offered times by day, in the reviewer's zone, each with what the person's clock shows then.
    private func days(_ offers: Workbench.SecondLookTimes, _ chosen: String, _ words: Words) -> [View] {
        var days: [(day: String, times: [View])] = []
        for (index, offer) in offers.times.enumerated() {
            let day = words.day(offer.startsAt, zone: offers.reviewerZone)
            if days.last?.day != day { days.append((day, [])) }
            let here = words.time(offer.startsAt, zone: offers.reviewerZone)
            let there = words.time(offer.startsAt, zone: offers.candidateZone)
            let value = String(offer.startsAt.secondsSinceEpoch)
            days[days.count - 1].times.append([
                "id": .text("time-\(index)"), "value": .text(value), "label": .text(here),
                "there": .text(here == there ? "" : words("reviewer_look_there", ["time": there])),
                "checked": .flag(value == chosen),
            ])
        }
        return days.enumerated().map { index, day in
            [
                "legend": .text(day.day), "id": .text(index == 0 ? "times" : "times-\(index)"),
                "times": .list(day.times), "is_first": .flag(index == 0), "error": nil, "name": "time",
            ]
        }
    }
}
