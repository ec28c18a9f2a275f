/// Finds what somebody probably meant to write.
enum NearestName {
    /// The known name with the fewest edits between: at most two (letters that changed places), in long names a third.
    /// What was cut short counts as one edit.
    static func of(_ name: String, among known: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in known {
            guard name.utf8.count <= 100 else { return nil }
            let length = max(name.utf8.count, candidate.utf8.count)
            let limit = max(length < 4 ? 1 : 2, length / 3)
            let isCut = name.utf8.count >= 3 && candidate.hasPrefix(name)
            let distance = isCut ? 1 : editDistance(name, candidate)
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// "; did you mean 'x'?" or the given ending.
    static func hint(_ name: String, among known: some Sequence<String>, otherwise: String) -> String {
        of(name, among: known).map { "; did you mean '\($0)'?" } ?? otherwise
    }

    private static func editDistance(_ left: String, _ right: String) -> Int {
        let right = Array(right.lowercased().utf8)
        var row = Array(0...right.count)
        for (i, leftByte) in left.lowercased().utf8.enumerated() {
            var next = [i + 1]
            next.reserveCapacity(row.count)
            for (j, rightByte) in right.enumerated() {
                next.append(min(row[j] + (leftByte == rightByte ? 0 : 1), min(row[j + 1], next[j]) + 1))
            }
            row = next
        }
        return row.last ?? 0
    }
}
