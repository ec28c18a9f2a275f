import Scheduling
import Timekeeping
import Workflow

/// Free times by local day: one month, and the times of its chosen day.
struct BookingCalendar: Sendable {
    let offers: [TimeOffer]
    let rules: TimeZoneRules
    let words: Words
    let now: Instant
    /// The chosen day; the first free one where none was chosen or the chosen one has nothing free.
    let day: CivilDate
    /// Whether a day was asked for that has nothing free.
    let isMoved: Bool
    private let byDay: [CivilDate: [TimeOffer]]

    /// `nil` where nothing is free at all.
    init?(_ offers: [TimeOffer], rules: TimeZoneRules, words: Words, now: Instant, chosen: CivilDate?) {
        let byDay = Dictionary(grouping: offers) { rules.local($0.startsAt).date }
        guard let first = byDay.keys.min() else { return nil }
        self.offers = offers
        self.rules = rules
        self.words = words
        self.now = now
        self.byDay = byDay
        let isFree = chosen.map { byDay[$0] != nil } ?? false
        day = isFree ? chosen ?? first : byDay.keys.filter { $0 >= chosen ?? first }.min() ?? first
        isMoved = chosen != nil && !isFree
    }

    /// `2026-11-24`, or `nil` for anything else.
    static func day(_ text: String?) -> CivilDate? {
        guard let text, let instant = Instant(rfc3339: "\(text)T00:00:00Z"), text.utf8.count == 10 else { return nil }
        return CivilDate(daysSinceEpoch: instant.secondsSinceEpoch / 86_400)
    }

    /// For `{{> components/month}}`; `href` makes the address of a day.
    func month(_ href: (CivilDate) -> String) -> Slot {
        let today = rules.local(now).date
        let free = byDay.keys.sorted()
        let before = free.last { ($0.year, $0.month) < (day.year, day.month) }
        let after = free.first { ($0.year, $0.month) > (day.year, day.month) }
        // The month before is entered at its first free day, like every other.
        let firstBefore = before.flatMap { last in free.first { ($0.year, $0.month) == (last.year, last.month) } }
        return [
            "label": .text(words.month(day)), "previous_href": .optional(firstBefore.map(href)),
            "previous_label": .text(firstBefore.map(words.month) ?? ""), "next_href": .optional(after.map(href)),
            "next_label": .text(after.map(words.month) ?? ""),
            "weekdays": .list(
                (0..<7).map { index in
                    // A Monday and the six days after it.
                    let date = CivilDate(daysSinceEpoch: 4 + Int64(index))
                    return [
                        "short": .text(words["candidate_weekday_short_\(date.weekday)"]),
                        "long": .text(words.weekday(date)),
                    ]
                }),
            "weeks": .list(
                weeks.map { week in
                    [
                        "days": .list(
                            week.map { date -> View in
                                guard let date else { return Self.blank }
                                let count = byDay[date]?.count ?? 0
                                let key = count > 0 ? "candidate_book_day_free" : "candidate_book_day_none"
                                return [
                                    "number": .number(date.day),
                                    "label": .text(words(key, ["day": words.day(date), "count": String(count)])),
                                    "href": .optional(count > 0 ? href(date) : nil), "is_blank": false,
                                    "is_today": .flag(date == today), "is_selected": .flag(date == day),
                                ]
                            })
                    ]
                }),
        ]
    }

    private static let blank: View = [
        "number": nil, "label": nil, "href": nil, "is_blank": true, "is_today": false, "is_selected": false,
    ]

    /// Rows of seven from Monday to Sunday, without days of other months.
    private var weeks: [[CivilDate?]] {
        let first = day.daysSinceEpoch - Int64(day.day - 1)
        let days = (0..<31).map { CivilDate(daysSinceEpoch: first + Int64($0)) }.filter { $0.month == day.month }
        let lead = (days.first?.weekday ?? 1) - 1
        var cells: [CivilDate?] = Array(repeating: nil, count: lead) + days
        while !cells.count.isMultiple(of: 7) { cells.append(nil) }
        return stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<$0 + 7]) }
    }

    /// For `{{> components/times}}`: each time a link; a wall time that occurs twice that day says which one it is.
    func times(zone: String, _ href: (TimeOffer) -> String) -> Slot {
        let free = byDay[day] ?? []
        let labels = free.map { words.time($0.startsAt, zone: zone) }
        let repeated = Set(labels.filter { label in labels.filter { $0 == label }.count > 1 })
        return [
            "label": .text(words("candidate_book_times", ["day": words.day(day)])),
            "times": .list(
                zip(free, labels).map { offer, label in
                    let text =
                        repeated.contains(label)
                        ? "\(label) · \(words.zoneName(zone, at: offer.startsAt))" : label
                    return ["href": .text(href(offer)), "text": .text(text), "current": false]
                }),
        ]
    }
}
