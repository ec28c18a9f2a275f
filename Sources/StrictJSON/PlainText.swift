extension Span<UInt8> {
    /// Where the plain text from `start` on ends: at the first byte that is a quotation mark, a backslash, a control character
    /// or not ASCII, or at the end.
    ///
    /// Inside a JSON string such bytes mean themselves, so they are looked at eight at a time.
    @inlinable package func endOfPlainText(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index <= count - 8 {
            let word = UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            // A byte's top bit is set in the sum of these where it is a quotation mark, a backslash, a control character or
            // not ASCII; bits above the lowest such byte may be wrong and are not looked at.
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let found =
                (word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | (word &- ones &* 0x20) & ~word) & tops
            guard found == 0 else { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        return index
    }
}
