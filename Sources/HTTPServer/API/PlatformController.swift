import HTTPTypes
import Hummingbird
import SignedOutcomes
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What a platform's backend calls about sessions.
extension CandorAPI {
    func registerPlatform(on routes: RouteRegistrar) {
        on(AccessTable.openSession, of: routes) { request, context in
            let opening = try await JSONBody.decode(request, context, Self.readOpening)
            let (session, entry) = try await bench.openSession(opening, for: try platform(context))
            return JSONResponse.created(
                try await withEntry(session, entry, delivers: opening.deliversLink),
                location: "/v1/verification_sessions/\(session.id)")
        }
        on(AccessTable.listSessions, of: routes) { request, context in
            let page = try QueryReader.read(request) { query in
                (
                    limit: query.limit(), cursor: query.optionalID("cursor", of: SessionID.self),
                    status: query.optionalWord("status", of: Phase.Status.self),
                    subject: query.optionalLine("subject", 1...200), reference: query.optionalLine("reference", 1...200)
                )
            }
            let platform = try platform(context)
            let subject =
                page.subject ?? page.reference.map { bench.secret.subject(platform: platform.rawValue, reference: $0) }
            let found = try await bench.sessions(
                of: platform, subject: subject, status: page.status?.rawValue, after: page.cursor, limit: page.limit + 1
            )
            let sessions = found.prefix(page.limit)
            let next = found.count > page.limit ? sessions.last?.id : nil
            var data: [JSONValue] = []
            for session in sessions { data.append(try await represent(session, for: .platform)) }
            return ListResponse(data, nextCursor: next?.rawValue)
        }
        on(AccessTable.readSession, of: routes) { request, context in
            let id: SessionID = try context.id()
            let viewer = viewer(context.principal)
            let version = try await bench.currentVersion(id, for: context.principal)
            if let known = representations.response(id, viewer, version: version, now: bench.now) { return known }
            var session = try await bench.session(id, for: context.principal)
            if viewer == .candidate, request.method != .head { session = try await bench.markStatementsSeen(session) }
            return representations.keep(
                try await represent(session, for: viewer), of: id, viewer, version: session.version,
                until: session.outcomes.last?.expiresAt, now: bench.now)
        }
        on(AccessTable.updateSession, of: routes) { request, context in
            let update = try await JSONBody.decode(request, context) { body in
                (
                    email: body.optionalEmail("email"), timeZone: body.optionalLine("time_zone", 1...64),
                    languages: body.has("languages") ? Self.languages(body) : nil
                )
            }
            let session = try await bench.updateProfile(
                try context.id(), email: update.email, timeZone: update.timeZone, languages: update.languages,
                by: context.principal)
            return JSONResponse(try await represent(session, for: .platform))
        }
        on(AccessTable.reissueLink, of: routes) { request, context in
            let delivers = try await JSONBody.decode(request, context) { try Self.delivers($0) }
            let (session, entry) = try await bench.reissueLink(try context.id(), for: context.principal)
            return JSONResponse(try await withEntry(session, entry, delivers: delivers))
        }
        on(AccessTable.cancelSession, of: routes) { request, context in
            _ = try await JSONBody.decode(request, context) { $0.optionalString("reason", 1...2000) }
            let session = try await bench.cancelSession(try context.id(), by: context.principal)
            return JSONResponse(try await represent(session, for: .platform))
        }
        on(AccessTable.redactSession, of: routes) { _, context in
            let session = try await bench.redact(try context.id(), by: context.principal)
            return JSONResponse(try await represent(session, for: .platform))
        }
        on(AccessTable.readTimeline, of: routes) { request, context in
            let page = try QueryReader.read(request) {
                (limit: $0.limit(), cursor: $0.optionalInteger("cursor", 0...Int.max))
            }
            let rows = try await bench.timeline(try context.id(), for: context.principal)
                .filter { $0.version > page.cursor ?? 0 }
            return ListResponse(rows: rows, limit: page.limit, cursor: { String($0.version) }, json: \.json)
        }
        on(AccessTable.listSkills, of: routes) { request, _ in
            let page = try QueryReader.read(request) {
                (limit: $0.limit(), cursor: $0.cursor(), text: $0.optionalLine("query", 1...100))
            }
            let wanted = page.text?.lowercased() ?? ""
            let matching = bench.content.taxonomy.skills.filter { skill in
                wanted.isEmpty
                    || ([skill.id.rawValue, skill.name] + skill.aliases).contains { $0.lowercased().contains(wanted) }
            }.sorted { $0.id < $1.id }.filter { skill in page.cursor.map { skill.id.rawValue > $0 } ?? true }
            return ListResponse(rows: matching, limit: page.limit, cursor: { $0.id.rawValue }, json: \.json)
        }
    }

