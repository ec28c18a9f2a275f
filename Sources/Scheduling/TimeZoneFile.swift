/// Reading TZif, RFC 9636 section 3: a version 1 block for old readers, which is skipped, then the same data with 64-bit
/// times, then a footer with the rule for the future.
extension TimeZoneRules {
    /// Reads the bytes of a TZif file of version 2 or later.
    ///
    /// Every count and index is checked against the bytes that are there: a broken file is an error and nothing else.
    /// Files that count leap seconds (`right/…`) are refused, because `Instant` counts none.
    public static func parse(_ bytes: [UInt8], identifier: String) throws(TimeZoneError) -> TimeZoneRules {
        var reader = TimeZoneFileReader(rest: bytes[...], identifier: identifier)
        let legacy = try reader.header()
        _ = try reader.take(legacy.blockLength(timeLength: 4))
        let header = try reader.header()
        guard header.typeCount >= 1 else { throw reader.malformed("no local time type") }
        guard header.characterCount >= 1 else { throw reader.malformed("no abbreviation") }
        guard header.leapCount == 0 else { throw reader.malformed("it counts leap seconds") }
        guard [0, header.typeCount].contains(header.universalCount),
            [0, header.typeCount].contains(header.standardCount)
        else { throw reader.malformed("indicators for some types only") }

        let transitions = try reader.transitionTimes(header.timeCount)
        let typeIndexes = try reader.take(header.timeCount)
        let types = try reader.localTimeTypes(header)
        _ = try reader.take(header.characterCount + header.standardCount + header.universalCount)
        let footer = try reader.footer()

        var offsets: [Int64] = []
        offsets.reserveCapacity(typeIndexes.count)
        for index in typeIndexes {
            guard types.indices.contains(Int(index)) else { throw reader.malformed("a transition to no type") }
            offsets.append(types[Int(index)])
        }
        guard let first = types.first else { throw reader.malformed("no local time type") }
        return TimeZoneRules(
            identifier: identifier, transitions: transitions, offsets: offsets, initialOffset: first, footer: footer)
    }
}

private struct TimeZoneFileHeader {
    var universalCount: Int
    var standardCount: Int
    var leapCount: Int
    var timeCount: Int
    var typeCount: Int
    var characterCount: Int

    /// The counts are 32-bit, so that these sums cannot overflow.
    func blockLength(timeLength: Int) -> Int {
        timeCount * (timeLength + 1) + typeCount * 6 + characterCount + leapCount * (timeLength + 4) + standardCount
            + universalCount
    }
}

private struct TimeZoneFileReader {
    var rest: ArraySlice<UInt8>
    let identifier: String

    func malformed(_ reason: String) -> TimeZoneError {
        .malformed(identifier: identifier, reason: reason)
    }

    mutating func take(_ count: Int) throws(TimeZoneError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw malformed("it ends too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func unsigned(_ length: Int) throws(TimeZoneError) -> UInt64 {
        try take(length).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    mutating func header() throws(TimeZoneError) -> TimeZoneFileHeader {
        guard try take(4).elementsEqual("TZif".utf8) else { throw malformed("not a TZif file") }
        // Later versions must stay readable by the rules of version 2 (section 3.1).
        let version = try unsigned(1)
        guard version >= 0x32 else { throw malformed("version 1 has no 64-bit times") }
        _ = try take(15)
        return TimeZoneFileHeader(
            universalCount: Int(try unsigned(4)), standardCount: Int(try unsigned(4)), leapCount: Int(try unsigned(4)),
            timeCount: Int(try unsigned(4)), typeCount: Int(try unsigned(4)), characterCount: Int(try unsigned(4)))
    }

    mutating func transitionTimes(_ count: Int) throws(TimeZoneError) -> [Int64] {
        guard count <= rest.count / 8 else { throw malformed("it ends too early") }
        var times: [Int64] = []
        times.reserveCapacity(count)
        for _ in 0..<count {
            let time = Int64(bitPattern: try unsigned(8))
            if let last = times.last, last >= time { throw malformed("transitions out of order") }
            times.append(time)
        }
        return times
    }

    /// The offsets of the types; whether one is called daylight time makes no difference to any instant.
    mutating func localTimeTypes(_ header: TimeZoneFileHeader) throws(TimeZoneError) -> [Int64] {
        guard header.typeCount <= 256 else { throw malformed("more types than an index can name") }
        var offsets: [Int64] = []
        for _ in 0..<header.typeCount {
            let offset = Int64(Int32(truncatingIfNeeded: try unsigned(4)))
            guard PosixTimeZone.offsetBounds.contains(offset) else { throw malformed("an offset beyond all zones") }
            guard try unsigned(1) <= 1 else { throw malformed("a daylight flag that is neither 0 nor 1") }
            guard Int(try unsigned(1)) < header.characterCount else {
                throw malformed("an abbreviation outside the file")
            }
            offsets.append(offset)
        }
        return offsets
    }

    /// The rule between two line feeds; empty where the zone's future is not known.
    mutating func footer() throws(TimeZoneError) -> PosixTimeZone? {
        let lineFeed = UInt8(ascii: "\n")
        guard try take(1).first == lineFeed, let end = rest.firstIndex(of: lineFeed) else {
            throw malformed("no footer")
        }
        let text = rest[rest.startIndex..<end]
        guard !text.isEmpty else { return nil }
        guard let rule = PosixTimeZone(text) else { throw malformed("a footer that is not a TZ string") }
        return rule
    }
}
