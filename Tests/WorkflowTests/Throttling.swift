import Testing
import Timekeeping

@testable import Workflow

@Suite("Slowing of sign-ins") struct Throttling {
    private static let noon = Instant(secondsSinceEpoch: 1_900_000_000)

    @Test(
        "doubles from two seconds to a minute and never goes beyond",
        arguments: [
            (0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 8), (6, 16), (7, 32), (8, 60), (9, 60), (1_000_000, 60),
            (Int.max, 60),
        ])
    func delays(failures: Int, seconds: Int) {
        #expect(SignInThrottle.delay(afterFailures: failures) == seconds)
    }

    /// Own failures, milliseconds since the last of them, failures at the account, and the wait that follows.
    static let table: [(own: Int, since: Int64, account: Int, wait: Int?)] = [
        (0, 0, 0, nil), (2, 0, 2, nil), (3, 0, 3, 2), (3, 1, 3, 2), (3, 1000, 3, 1), (3, 1999, 3, 1), (3, 2000, 3, nil),
        (8, 0, 8, 60), (8, 59_500, 8, 1), (8, 60_000, 8, nil),
        // Many clients guess at one account: whoever has not failed is looked at all the same.
        (0, 0, 1_000_000, nil), (1, 0, 29, nil), (1, 0, 30, 2), (2, 0, 30, 4), (1, 2000, 30, nil),
        // The clock was set back by an hour.
        (3, -3_600_000, 3, 60),
    ]

    @Test("counts from a client's own last failure", arguments: table.indices)
    func waits(_ index: Int) {
        let row = Self.table[index]
        let last = row.own == 0 ? nil : Optional(Self.noon)
        let now = Instant(millisecondsSinceEpoch: Self.noon.millisecondsSinceEpoch + row.since)
        #expect(
            SignInThrottle.wait(
                own: FailedTries(count: row.own, last: last), account: FailedTries(count: row.account, last: Self.noon),
                at: now) == row.wait)
    }

    @Test(
        "takes a household's IPv6 network for one client",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false), ("not:an:address", "not:an:address", true),
            ("unknown", "", false),
        ])
    func networks(one: String, other: String, isSame: Bool) {
        #expect((SignInThrottle.network(of: one) == SignInThrottle.network(of: other)) == isSame)
    }

    @Test("is felt by the client that fails and by nobody else") func nobodyIsLockedOut() async throws {
        let bench = try await SignInBench()
        for _ in 1...3 { #expect(try await bench.signIn("r@staff.example", "wrong wrong wrong") == .wrong) }
        // Also the right password has to wait here …
        #expect(try await bench.signIn() == .wait(2))
        // … but not elsewhere, whatever address the stranger knows and however often it was tried.
        #expect(try await bench.signIn(from: "198.51.100.7").isToken)
        bench.clock.advance(.seconds(2))
        #expect(try await bench.signIn().isToken)
        // Success forgives.
        for _ in 1...3 { #expect(try await bench.signIn("r@staff.example", "wrong wrong wrong") == .wrong) }
        #expect(try await bench.signIn() == .wait(2))
    }

    @Test("never grows beyond a minute and is forgotten after a quarter of an hour") func waitsEnd() async throws {
        let bench = try await SignInBench()
        var waits: [Int] = []
        for _ in 1...12 {
            switch try await bench.signIn("r@staff.example", "wrong wrong wrong") {
            case .wait(let seconds):
                waits.append(seconds)
                bench.clock.advance(.seconds(seconds))
                #expect(try await bench.signIn("r@staff.example", "wrong wrong wrong") == .wrong)
            case .wrong: break
            case .token: Issue.record("a wrong password was taken")
            }
        }
        #expect(waits == [2, 4, 8, 16, 32, 60, 60, 60, 60])
        bench.clock.advance(.minutes(16))
        for _ in 1...3 { #expect(try await bench.signIn("r@staff.example", "wrong wrong wrong") == .wrong) }
    }

    @Test("looks at a stranger's first try even while thousands guess at the account") func distributedGuessing()
        async throws
    {
        let bench = try await SignInBench()
        for client in 1...40 {
            #expect(
                try await bench.signIn("r@staff.example", "wrong wrong wrong", from: "203.0.113.\(client)") == .wrong)
        }
        // A guesser has one try by now instead of three.
        #expect(try await bench.signIn("r@staff.example", "wrong wrong wrong", from: "203.0.113.1") == .wait(2))
        #expect(try await bench.signIn(from: "198.51.100.7").isToken)
    }

    @Test("answers for unknown people as for known ones") func unknownPeople() async throws {
        let bench = try await SignInBench()
        for email in [
            "nobody@staff.example", "", "no address", "nul\0@staff.example", String(repeating: "x", count: 9000),
        ] {
            var answers: [SignInBench.Entry] = []
            for _ in 1...4 { answers.append(try await bench.signIn(email, "wrong wrong wrong", from: "203.0.113.9")) }
            #expect(answers == [.wrong, .wrong, .wrong, .wait(2)], "\(email.prefix(30))")
        }
    }

    @Test("is not outrun by guesses beside each other") func parallelGuesses() async throws {
        let bench = try await SignInBench()
        let answers = try await withThrowingTaskGroup(of: SignInBench.Entry.self) { group in
            for _ in 1...30 { group.addTask { try await bench.signIn("r@staff.example", "wrong wrong wrong") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.filter { $0 == .wrong }.count <= 3)
    }
}
