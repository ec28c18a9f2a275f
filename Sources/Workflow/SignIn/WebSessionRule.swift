import Timekeeping

/// What becomes of a web session when one of its tokens is shown.
///
/// Every hour the token is replaced, so that one that leaked soon is worth nothing. Until its successor was shown once, the
/// old token goes on working and is answered with the same successor again: replies get lost, and requests beside each other
/// carry the old one. From then on it works a little longer, and after that nobody honest has it: whoever shows it makes the
/// whole session end, because one of two holders is a thief.
extension WebSessionRow {
    enum Showing: Equatable {
        case ended
        case good
        /// The browser is to be given the successor of the token that it showed.
        case renewed
    }

    static let rotation = TimeSpan.hours(1)
    static let grace = TimeSpan.minutes(2)
    /// Counted from the last rotation, so that no request has to write: a session that nobody uses ends after 11 to 12 hours.
    static let idleLimit = TimeSpan.hours(12)
    static let absoluteLimit = TimeSpan.days(7)

    /// Takes the hash of the token that was shown, and that of the one which follows it.
    mutating func show(_ hash: [UInt8], successor: [UInt8], at now: Instant) -> Showing {
        guard revokedAt == nil, now < expiresAt else { return .ended }
        guard hash == tokenHash else { return showReplaced(hash, successor: successor, at: now) }
        if replacedHash != nil, replacedUntil == nil { replacedUntil = now + Self.grace }
        guard now >= rotatedAt + Self.rotation else { return .good }
        tokenHash = successor
        replacedHash = hash
        replacedUntil = nil
        rotatedAt = now
        expiresAt = Self.end(createdAt: createdAt, usedAt: now)
        return .renewed
    }

    private mutating func showReplaced(_ hash: [UInt8], successor: [UInt8], at now: Instant) -> Showing {
        guard hash == replacedHash else { return .ended }
        guard let until = replacedUntil else { return successor == tokenHash ? .renewed : .ended }
        if now < until { return .good }
        revokedAt = now
        return .ended
    }

    static func end(createdAt: Instant, usedAt: Instant) -> Instant {
        min(usedAt + idleLimit, createdAt + absoluteLimit)
    }
}
