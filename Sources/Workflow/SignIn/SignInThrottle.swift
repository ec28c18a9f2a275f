import Foundation
import Timekeeping

/// How long somebody who mistyped waits before the next try.
///
/// Two counts, and neither can lock anybody out:
///
/// - by **account and client**: three tries are free, then the wait doubles from 2 s to 60 s and never grows beyond. A
///   person who mistyped loses a minute at most; somebody who guesses gets a try a minute.
/// - by **account**, from all clients together: where many clients guess at one account, each of them has one free try
///   instead of three.
///
/// A wait always follows from the same client's own failures. Counting by account alone and refusing everybody would let any
/// stranger who knows an address keep its owner out, for as long as the stranger likes; so the first try of a client that
/// has not failed is always looked at, whatever others did.
public enum SignInThrottle {
    /// Failures older than this are forgotten.
    static let window = TimeSpan.minutes(15)
    static let freeTries = 3
    /// So many failures at one account, within the window and from anywhere, are an attack and no forgetfulness.
    static let attack = 30
    static let longestWait = 60

    /// Whole seconds until the next try is looked at; `nil` where it is looked at now.
    static func wait(own: FailedTries, account: FailedTries, at now: Instant) -> Int? {
        let free = account.count >= attack ? 1 : freeTries
        guard own.count >= free, let last = own.last else { return nil }
        let rest = last + .seconds(delay(afterFailures: own.count, free: free)) - now
        guard rest.milliseconds > 0 else { return nil }
        // Never longer than promised, also where the clock was set back meanwhile.
        return min(longestWait, Int(rest.milliseconds / 1000) + (rest.milliseconds % 1000 == 0 ? 0 : 1))
    }

    /// 2, 4, 8 … 60 seconds.
    static func delay(afterFailures count: Int, free: Int = freeTries) -> Int {
        let steps = count - free + 1
        guard steps > 0 else { return 0 }
        return steps > 5 ? longestWait : 1 << steps
    }

    /// What stands for a client: its address, or the network of an IPv6 address (RFC 4291, 64 bits), of which one household has all.
    static func network(of client: String) -> String {
        guard client.contains(":") else { return client }
        var address = in6_addr()
        guard inet_pton(AF_INET6, client, &address) == 1 else { return client }
        let bytes = withUnsafeBytes(of: &address) { [UInt8]($0) }
        // An IPv4 address in IPv6's clothes stays one client.
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes.dropFirst(10).prefix(2).allSatisfy { $0 == 255 }
        return bytes.prefix(isMapped ? 16 : 8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
