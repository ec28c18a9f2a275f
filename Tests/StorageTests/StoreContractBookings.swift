import Testing
import Timekeeping
import Verification
import Workflow

/// What any engine must do with the cell lock and bookings.
@Suite struct StoreContractBookings {
    @Test(arguments: Engine.all) func fiftyTakersOfOneCellHaveOneWinner(engine: Engine) async throws {
        let store = try engine.makeStore()
        let winners = try await withThrowingTaskGroup { group in
            for number in 1...50 {
                group.addTask {
                    try await store.write { try $0.takeCells(100..<101, holder: "st_1", booking: Rows.booking(number)) }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }

    @Test(arguments: Engine.all, [UInt64.random(in: .min ... .max), 1, 2]) func cellsAgreeWithAModel(
        engine: Engine, seed: UInt64
    ) async throws {
        let store = try engine.makeStore()
        var generator = SeededGenerator(seed: seed)
        var model: [String: BookingID] = [:]
        for step in 0..<300 {
            let booking = Rows.booking(generator.number(below: 40))
            if generator.number(below: 4) == 0 {
                try await store.write { try $0.releaseCells(of: booking) }
                model = model.filter { $0.value != booking }
                continue
            }
            let holder = "st_\(1 + generator.number(below: 3))"
            let start = Int64(generator.number(below: 60)) - 5
            let range = start..<(start + Int64(generator.number(below: 14)))
            let isTaken = try await store.write { try $0.takeCells(range, holder: holder, booking: booking) }
            let isFree = range.allSatisfy { model["\(holder) \($0)"] == nil }
            #expect(isTaken == isFree, "seed \(seed), step \(step)")
            if isFree { for cell in range { model["\(holder) \(cell)"] = booking } }
        }
        // Every cell of the model is held, and no other: a probe of each tells.
        for holder in ["st_1", "st_2", "st_3"] {
            for cell in Int64(-5)..<75 {
                let isFree = try await store.write {
                    try $0.takeCells(cell..<(cell + 1), holder: holder, booking: BookingID(unchecked: "bk_probe"))
                }
                #expect(isFree == (model["\(holder) \(cell)"] == nil), "seed \(seed)")
            }
        }
    }

    @Test(arguments: Engine.all, [Int64.min..<Int64.max, 0..<1_000_000])
    func anAbsurdRangeIsRefused(engine: Engine, range: Range<Int64>) async throws {
        let store = try engine.makeStore()
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.takeCells(range, holder: "st_1", booking: Rows.booking(1)) }
        }
    }

    @Test(arguments: Engine.all) func bookingsAreFoundByOverlapInterviewerAndLoad(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let rows = [
            Rows.bookingRow(1, from: 0, to: 60), Rows.bookingRow(2, from: 60, to: 120, state: .done),
            Rows.bookingRow(3, interviewer: 2, from: 90, to: 150),
            Rows.bookingRow(4, from: 100, to: 160, state: .cancelled),
        ]
        try await store.write { transaction in for row in rows { try transaction.insert(row) } }
        let (overlapping, mine, loads) = try await store.read {
            (
                try $0.bookings(from: Rows.minutes(60), to: Rows.minutes(90)).map(\.id),
                try $0.bookings(of: Rows.staff(1), endingAfter: Rows.minutes(60), limit: 9),
                try $0.loads(from: Rows.noon, to: Rows.minutes(90))
            )
        }
        #expect(overlapping == [Rows.booking(2)])
        #expect(mine == [rows[1], rows[3]])
        #expect(loads == [Rows.staff(1): 2])
        try await store.write {
            var row = rows[0]
            row.state = .cancelled
            try $0.update(row)
        }
        #expect(try await store.read { try $0.booking(Rows.booking(1))?.state } == .cancelled)
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.update(Rows.bookingRow(9, from: 0, to: 5)) }
        }
    }

    @Test(arguments: Engine.all) func anInterviewHoldsOneBookingAtATime(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        var second = Rows.bookingRow(2, from: 60, to: 120)
        second.interview = InterviewID(unchecked: "iv_1")
        let again = second
        try await store.write { try $0.insert(Rows.bookingRow(1, from: 0, to: 60)) }
        await #expect(throws: (any Error).self) { try await store.write { try $0.insert(again) } }
        try await store.write {
            try $0.update(Rows.bookingRow(1, from: 0, to: 60, state: .cancelled))
            try $0.insert(again)
        }
        #expect(try await store.read { try $0.booking(interview: again.interview) } == again)
    }
}
