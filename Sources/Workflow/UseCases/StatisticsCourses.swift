public import Timekeeping
import Verification

/// How sessions went, counted without anybody's name: what operators judge their own service by.
extension Workbench {
    /// Counts every session opened in [from, to). Memory grows with the groups, never with the sessions.
    public func courseStatistics(from: Instant, to: Instant) async throws -> CourseStatistics {
        let taxonomy = content.taxonomy
        return try await store.read { transaction in
            var statistics = CourseStatistics()
            try transaction.eachCourse(from: from, to: to) { course in
                let skills = course.skills.compactMap { skill in
                    skill.skill.flatMap { taxonomy.skill($0) }?.id.rawValue
                }
                statistics.add(course, skills: Set(skills))
            }
            return statistics
        }
    }
}

public struct CourseStatistics: Sendable {
    /// What somebody waits for.
    public enum Wait: String, Sendable, CaseIterable {
        /// From the opening to the first booking: mostly the person's own time.
        case openedToBooked = "booked"
        /// From the booking to the interview.
        case bookedToHeld = "held"
        /// From the interview to the signed outcome.
        case heldToDecided = "decided"
        case openedToDecided = "whole"
    }

    public struct Group: Sendable {
        public fileprivate(set) var sessions = 0
        public fileprivate(set) var waits: [Wait: WaitHistogram] = [:]
        public fileprivate(set) var aborts: [String: Int] = [:]
        public fileprivate(set) var lines: [String: Int] = [:]
        public fileprivate(set) var proposals = 0
        public fileprivate(set) var lapses = 0
        public fileprivate(set) var reversals = 0
        public fileprivate(set) var appealsGranted = 0
        public fileprivate(set) var appealsRefused = 0

        public var technicalAborts: Int { aborts.values.reduce(0, +) }
        public var measuredCalls: Int { lines.values.reduce(0, +) }

        fileprivate mutating func add(_ course: SessionCourse) {
            sessions += 1
            add(.openedToBooked, course.openedAt, course.bookedAt)
            add(.bookedToHeld, course.bookedAt, course.heldAt)
            add(.heldToDecided, course.heldAt, course.decidedAt)
            add(.openedToDecided, course.openedAt, course.decidedAt)
            aborts.merge(course.aborts, uniquingKeysWith: +)
            lines.merge(course.lines, uniquingKeysWith: +)
            proposals += course.proposals
            lapses += course.lapses
            reversals += course.reversals
            appealsGranted += course.appealsGranted
            appealsRefused += course.appealsRefused
        }

        private mutating func add(_ wait: Wait, _ from: Instant?, _ to: Instant?) {
            guard let from, let to, to >= from else { return }
            waits[wait, default: WaitHistogram()].add(to - from)
        }
    }

    public private(set) var total = Group()
    /// By id in the taxonomy. A session counts once for each of its skills, so that these do not add up.
    public private(set) var bySkill: [String: Group] = [:]
    /// By primary language subtag, such as `es`.
    public private(set) var byLanguage: [String: Group] = [:]
    /// By the first part of the time zone's name, such as `Europe`: as near as a region may be known.
    public private(set) var byRegion: [String: Group] = [:]

    /// What is in no group of its own: languages beyond the limit, zones without a region.
    public static let other = "other"
    /// Languages come from outside; more groups than this are one.
    private static let mostLanguages = 60

    public init() {}

    public mutating func add(_ course: SessionCourse, skills: Set<String>) {
        total.add(course)
        for skill in skills { bySkill[skill, default: Group()].add(course) }
        byLanguage[language(of: course), default: Group()].add(course)
        byRegion[Self.region(of: course.timeZone), default: Group()].add(course)
    }

    private func language(of course: SessionCourse) -> String {
        let primary = (course.language ?? "").prefix { $0 != "-" && $0 != "_" }.lowercased()
        guard !primary.isEmpty else { return Self.other }
        return byLanguage[primary] != nil || byLanguage.count < Self.mostLanguages ? primary : Self.other
    }

    /// The regions of the IANA database; zones without one, such as `UTC`, say nothing about where somebody is.
    public static func region(of zone: String) -> String {
        let regions = [
            "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
        ]
        guard let first = zone.split(separator: "/").first.map(String.init), regions.contains(first) else {
            return other
        }
        return first
    }
}

/// Lengths of time counted in classes of about five percent, from one minute on: enough for a median, and as large for ten values as for ten million.
public struct WaitHistogram: Sendable, Equatable {
    private var classes: [UInt32] = []
    public private(set) var count = 0

    public init() {}

    public mutating func add(_ span: TimeSpan) {
        let index = Self.index(minutes: max(0, span.milliseconds / 60_000))
        if index >= classes.count { classes += Array(repeating: 0, count: index + 1 - classes.count) }
        classes[index] += 1
        count += 1
    }

    public mutating func merge(_ other: WaitHistogram) {
        if other.classes.count > classes.count {
            classes += Array(repeating: 0, count: other.classes.count - classes.count)
        }
        for (index, number) in other.classes.enumerated() { classes[index] += number }
        count += other.count
    }

    /// The length, in minutes, that this share of all values does not exceed; `nil` where there are none.
    public func quantile(_ share: Double) -> Int? {
        guard count > 0 else { return nil }
        let wanted = min(count, max(1, Int((Double(count) * share).rounded(.up))))
        var seen = 0
        for (index, number) in classes.enumerated() {
            seen += Int(number)
            if seen >= wanted { return Self.minutes(index: index) }
        }
        return nil
    }

    /// Up to 32 minutes each minute is a class; after that, sixteen classes for each doubling.
    private static func index(minutes: Int64) -> Int {
        let minutes = min(minutes, 1 << 40)
        guard minutes >= 32 else { return Int(minutes) }
        let doubling = 63 - minutes.leadingZeroBitCount
        let step = Int((minutes >> Int64(doubling - 4)) & 15)
        return 32 + (doubling - 5) * 16 + step
    }

    /// The lowest length of a class.
    private static func minutes(index: Int) -> Int {
        guard index >= 32 else { return index }
        let (doubling, step) = ((index - 32) / 16, (index - 32) % 16)
        return (16 + step) << (doubling + 1)
    }
}
