import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt (RFC 7914) with its parameters and salt, in the PHC string format
/// `$scrypt$ln=15,r=8,p=1$salt$hash`, both in base 64 without padding.
///
/// The text carries its own parameters, so that the cost can be raised one day without asking everybody for a new password.
public struct PasswordHash: Sendable, Equatable {
    /// The binary logarithm of scrypt's N: each step doubles time and memory.
    public let costLog2: Int
    public let blockSize: Int
    public let parallelism: Int
    public let salt: [UInt8]
    public let hash: [UInt8]

    /// 32 MiB and some 60 ms for each look: dear to guess at, bearable to wait for.
    public static let standardCost = 15
    /// What demo passwords cost, which are random and printed at every start anyway.
    public static let demoCost = 10

    /// What a text may ask for: more memory than 128 MiB is a damaged record, not a password.
    private static let costs = 4...17
    private static let blockSizes = 1...8
    private static let parallelisms = 1...16
    private static let saltLengths = 8...64
    private static let hashLengths = 16...64

    init(costLog2: Int, blockSize: Int = 8, parallelism: Int = 1, salt: [UInt8], hash: [UInt8]) {
        self.costLog2 = costLog2
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
        self.hash = hash
    }

    /// Derives what is to be stored. Takes tens of milliseconds; see ``PasswordHasher``.
    static func derive(_ password: Password, costLog2: Int, salt: [UInt8]) throws -> PasswordHash {
        let shape = PasswordHash(costLog2: costLog2, salt: salt, hash: [UInt8](repeating: 0, count: 32))
        return PasswordHash(costLog2: costLog2, salt: salt, hash: try shape.derived(from: password.bytes))
    }

    /// Whether this is the hash of the password. How long it takes depends on the stored parameters alone.
    func matches(_ password: Password) throws -> Bool {
        let derived = try derived(from: password.bytes)
        guard derived.count == hash.count else { return false }
        return zip(derived, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// scrypt with this text's parameters and salt; `bytes` must not be empty, because the library cannot take nothing.
    func derived(from bytes: [UInt8]) throws -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: hash.count, rounds: 1 << costLog2, blockSize: blockSize,
            parallelism: parallelism)
        return key.withUnsafeBytes { [UInt8]($0) }
    }

    // MARK: The text

    public var text: String {
        "$scrypt$ln=\(costLog2),r=\(blockSize),p=\(parallelism)$\(Self.encoded(salt))$\(Self.encoded(hash))"
    }

    /// Reads the one spelling that ``text`` writes; `nil` for every other, because a text that two programs read differently is a door.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let parameters = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3,
            let cost = Self.number(parameters[0], after: "ln=", in: Self.costs),
            let block = Self.number(parameters[1], after: "r=", in: Self.blockSizes),
            let lanes = Self.number(parameters[2], after: "p=", in: Self.parallelisms),
            let salt = Self.decoded(parts[3]), Self.saltLengths.contains(salt.count),
            let hash = Self.decoded(parts[4]), Self.hashLengths.contains(hash.count)
        else { return nil }
        self.init(costLog2: cost, blockSize: block, parallelism: lanes, salt: salt, hash: hash)
    }

    private static func number(_ text: Substring, after name: String, in range: ClosedRange<Int>) -> Int? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        // One spelling for each number: no sign, no zero in front.
        guard let value = Int(digits), range.contains(value), String(value) == digits else { return nil }
        return value
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        var text = Data(bytes).base64EncodedString()
        while text.hasSuffix("=") { text.removeLast() }
        return text
    }

    private static func decoded(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty, text.utf8.count <= 100, !text.contains("=") else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding) else { return nil }
        let bytes = [UInt8](data)
        // Bits that are left over at the end must be zero, else several texts would mean the same bytes.
        return encoded(bytes) == text ? bytes : nil
    }
}

/// A password as somebody typed it, ready for hashing: in Unicode's composed form (NFC), because keyboards differ in how
/// they spell the same letter, and without spaces at its ends, because forms, terminals and copying lose or add them.
struct Password: Sendable {
    static let lengths = 12...200

    let bytes: [UInt8]
    private let length: Int
    private let hasControls: Bool

    init(_ typed: String) {
        // A text far beyond the limit is not worth the normalising: whatever it is, it is too long.
        let text = typed.utf8.count > 4000 ? String(typed.unicodeScalars.prefix(1000)) : typed
        let composed = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        bytes = Array(composed.utf8)
        length = composed.unicodeScalars.count
        hasControls = composed.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Whether any account can have this password.
    var isPossible: Bool { Self.lengths.contains(length) }

    /// What to mend before it may be set; `nil` where it is good. Length is all that is asked: rules about kinds of characters lead to
    /// worse passwords (NIST SP 800-63B, section 5.1.1.2).
    func defect(email: String) -> PasswordDefect? {
        if length < Self.lengths.lowerBound { return .tooShort }
        if length > Self.lengths.upperBound { return .tooLong }
        if hasControls { return .hasControls }
        if Set(bytes).count < 4 { return .tooPlain }
        let own = Array(email.lowercased().utf8)
        let lowered = Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
        if lowered == own { return .ownAddress }
        return nil
    }
}

/// Why a password cannot be set.
public enum PasswordDefect: String, Sendable, CaseIterable {
    case tooShort = "too_short"
    case tooLong = "too_long"
    case hasControls = "has_controls"
    case tooPlain = "too_plain"
    case ownAddress = "own_address"

    /// What is wrong with the password as it was typed; `nil` where it may be set.
    public init?(of typed: String, email: String) {
        guard let defect = Password(typed).defect(email: email) else { return nil }
        self = defect
    }

    /// What to do about it.
    public var sentence: String {
        switch self {
        case .tooShort:
            "Use at least \(Password.lengths.lowerBound) characters; several words are easiest to keep in mind."
        case .tooLong: "Use at most \(Password.lengths.upperBound) characters."
        case .hasControls: "Leave out line breaks, tabs and other control characters."
        case .tooPlain: "Use more than a few different characters."
        case .ownAddress: "Use something else than your address."
        }
    }
}
