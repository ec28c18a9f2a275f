import Timekeeping
import Verification
import Workflow

/// What operators see: whether the service is well, fair and staffed. Cases appear by their ids, states and clocks; what
/// anybody answered, is called or was rated does not. What a person writes is read here, because nobody else reads it before
/// there is a review.
struct OperatorPages: Sendable {
    let pages: PageKit
    let counted = SharedCounts<CountedStatistics>(longest: .seconds(600))
    let overviews = SharedCounts<CountedOverview>(longest: .seconds(5))
    var bench: Workbench { pages.bench }

    /// Operators look after machines in many places; their times are in UTC, and say so.
    static let zone = "UTC"

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.operatorOverview, of: routes) { try await overview($0) }
        pages.on(PageTable.operatorStaff, of: routes) { try await staff($0) }
        pages.on(PageTable.operatorStaffMember, of: routes) { try await staffMember($0) }
        pages.on(PageTable.operatorSuspend, of: routes) { try await suspend($0) }
        pages.on(PageTable.operatorContent, of: routes) { content($0) }
        pages.on(PageTable.operatorDeliveries, of: routes) { try await deliveries($0) }
        pages.on(PageTable.operatorSendAgain, of: routes) { try await sendAgain($0) }
        pages.on(PageTable.operatorStatistics, of: routes) { try await statistics($0) }
        pages.on(PageTable.operatorSessions, of: routes) { try await sessions($0, typed: nil, error: nil) }
        pages.on(PageTable.operatorFindSession, of: routes) { try await findSession($0) }
        pages.on(PageTable.operatorSession, of: routes) { try await session($0) }
        pages.on(PageTable.operatorInbox, of: routes) { try await inbox($0) }
        pages.on(PageTable.operatorConversation, of: routes) { try await conversation($0) }
        pages.on(PageTable.operatorAnswer, of: routes) { try await answer($0) }
    }
}

/// What the partial `components/table` reads.
struct OperatorTable {
    struct Cell {
        var text: String
        var href: String?
        var isHeader = false
        var isNumber = false

        static func text(_ text: String) -> Cell { Cell(text: text) }
        static func header(_ text: String, href: String? = nil) -> Cell { Cell(text: text, href: href, isHeader: true) }
        static func number(_ text: String) -> Cell { Cell(text: text, isNumber: true) }
        static func number(_ number: Int) -> Cell { .number(String(number)) }
        static func link(_ text: String, _ href: String?) -> Cell { Cell(text: text, href: href) }
    }

    var caption: String
    var columns: [String]
    /// Which columns hold numbers, from 0.
    var numeric: Set<Int> = []
    var rows: [[Cell]]
    var empty = ""

    var view: View {
        [
            "caption": .text(caption), "empty": .text(empty),
            "columns": .list(
                columns.enumerated().map { ["label": .text($1), "numeric": .flag(numeric.contains($0))] }),
            "rows": .list(
                rows.map { row in
                    [
                        "cells": .list(
                            row.map { cell in
                                [
                                    "text": .text(cell.text), "numeric": .flag(cell.isNumber && !cell.isHeader),
                                    "href": .optional(cell.href), "header": .flag(cell.isHeader),
                                ]
                            })
                    ]
                }),
        ]
    }
}

extension Words {
    /// The word for a word of the data; the data's own word where no catalogue knows it.
    func told(_ prefix: String, _ value: String) -> String {
        find("operator_\(prefix)_\(value.split(separator: ".").joined(separator: "_"))") ?? value
    }

    func operatorMoment(_ instant: Instant) -> String { moment(instant, zone: OperatorPages.zone) }

    /// `24 Nov 14:30` would need an order of its own in each language; the ISO form needs none, and sorts.
    func operatorShort(_ instant: Instant) -> String {
        let text = instant.rfc3339
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    /// A wait as exactly as it was counted, and no more: minutes up to two hours, hours up to two days, then days.
    func operatorWait(minutes: Int) -> String {
        guard minutes > 0 else { return self["operator_at_once"] }
        guard minutes >= 120 else { return duration(minutes: minutes) }
        guard minutes >= 2880 else { return duration(minutes: (minutes + 30) / 60 * 60) }
        return self("common_days", ["count": String((minutes + 720) / 1440)])
    }

    func operatorStat(_ key: String, _ value: String, tone: String = "quiet", note: String? = nil) -> View {
        [
            "label": .text(self["operator_stat_\(key)"]), "value": .text(value), "note": .optional(note),
            "tone": .text(tone),
        ]
    }
}

extension Phase.Status {
    /// The same word as in the API's meaning, with the tone of what it asks of somebody.
    var operatorTone: String {
        switch self {
        case .opened, .readyToBook, .booked: "info"
        case .inProgress: "good"
        case .deliberating, .inAppeal: "warn"
        case .concluded, .expired, .refused, .cancelled: "quiet"
        }
    }
}
