import Glibc
import Scheduling
import Testing
import Timekeeping

/// Broken and hostile zone data: an error every time, a trap never.
@Suite struct TimeZoneFileTests {
    @Test func aFileCutAnywhereIsRefused() throws {
        let whole = try bytes(of: "Europe/Sarajevo")
        #expect(throws: Never.self) { try TimeZoneRules.parse(whole, identifier: "Europe/Sarajevo") }
        for length in 0..<whole.count {
            #expect(throws: TimeZoneError.self) {
                try TimeZoneRules.parse(Array(whole.prefix(length)), identifier: "Europe/Sarajevo")
            }
        }
    }

    @Test func changedBytesNeverTrap() throws {
        let whole = try bytes(of: "America/New_York")
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            var changed = whole
            for _ in 0...generator.number(below: 3) {
                changed[generator.number(below: changed.count)] = UInt8(generator.number(below: 256))
            }
            useWhateverIsRead(changed)
        }
    }

    @Test func randomBytesNeverTrap() {
        var generator = SeededGenerator(seed: 12)
        let start = zoneFile(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        for _ in 0..<2000 {
            let kept = generator.number(below: start.count)
            let length = generator.number(below: 200)
            let noise = (0..<length).map { _ in UInt8(generator.number(below: 256)) }
            useWhateverIsRead(start.prefix(kept) + noise)
            useWhateverIsRead(noise)
        }
    }

    @Test func randomFootersNeverTrap() {
        var generator = SeededGenerator(seed: 13)
        let characters = Array("ACES0123456789-+:,./<>JM")
        for _ in 0..<4000 {
            let length = generator.number(below: 30)
            let noise = String((0..<length).map { _ in characters[generator.number(below: characters.count)] })
            useWhateverIsRead(zoneFile(footer: noise))
            useWhateverIsRead(zoneFile(footer: "CET-1CEST,\(noise)"))
        }
    }

    @Test(arguments: [
        "CET", "CET-25", "CE-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J300", "CET-1CEST,J366,J300", "CET-1CEST,366,300", "<+01-1", "<+01>",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "CET-1 ", "CET-1CEST,M3.5.0,M10.5.0,", "CET--1", "CET-00001",
    ])
    func footersThatAreNoRulesAreRefused(_ footer: String) {
        #expect(throws: TimeZoneError.malformed(identifier: "X", reason: "a footer that is not a TZ string")) {
            try TimeZoneRules.parse(zoneFile(footer: footer), identifier: "X")
        }
    }

    @Test func filesOfVersion1AreRefused() {
        var file = zoneFile(footer: "UTC0")
        file[4] = 0
        #expect(throws: TimeZoneError.malformed(identifier: "X", reason: "version 1 has no 64-bit times")) {
            try TimeZoneRules.parse(file, identifier: "X")
        }
    }

    @Test func anEmptyFooterKeepsTheLastOffset() throws {
        let rules = try TimeZoneRules.parse(zoneFile(footer: ""), identifier: "X")
        #expect(rules.offset(at: .init(secondsSinceEpoch: 4_000_000_000)) == .seconds(0))
    }

    @Test(arguments: [
        "", "/", "/etc/passwd", "..", "../../etc/passwd", "Europe/../UTC", "Europe//Sarajevo", "Europe/", "/UTC",
        "./UTC",
        "tzdata.zi", "Europe/Sarajevo\0", "Europe/Sarajevo\n", "Európe/Sarajevo", "a\\b", "localtime", "posixrules",
        "Europe Sarajevo", String(repeating: "a", count: 65),
    ])
    func namesThatCannotBeZonesAreNotLookedUp(_ identifier: String) {
        #expect(throws: TimeZoneError.invalidIdentifier(identifier)) { try TimeZoneRules.load(identifier) }
    }

    @Test(arguments: ["Europe/Atlantis", "Europe", "europe/sarajevo", "UTC/Sarajevo", "CEST"])
    func unknownZonesAreNamedInTheError(_ identifier: String) {
        #expect(throws: TimeZoneError.unknownZone(identifier)) { try TimeZoneRules.load(identifier) }
        #expect(TimeZoneError.unknownZone(identifier).description.contains(identifier))
    }

    @Test func otherFilesBesideTheZonesAreRefused() {
        #expect(throws: TimeZoneError.malformed(identifier: "leapseconds", reason: "not a TZif file")) {
            try TimeZoneRules.load("leapseconds")
        }
    }

    /// Every zone that `tzdata` has, through its links as well: none of them is refused, none traps.
    @Test func currentZonesOfEveryContinentLoad() throws {
        for zone in [
            "Africa/Johannesburg", "America/Argentina/Buenos_Aires", "America/Los_Angeles", "Antarctica/Casey",
            "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Europe/Zagreb", "Indian/Maldives",
            "Pacific/Marquesas", "Etc/GMT-14", "EST5EDT", "GB", "UTC",
        ] {
            #expect(try TimeZoneRules.load(zone).identifier == zone)
        }
    }

    private func useWhateverIsRead(_ bytes: some Sequence<UInt8>) {
        guard let rules = try? TimeZoneRules.parse(Array(bytes), identifier: "X") else { return }
        for second: Int64 in [.min / 1000, -5_000_000_000, 0, 1_800_000_000, 9_000_000_000, .max / 1000] {
            let shown = rules.local(.init(secondsSinceEpoch: second))
            _ = rules.instant(of: shown.date, minuteOfDay: shown.secondsOfDay / 60)
        }
    }

    private func bytes(of zone: String) throws -> [UInt8] {
        let file = try #require(fopen("/usr/share/zoneinfo/\(zone)", "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
