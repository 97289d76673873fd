import ReeveDomain

/// Writes the events of one transaction as they happen: what a `Transaction`'s recorder calls.
///
/// The lines go into one growing buffer, ready to be stored as they are. The names of users and roles are kept as they were
/// written, where there are many, so that a second event of the same user costs a copy of bytes.
package struct TransactionEncoder: ~Copyable {
    /// The lines so far.
    package var buffer: TransactionBuffer
    private let script: String
    private var users = NameCache()
    private var roles = NameCache()

    /// - Parameters:
    ///   - position: where the journal stands.
    ///   - script: the script's name, which the closing line carries; events of other scripts name theirs.
    ///   - store: whose journal it is, if that is known already.
    ///   - capacity: how many bytes to make room for at first.
    package init(
        after position: JournalPosition, script: String = "", store: StoreID? = nil, capacity: Int = 1024
    ) {
        buffer = TransactionBuffer(after: position, store: store, capacity: capacity)
        self.script = script
    }

    /// How many events there are so far.
    package var count: Int64 { buffer.records }

    /// Writes one event. Costs what is written; allocates nothing for the common ones but the buffer's growth.
    ///
    /// - Parameters:
    ///   - event: what happens next.
    ///   - actor: who does it; `nil` is the superuser.
    ///   - origin: the statement that it comes from.
    ///   - state: as it is just before the event.
    package mutating func record(_ event: Event, by actor: UserID?, at origin: Origin, before state: State) {
        buffer.beginRecord()
        write(event, state)
        if let actor {
            buffer.writer.literal(",\"by\":")
            user(actor, state)
        }
        if origin.script != script {
            buffer.writer.literal(",\"script\":")
            buffer.writer.string(origin.script)
        }
        if origin.line != 0 {
            buffer.writer.literal(",\"line\":")
            buffer.writer.integer(Int64(origin.line))
        }
        if let reason = origin.reason {
            buffer.writer.literal(",\"because\":")
            buffer.writer.string(reason)
        }
        buffer.endRecord()
        // Only now: the actor's own name is as it was before the event, too.
        switch event {
        case .renamed(let thing, _), .removed(let thing): forget(thing)
        case .roleDefined(let id, _): forget(.role(id))
        default: break
        }
    }

    private mutating func write(_ event: Event, _ state: State) {
        switch event {
        case .invited(let user, let account, let role, let term):
            grant("invited\",\"user\":", user, account, state)
            buffer.writer.literal(",\"role\":")
            self.role(role, state)
            buffer.writer.term(term)
            if let before = state.members[user, account] { self.before(before.role, before.term, state) }
        case .uninvited(let user, let account, let ending):
            grant("uninvited\",\"user\":", user, account, state)
            self.ending(ending)
            if let before = state.members[user, account] { self.before(before.role, before.term, state) }
        case .assigned(let user, let account, let term):
            grant("assigned\",\"user\":", user, account, state)
            buffer.writer.term(term)
            if let before = state.assignments[user, account] { self.before(nil, before.term, state) }
        case .unassigned(let user, let account, let ending):
            grant("unassigned\",\"user\":", user, account, state)
            self.ending(ending)
            if let before = state.assignments[user, account] { self.before(nil, before.term, state) }
        case .managerSet(let user, let role):
            subject("manager-set\",\"user\":", user, state)
            buffer.writer.literal(",\"role\":")
            self.role(role, state)
            if let before = state.manager(user) { self.before(before.role, .always, state) }
        case .standingSet(let user, let items, let ending):
            subject("standing-set\",\"user\":", user, state)
            buffer.writer.literal(",\"items\":")
            buffer.writer.standing(items, state)
            self.ending(ending)
            if let before = state.manager(user), !before.standing.isEmpty {
                buffer.writer.literal(",\"before\":{\"items\":")
                buffer.writer.standing(before.standing, state)
                buffer.writer.byte(UInt8(ascii: "}"))
            }
        case .managerEnded(let user, let ending):
            subject("manager-ended\",\"user\":", user, state)
            self.ending(ending)
        case .loggedIn(let user, let account): grant("logged-in\",\"user\":", user, account, state)
        case .loggedOut(let user, let account): grant("logged-out\",\"user\":", user, account, state)
        case .switched(let user, let account): grant("switched\",\"user\":", user, account, state)
        case .switchedBack(let user, let account): grant("switched-back\",\"user\":", user, account, state)
        case .passwordReset(let user): subject("password-reset\",\"user\":", user, state)
        default:
            buffer.writer.write(other: event, state)
        }
    }

    private mutating func forget(_ thing: Thing) {
        switch thing {
        case .user(let id): users.forget(id.raw)
        case .role(let id): roles.forget(id.raw)
        case .customer, .kind, .record, .rule: break
        }
    }

    @inline(__always)
    private mutating func subject(_ lead: StaticString, _ user: UserID, _ state: State) {
        buffer.writer.literal(lead)
        self.user(user, state)
    }

    @inline(__always)
    private mutating func grant(_ lead: StaticString, _ user: UserID, _ account: AccountID, _ state: State) {
        buffer.writer.literal(lead)
        self.user(user, state)
        buffer.writer.literal(",\"account\":")
        // Most scripts go from customer to customer: what is written of one is not kept.
        buffer.writer.account(account, state)
    }

    private mutating func before(_ role: RoleID?, _ term: Term, _ state: State) {
        buffer.writer.literal(",\"before\":{")
        let start = buffer.count
        if let role {
            buffer.writer.literal("\"role\":")
            self.role(role, state)
        }
        if let from = term.from {
            if buffer.count > start { buffer.writer.byte(UInt8(ascii: ",")) }
            buffer.writer.literal("\"from\":")
            buffer.writer.instant(from)
        }
        if let until = term.until {
            if buffer.count > start { buffer.writer.byte(UInt8(ascii: ",")) }
            buffer.writer.literal("\"until\":")
            buffer.writer.instant(until)
        }
        buffer.writer.byte(UInt8(ascii: "}"))
    }

    private mutating func ending(_ ending: Ending) {
        switch ending {
        case .revoked: break
        case .expired: buffer.writer.literal(",\"ended\":\"expired\"")
        case .followed: buffer.writer.literal(",\"ended\":\"followed\"")
        }
    }

    /// Whether names are likely to come again: of a few events none is worth keeping.
    private var isLong: Bool { buffer.records >= 32 }

    @inline(__always)
    private mutating func user(_ id: UserID, _ state: State) {
        if users.copy(id.raw, into: &buffer.writer) { return }
        let start = buffer.writer.count
        buffer.writer.user(id, state)
        if isLong { users.learn(id.raw, from: start, of: buffer.writer) }
    }

    @inline(__always)
    private mutating func role(_ id: RoleID, _ state: State) {
        if roles.copy(id.raw, into: &buffer.writer) { return }
        let start = buffer.writer.count
        buffer.writer.role(id, state)
        if isLong { roles.learn(id.raw, from: start, of: buffer.writer) }
    }
}
