import ReeveDomain

/// Who is meant in a line of the journal that is read without all that came before it. A name that the state at hand does
/// not have yet gets a row when it is met: with its true number where a book knows that, else with some number.
final class AuditCast {
    /// Who bears which name where the reading begins; nil where names alone matter.
    let book: AuditBook?
    /// By number, whoever has a row already.
    private var rows: [AuditBook.Sort: [Int64: Int32]] = [:]
    /// What has a number of its own in the journal that reading has come past, by that.
    private var met: [AuditBook.Sort: [Int64: Int64]] = [:]
    private var strangers = Int64(Int32.min)

    init(_ book: AuditBook?) { self.book = book }

    fileprivate func row(_ sort: AuditBook.Sort, _ number: Int64) -> Int32? { rows[sort]?[number] }

    fileprivate func keep(_ sort: AuditBook.Sort, _ number: Int64, _ row: Int32) {
        rows[sort, default: [:]][number] = row
    }

    /// Something was added to the state: its number, and its row there and in the whole state.
    func meet(_ sort: AuditBook.Sort, _ number: Int64, row: Int32, former: Int64) {
        keep(sort, number, row)
        met[sort, default: [:]][former] = number
    }

    /// The number of whoever bears a name, unless it is known under another one already.
    fileprivate func number(_ sort: AuditBook.Sort, _ name: AuditBook.Name) -> Int64 {
        if let found = book?.number(of: name), row(sort, Int64(found)) == nil { return Int64(found) }
        return stranger()
    }

    /// The number of what has a row in the whole state; without a book, always the same for the same row.
    fileprivate func number(_ sort: AuditBook.Sort, former row: Int64) -> Int64 {
        if let known = met[sort]?[row] { return known }
        let number = book?.number(sort, row: row).map { Int64($0) } ?? stranger()
        met[sort, default: [:]][row] = number
        return number
    }

    fileprivate func stranger() -> Int64 {
        strangers += 1
        return strangers
    }
}

extension EventContext {
    /// Of something that was made by the event of this number.
    fileprivate init(made number: Int64) {
        self.init(seq: number, time: Instant(milliseconds: 0), actor: nil)
    }
}

extension DomainReader {
    /// `["alice",12]`, where strangers are let in; nil for anything else.
    mutating func formerUser() throws(JSONError) -> UserID? {
        guard let cast, scanner.peek == UInt8(ascii: "[") else { return nil }
        let (name, row) = try former()
        let number = cast.number(.user, former: row)
        if let known = cast.row(.user, number) { return UserID(known) }
        let living = state.user(name)
        let user = add(user: name, number, cast)
        state.apply(.removed(.user(user)), EventContext(made: number))
        // The name leads on to who bears it now.
        if let living { state.apply(.renamed(.user(living), to: name), EventContext(made: number)) }
        return user
    }

    /// The same of a customer.
    mutating func formerAccount() throws(JSONError) -> AccountID? {
        guard let cast, scanner.peek == UInt8(ascii: "[") else { return nil }
        let (name, row) = try former()
        if row == 0 { return .partner }
        let number = cast.number(.account, former: row)
        if let known = cast.row(.account, number) { return AccountID(known) }
        let living = state.account(name)
        let account = add(account: name, number, cast)
        state.apply(.removed(.customer(account)), EventContext(made: number))
        if let living { state.apply(.renamed(.customer(living), to: name), EventContext(made: number)) }
        return account
    }

    private mutating func former() throws(JSONError) -> (name: String, row: Int64) {
        try scanner.expect("[")
        let name = try string()
        try scanner.expect(",")
        let row = try scanner.integer()
        try scanner.expect("]")
        return (name, row)
    }

    /// A row for a name that the state does not have; nil where nobody is let in like that.
    mutating func newUser(_ name: String) -> UserID? {
        guard let cast else { return nil }
        return add(user: name, cast.number(.user, .user(name)), cast)
    }

    mutating func newAccount(_ name: String) -> AccountID? {
        guard let cast else { return nil }
        return add(account: name, cast.number(.account, .account(name)), cast)
    }

