import OutcomeVerifier
import SignedOutcomes
import StrictJSON
import Testing
import Timekeeping

@Suite struct Linting {
    static let keyID = "key"

    static func defects(_ prepared: PreparedOutcome) -> [LintDefect] {
        do throws(LintFailure) {
            _ = try OutcomeLint().check(prepared)
            return []
        } catch {
            return error.defects
        }
    }

    static let cases: [(String, @Sendable (inout OutcomeClaims) -> Void, [LintDefect])] = [
        ("as it is", { _ in }, []),
        ("portable", { $0.audience = nil }, []),
        ("adverse", { ($0.outcome, $0.verified) = (.notVerified, nil) }, []),
        (
            "adverse and portable", { ($0.outcome, $0.verified, $0.audience) = (.notVerified, nil, nil) },
            [.adverseWithoutAudience]
        ),
        (
            "a failed skill and portable",
            { ($0.skills, $0.audience) = ([.init(skill: "go", level: nil, result: .notDemonstrated)], nil) },
            [.adverseWithoutAudience]
        ),
        ("no audience's name", { $0.audience = "" }, [.emptyAudience]),
        ("http", { $0.issuer = "http://candor.example.test" }, [.issuer]),
        ("http to this machine", { $0.issuer = "http://localhost:8080" }, []),
        ("http to this machine by number", { $0.issuer = "http://127.0.0.1:8080" }, []),
        ("http to this machine, IPv6", { $0.issuer = "http://[::1]:8080" }, []),
        ("a host that only begins like this machine", { $0.issuer = "http://localhost.example.test" }, [.issuer]),
        ("a name before the host", { $0.issuer = "https://a@b.test" }, [.personalText("iss"), .issuer]),
        ("no host", { $0.issuer = "https://" }, [.issuer]),
        ("a query", { $0.issuer = "https://candor.example.test/?a" }, [.issuer]),
        ("no issuer", { $0.issuer = "" }, [.issuer]),
        ("a list elsewhere", { $0.status.uri = "ftp://candor.example.test/1" }, [.statusURI]),
        ("beyond the list", { $0.status.index = 1 << 20 }, [.statusIndex]),
        ("before the list", { $0.status.index = -1 }, [.statusIndex]),
        ("a reference as subject", { $0.subject = "freelancer-4711" }, [.subject]),
        (
            "an address as subject", { $0.subject = "emina@example.test" },
            [.personalText("sub"), .subject]
        ),
        ("a short jti", { $0.identifier = "oc_0123" }, [.identifier]),
        ("a jti of 22 characters", { $0.identifier = "ABCDEFGHIJKLMNOPQRSTUV" }, []),
        ("a jti of 21 characters", { $0.identifier = "ABCDEFGHIJKLMNOPQRSTU" }, [.identifier]),
        ("issued before 1970", { $0.issuedAt = -1 }, [.timeOrder]),
        ("valid before issued", { $0.notBefore = $0.issuedAt - 1 }, [.timeOrder]),
        ("expired from the start", { $0.expires = $0.notBefore }, [.timeOrder]),
        ("two years", { $0.expires = $0.issuedAt + 2 * 366 * 86_400 }, [.lifetime]),
        ("for ever", { $0.expires = .max }, [.lifetime]),
        ("a skill twice", { $0.skills.append($0.skills[0]) }, [.repeatedSkill]),
        (
            "a level of nothing", { $0.skills[1].level = "senior" }, [.levelWithoutResult("docker")]
        ),
        ("verified without evidence", { $0.verified = nil }, [.verifiedWithoutEvidence]),
        ("verified without methods", { $0.verified?.methods = [] }, [.verifiedWithoutEvidence]),
        ("evidence of nothing", { $0.outcome = .notVerified }, [.evidenceWithoutVerification]),
        ("inconclusive with evidence", { $0.outcome = .inconclusive }, [.evidenceWithoutVerification]),
        ("verified without a scorecard", { $0.scorecard = nil }, [.verdictWithoutRecord]),
        ("judged on a failed line", { $0.connection?.verdict = .technicalFailure }, [.verdictOnFailedLine]),
        ("a day as time", { $0.verified?.time = "2026-11-24" }, [.verificationTime]),
        ("superseding itself", { $0.supersedes = $0.identifier }, [.supersedesItself]),
        ("superseding a word", { $0.supersedes = "previous" }, [.supersededIdentifier]),
        ("a digest cut short", { $0.policy.sha256 = "AAAA" }, [.reference("policy-v1")]),
        ("a digest in hexadecimal", { $0.kits[0].sha256 = String(repeating: "a", count: 64) }, [.reference("go@1")]),
        ("a code as skill", { $0.skills[0].skill = "N501" }, [.reasonCode("skills.skill")]),
        ("a code inside an id", { $0.policy.id = "policy/N502/v1" }, [.reasonCode("policy.id")]),
        ("no code", { $0.policy.id = "policy-vN5021" }, []),
        ("a name as level", { $0.skills[0].level = "Emina H." }, [.personalText("skills.level")]),
        (
            "an address as fact", { $0.verified?.facts = ["e@x.test"] },
            [.personalText("verified_claims.claims.profile_facts_matched")]
        ),
        ("letters beyond ASCII", { $0.skills[0].skill = "čitanje" }, [.personalText("skills.skill")]),
    ]

