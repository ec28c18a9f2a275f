import HTTPTypes
import StrictJSON
import Verification

/// One page: a template and what it reads.
struct Page: Sendable {
    var template: String
    /// Stands in the browser's tab and begins with what the page is about.
    var title: String
    var view: View
    var status: HTTPResponse.Status
    /// ES modules that make the page more comfortable; every page works without them unless it says so.
    var scripts: [String]
    /// Whether no cache may keep the page, not even the browser's own: for what was shown to nobody but to be checked.
    var isForgotten: Bool

    init(
        _ template: String, title: String, _ view: View = [:], status: HTTPResponse.Status = .ok,
        scripts: [String] = [], isForgotten: Bool = false
    ) {
        self.template = template
        self.title = title
        self.view = view
        self.status = status
        self.scripts = scripts
        self.isForgotten = isForgotten
    }
}

/// What a page's handler answers.
enum PageReply: Sendable {
    case page(Page)
    /// 303 to a path of this server, after a form did what it says (post, redirect, get).
    case redirect(String)
    /// A download.
    case file(name: String, type: String, bytes: [UInt8])
    /// For scripts that save in the background.
    case saved(JSONValue, status: HTTPResponse.Status = .ok)
    /// Gives the browser the candidate's cookie for this one session, and leads to its first page.
    case enterCandidate(token: String, session: SessionID)
    /// Gives the browser a staff cookie, and leads to a path of this server.
    case signInStaff(token: String, to: String)
    /// Takes the staff cookie away.
    case signOutStaff(to: String)
    /// Takes this device's cookie for one candidate's session away.
    case leaveCandidate(session: SessionID, to: String)
}
