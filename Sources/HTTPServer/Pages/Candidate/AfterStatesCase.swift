import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// One candidate's case with what its pages need to speak of it.
struct AfterCase: Sendable {
    let session: VerificationSession
    let policy: Policy
    let content: PublishedContent
    /// Texts about the person, by reference; empty after a redaction.
    let texts: [PersonalTextID: String]
    let words: Words
    let now: Instant

    /// The case of the address, if it is this candidate's.
    static func load(_ request: PageRequest, _ pages: PageKit) async throws -> AfterCase {
        let id: SessionID = try request.id()
        return try await of(try await pages.bench.session(id, for: request.principal), request, pages)
    }

    static func of(
        _ session: VerificationSession, _ request: PageRequest, _ pages: PageKit
    ) async throws -> AfterCase {
        AfterCase(
            session: session, policy: pages.bench.policy(of: session), content: pages.bench.content,
            texts: try await pages.bench.texts(of: session), words: request.words, now: request.now)
    }

    var zone: String { session.profile.timeZone }

    func path(_ rest: String) -> String { "/c/\(session.id)\(rest.isEmpty ? "" : "/\(rest)")" }

    /// Words of this case; where redaction has emptied them, that is said.
    func text(_ id: PersonalTextID) -> String { texts[id] ?? words["candidate_after_text_gone"] }

    func moment(_ instant: Instant) -> String { words.moment(instant, zone: zone) }

    /// Who answers, by role; never a name. The policy names whose task a reviewer's case is; before that it is the team's.
    var contact: String {
        let role = session.reviews.isEmpty ? words["candidate_contact_role"] : Self.capitalised(policy.contact.role)
        return words("candidate_after_contact", ["role": role])
    }

    func skillName(_ skill: String) -> String { content.taxonomy.skill(SkillID(skill))?.name ?? skill }

    func reason(_ code: ReasonCode) -> View {
        let reason = content.reasons[code]
        return [
            "code": .text(code.rawValue), "title": .text(reason?.title ?? code.rawValue),
            "meaning": .text(reason?.meaning ?? ""), "lifts": .text(reason?.lifts ?? ""),
            "href": .text("/reasons/\(code.rawValue)"),
        ]
    }

    func fact(_ fact: ObservedFact) -> View {
        ["text": .text(text(fact.text)), "at": .optional(fact.at.map { words.exactTime($0, zone: zone) })]
    }

    /// `not verified`, or what it says about one skill.
    func measure(_ measure: AdverseMeasure) -> String {
        switch measure {
        case .notVerified: words["candidate_after_measure_not_verified"]
        case .notDemonstrated(let skill):
            words("candidate_after_measure_skill", ["skill": skillName(skill.rawValue)])
        }
    }

    /// The interview by the day and time at which it was booked; candidates know no ids.
    func name(_ attempt: Attempt) -> String {
        words("candidate_after_interview_of", ["moment": moment(attempt.startedAt ?? attempt.startsAt)])
    }

    /// Where somebody can go from every page after the interview.
    func links(except current: String) -> [View] {
        var links: [(String, String)] = [
            ("", "candidate_after_link_home"), ("timeline", "candidate_after_link_timeline"),
        ]
        if !session.outcomes.isEmpty || !session.statements.isEmpty {
            links.append(("result", "candidate_after_link_result"))
        }
        if !AppealChoices(self).targets.isEmpty { links.append(("appeal", "candidate_after_link_appeal")) }
        if ObjectionChoice(self) != nil { links.append(("objection", "candidate_after_link_objection")) }
        links += [("messages", "candidate_after_link_messages"), ("record", "candidate_after_link_record")]
        return links.filter { $0.0 != current }.map { ["href": .text(path($0.0)), "label": .text(words[$0.1])] }
    }

    /// A page of this case: its own values, the ways on from it, and what happens next.
    func page(
        _ template: String, title: String, at current: String, next: View?, _ view: View,
        status: HTTPResponse.Status = .ok
    ) -> Page {
        let common: View = [
            "title": .text(title), "case_links": .list(links(except: current)), "next": .optional(next),
            "home_href": .text(path("")), "is_redacted": .flag(session.isRedacted),
            "messages_href": .text(path("messages")), "contact_text": .text(contact),
        ]
        return Page(template, title: title, common.merging(view), status: status)
    }
}

/// Views for the shared components, with every name that they ask for.
enum AfterParts {
    static func notice(_ tone: String, title: String? = nil, _ text: String, role: String? = nil) -> View {
        ["tone": .text(tone), "title": .optional(title), "text": .text(text), "role": .optional(role)]
    }

    static func badge(_ word: String, _ tone: String) -> View { ["word": .text(word), "tone": .text(tone)] }

    static func next(
        _ title: String, _ text: String, by: String? = nil, who: String? = nil, href: String? = nil,
        label: String? = nil
    ) -> View {
        [
            "title": .text(title), "text": .text(text), "by": .optional(by), "who": .optional(who),
            "href": .optional(href), "label": .optional(label),
        ]
    }

    static func row(_ term: String, _ value: String?, values: [String] = []) -> View {
        [
            "term": .text(term), "value": .optional(value), "values": .texts(values), "action_href": nil,
            "action_label": nil, "action_hidden": nil,
        ]
    }

    static func textarea(
        id: String, label: String, hint: String?, value: String, error: String?, rows: Int = 8, required: Bool,
        most: Int = 10_000
    ) -> View {
        [
            "id": .text(id), "name": .text(id), "label": .text(label), "hint": .optional(hint), "value": .text(value),
            "error": .optional(error), "rows": .number(rows), "maxlength": .number(most), "counter_max": nil,
            "required": .flag(required),
        ]
    }

    static func field(
        id: String, label: String, hint: String?, value: String, error: String?, type: String = "text",
        inputmode: String? = nil, required: Bool, most: Int = 200
    ) -> View {
        [
            "id": .text(id), "name": .text(id), "label": .text(label), "hint": .optional(hint), "value": .text(value),
            "type": .text(type), "error": .optional(error), "autocomplete": nil, "inputmode": .optional(inputmode),
            "maxlength": .number(most), "required": .flag(required),
        ]
    }

    static func radios(
        id: String, legend: String, hint: String?, error: String?,
        options: [(value: String, label: String, hint: String?)], checked: String
    ) -> View {
        [
            "legend": .text(legend), "id": .text(id), "name": .text(id), "hint": .optional(hint),
            "error": .optional(error),
            "options": .list(
                options.enumerated().map { index, option in
                    [
                        "id": .text("\(id)-\(index + 1)"), "value": .text(option.value), "label": .text(option.label),
                        "hint": .optional(option.hint), "checked": .flag(option.value == checked),
                    ]
                }),
        ]
    }

    static func steps(_ labels: [String], current: Int) -> View {
        [
            "steps": .list(
                labels.enumerated().map { index, label in
                    ["label": .text(label), "current": .flag(index == current), "done": .flag(index < current)]
                })
        ]
    }
}
