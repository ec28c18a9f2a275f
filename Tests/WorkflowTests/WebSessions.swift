import Foundation
import SignedOutcomes
import Synchronization
import Testing
import Timekeeping
import Verification

@testable import Workflow

@Suite("Web sessions") struct WebSessions {
    @Test("carry who it is, and cost no query while nothing changes") func noQuery() async throws {
        let bench = try await SignInBench()
        let token = try await bench.token()
        let first = try #require(try await bench.bench.webSession(token))
        let staff = try await bench.staff()
        #expect(
            first
                == WebSession(
                    id: first.id, staff: staff, name: "A reviewer", roles: [.reviewer], renewedToken: nil))
        let reads = bench.store.reads
        let writes = bench.store.writes
        for _ in 1...20 { #expect(try await bench.bench.webSession(token) == first) }
        #expect(bench.store.reads == reads && bench.store.writes == writes)
    }

    @Test(
        "know no token but their own", arguments: ["", "ws_", "ws_00000000000000000000000000000000", "cs_x", "ws_\0"])
    func strangers(token: String) async throws {
        let bench = try await SignInBench()
        #expect(try await bench.bench.webSession(token) == nil)
        try await bench.bench.signOut(token)
    }

    @Test("change their token every hour, and the old one works until the new one was shown") func rotation()
        async throws
    {
        let bench = try await SignInBench()
        let old = try await bench.token()
        let id = try await bench.bench.webSession(old)?.id
        bench.clock.advance(.minutes(59))
        #expect(try await bench.bench.webSession(old)?.renewedToken == nil)
        bench.clock.advance(.minutes(1))
        let new = try #require(try await bench.bench.webSession(old)?.renewedToken)
        #expect(new != old)
        // The reply was lost on its way: the same answer again, however long it takes.
        bench.clock.advance(.minutes(30))
        #expect(try await bench.bench.webSession(old)?.renewedToken == new)
        // From the first showing of the new one, the old one has a grace for requests under way.
        let renewed = try #require(try await bench.bench.webSession(new))
        #expect(renewed.renewedToken == nil && renewed.id == id)
        bench.clock.advance(.seconds(100))
        #expect(try await bench.bench.webSession(old)?.renewedToken == nil)
        #expect(try await bench.bench.webSession(old) != nil)
    }

    @Test("end when a token is shown after its grace, since one of two holders is a thief") func theft() async throws {
        let bench = try await SignInBench()
        let old = try await bench.token()
        bench.clock.advance(.hours(1))
        let new = try #require(try await bench.bench.webSession(old)?.renewedToken)
        #expect(try await bench.bench.webSession(new) != nil)
        bench.clock.advance(.minutes(3))
        #expect(try await bench.bench.webSession(new) != nil)
        #expect(try await bench.bench.webSession(old) == nil)
        #expect(try await bench.bench.webSession(new) == nil)
    }

    @Test("give one new token to all requests that come beside each other") func parallel() async throws {
        let bench = try await SignInBench()
        let old = try await bench.token()
        bench.clock.advance(.hours(2))
        let sessions = try await withThrowingTaskGroup(of: WebSession?.self) { group in
            for _ in 1...40 { group.addTask { try await bench.bench.webSession(old) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sessions.allSatisfy { $0 != nil })
        #expect(Set(sessions.compactMap { $0?.renewedToken }).count == 1)
    }

    @Test("end after twelve idle hours") func idle() async throws {
        let bench = try await SignInBench()
        let token = try await bench.token()
        bench.clock.advance(.seconds(12 * 3600 - 1))
        let renewed = try #require(try await bench.bench.webSession(token)?.renewedToken)
        bench.clock.advance(.hours(12))
        #expect(try await bench.bench.webSession(renewed) == nil)
    }

    @Test("end after seven days however busy") func absolute() async throws {
        let bench = try await SignInBench()
        var token = try await bench.token()
        var hours = 0
        while let session = try await bench.bench.webSession(token), hours < 1000 {
            token = session.renewedToken ?? token
            bench.clock.advance(.hours(6))
            hours += 6
        }
        #expect(hours == 7 * 24)
    }

    @Test("end with signing out, here or everywhere") func signOut() async throws {
        let bench = try await SignInBench()
        let (one, other) = (try await bench.token(), try await bench.token())
        let bearer = try await bench.bench.issueStaffToken(email: "r@staff.example")
        try await bench.bench.signOut(one)
        #expect(try await bench.bench.webSession(one) == nil)
        #expect(try await bench.bench.webSession(other) != nil)
        #expect(try await bench.bench.principal(bearer: bearer) != nil)
        try await bench.bench.signOutEverywhere(try await bench.staff())
        #expect(try await bench.bench.webSession(other) == nil)
        #expect(try await bench.bench.principal(bearer: bearer) == nil)
    }

    @Test("end with the old token too") func signOutWithOldToken() async throws {
        let bench = try await SignInBench()
        let old = try await bench.token()
        bench.clock.advance(.hours(1))
        let new = try #require(try await bench.bench.webSession(old)?.renewedToken)
        try await bench.bench.signOut(old)
        #expect(try await bench.bench.webSession(new) == nil)
    }

    @Test("die with a suspension, at once, and cannot begin after it") func suspension() async throws {
        let bench = try await SignInBench(people: ["r@staff.example", "s@staff.example"])
        let (token, neighbour) = (try await bench.token(), try await bench.token("s@staff.example"))
        #expect(try await bench.bench.webSession(token) != nil)
        _ = try await bench.bench.suspendStaff(email: "r@staff.example")
        #expect(try await bench.bench.webSession(token) == nil)
        #expect(try await bench.bench.webSession(neighbour) != nil)
        #expect(try await bench.signIn() == .wrong)
    }

    @Test("end when an operator sets a password") func newPassword() async throws {
        let bench = try await SignInBench()
        let token = try await bench.token()
        await #expect(throws: WorkflowFailure.self) {
            try await bench.bench.setPassword(email: "nobody@staff.example", password: "a good long password")
        }
        await #expect(throws: WorkflowFailure.self) {
            try await bench.bench.setPassword(email: "r@staff.example", password: "short")
        }
        #expect(try await bench.bench.webSession(token) != nil)
        try await bench.bench.setPassword(email: "R@Staff.example", password: "a good long password")
        #expect(try await bench.bench.webSession(token) == nil)
        #expect(try await bench.signIn() == .wrong)
        #expect(try await bench.signIn("r@staff.example", "a good long password").isToken)
        let stored = try await bench.store.read { try $0.staffPassword($0.allStaff()[0].id)?.hash }
        #expect(stored?.hasPrefix("$scrypt$ln=15,r=8,p=1$") == true)
    }

