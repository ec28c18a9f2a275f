import Timekeeping

/// Fields, choices, booking.
extension StyleguideSamples {
    func field(
        _ id: String, label: Slot, hint: Slot = nil, error: Slot = nil, value: Slot = "", type: Slot = nil,
        isRequired: Bool = true
    ) -> View {
        [
            "id": .text(id), "name": .text(id), "label": label, "hint": hint, "error": error, "value": value,
            "type": type, "autocomplete": nil, "inputmode": nil, "maxlength": nil, "required": .flag(isRequired),
        ]
    }

    private func area(_ id: String, error: Slot, value: Slot) -> View {
        field(id, label: text("notes"), hint: text("notes_hint"), error: error, value: value, isRequired: false)
            .merging(["rows": 4, "counter_max": 500])
    }

    private func zone(_ id: String, error: Slot) -> View {
        field(id, label: text("zone"), error: error).merging([
            "options": [
                ["value": "Europe/Sarajevo", "label": text("city_value"), "selected": true],
                ["value": "UTC", "label": "UTC", "selected": false],
            ]
        ])
    }

    private func mode(_ id: String, error: Slot, chosen: String?) -> View {
        let options: [View] = ["video", "sound", "text"].map { option in
            [
                "id": .text("\(id)-\(option)"), "value": .text(option), "label": text("mode_\(option)"),
                "hint": option == "video" ? text("mode_video_hint") : nil, "checked": .flag(option == chosen),
            ]
        }
        return [
            "id": .text(id), "name": .text(id), "legend": text("mode"), "hint": text("mode_hint"), "error": error,
            "options": .list(options),
        ]
    }

    private func topics(_ id: String, error: Slot) -> View {
        let options: [View] = ["one", "two"].map { option in
            [
                "id": .text("\(id)-\(option)"), "value": .text(option), "label": text("topic_\(option)"), "hint": nil,
                "checked": .flag(error.isAbsent && option == "one"),
            ]
        }
        return [
            "id": .text(id), "name": .text(id), "legend": text("topics"), "hint": nil, "error": error,
            "options": .list(options),
        ]
    }

    var forms: View {
        [
            "fields": .list([
                field("city", label: text("city")),
                field("city_hint", label: text("city"), hint: text("city_hint"), value: text("city_value")),
                field("mail", label: text("mail"), value: "demo@example.org", type: "email", isRequired: false),
            ]),
            "notes": .view(area("notes", error: nil, value: text("notes_value"))),
            "zone": .view(zone("zone", error: nil)),
            "mode": .view(mode("mode", error: nil, chosen: "video")),
            "topics": .view(topics("topics", error: nil)),
            "filter": [
                "action": "/styleguide", "label": text("filter_show"),
                "selects": [
                    [
                        "id": "filter_skill", "name": "skill", "label": text("filter_skill"),
                        "options": [["value": "", "label": text("filter_all"), "selected": true]],
                    ]
                ],
            ],
        ]
    }

    var mistakes: View {
        [
            "summary_of_errors": [
                "errors": [
                    ["href": "#bad_city", "text": text("city_error")],
                    ["href": "#bad_mode", "text": text("mode_error")],
                    ["href": "#bad_topics", "text": text("topics_error")],
                ]
            ],
            "bad_field": .view(
                field("bad_city", label: text("city"), hint: text("city_hint"), error: text("city_error"))),
            "bad_notes": .view(area("bad_notes", error: text("notes_error"), value: text("notes_value"))),
            "bad_zone": .view(zone("bad_zone", error: text("times_error"))),
            "bad_mode": .view(mode("bad_mode", error: text("mode_error"), chosen: nil)),
            "bad_topics": .view(topics("bad_topics", error: text("topics_error"))),
        ]
    }

    // MARK: Booking

    var booking: View {
        let hours = ["09:00", "10:30", "13:00", "14:30", "16:00", "17:30"]
        return [
            "month": .view(month),
            "times_list": [
                "label": text("times"),
                "times": .list(
                    hours.map { ["href": "#booking", "text": .text($0), "current": .flag($0 == "14:30")] }),
            ],
            "time_choices": [
                "id": "time", "name": "time", "legend": text("times_legend"), "error": text("times_error"),
                "times": .list(
                    hours.map {
                        [
                            "id": .text("time-\($0.prefix(2))"), "value": .text($0), "label": .text($0),
                            "checked": .flag($0 == "10:30"),
                        ]
                    }),
            ],
        ]
    }

    /// November 2026, whose first day is a Sunday: the month with the most weeks.
    private var month: View {
        let monday = CivilDate(daysSinceEpoch: 20_752)
        let weeks: [View] = (0..<6).map { week in
            [
                "days": .list(
                    (0..<7).map { day(CivilDate(daysSinceEpoch: monday.daysSinceEpoch + Int64(week * 7 + $0))) })
            ]
        }
        let weekdays: [View] = (0..<7).map { index in
            let name = words.weekday(CivilDate(daysSinceEpoch: monday.daysSinceEpoch + Int64(index)))
            return ["short": .text(String(name.prefix(2))), "long": .text(name)]
        }
        return [
            "label": .text(words.month(CivilDate(daysSinceEpoch: monday.daysSinceEpoch + 10))), "previous_href": nil,
            "previous_label": text("month_previous"), "next_href": "#booking", "next_label": text("month_next"),
            "weekdays": .list(weekdays), "weeks": .list(weeks),
        ]
    }

    private func day(_ date: CivilDate) -> View {
        let isFree = date.day > 22 && date.weekday < 6
        let label = words(isFree ? "styleguide_day_free" : "styleguide_day_full", ["day": words.day(date)])
        return [
            "number": .number(date.day), "label": .text(label), "href": isFree ? "#booking" : nil,
            "is_blank": .flag(date.month != 11), "is_today": .flag(date.day == 21),
            "is_selected": .flag(date.day == 24),
        ]
    }
}

extension Slot {
    fileprivate var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }
}
