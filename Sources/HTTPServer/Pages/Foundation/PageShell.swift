import Verification
import Workflow

/// What stands around every page: language, navigation, whose page it is, the secrets of its forms.
struct PageShell {
    let kit: PageKit
    let words: Words
    let visitor: PageVisitor
    let path: String

    func view(around page: Page) -> View {
        let shell: View = [
            "lang": .text(words.language), "dir": .text(words.isRightToLeft ? "rtl" : "ltr"),
            "page_title": .text(page.title), "csrf": .text(kit.secrets.csrf(for: visitor.bearer)),
            "once": .text(kit.secrets.random()), "here": .text(path), "is_demo": .flag(kit.isDemo),
            "scripts": .list(page.scripts.map { ["name": .text($0)] }), "navigation": .list(navigation),
            "has_navigation": .flag(!navigation.isEmpty), "languages": .list(languages), "signed_in": signedIn,
            "policy_version": .text(kit.bench.content.currentPolicy.version),
            "is_staff": .flag(!visitor.roles.isEmpty), "error_summary": nil,
        ]
        return shell.merging(page.view)
    }

    private var signedIn: Slot {
        guard let name = visitor.name else { return .absent }
        return ["name": .text(name), "sign_out_action": "/sign-out", "account_href": "/account"]
    }

    private var languages: [View] {
        let back = PageKit.encoded(PageTable.openable(path))
        return kit.catalogues.languages.map { tag in
            [
                "lang": .text(tag), "label": .text(words.find("common_language_\(tag)") ?? tag),
                "href": .text("/language/\(tag)?back=\(back)"),
                "current": .flag(tag == words.language),
            ]
        }
    }

    /// By role for staff, by session for a candidate; the longest address that the path begins with is the current one.
    private var navigation: [View] {
        var items: [(href: String, word: String)] = []
        if case .candidate(let session) = visitor.principal {
            let home = Cookies.candidatePath(session)
            items = [
                (home, "common_nav_case"), ("\(home)/timeline", "common_nav_timeline"),
                ("\(home)/messages", "common_nav_messages"), ("\(home)/record", "common_nav_record"),
            ]
        }
        if visitor.roles.contains(.interviewer) {
            items += [("/interviews", "common_nav_interviews"), ("/my/statistics", "common_nav_my_statistics")]
        }
        if visitor.roles.contains(.reviewer) {
            items += [("/reviews", "common_nav_reviews"), ("/reviews/statistics", "common_nav_review_statistics")]
        }
        if visitor.roles.contains(.operator) {
            items += [
                ("/operator", "common_nav_operator"), ("/operator/sessions", "common_nav_sessions"),
                ("/operator/messages", "common_nav_inbox"), ("/operator/staff", "common_nav_staff"),
                ("/operator/content", "common_nav_content"),
                ("/operator/deliveries", "common_nav_deliveries"), ("/operator/statistics", "common_nav_statistics"),
            ]
        }
        let current = items.map(\.href).filter { path == $0 || path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
        return items.map {
            ["href": .text($0.href), "label": .text(words[$0.word]), "current": .flag($0.href == current)]
        }
    }
}
