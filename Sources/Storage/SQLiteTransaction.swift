import Foundation
import GRDB
import SignedOutcomes
import Timekeeping
import Verification
import Workflow

/// One connection for the length of one closure; each file in `Records` adds one subject of the ports.
///
/// Deliberately not `Sendable`: it is worth nothing outside the closure that it was made for.
final class SQLiteTransaction {
    let connection: Database
    /// What opens the sessions' keys.
    let master: MasterKey
    /// Whether personal texts were redacted, after which the log has to be emptied.
    var hasRedacted = false

    init(_ connection: Database, _ master: MasterKey) {
        self.connection = connection
        self.master = master
    }
}

extension SQLiteTransaction: ReadTransaction, WriteTransaction {}

// MARK: Statements

/// A value on its way into a statement.
enum Parameter {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    /// JSON as it was encoded; refused rather than repaired where it is not valid JSON in UTF-8.
    case json([UInt8])

    static func integer(_ value: Int) -> Parameter { .integer(Int64(value)) }
    static func flag(_ value: Bool) -> Parameter { .integer(value ? 1 : 0) }
    static func id<Kind>(_ id: Identifier<Kind>) -> Parameter { .text(id.rawValue) }
    static func id<Kind>(_ id: Identifier<Kind>?) -> Parameter { id.map { .text($0.rawValue) } ?? .null }
    static func instant(_ instant: Instant) -> Parameter { .integer(instant.millisecondsSinceEpoch) }
    static func instant(_ instant: Instant?) -> Parameter { instant.map { .instant($0) } ?? .null }
    static func optionalText(_ text: String?) -> Parameter { text.map { .text($0) } ?? .null }
    /// A negative limit means "no limit" to SQLite.
    static func limit(_ count: Int) -> Parameter { .integer(max(0, count)) }
}

extension SQLiteTransaction {
    /// Runs a statement and returns how many rows it inserted, changed or deleted.
    @discardableResult
    func execute(_ sql: String, _ parameters: Parameter...) throws -> Int {
        try translatingErrors {
            let statement = try connection.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(parameters.map(databaseValue)))
            return connection.changesCount
        }
    }

    func all<Value>(_ sql: String, _ parameters: Parameter..., decode: (Columns) throws -> Value) throws -> [Value] {
        try fetch(sql, parameters).map { try decode(Columns(row: $0)) }
    }

    func first<Value>(_ sql: String, _ parameters: Parameter..., decode: (Columns) throws -> Value) throws -> Value? {
        try fetch(sql, parameters).first.map { try decode(Columns(row: $0)) }
    }

    /// Steps to the end even where one row is wanted, because `RETURNING` has not finished its work before.
    private func fetch(_ sql: String, _ parameters: [Parameter]) throws -> [Row] {
        try translatingErrors {
            let statement = try connection.cachedStatement(sql: sql)
            return try Row.fetchAll(
                statement, arguments: StatementArguments(parameters.map(databaseValue)))
        }
    }

    private func databaseValue(_ parameter: Parameter) throws -> DatabaseValue {
        switch parameter {
        case .null: return .null
        case .integer(let value): return value.databaseValue
        case .blob(let bytes): return Data(bytes).databaseValue
        case .text(let text):
            // The driver hands texts over as C strings, which would end at the first NUL without a word.
            guard !text.utf8.contains(0) else { throw RecordRefusal(sentence: "A text holds a NUL character.") }
            return text.databaseValue
        case .json(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self),
                try first("SELECT json_valid(?1)", .text(text), decode: { try $0.flag(0) }) == true
            else { throw RecordRefusal(sentence: "A value that should be JSON is not.") }
            return text.databaseValue
        }
    }

    /// Undoes what `body` wrote where it says false or throws.
    func keepIf(_ body: () throws -> Bool) throws -> Bool {
        var isKept = false
        try translatingErrors {
            try connection.inSavepoint {
                isKept = try body()
                return isKept ? .commit : .rollback
            }
        }
        return isKept
    }

    /// Refuses a change of a row that is not there.
    func require(_ changedRows: Int, _ what: String) throws {
        guard changedRows > 0 else { throw RecordRefusal(sentence: "There is no such \(what).") }
    }
}

// MARK: Rows

/// A row's values by their place in the column list; a value of the wrong type is a damaged record, not the end of the
/// process.
struct Columns {
    let row: Row

    func text(_ index: Int) throws -> String { try value(index) }
    func optionalText(_ index: Int) throws -> String? { try optional(index) }
    func integer(_ index: Int) throws -> Int64 { try value(index) }
    func int(_ index: Int) throws -> Int { try value(index) }
    func flag(_ index: Int) throws -> Bool { try integer(index) != 0 }
    func json(_ index: Int) throws -> [UInt8] { Array(try text(index).utf8) }
    func blob(_ index: Int) throws -> [UInt8] { Array(try value(index) as Data) }
    func optionalBlob(_ index: Int) throws -> [UInt8]? { (try optional(index) as Data?).map { Array($0) } }
    func instant(_ index: Int) throws -> Instant { Instant(millisecondsSinceEpoch: try integer(index)) }

    func optionalInstant(_ index: Int) throws -> Instant? {
        (try optional(index) as Int64?).map { Instant(millisecondsSinceEpoch: $0) }
    }

    func id<Kind>(_ index: Int) throws -> Identifier<Kind> { Identifier(unchecked: try text(index)) }

    func optionalID<Kind>(_ index: Int) throws -> Identifier<Kind>? {
        try optionalText(index).map { Identifier(unchecked: $0) }
    }

    func choice<Choice: RawRepresentable<String>>(_ index: Int) throws -> Choice {
        guard let choice = Choice(rawValue: try text(index)) else { throw undecodable(index) }
        return choice
    }

    private func value<Value: DatabaseValueConvertible>(_ index: Int) throws -> Value {
        guard let value = try optional(index) as Value? else { throw undecodable(index) }
        return value
    }

    private func optional<Value: DatabaseValueConvertible>(_ index: Int) throws -> Value? {
        let stored: DatabaseValue = row[index]
        if stored.isNull { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw undecodable(index) }
        return value
    }

    private func undecodable(_ index: Int) -> StorageFailure {
        let names = Array(row.columnNames)
        let name = names.indices.contains(index) ? names[index] : "number \(index)"
        return .undecodable("The stored column \(name) holds a value that this version cannot read.")
    }
}
