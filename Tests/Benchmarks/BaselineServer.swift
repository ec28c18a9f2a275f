import GRDB
import Hummingbird

/// The least that a Hummingbird server can do: say hello, and insert one row durably with GRDB.
struct BaselineServer {
    let port: Int
    let database: String

    func run() async throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: database, configuration: configuration)
        // GRDB sets NORMAL when it turns the log on; a durable insert needs FULL.
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try await pool.write {
            try $0.execute(sql: "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        }
        let router = Router()
        router.get("/hello") { _, _ in "hello" }
        router.post("/insert") { _, _ -> HTTPResponse.Status in
            try await pool.write { try $0.execute(sql: "INSERT INTO rows (text) VALUES ('one row')") }
            return .created
        }
        try await Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil)
        ).runService()
    }
}
