import Testing
import Timekeeping

@testable import Verification

@Suite struct DrawingQuestions {
    private func scope(_ skills: [String], primary: Set<String> = [], level: SkillLevel? = .senior) -> Scope {
        Scope(
            stack: skills.map {
                DeclaredSkill(
                    name: $0, skill: Fixtures.taxonomy.resolve($0), level: level, primary: primary.contains($0))
            }, taxonomy: Fixtures.taxonomy)
    }

    private func draw(
        _ scope: Scope, seed: UInt64, seen: Set<QuestionID> = [], kits: [InterviewKit] = Fixtures.kits
    ) -> [ScopedQuestion] {
        var generator = SeededGenerator(seed: seed)
        return QuestionDraw(questions: 6, minimumPerSkill: 2, maximumPerKit: 3)
            .draw(scope: scope, kits: kits, seen: seen, generator: &generator)
    }

    private func count(_ drawn: [ScopedQuestion], _ skill: String) -> Int {
        drawn.filter { $0.question.skills.contains(SkillID(skill)) }.count
    }

    @Test(arguments: Array(1...300) as [UInt64]) func theRulesHoldForEverySeed(_ seed: UInt64) {
        let two = draw(scope(["go", "docker"]), seed: seed)
        #expect(two.count == 6 && Set(two).count == 6)
        #expect(count(two, "go") == 3 && count(two, "docker") == 3)
        #expect(draw(scope(["go", "docker"]), seed: seed) == two, "a draw replays from its seed")

        let three = draw(scope(["go", "docker", "php"]), seed: seed)
        #expect(["go", "docker", "php"].map { count(three, $0) } == [2, 2, 2])

        let one = draw(scope(["go"]), seed: seed)
        #expect(count(one, "go") == 6, "a kit gives more than three where no other has any")

        let primary = draw(scope(["go", "docker", "php", "linux"], primary: ["linux"]), seed: seed)
        #expect(count(primary, "linux") == 2, "primary skills come first")
        #expect(primary.first?.question.kit == "linux")
    }

    @Test func whatWasSeenIsNeverDrawnAgainAndRunsOut() {
        var seen: Set<QuestionID> = []
        for round in 0..<4 as Range<UInt64> {
            let drawn = draw(scope(["php"]), seed: round, seen: seen)
            #expect(seen.isDisjoint(with: drawn.map(\.question.id)))
            #expect(drawn.count == (round == 0 ? 5 : 0))
            seen.formUnion(drawn.map(\.question.id))
        }
    }

    @Test func struckAndUnmappedSkillsAreNeverAsked() {
        var stack = ["go", "docker", "cobol"].map {
            DeclaredSkill(name: $0, skill: Fixtures.taxonomy.resolve($0), level: nil, primary: false)
        }
        stack[1].struck = true
        let drawn = draw(Scope(stack: stack, taxonomy: Fixtures.taxonomy), seed: 5)
        #expect(Set(drawn.flatMap(\.question.skills)) == [SkillID("go")])
    }

    @Test func impliedSkillsAreAskedAtBasicLevelOnlyAndLast() {
        let docker = [Fixtures.kit("docker", 2), Fixtures.kit("linux", 9)]
        let drawn = draw(scope(["docker"]), seed: 9, kits: docker)
        #expect(drawn.prefix(2).allSatisfy { $0.confirmedSkill == SkillID("docker") })
        #expect(drawn.dropFirst(2).allSatisfy { $0.confirmedSkill == nil })
        #expect(drawn.count == 6)
        let hard = Fixtures.question("linux-x", kit: "linux", skills: ["linux"], level: .intermediate)
        #expect(scope(["docker"]).admit(hard) == nil)
        #expect(scope(["linux"]).admit(hard) != nil)
    }

    @Test func aQuestionAboveTheDeclaredLevelOrPartlyOutsideIsRefused() {
        let narrow = scope(["go"], level: .basic)
        #expect(narrow.admit(Fixtures.question("q", kit: "go", skills: ["go"], level: .intermediate)) == nil)
        #expect(narrow.admit(Fixtures.question("q", kit: "go", skills: ["go", "php"])) == nil)
        #expect(narrow.admit(Fixtures.question("q", kit: "go", skills: [])) == nil)
        #expect(narrow.admit(Fixtures.question("q", kit: "go", skills: ["go"])) != nil)
    }
}

@Suite struct TaxonomyRules {
    private func skill(_ id: String, aliases: [String] = [], implies: [String] = []) -> Skill {
        Skill(id: SkillID(id), name: id, category: "c", aliases: aliases, implies: implies.map { SkillID($0) })
    }

    @Test func closureReachesEveryDistance() throws {
        let taxonomy = try Taxonomy(
            version: "1", skills: [skill("a", implies: ["b"]), skill("b", implies: ["c"]), skill("c"), skill("d")])
        #expect(taxonomy.closure(of: [SkillID("a")]) == Set(["a", "b", "c"].map { SkillID($0) }))
        #expect(taxonomy.closure(of: [SkillID("unknown")]) == [SkillID("unknown")])
    }

    @Test func cyclesDuplicatesAndUnknownNamesAreRefused() {
        for skills in [
            [skill("a", implies: ["a"])], [skill("a", implies: ["b"]), skill("b", implies: ["a"])],
            [skill("a", implies: ["b"]), skill("b", implies: ["c"]), skill("c", implies: ["a"])],
            [skill("a"), skill("a")], [skill("a", aliases: ["x"]), skill("b", aliases: ["X "])],
            [skill("a", implies: ["nowhere"])],
        ] {
            #expect(throws: TaxonomyDefects.self) { try Taxonomy(version: "1", skills: skills) }
        }
    }

    @Test(arguments: ["go", "GO", "golang", " GoLang "]) func namesResolveWhateverTheirCase(_ name: String) {
        #expect(Fixtures.taxonomy.resolve(name) == SkillID("go"))
    }

    @Test func aStruckSkillStaysOutEvenWhereAnotherImpliesIt() {
        let stack = [
            DeclaredSkill(name: "swiftui", skill: SkillID("swiftui"), level: nil, primary: false),
            DeclaredSkill(name: "swift", skill: SkillID("swift"), level: nil, primary: false, struck: true),
        ]
        #expect(Scope(stack: stack, taxonomy: Fixtures.taxonomy).implied.isEmpty)
    }
}
