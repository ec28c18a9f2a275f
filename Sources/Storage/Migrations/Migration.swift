/// One frozen step of the schema.
///
/// A migration that was shipped is never edited: the databases that ran it would differ from those that run it later.
/// It is literal SQL and uses no type of the application, because those go on changing.
struct Migration: Sendable {
    let version: Int64
    let name: String
    let sql: String

    /// Every migration, in order of version, without gaps.
    static let all: [Migration] = [
        Migration(version: 1, name: "the record", sql: migration0001),
        Migration(version: 2, name: "the pages", sql: migration0002),
        Migration(version: 3, name: "sealed texts", sql: migration0003),
    ]
}