    @Test(arguments: cases.indices)
    func `each defect is found, and nothing else`(index: Int) {
        let (name, change, expected) = Self.cases[index]
        var claims = Fixture.claims()
        change(&claims)
        let found = Self.defects(PreparedOutcome.prepare(claims, keyID: Self.keyID))
        #expect(found == expected, "\(name)")
        #expect(found.allSatisfy { $0.sentence.hasSuffix(".") })
    }

    @Test(
        arguments: [
            ("name", "Emina"), ("email", "x"), ("given_name", "x"), ("birthdate", "x"), ("picture", "x"), ("note", "x"),
            ("reason_codes", ["N501"]), ("country", "BA"), ("cnf", ["jwk": nil]),
        ] as [(String, JSONValue)])
    func `no member gets in that has no place in an outcome`(name: String, value: JSONValue) throws {
        let claims = Fixture.claims().json.members ?? []
        func defects(_ payload: JSONValue) throws -> [LintDefect] {
            let header: JSONValue = ["alg": "ES256", "kid": "key", "typ": "verification-outcome+jwt"]
            let bytes = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(payload.serialized())
            return Self.defects(try PreparedOutcome(stored: [UInt8](bytes.utf8)))
        }
        #expect(try defects(.object(claims + [.init(name, value)])) == [.unknownMember(name)])
        let nested = claims.map { member in
            member.name == "policy"
                ? JSONValue.Member("policy", .object((member.value.members ?? []) + [.init(name, value)])) : member
        }
        #expect(try defects(.object(nested)) == [.unknownMember("policy.\(name)")])
    }

    @Test(
        arguments: [
            ["alg": "none", "kid": "key", "typ": "verification-outcome+jwt"],
            ["alg": "ES256", "kid": "key", "typ": "verification-outcome+jwt", "jku": "https://a.test"],
            ["typ": "verification-outcome+jwt", "alg": "EdDSA", "kid": "key"],
        ] as [JSONValue])
    func `a stored intent with another header is not signed`(header: JSONValue) throws {
        let payload = Fixture.claims().json
        let bytes = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(payload.serialized())
        #expect(Self.defects(try PreparedOutcome(stored: [UInt8](bytes.utf8))) == [.header])
    }

    @Test func `a failure tells everything at once`() {
        var claims = Fixture.claims()
        claims.issuer = "candor"
        claims.subject = "x"
        claims.scorecard = nil
        let error = #expect(throws: LintFailure.self) {
            try OutcomeLint().check(PreparedOutcome.prepare(claims, keyID: Self.keyID))
        }
        #expect(error?.defects == [.issuer, .subject, .verdictWithoutRecord])
        #expect(error?.description.contains("not signed") == true)
    }
}
