public import StrictJSON

extension OutcomeClaims {
    /// The claims as the payload's JSON object; absent ones are left out.
    public var json: JSONValue {
        .object(omittingAbsent: [
            "iss": .string(issuer),
            "sub": .string(subject),
            "aud": audience.map { .string($0) },
            "jti": .string(identifier),
            "iat": .integer(issuedAt),
            "nbf": .integer(notBefore),
            "exp": .integer(expires),
            "outcome": .string(outcome.rawValue),
            "skills": .array(skills.map(\.json)),
            "mode": .string(mode.rawValue),
            "connection": connection.map {
                ["verdict": .string($0.verdict.rawValue), "thresholds": .string($0.thresholds)]
            },
            "scope": scope?.json,
            "kit": .array(kits.map(\.json)),
            "policy": policy.json,
            "scorecard": scorecard?.json,
            "verified_claims": verified?.json,
            "supersedes": supersedes.map { .string($0) },
            "status": ["status_list": ["idx": .integer(status.index), "uri": .string(status.uri)]],
        ])
    }

    /// Reads a payload; members that this version does not know are left aside.
    ///
    /// - Throws: `ClaimDefect`, naming the first claim that is missing or of the wrong kind.
    public init(_ json: JSONValue) throws(ClaimDefect) {
        // In the order in which they are written, which the reader makes use of.
        var reader = ClaimReader(json)
        self.init(
            issuer: try reader.string("iss"), subject: try reader.string("sub"),
            audience: try reader.optionalString("aud"), identifier: try reader.string("jti"),
            issuedAt: try reader.integer("iat"), notBefore: try reader.integer("nbf"),
            expires: try reader.integer("exp"),
            outcome: try reader.word("outcome"), skills: try Self.skills(&reader), mode: try reader.word("mode"),
            connection: try Self.connection(&reader), scope: try Self.reference("scope", &reader),
            kits: try Self.kits(&reader), policy: try Self.requiredReference("policy", &reader),
            scorecard: try Self.reference("scorecard", &reader), verified: try Self.verified(&reader),
            supersedes: try reader.optionalString("supersedes"), status: try Self.status(&reader))
    }

    private static func skills(_ reader: inout ClaimReader) throws(ClaimDefect) -> [Skill] {
        var skills: [Skill] = []
        let entries = try reader.array("skills")
        skills.reserveCapacity(entries.count)
        for entry in entries {
            var entry = try ClaimReader(entry, at: "skills").object()
            skills.append(
                Skill(
                    skill: try entry.string("skill"), level: try entry.optionalString("level"),
                    result: try entry.word("result")))
        }
        return skills
    }

    private static func status(_ reader: inout ClaimReader) throws(ClaimDefect) -> Status {
        var status = try reader.member("status")
        var list = try status.member("status_list")
        return Status(index: try list.integer("idx"), uri: try list.string("uri"))
    }

    private static func connection(_ reader: inout ClaimReader) throws(ClaimDefect) -> Connection? {
        guard var connection = try reader.optionalMember("connection") else { return nil }
        return Connection(verdict: try connection.word("verdict"), thresholds: try connection.string("thresholds"))
    }

    private static func kits(_ reader: inout ClaimReader) throws(ClaimDefect) -> [Reference] {
        var kits: [Reference] = []
        for entry in try reader.array("kit") {
            var entry = try ClaimReader(entry, at: "kit").object()
            kits.append(try reference(&entry))
        }
        return kits
    }

    private static func reference(_ name: String, _ reader: inout ClaimReader) throws(ClaimDefect) -> Reference? {
        guard var member = try reader.optionalMember(name) else { return nil }
        return try reference(&member)
    }

    private static func requiredReference(_ name: String, _ reader: inout ClaimReader) throws(ClaimDefect) -> Reference
    {
        var member = try reader.member(name)
        return try reference(&member)
    }

    private static func reference(_ reader: inout ClaimReader) throws(ClaimDefect) -> Reference {
        Reference(id: try reader.string("id"), sha256: try reader.string("sha256"))
    }

    private static func verified(_ reader: inout ClaimReader) throws(ClaimDefect) -> Verified? {
        guard var member = try reader.optionalMember("verified_claims") else { return nil }
        var verification = try member.member("verification")
        var process = try verification.member("assurance_process")
        var claims = try member.member("claims")
        var methods: [String] = []
        for entry in try verification.array("evidence") {
            var evidence = try ClaimReader(entry, at: "evidence").object()
            for detail in try evidence.array("check_details") {
                var detail = try ClaimReader(detail, at: "check_details").object()
                methods.append(try detail.string("check_method"))
            }
        }
        return Verified(
            trustFramework: try verification.string("trust_framework"), policy: try process.string("policy"),
            procedure: try process.string("procedure"), time: try verification.string("time"), methods: methods,
            facts: try claims.strings("profile_facts_matched"))
    }
}

