import CZlib
public import OutcomeVerifier
import StrictJSON
public import Timekeeping

/// The statuses of all outcomes of one list at one moment, ready to be signed (IETF Token Status List, `bits` 2).
///
/// A list has 2^20 slots whether they are taken or not: who reads it learns nothing about how many outcomes there are, nor
/// which slot belongs to whom.
public struct StatusListSnapshot: Sendable {
    public static let slots = 1 << 20
    public static let bitsPerSlot = 2
    /// How long a relying party may go on using a copy, in seconds.
    public static let timeToLive: Int64 = 300
    public static let lifetime = TimeSpan.hours(24)

    /// The media type in `typ`.
    public static let type = StatusList.type

    /// The `lst` member: the compressed slots in base64url.
    public let compressed: String

    /// Packs and compresses the list; about a millisecond, so keep it until a status changes.
    ///
    /// - Parameter statuses: the slots that are not valid; indexes outside the list are left aside.
    public init(_ statuses: [Int: OutcomeStatus]) {
        var slots = [UInt8](repeating: 0, count: Self.slots * Self.bitsPerSlot / 8)
        for (index, status) in statuses where (0..<Self.slots).contains(index) {
            // The first slot of a byte has its lowest bits.
            let shift = index % 4 * 2
            slots[index / 4] = slots[index / 4] & ~(3 << shift) | status.rawValue << shift
        }
        compressed = Base64URL.encode(Self.compress(slots))
    }

    /// The list's claims, encoded once, for the status key to sign.
    ///
    /// - Parameters:
    ///   - uri: where the list is served, exactly as outcomes name it.
    ///   - keyID: the `kid` of the active key for status lists.
    ///   - now: the time of issue.
    /// - Returns: the bytes to sign.
    public func prepare(uri: String, keyID: String, at now: Instant) -> PreparedStatusList {
        let issuedAt = now.secondsSinceEpoch
        let claims: JSONValue = [
            "sub": .string(uri), "iat": .integer(issuedAt),
            "exp": .integer((now + Self.lifetime).secondsSinceEpoch), "ttl": .integer(Self.timeToLive),
            "status_list": ["bits": .integer(Int64(Self.bitsPerSlot)), "lst": .string(compressed)],
        ]
        return PreparedStatusList(
            bytes: SigningInput.encode(type: Self.type, keyID: keyID, payload: claims), keyID: keyID)
    }

    /// A slot drawn at random among those that are free, so that neighbours in the list are strangers in time.
    ///
    /// A reissue takes a fresh slot too. Returns `nil` where the list is full.
    public static func randomFreeIndex(
        using random: inout some RandomNumberGenerator, isTaken: (Int) throws -> Bool
    ) rethrows -> Int? {
        for _ in 0..<32 {
            let index = Int.random(in: 0..<slots, using: &random)
            if try !isTaken(index) { return index }
        }
        // Nearly full: walk once around from a random place.
        let start = Int.random(in: 0..<slots, using: &random)
        for step in 0..<slots where try !isTaken((start + step) % slots) { return (start + step) % slots }
        return nil
    }

    /// ZLIB (RFC 1950) at the highest level, as the standard recommends.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { output, count in
            // It can only fail for want of memory, or of room, which compressBound has measured.
            let result = compress2(output.baseAddress, &length, bytes, uLong(bytes.count), 9)
            count = result == Z_OK ? Int(length) : 0
        }
    }
}

/// The exact bytes of a status list before its signature.
public struct PreparedStatusList: Equatable, Sendable {
    public let bytes: [UInt8]
    public let keyID: String

    /// Permission to sign these bytes once.
    public func permit() -> SigningPermit { SigningPermit(self) }
}
