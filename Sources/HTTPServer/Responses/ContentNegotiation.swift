import HTTPTypes

/// The little of RFC 9110 section 12 that is needed to tell a browser from a program.
enum ContentNegotiation {
    /// Whether `Accept` names HTML, and nothing of JSON with a higher weight.
    static func prefersHTML(_ headers: HTTPFields) -> Bool {
        let html = weight(of: ["text/html", "application/xhtml+xml"], headers) ?? 0
        let json = weight(of: ["application/json", "application/problem+json"], headers) ?? 0
        return html > 0 && html >= json
    }

    /// Whether `Accept` names JSON, and nothing of HTML with the same or a higher weight.
    static func prefersJSON(_ headers: HTTPFields) -> Bool {
        let json = weight(of: ["application/json"], headers) ?? 0
        let html = weight(of: ["text/html"], headers) ?? 0
        return json > html
    }

    private static func weight(of types: Set<String>, _ headers: HTTPFields) -> Double? {
        var best: Double?
        for field in headers[values: .accept] {
            for range in field.split(separator: ",") {
                let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
                guard let type = parts.first, types.contains(type) else { continue }
                let parameter = parts.dropFirst().first { $0.hasPrefix("q=") }
                let weight = parameter.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
                best = max(best ?? 0, weight)
            }
        }
        return best
    }
}
