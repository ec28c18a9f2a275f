import Foundation
import Scheduling
import Workflow

/// Time zones as people name them: a zone of the system, or a city that one is called after.
enum BookingZones {
    /// Offered for choosing: at least one for each offset where many people live; any other can be typed.
    static let offered = [
        "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Mexico_City",
        "America/Chicago", "America/Bogota", "America/New_York", "America/Caracas", "America/Halifax",
        "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/St_Johns",
        "Atlantic/Azores", "Africa/Accra", "Europe/Lisbon", "Europe/London", "Africa/Lagos", "Africa/Casablanca",
        "Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Sarajevo", "Europe/Warsaw",
        "Africa/Cairo", "Africa/Johannesburg", "Europe/Athens", "Europe/Bucharest", "Europe/Kyiv", "Asia/Jerusalem",
        "Asia/Beirut", "Africa/Nairobi", "Asia/Baghdad", "Asia/Riyadh", "Europe/Istanbul", "Europe/Moscow",
        "Asia/Tehran", "Asia/Dubai", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent",
        "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Almaty", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok",
        "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Manila", "Asia/Shanghai", "Asia/Singapore",
        "Australia/Perth", "Asia/Seoul", "Asia/Tokyo", "Australia/Adelaide", "Australia/Brisbane",
        "Australia/Sydney", "Pacific/Auckland", "UTC",
    ]

    /// The zone that a typed text names: `Europe/Sarajevo`, `sarajevo`, `Buenos Aires`, `UTC`; `nil` for anything else.
    static func zone(named text: String, in zones: ZoneCache) -> String? {
        let typed = text.split(whereSeparator: \.isWhitespace).joined(separator: "_")
        guard !typed.isEmpty, typed.utf8.count <= 64 else { return nil }
        let wanted = typed.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        if let known = byName[wanted], isKnown(known, zones) { return known }
        return isKnown(typed, zones) ? typed : nil
    }

    private static func isKnown(_ zone: String, _ zones: ZoneCache) -> Bool {
        do {
            _ = try zones.rules(zone)
            return true
        } catch {
            return false
        }
    }

    /// Names and last parts of names of the zones that the system lists, in lower case.
    private static let byName: [String: String] = {
        var names: [String: String] = ["utc": "UTC", "gmt": "UTC"]
        for zone in listed + offered {
            names[zone.lowercased()] = zone
            guard let city = zone.split(separator: "/").last else { continue }
            names[city.lowercased()] = names[city.lowercased()] ?? zone
        }
        return names
    }()

    /// The table of zones beside the zone data (`tz` database, zone.tab); where it is missing, those offered are enough.
    private static let listed: [String] = {
        guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/zone.tab") else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#") else { return nil }
            return line.split(separator: "\t").dropFirst(2).first.map(String.init)
        }
    }()
}

/// In which zone a page tells times, and the switch to another.
struct BookingZoneChoice: Sendable {
    let zone: String
    /// What was asked for and is no zone; told, and left in its field.
    let unknown: String?

    /// The typed city first, then the chosen zone, then the person's own.
    init(_ request: PageRequest, _ file: HomeCase, form: Form? = nil) {
        let typed = request.query("city") ?? ""
        let chosen = form?.text("zone") ?? request.query("zone") ?? ""
        let asked = typed.isEmpty ? chosen : typed
        let found = asked.isEmpty ? nil : BookingZones.zone(named: asked, in: file.bench.zones)
        zone = found ?? file.zone
        unknown = asked.isEmpty || found != nil ? nil : String(asked.prefix(64))
    }

    /// For `{{> candidate/zone_switch}}`; `hidden` are what else the address has to keep.
    func view(_ file: HomeCase, action: String, hidden: [(name: String, value: String)]) -> Slot {
        let words = file.words
        let names = BookingZones.offered.contains(zone) ? BookingZones.offered : [zone] + BookingZones.offered
        return [
            "current": .text(words.zoneName(zone, at: file.now)), "zone": .text(zone), "action": .text(action),
            "is_open": .flag(unknown != nil), "device": .text(words["candidate_zone_device"]),
            "hidden": .list(hidden.map { ["name": .text($0.name), "value": .text($0.value)] }),
            "select": [
                "id": "zone", "name": "zone", "label": .text(words["candidate_zone_label"]), "hint": nil, "error": nil,
                "required": true,
                "options": .list(
                    names.map {
                        [
                            "value": .text($0), "label": .text(words.zoneName($0, at: file.now)),
                            "selected": .flag($0 == zone),
                        ]
                    }),
            ],
            "city": [
                "id": "city", "name": "city", "label": .text(words["candidate_zone_city_label"]),
                "hint": .text(words["candidate_zone_city_hint"]), "value": .text(unknown ?? ""),
                "error": .optional(error(words)), "type": nil, "autocomplete": "off", "inputmode": nil,
                "maxlength": 64, "required": false,
            ],
        ]
    }

    private func error(_ words: Words) -> String? {
        unknown.map { words("candidate_zone_error", ["typed": $0]) }
    }

    /// What the summary at the top says of it.
    func tell(_ errors: inout FormErrors, _ words: Words) {
        if let error = error(words) { errors.add("city", error) }
    }
}
