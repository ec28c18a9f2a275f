import Foundation
import Scheduling
import Timekeeping
import Verification
import Workflow

/// A candidate's case as their own pages need it, loaded once for each page.
struct HomeCase: Sendable {
    let session: VerificationSession
    let texts: [PersonalTextID: String]
    /// What the platform calls itself.
    let platform: String
    let policy: Policy
    let bench: Workbench
    let words: Words
    let now: Instant

    static func load(_ request: PageRequest, _ pages: PageKit) async throws -> HomeCase {
        let bench = pages.bench
        let session = try await bench.session(try request.id(), for: request.principal)
        return HomeCase(
            session: session, texts: try await bench.texts(of: session),
            platform: try await bench.platformName(session.platform), policy: bench.policy(of: session), bench: bench,
            words: request.words, now: request.now)
    }

    /// `/c/vs_…`, which every address of the case begins with.
    var base: String { "/c/\(session.id.rawValue)" }
    /// The zone that the person was last asked or chose to be told times in.
    var zone: String { session.profile.timeZone }

    func text(_ id: PersonalTextID) -> String { texts[id] ?? words["candidate_text_deleted"] }
    func moment(_ instant: Instant) -> String { words.moment(instant, zone: zone) }

    /// What every page of the case can use: where it is, who asks, who helps.
    var shared: View {
        [
            "base": .text(base), "platform": .text(platform), "contact": contact, "done": nil,
            "policy_href": .text("/policy/\(session.policyVersion)"),
        ]
    }

    var contact: Slot {
        [
            "role": .text(words["candidate_contact_role"]), "route_text": .text(words["candidate_contact_route"]),
            "href": .text("\(base)/messages"), "text": .text(words["candidate_contact_action"]),
        ]
    }

    /// `today, in 2 h 5 min`, `tomorrow`, `in 3 days`: by the days of the calendar, as people say it.
    /// What has begun is never told as still to come.
    func until(_ instant: Instant, zone: String) -> String {
        guard instant > now else { return words["candidate_in_now"] }
        let days = words.date(instant, zone: zone).daysSinceEpoch - words.date(now, zone: zone).daysSinceEpoch
        switch days {
        case ...0: return words("candidate_in_today", ["distance": words.distance(instant - now)])
        case 1: return words["candidate_in_tomorrow"]
        default: return words("candidate_in_days", ["count": String(days)])
        }
    }

    /// For `{{#next}}{{> components/next_step}}{{/next}}`.
    func next(_ key: String, by: Instant? = nil, href: String? = nil, values: [String: String] = [:]) -> Slot {
        [
            "title": .text(words("candidate_next_\(key)_title", values)),
            "text": .text(words("candidate_next_\(key)_text", values)), "by": .optional(by.map(moment)),
            "who": .text(words["candidate_contact_role"]), "href": .optional(href),
            "label": .optional(href.map { _ in words["candidate_next_\(key)_action"] }),
        ]
    }

    /// A message at the top after a form did what it said, by the fixed word that the address names; unknown words say nothing.
    func done(_ word: String?, tone: String = "good") -> Slot {
        guard let word, word.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }),
            let text = words.find("candidate_done_\(word)")
        else { return .absent }
        return notice(text, tone: word.hasPrefix("no_") ? "warn" : tone, role: "status")
    }

    func notice(_ text: String, title: String? = nil, tone: String, role: String? = nil) -> Slot {
        ["tone": .text(tone), "title": .optional(title), "text": .text(text), "role": .optional(role)]
    }

    // MARK: Words of the case

    func name(of declared: DeclaredSkill) -> String {
        declared.skill.flatMap { bench.content.taxonomy.skill($0)?.name } ?? declared.name
    }

    func mode(_ mode: InterviewMode) -> String { words["candidate_mode_\(mode.rawValue)"] }

    func factName(_ kind: String) -> String {
        words.find("candidate_fact_\(kind)") ?? kind.split(separator: "_").joined(separator: " ")
    }

    /// What a fact says, a country's code (ISO 3166-1) as its name in the page's language.
    func value(of fact: ProfileFact) -> String {
        let value = text(fact.value)
        guard fact.kind == "country", value.utf8.count == 2 else { return value }
        return locale.localizedString(forRegionCode: value.uppercased()) ?? value
    }

    /// The person's languages by name, in the page's language.
    var languages: String {
        session.profile.languages.map { locale.localizedString(forIdentifier: $0) ?? $0 }.joined(separator: ", ")
    }

    private var locale: Locale { Locale(identifier: words.language) }

    /// `Go, SQL`: what the interviewer has to be competent in.
    var askedSkills: String {
        bench.topics(of: session).filter(\.isAsked).map(\.name).joined(separator: ", ")
    }

    /// With whom the interview is held, in words.
    var withWhom: String {
        let skills = askedSkills
        return skills.isEmpty
            ? words["candidate_meeting_with_anybody"] : words("candidate_meeting_with", ["skills": skills])
    }

    /// A title and what it means, as published, for a reason code.
    func reason(_ code: ReasonCode) -> View {
        let published = bench.content.reasons[code]
        return [
            "code": .text(code.rawValue), "href": .text("/reasons/\(code.rawValue)"),
            "title": .text(published?.title ?? code.rawValue), "meaning": .text(published?.meaning ?? ""),
            "lifts": .text(published?.lifts ?? ""),
        ]
    }

    /// The file that a word of the policy would be: the trusted referee's explanation, as a sentence of its own.
    var trustedReferee: String { Self.sentence(policy.trustedReferee) }

    static func sentence(_ text: String) -> String {
        guard let first = text.first else { return text }
        let full = first.uppercased() + text.dropFirst()
        return full.hasSuffix(".") ? full : full + "."
    }
}

/// Registers everything that a candidate needs until the interview is over.
struct CandidateBeforePages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        EntryPages(pages: pages).register(on: routes)
        HomePages(pages: pages).register(on: routes)
        ConfirmPages(pages: pages).register(on: routes)
        BookingPages(pages: pages).register(on: routes)
        LineTestPages(pages: pages).register(on: routes)
        BeforeInterviewPages(pages: pages).register(on: routes)
        DeclineAndReopenPages(pages: pages).register(on: routes)
    }
}
