import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: StaffReading {
    private static let staffColumns = "id, email, name, roles, profile, suspended_at, created_at"

    func staff(_ id: StaffID) throws -> StaffRow? {
        try first("SELECT \(Self.staffColumns) FROM staff WHERE id = ?1", .id(id), decode: Self.decodeStaff)
    }

    func staff(email: String) throws -> StaffRow? {
        try first(
            "SELECT \(Self.staffColumns) FROM staff WHERE lower(email) = lower(?1)", .text(email),
            decode: Self.decodeStaff)
    }

    func allStaff() throws -> [StaffRow] {
        try all("SELECT \(Self.staffColumns) FROM staff ORDER BY id", decode: Self.decodeStaff)
    }

    private static func decodeStaff(_ columns: Columns) throws -> StaffRow {
        StaffRow(
            id: try columns.id(0), email: try columns.text(1), name: try columns.text(2),
            roles: try decodeRoles(try columns.text(3)), profile: try columns.json(4),
            suspendedAt: try columns.optionalInstant(5), createdAt: try columns.instant(6))
    }

    /// Roles are stored as a JSON array of their names, in order of the alphabet.
    private static func encodeRoles(_ roles: Set<StaffRole>) -> String {
        "[" + roles.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]"
    }

    private static func decodeRoles(_ text: String) throws -> Set<StaffRole> {
        let names = text.dropFirst().dropLast().split(separator: ",").map { $0.dropFirst().dropLast() }
        let roles = names.compactMap { StaffRole(rawValue: String($0)) }
        guard roles.count == names.count, encodeRoles(Set(roles)) == text else {
            throw StorageFailure.undecodable("The stored column roles holds a role that this version does not know.")
        }
        return Set(roles)
    }
}

extension SQLiteTransaction: StaffWriting {
    func insert(_ staff: StaffRow) throws {
        try execute(
            """
            INSERT INTO staff (id, email, name, roles, profile, suspended_at, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, .id(staff.id), .text(staff.email), .text(staff.name), .text(Self.encodeRoles(staff.roles)),
            profile(of: staff), .instant(staff.suspendedAt), .instant(staff.createdAt))
    }

    func update(_ staff: StaffRow) throws {
        let changed = try execute(
            "UPDATE staff SET email = ?2, name = ?3, roles = ?4, profile = ?5, suspended_at = ?6 WHERE id = ?1",
            .id(staff.id), .text(staff.email), .text(staff.name), .text(Self.encodeRoles(staff.roles)),
            profile(of: staff), .instant(staff.suspendedAt))
        try require(changed, "member of staff")
    }

    private func profile(of staff: StaffRow) -> Parameter {
        staff.profile.isEmpty ? .text("") : .json(staff.profile)
    }
}
