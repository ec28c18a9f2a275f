import Synchronization

/// How much somebody may ask for: `quota` requests in `seconds`, refilled evenly.
public struct RateLimitPolicy: Sendable, Hashable {
    /// As it stands in `RateLimit-Policy`.
    public let name: String
    public let quota: Int
    public let seconds: Int

    public init(name: String, quota: Int, seconds: Int) {
        self.name = name
        self.quota = max(1, quota)
        self.seconds = max(1, seconds)
    }

    /// Generous for a backend, tight for a script that guesses.
    public static let perPrincipal = RateLimitPolicy(name: "token", quota: 600, seconds: 60)
    public static let perAddress = RateLimitPolicy(name: "address", quota: 1200, seconds: 60)
}

/// A token bucket for each key, kept as the one time at which it will be full again (the generic cell rate algorithm).
///
/// Memory is bounded: keys live in two generations of at most `capacity` each; when the younger one is full, the older
/// one is forgotten. A forgotten key starts with a full bucket, which errs on the side of the caller.
public final class RateLimiter: Sendable {
    public enum Verdict: Sendable, Equatable {
        /// What is left of the quota, and the seconds until it is whole again.
        case admitted(remaining: Int, resetSeconds: Int)
        case refused(retryAfterSeconds: Int)
    }

    private struct Buckets {
        var young: [String: Duration] = [:]
        var old: [String: Duration] = [:]
    }

    public let policy: RateLimitPolicy
    private let capacity: Int
    private let now: @Sendable () -> Duration
    private let buckets = Mutex(Buckets())

    /// - Parameters:
    ///   - policy: The quota of each key.
    ///   - capacity: Keys per generation, each about a hundred bytes.
    ///   - now: A clock that never goes back; the system's own by default, also where the service's clock can be set.
    public init(_ policy: RateLimitPolicy, capacity: Int = 50_000, now: (@Sendable () -> Duration)? = nil) {
        self.policy = policy
        self.capacity = max(1, capacity)
        let start = ContinuousClock.now
        self.now = now ?? { ContinuousClock.now - start }
    }

    /// Takes one token of the key's bucket.
    public func take(_ key: String) -> Verdict {
        let window = Duration.seconds(policy.seconds)
        let cost = window / policy.quota
        let now = now()
        return buckets.withLock { buckets in
            let fullAt = max(buckets.young[key] ?? buckets.old[key] ?? now, now)
            let next = fullAt + cost
            guard next - now <= window else {
                return .refused(retryAfterSeconds: max(1, Self.roundedUp(next - now - window)))
            }
            if buckets.young[key] == nil, buckets.young.count >= capacity {
                buckets.old = buckets.young
                buckets.young = [:]
            }
            buckets.young[key] = next
            return .admitted(
                remaining: Int((window - (next - now)) / cost), resetSeconds: Self.roundedUp(next - now))
        }
    }

    /// For tests of the bound.
    var count: Int { buckets.withLock { $0.young.count + $0.old.count } }

    private static func roundedUp(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(clamping: seconds) + (attoseconds > 0 ? 1 : 0)
    }
}
