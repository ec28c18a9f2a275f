/// A policy as it is shown to people: each value beside the reason that its file gives for it.
public struct PolicyDocument: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        /// As it stands in the file.
        public let key: String
        /// As it stands in the file; list items are joined by commas.
        public let value: String
        /// The comment above the key; where several keys follow one comment, each has it. Empty where there is none.
        public let why: String
    }

    public struct Section: Hashable, Sendable {
        /// As it stands in the file, such as `deadlines`; a text that stands by itself is a section of one entry.
        public let name: String
        /// The comment above the section; empty where there is none.
        public let why: String
        public let entries: [Entry]
    }

    public let version: String
    public let title: String
    public let summary: String
    /// In the order of the file.
    public let sections: [Section]
}
