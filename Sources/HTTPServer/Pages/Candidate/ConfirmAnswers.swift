import Verification

/// The questions of confirming, one page each.
enum ConfirmStep: String, CaseIterable, Sendable {
    case skills, facts, mode, consent, check

    var next: ConfirmStep {
        switch self {
        case .skills: .facts
        case .facts: .mode
        case .mode: .consent
        case .consent, .check: .check
        }
    }

    var previous: ConfirmStep? {
        switch self {
        case .skills: nil
        case .facts: .skills
        case .mode: .facts
        case .consent: .mode
        case .check: .consent
        }
    }
}

/// What has been answered so far. It travels in the address from page to page, so that back, reload and a second tab lose nothing:
/// places in a list and fixed words, never what somebody typed.
struct ConfirmAnswers: Sendable {
    /// Places in the declared stack.
    var struck: Set<Int>
    var mode: InterviewMode?
    var consents: Bool
    /// Whether the person came from the last page to change one answer, and goes back there.
    var isChange: Bool

    init(_ request: PageRequest, skills: Int) {
        let places = (request.query("strike") ?? "").split(separator: ".").prefix(50).compactMap { Int($0) }
        struck = Set(places.filter { (0..<skills).contains($0) })
        mode = request.query("mode").flatMap(InterviewMode.init(rawValue:))
        consents = request.query("consent") == "yes"
        isChange = request.query("change") == "yes"
    }

    /// The address of a step with these answers.
    func href(_ step: ConfirmStep, base: String, isChange: Bool = false) -> String {
        var query: [String] = []
        if !struck.isEmpty { query.append("strike=" + struck.sorted().map(String.init).joined(separator: ".")) }
        if let mode { query.append("mode=\(mode.rawValue)") }
        if consents { query.append("consent=yes") }
        if isChange { query.append("change=yes") }
        return "\(base)/confirm/\(step.rawValue)" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// Where answering a step leads.
    func hrefAfter(_ step: ConfirmStep, base: String) -> String {
        href(isChange ? .check : step.next, base: base)
    }

    /// The first step that still wants an answer before everything can be checked.
    var missing: ConfirmStep? {
        if mode == nil { return .mode }
        return consents ? nil : .consent
    }
}
