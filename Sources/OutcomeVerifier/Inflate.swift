import CZlib

/// ZLIB decompression (RFC 1950) with a bound on what comes out.
enum Inflate {
    /// The plain bytes, or `nil` where the text is no complete ZLIB stream, has anything after its end, or holds more than
    /// `limit` bytes: a few kilobytes can unfold to gigabytes, and nobody who sends them means well.
    static func bytes(_ compressed: [UInt8], limit: Int) -> [UInt8]? {
        guard let room = UInt32(exactly: limit), let length = UInt32(exactly: compressed.count) else { return nil }
        var stream = z_stream()
        guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        return compressed.withUnsafeBufferPointer { input in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { output in
                // zlib only reads what next_in points at; its type is older than const.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = length
                stream.next_out = output.baseAddress
                stream.avail_out = room
                // Z_FINISH ends with Z_BUF_ERROR where the room does not suffice.
                guard inflate(&stream, Z_FINISH) == Z_STREAM_END, stream.avail_in == 0 else { return nil }
                return [UInt8](output.prefix(Int(room - stream.avail_out)))
            }
        }
    }
}
