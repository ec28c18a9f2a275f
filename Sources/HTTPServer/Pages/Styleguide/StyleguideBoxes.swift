/// Notices, cards, what comes next, lists of facts.
extension StyleguideSamples {
    var boxes: View {
        let buttons: [View] = ["", "secondary", "warning", "link"].map { kind in
            [
                "kind": kind.isEmpty ? nil : .text(kind),
                "label": text(kind.isEmpty ? "button" : "button_\(kind)"), "name": nil, "value": nil,
            ]
        }
        return [
            "reference": ["label": text("reference"), "value": "demo-ses_01JDKX3N6T"],
            "buttons": .list(buttons),
            "notices": .list(Self.tones.map { notice(tone: $0) }),
            "card": [
                "title": text("card_title"), "text": text("card_text"), "href": "#notices", "label": text("card_link"),
            ],
            "plain_card": ["title": text("card_title"), "text": text("card_text"), "href": nil, "label": nil],
            "contact": [
                "role": text("contact_role"), "route_text": text("contact_route"), "href": "#notices",
                "text": text("contact_link"),
            ],
            "details": ["summary": text("details_summary"), "text": text("details_text"), "paragraphs": nil],
            "empty_box": [
                "title": text("empty_title"), "text": text("empty_text"), "href": "#booking",
                "label": text("empty_link"),
            ],
            "steps_row": ["steps": .list(steps)],
            "next_step": [
                "title": text("next_title"), "text": text("next_text"), "by": text("task_hint"),
                "who": text("next_who"), "href": "#booking", "label": text("card_link"),
            ],
        ]
    }

    private func notice(tone: String) -> View {
        // One without a title, so that both kinds are seen.
        [
            "tone": .text(tone), "title": tone == "quiet" ? nil : text("notice_title"), "text": text("notice_text"),
            "role": nil,
        ]
    }

    private var steps: [View] {
        [
            ["label": text("step_confirm"), "done": true, "current": false],
            ["label": text("step_book"), "done": false, "current": true],
            ["label": text("step_talk"), "done": false, "current": false],
        ]
    }

    // MARK: Facts

    var facts: View {
        [
            "summary_rows": [
                "rows": [
                    row("name", value: text("name_value")),
                    [
                        "term": text("topics"), "value": nil,
                        "values": [["text": text("topic_one")], ["text": text("topic_two")]], "action_href": "#lists",
                        "action_label": text("change"), "action_hidden": text("change_what"),
                    ],
                ]
            ],
            "task_rows": [
                "tasks": [
                    [
                        "label": text("task_confirm"), "href": "#lists", "status": text("task_done"), "tone": "good",
                        "hint": nil,
                    ],
                    [
                        "label": text("task_time"), "href": "#lists", "status": text("task_todo"), "tone": "info",
                        "hint": text("task_hint"),
                    ],
                    [
                        "label": text("task_talk"), "href": nil, "status": text("task_later"), "tone": "quiet",
                        "hint": nil,
                    ],
                ]
            ],
            "timeline_rows": [
                "entries": [
                    entry("entry_booked", at: "2026-11-22T08:12:00Z", tone: "good", text: nil, badge: nil, detail: nil),
                    entry(
                        "entry_ended", at: "2026-11-24T13:41:00Z", tone: "warn", text: text("entry_text"),
                        badge: text("word_warn"), detail: text("entry_detail")),
                ]
            ],
        ]
    }

    func row(_ key: String, value: Slot) -> View {
        [
            "term": text(key), "value": value, "values": nil, "action_href": nil, "action_label": nil,
            "action_hidden": nil,
        ]
    }

    func entry(_ key: String, at time: String, tone: String, text: Slot, badge: Slot, detail: Slot) -> View {
        [
            "title": self.text(key), "time_text": .text(time), "time_iso": .text(time), "text": text,
            "tone": .text(tone), "badge": badge, "detail": detail,
        ]
    }

    // MARK: Long words and the other direction

    var long: View {
        [
            "long_notice": ["tone": "info", "title": text("long_word"), "text": text("long_word"), "role": nil],
            "long_rows": ["rows": [row("long_word", value: text("long_code"))]],
            "long_field": .view(
                field("long_code", label: text("long_word"), hint: text("long_word"), value: text("long_code"))),
        ]
    }

    var rightToLeft: View {
        [
            "rtl_notice": ["tone": "warn", "title": text("rtl_title"), "text": text("rtl_text"), "role": nil],
            "rtl_field": .view(
                field(
                    "rtl_city", label: text("rtl_city"), hint: text("rtl_city_hint"), error: text("rtl_city_error"))),
            "rtl_tasks": [
                "tasks": [
                    [
                        "label": text("rtl_task"), "href": "#rtl", "status": text("rtl_status"), "tone": "info",
                        "hint": nil,
                    ]
                ]
            ],
            "rtl_rows": ["rows": [row("rtl_name", value: text("name_value"))]],
            "rtl_timeline": [
                "entries": [
                    entry(
                        "rtl_entry", at: "2026-11-24T13:41:00Z", tone: "warn", text: text("rtl_text"), badge: nil,
                        detail: nil)
                ]
            ],
        ]
    }
}
