/// Something a fixture says that an expectation may depend on.
///
/// An expectation depends on it where the outcome of some test would be another without it. That is tried out, not
/// traced: the thing is taken out of a copy of the fixture's state, and the tests are run again.
package struct CoverageItem: Hashable, Sendable {
    package enum Group: String, CaseIterable, Sendable {
        case permissions, grants, rules
    }

    package struct Place: Hashable, Sendable {
        /// Empty where it is not known.
        package var file: String
        /// From 1.
        package var line: Int

        package init(file: String, line: Int) {
            self.file = file
            self.line = line
        }

        package var text: String { line > 0 ? "\(file):\(line)" : file }
    }

    package var group: Group
    package var place: Place
    /// `role Operator: can view recipe`
    package var text: String
    /// What was done with it, where it was not dropped: `can do anything to recipe`.
    package var change: String?
    /// Whether a test's outcome became another.
    package var isMissed = false

    package init(group: Group, place: Place, text: String, change: String? = nil) {
        self.group = group
        self.place = place
        self.text = text
        self.change = change
    }
}

/// Coverage of all suites together: what two of them share is covered where one of them depends on it.
package struct CoverageReport: Sendable {
    package struct Count: Sendable {
        package var covered = 0
        package var total = 0

        package init() {}

        /// Rounded down: 100 is said of nothing less.
        package var percent: Int { total == 0 ? 100 : covered * 100 / total }
    }
    package private(set) var groups: [CoverageItem.Group: Count] = [:]
    package private(set) var all = Count()
    /// What no expectation depends on, in the order of the suites.
    package private(set) var uncovered: [CoverageItem] = []

    package init(_ items: [CoverageItem]) {
        var order: [CoverageItem] = []
        var missed: [CoverageItem: Bool] = [:]
        for item in items {
            var key = item
            key.isMissed = false
            if missed[key] == nil { order.append(key) }
            missed[key] = missed[key] ?? false || item.isMissed
        }
        for group in CoverageItem.Group.allCases { groups[group] = Count() }
        for item in order {
            let isCovered = missed[item] ?? false
            groups[item.group, default: Count()].total += 1
            all.total += 1
            if isCovered {
                groups[item.group, default: Count()].covered += 1
                all.covered += 1
            } else {
                uncovered.append(item)
            }
        }
    }
}
