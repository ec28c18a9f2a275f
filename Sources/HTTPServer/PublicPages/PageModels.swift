import StrictJSON

/// What `/reasons/{code}` tells everybody about one reason code.
public struct ReasonPage: Sendable, Equatable {
    /// `N504`.
    public let code: String
    /// `profile_fact_contradicted`, as it stands in API replies.
    public let name: String
    /// `A profile fact was contradicted`.
    public let title: String
    /// The name of the code's group, such as `Negative`.
    public let group: String
    /// What the group forces, in a sentence: the same code never means more or less than that.
    public let consequence: String
    public let meaning: String
    /// What lifts it.
    public let remedy: String
    public let contest: String

    public init(
        code: String, name: String, title: String, group: String, consequence: String, meaning: String, remedy: String,
        contest: String
    ) {
        self.code = code
        self.name = name
        self.title = title
        self.group = group
        self.consequence = consequence
        self.meaning = meaning
        self.remedy = remedy
        self.contest = contest
    }

    var json: JSONValue {
        [
            "object": "reason", "code": .string(code), "name": .string(name), "title": .string(title),
            "group": .string(group), "consequence": .string(consequence), "meaning": .string(meaning),
            "remedy": .string(remedy), "contest": .string(contest),
        ]
    }
}

/// What `/policy/{version}` tells everybody: every number that decides, and why it is what it is.
public struct PolicyPage: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        /// What the number is about, in words.
        public let label: String
        /// The number with its unit, such as `72 hours`.
        public let value: String
        /// Why it is what it is; may be empty.
        public let why: String

        public init(label: String, value: String, why: String) {
            self.label = label
            self.value = value
            self.why = why
        }
    }

    public struct Section: Sendable, Equatable {
        public let title: String
        public let entries: [Entry]

        public init(title: String, entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }

    /// As it stands in the address and in tokens.
    public let version: String
    public let title: String
    public let introduction: String
    public let sections: [Section]

    public init(version: String, title: String, introduction: String, sections: [Section]) {
        self.version = version
        self.title = title
        self.introduction = introduction
        self.sections = sections
    }

    var json: JSONValue {
        [
            "object": "policy", "version": .string(version), "title": .string(title),
            "introduction": .string(introduction),
            "sections": .array(
                sections.map { section in
                    [
                        "title": .string(section.title),
                        "entries": .array(
                            section.entries.map {
                                ["label": .string($0.label), "value": .string($0.value), "why": .string($0.why)]
                            }),
                    ]
                }),
        ]
    }
}