    mutating func newRecord(_ name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?) -> RecordID? {
        guard let cast else { return nil }
        let place = AuditBook.Name.record(
            name, kind: kind.raw, account: state.auditNumber(account),
            parent: parent.map { state.auditNumber(.record($0)) })
        return add(record: name, kind, account, parent, cast.number(.record, place), cast)
    }

    /// A record whose names lead nowhere, by its row in the whole state.
    mutating func formerRecord(
        _ row: Int64, _ name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?
    ) -> RecordID? {
        guard let cast else { return nil }
        let number = cast.number(.record, former: row)
        if let known = cast.row(.record, number) { return RecordID(known) }
        return add(record: name, kind, account, parent, number, cast)
    }

    /// A record that a rule has by nothing but its row: some record, which no line of the log names.
    mutating func strangeRecord() throws(JSONError) -> RecordID? {
        guard let cast else { return nil }
        _ = try scanner.integer()
        return add(record: "", KindID(0), .partner, nil, cast.stranger(), cast)
    }

    private mutating func add(user name: String, _ number: Int64, _ cast: AuditCast) -> UserID {
        let user = UserID(Int32(truncatingIfNeeded: state.userCount))
        state.apply(.userAdded(user, name: name, values: []), EventContext(made: number))
        cast.keep(.user, number, user.raw)
        // Without a book it is not known who manages anything: whoever reads a line says what was before.
        let role = cast.book.map { $0.role(ofManager: UInt32(truncatingIfNeeded: number)) } ?? 0
        if let role {
            state.apply(.managerSet(user, RoleID(Int32(truncatingIfNeeded: role))), EventContext(made: number))
        }
        return user
    }

    private mutating func add(account name: String, _ number: Int64, _ cast: AuditCast) -> AccountID {
        let account = AccountID(Int32(truncatingIfNeeded: state.accountCount))
        state.apply(.customerAdded(account, name: name, values: []), EventContext(made: number))
        cast.keep(.account, number, account.raw)
        return account
    }

    private mutating func add(
        record name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?, _ number: Int64,
        _ cast: AuditCast
    ) -> RecordID {
        let record = RecordID(Int32(truncatingIfNeeded: state.recordCount))
        state.apply(
            .recordAdded(record, name: name, kind: kind, account: account, parent: parent, values: []),
            EventContext(made: number))
        cast.keep(.record, number, record.raw)
        return record
    }
}

extension DomainReader {
    /// What the event that was just read says that was before it, as events that lead there from anywhere. Where it says
    /// nothing, there was nothing.
    ///
    /// - Parameter role: a manager's, which no line says.
    mutating func before(_ event: Event, role: RoleID?) throws(JSONError) -> [Event] {
        let end = scanner
        defer { scanner = end }
        if let before { scanner.skip(to: before.lowerBound) }
        switch event {
        case .invited(let user, let account, _, _), .uninvited(let user, let account, _):
            guard before != nil else { return [.uninvited(user, account, .revoked)] }
            try scanner.expect("{\"role\":")
            let role = try self.role()
            return [.invited(user, account, role, try term())]
        case .managerSet(let user, _):
            guard before != nil else { return [.managerEnded(user, .revoked)] }
            try scanner.expect("{\"role\":")
            return [.managerSet(user, try self.role())]
        case .assigned(let user, _, _):
            return [role.map { .managerSet(user, $0) } ?? .managerEnded(user, .revoked)]
        case .standingSet(let user, _, _):
            var found: [Event] = role.map { [.managerSet(user, $0)] } ?? []
            var items: [StandingItem] = []
            if before != nil {
                try scanner.expect("{\"items\":")
                items = try standing()
            }
            found.append(.standingSet(user, items, .revoked))
            return found
        case .changed(let thing, let changes):
            guard before != nil else {
                return [.changed(thing, changes.map { AttributeChange(slot: $0.slot, value: nil) })]
            }
            return [.changed(thing, try self.changes(of: state.kind(of: thing)))]
        default: return []
        }
    }
}
