/// Who bore which name at the place up to which an audit index goes, and which numbers they have: what telling the journal on from
/// there needs to know, and nothing but that.
struct AuditBook {
    enum Sort: Int, CaseIterable { case user, account, record }

    /// What a name is looked up by: half of a SHA-256, so that nobody finds two names that have the same.
    struct Name: Hashable, Comparable {
        let high: UInt64
        let low: UInt64

        static func < (a: Name, b: Name) -> Bool { (a.high, a.low) < (b.high, b.low) }

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        private init(_ text: String) {
            var hash = SHA256()
            hash.update(text: text)
            let words = hash.finalize().leadingWords
            self.init(high: words.0, low: words.1)
        }

        static func user(_ name: String) -> Name { Name("user\n" + name) }
        static func account(_ name: String) -> Name { Name("account\n" + name) }
        /// - Parameters: the number of the kind, and those of the account and the record that it lies in.
        static func record(_ name: String, kind: Int32, account: Int64, parent: Int64?) -> Name {
            Name("record\n\(kind)\n\(account)\n\(parent ?? 0)\n" + name)
        }
    }

    /// The three in parallel, in ascending order of names.
    private var highs = AuditColumn<UInt64>()
    private var lows = AuditColumn<UInt64>()
    private var numbers = AuditColumn<UInt32>()
    /// What has changed since: nil for a name that nobody bears any more.
    private(set) var changes: [Name: UInt32?] = [:]
    /// By row, of users, accounts and records.
    private(set) var rows: [AuditColumn<UInt32>]
    /// The manager's number, and the role's; what has changed since has nil for one who is none any more.
    private var managers = AuditColumn<UInt64>()
    private(set) var managerChanges: [UInt32: UInt32?] = [:]

    init() {
        rows = Sort.allCases.map { _ in AuditColumn() }
        // The partner's account is the first.
        rows[Sort.account.rawValue].append(0)
    }

    init(
        highs: AuditColumn<UInt64>, lows: AuditColumn<UInt64>, numbers: AuditColumn<UInt32>,
        rows: [AuditColumn<UInt32>],
        managers: AuditColumn<UInt64>
    ) {
        self.highs = highs
        self.lows = lows
        self.numbers = numbers
        self.rows = rows
        self.managers = managers
    }

    func number(of name: Name) -> UInt32? {
        if let change = changes[name] { return change }
        let at = stored(name)
        return at < highs.count && highs[at] == name.high && lows[at] == name.low ? numbers[at] : nil
    }

    private func stored(_ name: Name) -> Int {
        var (low, high) = (0, highs.count)
        while low < high {
            let middle = low + (high - low) / 2
            if Name(high: highs[middle], low: lows[middle]) < name { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number of what has this row in the whole state.
    func number(_ sort: Sort, row: Int64) -> UInt32? {
        let column = rows[sort.rawValue]
        return row >= 0 && row < Int64(column.count) ? column[Int(row)] : nil
    }

    func role(ofManager number: UInt32) -> UInt32? {
        if let change = managerChanges[number] { return change }
        let at = managers.lowerBound { UInt32(truncatingIfNeeded: $0 >> 32) >= number }
        guard at < managers.count, UInt32(truncatingIfNeeded: managers[at] >> 32) == number else { return nil }
        return UInt32(truncatingIfNeeded: managers[at])
    }

    mutating func add(_ sort: Sort, _ number: UInt32, _ name: Name) {
        rows[sort.rawValue].append(number)
        changes[name] = .some(number)
    }

    mutating func rename(_ number: UInt32, from old: Name, to new: Name) {
        changes[old] = .some(nil)
        changes[new] = .some(number)
    }

    mutating func remove(_ name: Name) { changes[name] = .some(nil) }

    mutating func setManager(_ number: UInt32, _ role: UInt32?) { managerChanges[number] = .some(role) }

    // MARK: Writing

    /// All names with their numbers, in ascending order. Linear.
    func forEachName(_ body: (Name, UInt32) -> Void) {
        let news = changes.sorted { $0.key < $1.key }
        var (old, new) = (0, 0)
        while old < highs.count || new < news.count {
            let here = old < highs.count ? Name(high: highs[old], low: lows[old]) : nil
            if new < news.count, here.map({ news[new].key <= $0 }) ?? true {
                if let number = news[new].value { body(news[new].key, number) }
                if here == news[new].key { old += 1 }
                new += 1
            } else if let here {
                body(here, numbers[old])
                old += 1
            }
        }
    }

    /// All managers with their roles, in ascending order. Linear.
    func forEachManager(_ body: (UInt32, UInt32) -> Void) {
        var all: [UInt32: UInt32] = [:]
        for index in 0..<managers.count {
            all[UInt32(truncatingIfNeeded: managers[index] >> 32)] = UInt32(truncatingIfNeeded: managers[index])
        }
        for (number, role) in managerChanges { all[number] = role }
        for (number, role) in all.sorted(by: { $0.key < $1.key }) { body(number, role) }
    }
}
