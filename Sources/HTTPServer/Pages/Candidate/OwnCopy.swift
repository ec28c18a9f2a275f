import ConnectionQuality
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// The person's own copy of everything (GDPR Art. 15 and 20): one page to read and print, one file for machines.
struct OwnCopyPages: Sendable {
    let pages: PageKit
    let reports: LineReports

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.ownCopyPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let events = try await pages.bench.timeline(own.session.id, for: request.principal)
            let messages = try await pages.bench.messages(own.session.id, for: request.principal)
            let tokens = try await pages.bench.tokens(of: own.session.id)
            return .page(try OwnCopyView(own, events: events, messages: messages, tokens: tokens).page)
        }
        pages.on(PageTable.ownCopyFile, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let json = try await file(own, request)
            return .file(
                name: "candor-record-\(own.session.id).json", type: "application/json",
                bytes: Array(PrettyJSON.text(json).utf8))
        }
    }

    /// Everything that the record holds about this person, and nothing about anybody else: staff appear by role.
    private func file(_ own: AfterCase, _ request: PageRequest) async throws -> JSONValue {
        let bench = pages.bench
        let tokens = try await bench.tokens(of: own.session.id)
        let session = SessionRepresentation(
            session: own.session, viewer: .candidate, policy: own.policy, now: own.now, texts: own.texts,
            tokens: tokens, content: own.content)
        let events = try await bench.timeline(own.session.id, for: request.principal)
        let messages = try await bench.messages(own.session.id, for: request.principal)
        var interviews: [JSONValue] = []
        for attempt in own.session.attempts where attempt.isInterview && attempt.startedAt != nil {
            interviews.append(try await interview(attempt, own, request))
        }
        return [
            "object": "own_copy", "created_at": .time(own.now), "about": .string(own.words["candidate_copy_about"]),
            "session": session.json,
            "outcomes": .array(
                own.session.outcomes.map {
                    OutcomeRepresentation(
                        outcome: $0, session: own.session, token: tokens[$0.id], now: own.now
                    ).json
                }),
            "timeline": .array(
                try CaseTimeline(own).entries(events).map {
                    [
                        "at": .time($0.at), "what": .string($0.title),
                        "text": $0.text.map { .string($0) } ?? .null,
                    ]
                }),
            "messages": .array(messages.map(\.json)), "interviews": .array(interviews),
        ]
    }

    private func interview(_ attempt: Attempt, _ own: AfterCase, _ request: PageRequest) async throws -> JSONValue {
        let evidence = try await pages.bench.lineEvidence(
            attempt.interview, for: request.principal, reports: reports)
        let samples = try await pages.bench.ownSamples(of: attempt.interview, for: request.principal)
        let line = LineEvidenceView(evidence: evidence, words: own.words, zone: own.zone, reader: .candidate)
        let result = ResultView(own, tokens: [:], evidence: evidence)
        let rows = samples.map { row -> JSONValue in
            [
                "received_at": .time(row.receivedAt), "connection": .string(row.connection),
                "sample": Self.sample(row.sample),
            ]
        }
        return [
            "interview": .string(attempt.interview.rawValue),
            "verdict": .string(evidence.report.verdict.rawValue),
            "fault_party": .string(evidence.report.faultParty.rawValue),
            "thresholds": .string(evidence.report.version),
            "items": .array(
                evidence.items.map { item in
                    [
                        "item": .string(item.id.rawValue), "title": .string(line.title(item.subject)),
                        "asked_at": item.span.map { .time($0.askedAt) } ?? .null,
                        "answered_at": item.span.map { .time($0.answeredAt) } ?? .null,
                        "standing": .string(item.standing.word), "result": .string(result.came(of: item)),
                    ]
                }),
            "windows": .array(evidence.report.windows.map(\.ownCopy)),
            "checks": .array(
                evidence.report.trace.map { entry in
                    [
                        "check": .string(entry.check),
                        "direction": entry.direction.map { .string($0.rawValue) } ?? .null,
                        "side": entry.side.map { .string($0.rawValue) } ?? .null,
                        "value": entry.value.map { .number($0) } ?? .null,
                        "threshold": entry.threshold.map { .number($0) } ?? .null, "holds": .bool(entry.holds),
                    ]
                }),
            "own_samples": .array(rows),
        ]
    }
}

