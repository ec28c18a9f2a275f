import Testing
import Timekeeping
import Verification
import Workflow

/// What any engine must do with streams, positions and savepoints.
@Suite struct StoreContractStreams {
    struct Refused: Error, Equatable {}

    @Test(arguments: Engine.all) func aSessionComesBackAsItWasStored(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 2, sessions: 2)
        let (row, events, feed) = try await store.read {
            (
                try $0.session(Rows.session(1)), try $0.events(of: Rows.session(1)),
                try $0.events(of: Rows.platform, afterPosition: 1, limit: 10)
            )
        }
        #expect(row == Rows.sessionRow(1))
        var expected = Rows.event(1, 1)
        expected.position = 1
        #expect(events == [expected])
        #expect(feed.map(\.position) == [2])
        #expect(feed.map(\.session) == [Rows.session(2)])
    }

    @Test(arguments: Engine.all) func anAppendWithAStaleVersionStoresNothing(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write {
            try $0.append([Rows.event(1, 2)], to: Rows.sessionRow(1, version: 2, status: "scoped"), expecting: 1)
        }
        await #expect(throws: StorageFailure.staleVersion) {
            try await store.write {
                var event = Rows.event(1, 2)
                event.id = "ev_late"
                try $0.append([event], to: Rows.sessionRow(1, version: 2, status: "late"), expecting: 1)
            }
        }
        let (row, events) = try await store.read {
            (try $0.session(Rows.session(1)), try $0.events(of: Rows.session(1)))
        }
        #expect(row?.status == "scoped")
        #expect(events.map(\.version) == [1, 2])
    }

    @Test(arguments: Engine.all) func aStreamKeepsNoGap(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        await #expect(throws: (any Error).self) {
            try await store.write {
                try $0.append([Rows.event(1, 3)], to: Rows.sessionRow(1, version: 3), expecting: 1)
            }
        }
        #expect(try await store.read { try $0.session(Rows.session(1))?.version } == 1)
    }

    @Test(arguments: Engine.all) func positionsHaveNoGapsUnderConcurrency(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 20, sessions: 20)
        // Each session is raced for by several writers; losers load again and decide again.
        try await withThrowingTaskGroup { group in
            for session in 1...20 {
                for writer in 1...4 {
                    group.addTask {
                        while true {
                            let version = try await store.read { try $0.session(Rows.session(session))?.version } ?? 0
                            do {
                                return try await store.write { transaction in
                                    var event = Rows.event(session, version + 1)
                                    event.id = "ev_\(session)by\(writer)"
                                    try transaction.append(
                                        [event], to: Rows.sessionRow(session, version: version + 1), expecting: version)
                                    // Positions that a failed write had taken must be given again.
                                    if writer == 4, version == 1 { throw Refused() }
                                }
                            } catch is Refused {
                                continue
                            } catch StorageFailure.staleVersion {
                                continue
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let feed = try await store.read { try $0.events(of: Rows.platform, afterPosition: 0, limit: 1000) }
        #expect(feed.map(\.position) == Array(1...100))
        for session in 1...20 {
            #expect(feed.filter { $0.session == Rows.session(session) }.map(\.version) == [1, 2, 3, 4, 5])
        }
    }

    @Test(arguments: Engine.all) func aWriteThatThrowsLeavesItsNeighboursAlone(engine: Engine) async throws {
        let store = try engine.makeStore()
        let results = await withTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        try await store.write {
                            try $0.setSetting("name \(number)", to: "value")
                            if number % 3 == 0 { throw Refused() }
                        }
                        return (number, true)
                    } catch {
                        #expect(error as? Refused == Refused())
                        return (number, false)
                    }
                }
            }
            var results: [Int: Bool] = [:]
            for await (number, isStored) in group { results[number] = isStored }
            return results
        }
        #expect(results.count == 200)
        for number in 0..<200 {
            #expect(results[number] == (number % 3 != 0))
            let value = try await store.read { try $0.setting("name \(number)") }
            #expect((value != nil) == (number % 3 != 0))
        }
    }

    @Test(arguments: Engine.all) func aCancelledTaskIsToldTheTruth(engine: Engine) async throws {
        let store = try engine.makeStore()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.write {
                try $0.setSetting("signed", to: "yes")
                return 7
            }
        }
        #expect(try await task.value == 7)
        #expect(try await store.read { try $0.setting("signed") } == "yes")
    }

    @Test(arguments: Engine.all) func aPersonHasOneOpenSession(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        #expect(
            try await store.write { try $0.insert(Rows.sessionRow(2, person: 1), events: [Rows.event(2, 1)]) }
                == Rows.session(1))
        #expect(try await store.read { try $0.session(Rows.session(2)) } == nil)
        try await store.write {
            try $0.append([Rows.event(1, 2)], to: Rows.sessionRow(1, version: 2, isOpen: false), expecting: 1)
        }
        #expect(try await store.read { try $0.openSession(of: Rows.person(1)) } == nil)
        #expect(
            try await store.write { try $0.insert(Rows.sessionRow(2, person: 1), events: [Rows.event(2, 1)]) } == nil)
        // The closed one cannot open again while the other is open.
        await #expect(throws: StorageFailure.staleVersion) {
            try await store.write {
                try $0.append([Rows.event(1, 3)], to: Rows.sessionRow(1, version: 3), expecting: 2)
            }
        }
        #expect(try await store.read { try $0.session(Rows.session(1))?.version } == 2)
    }

    @Test(arguments: Engine.all) func manyOpeningsOfOnePersonLeaveOne(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 1, sessions: 0)
        let winners = try await withThrowingTaskGroup { group in
            for number in 1...30 {
                group.addTask {
                    try await store.write {
                        try $0.insert(Rows.sessionRow(number, person: 1), events: [Rows.event(number, 1)])
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 == nil ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(try await store.read { try $0.sessions(of: Rows.person(1)).count } == 1)
    }

    @Test(arguments: Engine.all) func listsArePagedAndDueSessionsComeMostOverdueFirst(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 9, sessions: 0)
        try await store.write { transaction in
            for number in 1...9 {
                _ = try transaction.insert(
                    Rows.sessionRow(
                        number, dueAt: number % 2 == 0 ? Rows.minutes(-number) : nil,
                        status: number < 4 ? "declared" : "scoped"), events: [Rows.event(number, 1)])
            }
        }
        let (first, second, scoped, due) = try await store.read {
            (
                try $0.sessions(of: Rows.platform, status: nil, after: nil, limit: 4).map(\.id),
                try $0.sessions(of: Rows.platform, status: nil, after: Rows.session(6), limit: 4).map(\.id),
                try $0.sessions(of: Rows.platform, status: "declared", after: nil, limit: -1).count,
                try $0.sessionsDue(at: Rows.minutes(-4), limit: 10)
            )
        }
        #expect(first == [9, 8, 7, 6].map { Rows.session($0) })
        #expect(second == [5, 4, 3, 2].map { Rows.session($0) })
        #expect(scoped == 0)
        #expect(due == [8, 6, 4].map { Rows.session($0) })
    }
}
