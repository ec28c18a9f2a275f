import Verification
import Workflow

/// What the demo platform says about an invented person.
struct DemoProfile: Sendable {
    var languages = ["en"]
    var timeZone = "Europe/Sarajevo"
    var stack: [OpenSessionRequest.Skill]
    /// `nil` where the platform says nothing about it.
    var country: String? = "Exampleland"
    var city = "Sampleton"
    var policy = "first-contract-check"
    var explanation = "Invented for the demo: everybody is asked once, before a first contract. It implies nothing."

    static let goDeveloper = DemoProfile(stack: [
        skill("go", .senior, primary: true), skill("docker"), skill("openapi"),
    ])
    static let goAndSomethingUnknown = DemoProfile(
        stack: [skill("golang", .senior, primary: true), skill("docker", .intermediate), skill("Exampleflow 7")])
    static let pythonDeveloper = DemoProfile(
        stack: [skill("python", .senior, primary: true), skill("postgresql", .intermediate)])
    static let webDeveloper = DemoProfile(
        stack: [skill("typescript", .senior, primary: true), skill("javascript", .senior), skill("sql")])
    static let phpDeveloper = DemoProfile(stack: [skill("php", .senior, primary: true), skill("sql", .intermediate)])
    static let dataEngineer = DemoProfile(
        stack: [skill("sql", .senior, primary: true), skill("python", .intermediate), skill("docker")])
    static let goAlone = DemoProfile(stack: [skill("go", .intermediate, primary: true)])

    func living(in timeZone: String, speaking languages: String...) -> DemoProfile {
        var profile = self
        profile.timeZone = timeZone
        profile.languages = languages
        return profile
    }

    static func skill(_ name: String, _ level: SkillLevel? = nil, primary: Bool = false) -> OpenSessionRequest.Skill {
        OpenSessionRequest.Skill(name: name, level: level, primary: primary)
    }
}
