import HTTPTypes
import Verification
import Workflow

/// What is done on the desk besides filling in items. A step that is not possible now shows the desk as it is, and says why.
extension InterviewerPages {
    /// A step of the call: join, start, end. Repeating one that is done changes nothing.
    func callStep(
        _ request: PageRequest, failing word: String, done: String, part: ScorecardPart? = nil,
        _ step: (InterviewID) async throws -> Void
    ) async throws -> PageReply {
        let id: InterviewID = try request.id()
        do {
            try await step(id)
        } catch Rejection.wrongState {
            return try await refused(request, id, "call", request.words[word], part: part)
        }
        let query = part.map { "?part=\($0.rawValue)&done=\(done)" } ?? "?done=\(done)"
        return .redirect(Self.path(id, query))
    }

    /// Ends the call. A line that failed closes the attempt there and then, so there is nothing left to fill in.
    func end(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let failed = request.form.text("line_failed") == "yes"
        do {
            let session = try await bench.end(id, lineFailed: failed, by: request.principal)
            let isOver = session.attempt(id)?.isOver == true
            return .redirect(Self.path(id, isOver ? "/done" : "?done=ended"))
        } catch Rejection.wrongState {
            return try await refused(request, id, "call", request.words["interviewer_error_end"])
        }
    }

    func addQuestion(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let question = request.form.text("question")
        guard (1...100).contains(question.count) else {
            return try await refused(
                request, id, "question", request.words["interviewer_error_question_missing"], part: .questions)
        }
        do {
            let added = try await bench.addQuestion(id, question: QuestionID(question), by: request.principal)
            return .redirect(Self.path(id, "?part=questions&done=added#\(added.item.rawValue)"))
        } catch Rejection.questionOutOfScope {
            return try await refused(
                request, id, "question", request.words["interviewer_error_question_scope"], part: .questions)
        } catch Rejection.wrongState {
            return try await refused(
                request, id, "question", request.words["interviewer_error_question_state"], part: .questions)
        }
    }

    func rateLine(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        guard let rating = Int(request.form.text("rating")), (1...5).contains(rating) else {
            return try await refused(request, id, "line", request.words["interviewer_error_line"])
        }
        do {
            _ = try await bench.rateLine(id, rating: rating, by: request.principal)
        } catch Rejection.wrongState {
            return try await refused(request, id, "line", request.words["interviewer_error_line_state"])
        }
        let page = request.form.text("from") == "done" ? "/done" : ""
        return .redirect(Self.path(id, "\(page)?done=rated"))
    }

    private func refused(
        _ request: PageRequest, _ id: InterviewID, _ field: String, _ text: String, part: ScorecardPart? = nil
    ) async throws -> PageReply {
        let desk = try await bench.interviewDesk(id, for: request.principal)
        var errors = FormErrors()
        errors.add(field, text)
        return .page(deskPage(desk, request, part: part, errors: errors, status: .conflict))
    }
}