    private func withEntry(
        _ session: VerificationSession, _ entry: CandidateEntry, delivers: Bool
    ) async throws -> JSONValue {
        guard case .object(var members) = try await represent(session, for: .platform) else { return .null }
        // Whoever holds the link can act as the candidate, so the platform gets it only where it asked to deliver it.
        if delivers || bench.isDemo {
            members.append(.init("link_token", .string(entry.linkToken)))
            members.append(.init("candidate_link", .string(bench.candidateLink(entry))))
            members.append(.init("code", .string(entry.code)))
        }
        return .object(members)
    }

    // MARK: Reading requests

    enum Delivery: String, CaseIterable { case candor, platform }

    private static func delivers(_ body: ObjectReader) throws -> Bool {
        body.optionalWord("deliver", of: Delivery.self) == .platform
    }

    private static func languages(_ body: ObjectReader) -> [String] {
        let languages = body.strings("languages", 1...10, length: 2...35)
        for language in languages where !isLanguageTag(language) {
            body.refuse("languages", "must hold language tags such as en or pt-BR (BCP 47)")
        }
        return languages
    }

    private static func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.utf8.count),
            first.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    static func readOpening(_ body: ObjectReader) throws -> OpenSessionRequest {
        let delivers = try delivers(body)
        let trigger = body.object("trigger") { trigger in
            (
                kind: trigger.line("kind", 1...64), policy: trigger.line("policy", 1...128),
                explanation: trigger.string("explanation", 1...2000)
            )
        }
        return body.object("profile") { profile in
            OpenSessionRequest(
                reference: profile.line("reference", 1...200), displayName: profile.line("display_name", 1...200),
                email: profile.email("email"), timeZone: profile.line("time_zone", 1...64),
                languages: languages(profile),
                declaredStack: profile.objects("declared_stack", 1...50) { skill in
                    OpenSessionRequest.Skill(
                        name: skill.line("skill", 1...64), level: skill.optionalWord("level", of: SkillLevel.self),
                        primary: skill.optionalBool("primary") ?? false)
                },
                facts: facts(profile), triggerKind: trigger.kind, triggerPolicy: trigger.policy,
                explanation: trigger.explanation, deliversLink: delivers)
        }
    }

    private static func facts(_ profile: ObjectReader) -> [(kind: String, value: String)] {
        var kinds: Set<String> = []
        let facts = profile.objects("facts", 0...20) { fact in
            (kind: fact.line("kind", 1...64), value: fact.line("value", 1...200))
        }
        for fact in facts where !kinds.insert(fact.kind).inserted {
            profile.refuse("facts", "must not state the same kind twice")
        }
        return facts
    }
}

extension EventRow {
    /// A thin event: what happened to what, without personal data; the receiver fetches the rest.
    var json: JSONValue {
        [
            "id": .string(id), "object": "event", "created_at": .time(at), "type": .string(kind),
            "session": .string(session.rawValue), "version": .integer(Int64(version)),
            "position": .integer(position), "actor": .string(publicActor),
        ]
    }

    /// Who it was, by role: no identifier of a member of staff leaves the house.
    private var publicActor: String {
        String(actor.prefix { $0 != ":" })
    }
}

extension Skill {
    var json: JSONValue {
        [
            "id": .string(id.rawValue), "object": "skill", "name": .string(name), "category": .string(category),
            "aliases": .array(aliases.map { .string($0) }), "implies": .array(implies.map { .string($0.rawValue) }),
        ]
    }
}
