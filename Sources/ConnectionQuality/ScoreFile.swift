/// The text that `candor quality score` reads: the rows of both sides, as they were posted.
///
/// `{"fec":true,"interviewer":[{"connection":…,"samples":[…]}],"candidate":[…]}`; a side that is absent sent nothing.
public struct ScoreFile: Decodable, Sendable {
    public var rows: CallRows
    public var context: CallContext

    private enum CodingKeys: String, CodingKey {
        case interviewer, candidate
        case forwardErrorCorrection = "fec"
    }

    private struct Post: Decodable {
        var connection: String
        var samples: [SampleRow]
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func rows(_ key: CodingKeys) throws -> [SampleRow] {
            let posts = try container.decodeIfPresent([Post].self, forKey: key) ?? []
            return posts.flatMap { post in
                post.samples.map { sample in
                    var row = sample
                    row.connection = post.connection
                    return row
                }
            }
        }
        guard container.contains(.interviewer) || container.contains(.candidate) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "neither \"interviewer\" nor \"candidate\" is here"))
        }
        self.rows = CallRows(interviewer: try rows(.interviewer), candidate: try rows(.candidate))
        context = CallContext(
            forwardErrorCorrection: try container.decodeIfPresent(Bool.self, forKey: .forwardErrorCorrection))
    }
}
