import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What a page's handler knows about its request.
struct PageRequest: Sendable {
    let http: Request
    let context: CandorRequestContext
    let principal: Principal
    let words: Words
    let now: Instant
    /// Read and checked for its secret already; empty for GET.
    var form: Form
    /// Whom tries are counted for.
    let clientAddress: String

    /// The path, as forms and links of the page itself may use it.
    var here: String { http.uri.path }

    /// Whether a script asks, which wants JSON instead of a page.
    var isScript: Bool { ContentNegotiation.prefersJSON(http.headers) }

    /// The typed id in the path; a malformed one names nothing, so it is not found.
    func id<Kind: IdentifierKind>(
        _ name: String = "id", of type: Identifier<Kind>.Type = Identifier<Kind>.self
    ) throws(Problem) -> Identifier<Kind> {
        try context.id(name, of: type)
    }

    func pathText(_ name: String) throws(Problem) -> String { try context.pathText(name) }

    /// A parameter of the query, or `nil`; pages ignore what they do not know, since links get decorated on their way.
    func query(_ name: String) -> String? {
        guard let query = http.uri.query else { return nil }
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pair.first, first == name, pair.count == 2 else { continue }
            guard let value = PercentEncoding.decoded(pair[1], plusIsSpace: true), value.utf8.count <= 500,
                !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            return value
        }
        return nil
    }

    /// The member of staff who asks.
    func staff() throws(Problem) -> StaffID {
        guard case .staff(let id, _) = principal else { throw Problem(.wrongRole) }
        return id
    }
}