extension OwnCopyPages {
    /// A row was validated when it came; one that cannot be read any more is given as the text that is stored.
    private static func sample(_ bytes: [UInt8]) -> JSONValue {
        do {
            return try JSONValue.parse(bytes)
        } catch {
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension QualityWindow {
    fileprivate var ownCopy: JSONValue {
        [
            "from": .time(from), "to": .time(to), "direction": .string(direction.rawValue),
            "r": rating.map { .number($0) } ?? .null, "mos": meanOpinionScore.map { .number($0) } ?? .null,
            "loss_percent": lossPercent.map { .number($0) } ?? .null, "audio": .string(audio.rawValue),
            "video": .string(video.rawValue),
        ]
    }
}

/// The same to read and print.
struct OwnCopyView {
    private let own: AfterCase
    private let events: [EventRow]
    private let messages: [Workbench.Message]
    private let tokens: [OutcomeID: String]
    private var words: Words { own.words }
    private var session: VerificationSession { own.session }

    init(_ own: AfterCase, events: [EventRow], messages: [Workbench.Message], tokens: [OutcomeID: String]) {
        self.own = own
        self.events = events
        self.messages = messages
        self.tokens = tokens
    }

    var page: Page {
        get throws {
            let timeline = try CaseTimeline(own).entries(events)
            let result = ResultView(own, tokens: tokens, evidence: nil)
            return own.page(
                "candidate/record", title: words["candidate_copy_title"], at: "record", next: nil,
                [
                    "download_href": .text(own.path("record/download")), "leave_action": .text(own.path("leave")),
                    "made": .text(own.moment(own.now)),
                    "profile": .list(profile), "timeline": .list(timeline.map(\.view)),
                    "attempts": .list(attempts), "has_attempts": .flag(!attempts.isEmpty),
                    "proposals": .list(session.proposals.map(proposal)),
                    "has_proposals": .flag(!session.proposals.isEmpty),
                    "statements": .list(session.statements.map(result.statement)),
                    "has_statements": .flag(!session.statements.isEmpty),
                    "outcomes": .list(outcomes), "has_outcomes": .flag(!session.outcomes.isEmpty),
                    "appeals": .list(appeals), "has_appeals": .flag(!session.appeals.isEmpty),
                    "messages": .list(
                        messages.map { message in
                            [
                                "who": .text(
                                    words[
                                        message.author == .candidate ? "candidate_talk_you" : "candidate_talk_staff"]),
                                "when": .text(own.moment(message.event.at)),
                                "paragraphs": .texts(
                                    AfterCase.paragraphs(message.text ?? words["candidate_after_text_gone"])),
                            ]
                        }), "has_messages": .flag(!messages.isEmpty),
                ])
        }
    }

    private var profile: [View] {
        let profile = session.profile
        var rows = [
            AfterParts.row(words["candidate_copy_name"], own.text(profile.displayName)),
            AfterParts.row(words["candidate_copy_email"], own.text(profile.email)),
            AfterParts.row(words["candidate_copy_zone"], profile.timeZone),
            AfterParts.row(words["candidate_copy_languages"], profile.languages.joined(separator: ", ")),
        ]
        rows += profile.facts.map { AfterParts.row(own.factName($0.kind), own.text($0.value)) }
        rows += [
            AfterParts.row(
                words["candidate_copy_stack"], nil,
                values: profile.declaredStack.map { skill in
                    let name = skill.skill.map { own.skillName($0.rawValue) } ?? skill.name
                    let level = skill.level.map { words["candidate_result_level_\($0.rawValue)"] }
                    let struck = skill.struck ? words["candidate_copy_struck"] : nil
                    return [name, level, struck].compactMap { $0 }.joined(separator: ", ")
                }),
            AfterParts.row(words["candidate_copy_why"], own.text(session.trigger.explanation)),
            AfterParts.row(words["candidate_copy_subject"], session.subject),
            AfterParts.row(words["candidate_copy_case"], session.id.rawValue),
            AfterParts.row(words["candidate_result_row_policy"], session.policyVersion),
        ]
        return rows
    }

    private var attempts: [View] {
        session.attempts.filter(\.isInterview).map { attempt in
            var rows = [
                AfterParts.row(
                    words["candidate_copy_result"], words["candidate_line_result_\(attempt.result.rawValue)"])
            ]
            let reasons = attempt.reasonCodes.map { "\($0.rawValue) \(own.content.reasons[$0]?.title ?? "")" }
            if !reasons.isEmpty {
                rows.append(AfterParts.row(words["candidate_copy_reasons"], nil, values: reasons))
            }
            if let call = attempt.call {
                rows.append(
                    AfterParts.row(
                        words["candidate_copy_line"], words["candidate_line_verdict_\(call.verdict.rawValue)"]))
            }
            return [
                "title": .text(own.name(attempt)), "rows": .list(rows),
                "href": .optional(
                    attempt.startedAt.map { _ in own.path("attempts/\(attempt.interview)") }),
            ]
        }
    }

    private func proposal(_ proposal: Proposal) -> View {
        var rows = [
            AfterParts.row(words["candidate_copy_made_at"], own.moment(proposal.madeAt)),
            AfterParts.row(
                words["candidate_copy_came"], words["candidate_timeline_proposal_\(proposal.state.rawValue)"]),
        ]
        if let hearing = proposal.hearing {
            rows.append(
                AfterParts.row(
                    words["candidate_copy_your_answer"], nil,
                    values: (hearing.text.map { AfterCase.paragraphs(own.text($0)) } ?? [])
                        + hearing.corrections.map { "\(own.factName($0.kind)): \(own.text($0.value))" }))
        }
        return ProposalViews(own).view(proposal).merging(["rows": .list(rows)])
    }

    private var outcomes: [View] {
        session.outcomes.map { outcome in
            [
                "title": .text(words["candidate_result_sentence_\(outcome.determination.status.rawValue)"]),
                "rows": .list([
                    AfterParts.row(words["candidate_copy_id"], outcome.id.rawValue),
                    AfterParts.row(words["candidate_result_row_issued"], own.moment(outcome.issuedAt)),
                    AfterParts.row(
                        words["candidate_result_row_state"],
                        words["candidate_result_state_\(outcome.status.rawValue)"]),
                    AfterParts.row(
                        words["candidate_copy_skills"], nil,
                        values: outcome.determination.skills.map {
                            let word = words["candidate_result_skill_\($0.result.rawValue)"]
                            return "\(own.skillName($0.skill)): \(word)"
                        }),
                ]),
                "token": .optional(tokens[outcome.id]), "token_label": .text(words["candidate_result_token_label"]),
            ]
        }
    }

    private var appeals: [View] {
        session.appeals.map { appeal in
            var rows = [
                AfterParts.row(words["candidate_appeal_row_against"], own.name(of: appeal.target)),
                AfterParts.row(
                    words["candidate_appeal_row_ground"],
                    words["candidate_appeal_ground_\(appeal.ground.rawValue)"]),
                AfterParts.row(
                    words["candidate_copy_came"], words["candidate_appeal_state_\(appeal.state.rawValue)"]),
                AfterParts.row(
                    words["candidate_appeal_row_statement"], nil,
                    values: AfterCase.paragraphs(own.text(appeal.statement))),
            ]
            if let reasons = appeal.reasons {
                rows.append(
                    AfterParts.row(
                        words["candidate_copy_reasons"], nil, values: AfterCase.paragraphs(own.text(reasons))))
            }
            return [
                "title": .text(words("candidate_appeal_of", ["moment": own.moment(appeal.filedAt)])),
                "rows": .list(rows),
            ]
        }
    }
}
