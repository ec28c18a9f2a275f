import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: QualityReading {
    func qualityRowCount(of interview: InterviewID, side: String) throws -> Int {
        try first(
            "SELECT count(*) FROM quality_rows WHERE interview = ?1 AND side = ?2", .id(interview), .text(side)
        ) { try $0.int(0) } ?? 0
    }

    func qualityRows(of interview: InterviewID) throws -> [QualityRow] {
        try all(
            """
            SELECT interview, side, connection, sequence, received_at, sample FROM quality_rows
            WHERE interview = ?1 ORDER BY side, connection, sequence
            """, .id(interview)
        ) {
            QualityRow(
                interview: try $0.id(0), side: try $0.text(1), connection: try $0.text(2), sequence: try $0.integer(3),
                receivedAt: try $0.instant(4), sample: try $0.json(5))
        }
    }
}

extension SQLiteTransaction: QualityWriting {
    func insert(_ rows: [QualityRow]) throws -> Int {
        var new = 0
        for row in rows {
            new += try execute(
                """
                INSERT INTO quality_rows (interview, side, connection, sequence, received_at, sample)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (interview, side, connection, sequence) DO NOTHING
                """, .id(row.interview), .text(row.side), .text(row.connection), .integer(row.sequence),
                .instant(row.receivedAt), .json(row.sample))
        }
        return new
    }
}
