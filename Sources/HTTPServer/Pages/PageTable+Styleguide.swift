import HTTPTypes

extension PageTable {
    public static let styleguidePage = Route(.get, "/styleguide", for: [.anyone], demoOnly: true)

    static let styleguide = [styleguidePage]
}
