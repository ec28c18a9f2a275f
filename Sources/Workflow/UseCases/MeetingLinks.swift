import SignedOutcomes
public import Verification

/// Where an interview takes place while the call is held elsewhere.
extension Workbench {
    /// The address at which both sides meet, or `nil` where no place was set.
    ///
    /// The room is named by a keyed hash: from the interview's id, which platforms see, nobody finds the room.
    public func meetingLink(_ interview: InterviewID) -> String? {
        let room = derivedText(interview.rawValue, kind: "meeting-room", characters: 16)
        if let meetingURL {
            return meetingURL.split(separator: "{room}", omittingEmptySubsequences: false).joined(separator: room)
        }
        return isDemo ? "\(publicURL)/demo/meeting/\(room)" : nil
    }

    /// Up to 32 characters in base 32 that only this installation can compute from the text: five bits each.
    func derivedText(_ text: String, kind: String, characters: Int) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String(secret.tokenHash(text, kind: kind).prefix(characters).map { alphabet[Int($0 & 31)] })
    }
}
