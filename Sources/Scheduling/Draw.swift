import Timekeeping

/// Who is asked to interview, and in which order: random among the least loaded, then among the next, and so on.
///
/// Random, so that nobody can arrange to meet a certain interviewer; by load, so that work is shared. The value is its own
/// explanation: with the loads and the seed anyone can draw again and get the same.
public struct InterviewerDraw: Hashable, Codable, Sendable {
    public let seed: UInt64
    /// By ascending load.
    public let classes: [LoadClass]

    /// The interviewers with the same load, in the order drawn.
    public struct LoadClass: Hashable, Codable, Sendable {
        public let load: Int
        public let interviewers: [String]

        public init(load: Int, interviewers: [String]) {
            self.load = load
            self.interviewers = interviewers
        }
    }

    /// Draws an order; an interviewer who is missing from `loads` has none, and one named twice counts once.
    ///
    /// The order in which `interviewers` come makes no difference: the database may return them in any.
    public init(interviewers: [String], loads: [String: Int], seed: UInt64) {
        // By bytes: how strings compare may change with the Unicode version of the standard library.
        let sorted = Set(interviewers).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let byLoad = Dictionary(grouping: sorted) { loads[$0] ?? 0 }
        var generator = SeededGenerator(seed: seed)
        self.seed = seed
        classes = byLoad.keys.sorted().map { load in
            LoadClass(load: load, interviewers: generator.shuffled(byLoad[load] ?? []))
        }
    }

    /// All interviewers: the first is asked first.
    public var order: [String] { classes.flatMap(\.interviewers) }
}

/// The order in which to try interviewers for a booking; see `InterviewerDraw`, which also explains it.
public func drawOrder(_ interviewers: [String], loads: [String: Int], seed: UInt64) -> [String] {
    InterviewerDraw(interviewers: interviewers, loads: loads, seed: seed).order
}
