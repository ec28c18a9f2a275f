import StrictJSON

/// A signed status list that was verified and unpacked, to be kept in memory and asked many times.
///
/// IETF Token Status List: a `statuslist+jwt` whose slots are 1, 2, 4 or 8 bits wide, packed from the lowest bit of each byte
/// and compressed with ZLIB.
public struct StatusList: Sendable {
    /// `sub`: the address that tokens name the list by.
    public let uri: String
    /// `iat`, in seconds since 1970.
    public let issuedAt: Int64
    /// `exp`, in seconds since 1970.
    public let expires: Int64?
    /// `ttl`: for how many seconds a copy may be used.
    public let timeToLive: Int64?
    private let bits: Int
    private let packed: [UInt8]

    /// The media type in `typ`.
    public static let type = "statuslist+jwt"
    /// The largest token and the largest unpacked list that are taken: eight times what a list of a million slots needs.
    static let maximumBytes = 1 << 21

    public var count: Int { packed.count * 8 / bits }

    /// The number in a slot, or `nil` outside the list.
    public func value(at index: Int64) -> UInt8? {
        guard let index = Int(exactly: index), index >= 0, index < count else { return nil }
        let perByte = 8 / bits
        return packed[index / perByte] >> UInt8(index % perByte * bits) & UInt8(truncatingIfNeeded: 1 << bits - 1)
    }

    /// Verifies with the same keys as outcomes and unpacks; freshness is judged later, whenever the list is used.
    init(_ token: Span<UInt8>, keys: TrustedKeys) throws(Verdict.Undetermined) {
        guard let token = try? CompactToken(token, maximumBytes: Self.maximumBytes),
            case .other(let members) = token.header,
            let header = try? TokenHeader(members, type: Self.type)
        else { throw Verdict.Undetermined(.statusUnreadable) }
        guard let key = keys.keys[header.keyID], key.purpose != .outcomes else {
            throw Verdict.Undetermined(.statusUnknownKey)
        }
        guard token.isSigned(by: key.publicKey) else { throw Verdict.Undetermined(.statusBadSignature) }
        guard let claims = try? JSONValue.parse(token.payload, limits: JSONLimits(bytes: Self.maximumBytes, depth: 8)),
            let list = Self.read(claims)
        else { throw Verdict.Undetermined(.statusUnreadable) }
        // Keys that are trusted for one issuer vouch for no other's lists.
        if let issuer = claims["iss"], let trusted = keys.issuer, issuer != .string(trusted) {
            throw Verdict.Undetermined(.statusUnknownKey)
        }
        self = list
    }

    private init(uri: String, issuedAt: Int64, expires: Int64?, timeToLive: Int64?, bits: Int, packed: [UInt8]) {
        self.uri = uri
        self.issuedAt = issuedAt
        self.expires = expires
        self.timeToLive = timeToLive
        self.bits = bits
        self.packed = packed
    }

    private static func read(_ claims: JSONValue) -> StatusList? {
        guard let uri = claims["sub"]?.stringValue, let issuedAt = claims["iat"]?.integerValue,
            let bits = claims["status_list"]?["bits"]?.integerValue, [1, 2, 4, 8].contains(bits),
            let text = claims["status_list"]?["lst"]?.stringValue,
            let compressed = Base64URL.decode(text),
            let packed = Inflate.bytes(compressed, limit: maximumBytes)
        else { return nil }
        let expires = claims["exp"]
        let timeToLive = claims["ttl"]
        if let expires, expires.integerValue == nil { return nil }
        if let timeToLive {
            guard let seconds = timeToLive.integerValue, seconds > 0 else { return nil }
        }
        return StatusList(
            uri: uri, issuedAt: issuedAt, expires: expires?.integerValue, timeToLive: timeToLive?.integerValue,
            bits: Int(bits), packed: packed)
    }

    /// Whether the list may be relied on at a time; `nil` says yes.
    func staleness(
        at time: Int64, freshness: VerificationPolicy.StatusFreshness, leeway: Int64
    ) -> Verdict.Undetermined? {
        if issuedAt > time.addingClamped(leeway) { return Verdict.Undetermined(.statusFromFuture) }
        if let expires, time >= expires.addingClamped(leeway) { return Verdict.Undetermined(.statusStale) }
        switch freshness {
        case .expiry:
            // A list without an end would be fresh for ever.
            return expires == nil && timeToLive == nil ? Verdict.Undetermined(.statusStale) : nil
        case .timeToLive:
            guard let span = timeToLive ?? (expires == nil ? 0 : nil) else { return nil }
            let end = issuedAt.addingClamped(span).addingClamped(leeway)
            return time >= end ? Verdict.Undetermined(.statusStale) : nil
        }
    }
}

extension Int64 {
    /// The sum, or the end of the range that it would lie beyond.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