    @Test("of other browsers end when somebody changes their password") func ownPassword() async throws {
        let bench = try await SignInBench()
        let (here, there) = (try await bench.token(), try await bench.token())
        let staff = try await bench.staff()
        func change(_ current: String, to new: String) async throws -> String? {
            do {
                try await bench.bench.changePassword(staff, current: current, new: new, keeping: here)
                return nil
            } catch WorkflowFailure.invalid(let pointer, _) {
                return pointer
            } catch WorkflowFailure.tooManyTries(let seconds) {
                return "wait \(seconds)"
            }
        }
        #expect(try await change(SignInBench.password, to: "short") == "/new")
        for _ in 1...3 { #expect(try await change("wrong wrong wrong", to: "a good long password") == "/current") }
        #expect(try await change(SignInBench.password, to: "a good long password") == "wait 2")
        #expect(try await bench.bench.webSession(there) != nil)
        bench.clock.advance(.seconds(2))
        #expect(try await change(SignInBench.password, to: "a good long password") == nil)
        #expect(try await bench.bench.webSession(here) != nil)
        #expect(try await bench.bench.webSession(there) == nil)
    }

    @Test("leave no token, address or client in the record") func nothingReadable() async throws {
        let bench = try await SignInBench()
        let token = try await bench.token()
        _ = try await bench.signIn("someone@staff.example", "wrong wrong wrong", from: "203.0.113.77")
        let row = try await bench.store.read { transaction in
            try transaction.webSession(hash: bench.bench.secret.tokenHash(token, kind: "web"))
        }
        #expect(row?.tokenHash.count == 32)
        let tries = SignInTries(bench.bench, account: "someone@staff.example", client: "203.0.113.77")
        #expect(!"\(tries)".replacing("client: \"203.0.113.77\"", with: "").contains("203.0.113"))
        #expect(!"\(tries)".contains("someone"))
    }
}

@Suite("Hashing passwords") struct HashingPasswords {
    @Test("goes on two threads, lets some wait, and refuses the rest") func bounded() async throws {
        let hasher = PasswordHasher(threadLimit: 2, longestLine: 10, placesPerClient: 100)
        let running = Running()
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 1...40 {
                group.addTask {
                    do {
                        try await hasher.run(for: "client \(number)") {
                            running.begin()
                            Thread.sleep(forTimeInterval: 0.05)
                            running.end()
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(running.most == 2)
        #expect((12...40).contains(results.filter { $0 }.count))
        #expect(results.contains(false))
        // Whatever was refused, the next one is served.
        try await hasher.run(for: "later") {}
    }

    @Test("gives no client the whole line") func fair() async throws {
        let hasher = PasswordHasher(threadLimit: 1, longestLine: 10, placesPerClient: 2)
        let gate = DispatchSemaphore(value: 0)
        let flood = Task {
            await withTaskGroup(of: Bool.self) { group in
                for _ in 1...20 {
                    group.addTask { (try? await hasher.run(for: "flood") { gate.wait() }) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
        }
        try await Task.sleep(for: .milliseconds(200))
        let other = Task { (try? await hasher.run(for: "other") {}) != nil }
        try await Task.sleep(for: .milliseconds(50))
        for _ in 1...20 { gate.signal() }
        #expect(await other.value)
        #expect(await flood.value == 2)
    }
}

/// How many run at a time.
private final class Running: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }
    func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func end() { counts.withLock { $0.now -= 1 } }
}

@Suite("Meeting links") struct MeetingLinks {
    private let interview = InterviewID(unchecked: "iv_1")

    @Test("put a room that nobody can guess where the operator said") func template() async throws {
        let bench = try await SignInBench(people: [], meetingURL: "https://meet.example.org/{room}?lobby=1").bench
        let link = try #require(bench.meetingLink(interview))
        #expect(
            link.wholeMatch(of: #/https:\/\/meet\.example\.org\/[0-9a-hjkmnp-tv-z]{16}\?lobby=1/#) != nil, "\(link)")
        #expect(bench.meetingLink(interview) == link)
        #expect(bench.meetingLink(InterviewID(unchecked: "iv_2")) != link)
    }

    @Test("lead nowhere without a setting, except in a demo") func absent() async throws {
        #expect(try await SignInBench(people: []).bench.meetingLink(interview) == nil)
        let demo = try await SignInBench(people: [], demo: true).bench.meetingLink(interview)
        #expect(demo?.hasPrefix("http://127.0.0.1:1/demo/meeting/") == true)
    }
}
