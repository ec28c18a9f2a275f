import Delivery
import Foundation
import Settings
import SignedOutcomes
import StrictJSON
import Synchronization
import Timekeeping
import Verification
import Workflow

/// Makes cases in every state that a page can show, in an empty record: by the use cases themselves, on a clock that begins some weeks ago.
///
/// Deadlines pass and staff decide on that clock as they would in life; nothing is written by hand. The list of what was made stays with
/// the record, sealed, as its links work as keys.
struct DemoCases: Sendable {
    /// One case of the list.
    struct Listed: Sendable, Codable {
        var reference: String
        var state: String
        var session: String
        /// What follows the server's address in the candidate's link.
        var linkPath: String?
        var code: String?
        var interview: String?
        var interviewer: String?
        var review: String?
        var reviewer: String?

        func json(publicURL: String) -> JSONValue {
            .object(omittingAbsent: [
                "reference": .string(reference), "state": .string(state), "session": .string(session),
                "link": .some(linkPath.map { .string(publicURL + $0) } ?? .null),
                "code": .some(code.map { .string($0) } ?? .null), "interview": interview.map { .string($0) },
                "interviewer": interviewer.map { .string($0) }, "review": review.map { .string($0) },
                "reviewer": reviewer.map { .string($0) },
            ])
        }
    }

    private static let setting = "demo_cases"
    private static let context = "demo cases"
    private static let weeks = 9

    let bench: Workbench
    let catalogue: MessageCatalogue
    let mail: MailFolder
    let platformKey: String
    /// E-mail and token of everybody on the staff.
    let staff: [(email: String, token: String)]

    /// What an earlier start made, or what this one makes; nothing in a record that others use already.
    func makeOnce(hiring hire: @escaping @Sendable (Workbench) async throws -> Void) async throws -> [Listed] {
        if let stored = try await stored() { return stored }
        let now = bench.now
        let post = DemoPost(catalogue: catalogue)
        let listed = try await OneTransaction.over(bench.store) { [self] store -> [Listed] in
            let lives = DemoCase.all.count + EarlierCases.count
            let timetable = Timetable(from: now - .days(Self.weeks * 7), lives: lives)
            let past = bench(over: store, on: timetable)
            try await hire(past)
            let world = try await world(past, timetable, post, now)
            guard
                try await past.sessions(of: world.platform.id, subject: nil, status: nil, after: nil, limit: 1).isEmpty
            else { return [] }
            let listed = try await live(world)
            try await keep(listed, in: store)
            return listed
        }
        try await post.empty(into: mail)
        return listed
    }

    // MARK: Living

    /// The same use cases over the same record; only the clock is another, and chance is the same on every run. The tokens that come of it
    /// are no secrets: in demo mode each of them stands in the mail folder.
    private func bench(over store: OneTransaction, on timetable: Timetable) -> Workbench {
        let chance = Mutex(SeededGenerator(seed: 20_260_101))
        return Workbench(
            store: store, content: bench.content, clock: timetable, secret: bench.secret, keys: bench.keys,
            publicURL: bench.publicURL, isDemo: true, random: { chance.withLock { $0.next() } }, zones: bench.zones,
            outboxChanged: {},
            onFailure: { what, error in
                FileHandle.standardError.write(Data("demo case: \(what): \(error)\n".utf8))
            })
    }

    private func world(
        _ past: Workbench, _ timetable: Timetable, _ post: DemoPost, _ now: Instant
    ) async throws -> DemoWorld {
        guard let platform = try await past.principal(bearer: platformKey), case .platform(let id) = platform else {
            throw Failure("The demo platform is missing.")
        }
        var colleagues: [StaffID: DemoWorld.Colleague] = [:]
        for member in staff {
            guard let principal = try await past.principal(bearer: member.token), case .staff(let id, _) = principal
            else { throw Failure("\(member.email) is missing on the demo staff.") }
            colleagues[id] = DemoWorld.Colleague(email: member.email, principal: principal)
        }
        return DemoWorld(
            bench: past, timetable: timetable, post: post, platform: (id, platform), staff: colleagues, now: now)
    }

    private func live(_ world: DemoWorld) async throws -> [Listed] {
        try await withThrowingTaskGroup(of: (Int, Listed)?.self) { group in
            for (index, story) in DemoCase.all.enumerated() {
                group.addTask {
                    defer { world.timetable.leave() }
                    let number = index + 1
                    let told = CaseStory(
                        world, number: number, reference: "demo-\(number)",
                        displayName: "Demo candidate \(number) (invented)")
                    try await named(told) { try await story.live($0) }
                    return (index, try listed(told, story.state, world))
                }
            }
            for index in 0..<EarlierCases.count {
                group.addTask {
                    defer { world.timetable.leave() }
                    let number = DemoCase.all.count + index + 1
                    let told = CaseStory(
                        world, number: number, reference: "demo-earlier-\(index + 1)",
                        displayName: "Demo candidate \(number) (invented)")
                    try await named(told) { try await EarlierCases.live(index, $0) }
                    return nil
                }
            }
            var all: [(Int, Listed)] = []
            for try await one in group { one.map { all.append($0) } }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// A story that cannot go on says which one, and where its case stood.
    private func named(_ story: CaseStory, _ live: (CaseStory) async throws -> Void) async throws {
        do {
            try await live(story)
            try await story.wait(until: story.world.now)
            try await story.world.post.deliver(from: story.bench)
        } catch let failure as Failure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Failure("The demo case \(story.reference) stops at \(story.now.rfc3339): \(error)")
        }
    }

    private func listed(_ story: CaseStory, _ state: String, _ world: DemoWorld) throws -> Listed {
        Listed(
            reference: story.reference, state: state, session: story.session.rawValue,
            linkPath: story.link.map { String($0.dropFirst(world.bench.publicURL.count)) }, code: story.code,
            interview: story.interview?.rawValue, interviewer: story.holder, review: story.review?.rawValue,
            reviewer: story.reviewer)
    }

    // MARK: The list

    private func keep(_ listed: [Listed], in store: OneTransaction) async throws {
        let bytes = [UInt8](try JSONEncoder().encode(listed))
        let sealed = Data(try bench.secret.seal(bytes, context: Self.context)).base64EncodedString()
        try await store.write { try $0.setSetting(Self.setting, to: sealed) }
    }

    private func stored() async throws -> [Listed]? {
        guard let text = try await bench.store.read({ try $0.setting(Self.setting) }) else { return nil }
        guard let sealed = Data(base64Encoded: text),
            let bytes = bench.secret.unseal([UInt8](sealed), context: Self.context)
        else { throw Failure("The list of the demo cases cannot be read; start with another data directory.") }
        return try JSONDecoder().decode([Listed].self, from: Data(bytes))
    }
}
