/// What users, customers and records have in common.
package struct Entity: Hashable, Sendable {
    package var name: String
    /// By slot of the kind's attributes; shorter than the list where the rest is not set.
    package var values: [Value?]
    package var created: Stamp
    // Here they take up nothing: a stamp ends within a word.
    /// Users and customers: an inactive one.
    package var isDisabled: Bool
    package var isRemoved: Bool
    package var modified: Stamp

    package init(
        name: String, isDisabled: Bool = false, isRemoved: Bool = false, values: [Value?] = [], created: Stamp,
        modified: Stamp
    ) {
        self.name = name
        self.isDisabled = isDisabled
        self.isRemoved = isRemoved
        self.values = values
        self.created = created
        self.modified = modified
    }

    package func value(_ slot: Int) -> Value? { slot < values.count ? values[slot] : nil }

    mutating func set(_ changes: [AttributeChange]) {
        for change in changes {
            while values.count <= change.slot { values.append(nil) }
            values[change.slot] = change.value
        }
        while let last = values.last, last == nil { values.removeLast() }
    }
}