extension OutcomeClaims.Skill {
    fileprivate var json: JSONValue {
        .object(omittingAbsent: [
            "skill": .string(skill), "level": level.map { .string($0) }, "result": .string(result.rawValue),
        ])
    }
}

extension OutcomeClaims.Reference {
    fileprivate var json: JSONValue { ["id": .string(id), "sha256": .string(sha256)] }
}

extension OutcomeClaims.Verified {
    /// One piece of evidence, the document that was shown, with everything that was done about it; Identity Assurance wants
    /// at least one claim, and this one says which kinds of facts matched without saying them.
    fileprivate var json: JSONValue {
        [
            "verification": [
                "trust_framework": .string(trustFramework),
                "assurance_process": ["policy": .string(policy), "procedure": .string(procedure)],
                "time": .string(time),
                "evidence": [
                    [
                        "type": "document",
                        "check_details": .array(methods.map { ["check_method": .string($0)] }),
                    ]
                ],
            ],
            "claims": ["profile_facts_matched": .array(facts.map { .string($0) })],
        ]
    }
}

/// The first claim of a payload that is missing or of the wrong kind.
public struct ClaimDefect: Error, Equatable, Sendable, CustomStringConvertible {
    /// The claim's name, with its parent's, such as `status_list.idx`.
    public let claim: String

    public var description: String { "The claim \(claim) is missing or not of the kind that an outcome needs." }
}

/// Reads the members of one object and names the one that is wrong.
///
/// It looks for a member first where the one before it ended: whoever asks in the order of the text finds each at once.
struct ClaimReader {
    private let members: [JSONValue.Member]?
    /// The name of the object itself; empty for the payload.
    private let parent: String
    private var next = 0

    init(_ json: JSONValue, at parent: String = "") {
        members = json.members
        self.parent = parent
    }

    func object() throws(ClaimDefect) -> ClaimReader {
        guard members != nil else { throw ClaimDefect(claim: parent) }
        return self
    }

    mutating func member(_ name: String) throws(ClaimDefect) -> ClaimReader {
        guard let value = find(name) else { throw defect(name) }
        return try ClaimReader(value, at: name).object()
    }

    mutating func optionalMember(_ name: String) throws(ClaimDefect) -> ClaimReader? {
        guard let value = find(name) else { return nil }
        return try ClaimReader(value, at: name).object()
    }

    mutating func string(_ name: String) throws(ClaimDefect) -> String {
        guard case .string(let value)? = find(name) else { throw defect(name) }
        return value
    }

    mutating func optionalString(_ name: String) throws(ClaimDefect) -> String? {
        switch find(name) {
        case nil: return nil
        case .string(let value)?: return value
        default: throw defect(name)
        }
    }

    mutating func integer(_ name: String) throws(ClaimDefect) -> Int64 {
        guard case .integer(let value)? = find(name) else { throw defect(name) }
        return value
    }

    mutating func array(_ name: String) throws(ClaimDefect) -> [JSONValue] {
        guard case .array(let elements)? = find(name) else { throw defect(name) }
        return elements
    }

    mutating func strings(_ name: String) throws(ClaimDefect) -> [String] {
        var texts: [String] = []
        let elements = try array(name)
        texts.reserveCapacity(elements.count)
        for element in elements {
            guard case .string(let text) = element else { throw defect(name) }
            texts.append(text)
        }
        return texts
    }

    mutating func word<Word: RawRepresentable<String>>(_ name: String) throws(ClaimDefect) -> Word {
        guard let word = Word(rawValue: try string(name)) else { throw defect(name) }
        return word
    }

    private mutating func find(_ name: String) -> JSONValue? {
        guard let members else { return nil }
        for index in next..<members.count where members[index].name == name {
            next = index + 1
            return members[index].value
        }
        for index in 0..<next where members[index].name == name {
            next = index + 1
            return members[index].value
        }
        return nil
    }

    private func defect(_ name: String) -> ClaimDefect {
        ClaimDefect(claim: parent.isEmpty ? name : "\(parent).\(name)")
    }
}
