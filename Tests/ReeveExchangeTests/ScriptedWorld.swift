import Reeve
import ReeveDomain
import SeededRandom
import Synchronization

/// A store that random statements have been tried on, each in a transaction of its own: what is refused is no part of it.
/// Names are of every kind that a script can spell.
final class ScriptedWorld {
    /// Moves on between statements, so that grants end.
    final class Clock: Sendable {
        private let time: Mutex<Int64>
        init(_ start: Int64) { time = Mutex(start) }
        var now: Int64 { time.withLock { $0 } }
        func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
    }

    private static let names = [
        "alice", "bob", "Company Admin", "Sync orders", "to", "until", "all", "user", "csv", "not", "any", "self",
        "grant",
        "do", "customers", "where", "in", "no", "count", "anything", "recipe", "and", "or", "partner-1", "q\"uote",
        "back\\",
        "{$now}", "a;b", "#hash", "$cost", "' or 1=1", "<script>", "10423", "2026-01-01", "-5", "Ünïcode", "漢字", "=1+2",
        "a,b", "trailing.", "with space", "(x)", "}", "yes", "8 hours", "e@mail.example", "x/y+z", "test", "is", "set",
    ]
    static let hour: Int64 = 3_600_000
    let clock: Clock
    let session: Session
    var random: SeededRandom
    /// How many statements were carried out, and how many were refused.
    private(set) var done = 0
    private(set) var refused: [String: Int] = [:]
    /// By what their statements begin with.
    private(set) var kindsDone: [String: Int] = [:]
    private var pools: [String: [String]] = [:]

    init(seed: UInt64, statements: Int) throws {
        random = SeededRandom(seed: seed)
        let clock = Clock(1_767_225_600_000)
        self.clock = clock
        session = try Session(options: Self.options(clock))
        for statement in Self.setup { tell(statement) }
        for _ in 0..<statements {
            if random.percent(10) { clock.advance(Int64(random.below(400)) * Self.hour / 10) }
            tell(statement())
        }
    }

    static func options(_ clock: Clock) -> SessionOptions {
        var options = SessionOptions()
        options.clock = { clock.now }
        options.systemUser = "tester"
        return options
    }

    private static let setup = [
        "define partner \"Ini{$tech}\"".replacing("{$tech}", with: "tech \\\"Ltd\\\""),
        "define kind customer { has plan one of free, pro; has region; has seats number; has lead user; has renewal date }",
        "define kind user { has boss user; has level number }",
        "define kind recipe in customer { has owner user; has stage one of draft, live; can view, create, edit, delete, run, lock }",
        "define kind job in recipe { has owner user; can view, create, edit, delete, lock }",
        "define kind room plural rooms in partner { has seats number; can view, create, edit, delete }",
        "define system role Base { can view recipe }",
    ]

    private func tell(_ statement: String) {
        let begin = statement.split(separator: " ").prefix(2).joined(separator: " ")
        do throws(Failure) {
            let report = try session.run(statement, named: "world")
            if !report.isUnchanged {
                done += 1
                kindsDone[begin, default: 0] += 1
            }
        } catch {
            refused["\(begin): \(error.problems.first?.code ?? "")", default: 0] += 1
        }
    }

    // MARK: Names

    var state: State { session.view.everything }

    private func quote(_ name: String) -> String { quoted(name) }
    private func old(_ names: [String]) -> String { random.pick(names).map(quote) ?? "nobody" }
    private func fresh() -> String { quote(random.pick(Self.names) ?? "x") }
    private func several(_ names: [String], _ most: Int = 3) -> String {
        let some = random.some(names, 1...most)
        return some.isEmpty ? "nobody" : some.map(quote).joined(separator: ", ")
    }

    private var users: [String] { state.userIDs.map { state[$0].name } }
    private var customers: [String] { state.customerIDs.map { state[$0].name } }
    private var roles: [String] { state.roleIDs.map { state[$0].definition.name } }
    private var ownKinds: [KindID] { state.kindIDs.filter { BuiltInKind(rawValue: $0.raw) == nil } }

    private func place(of record: RecordID) -> String {
        if let parent = state[record].parent { return self.record(parent) }
        return state[record].account.isPartner ? "partner" : quote(state[state[record].account].name)
    }

    private func record(_ id: RecordID) -> String {
        "\(quote(state[state[id].kind].definition.name)) \(quote(state[id].entity.name)) in \(place(of: id))"
    }

    private func anyRecord() -> RecordID? {
        let live = (0..<state.records.rows.count).filter { !state.records.rows[$0].entity.isRemoved }
        return random.pick(live).map { RecordID(Int32($0)) }
    }

    // MARK: Statements

    private func statement() -> String {
        let text = bare()
        return random.percent(25)
            ? text + " because "
                + quote(random.one("INC-42", "she said \"yes\"", "a\\b {$x}", "two\nlines", "Grund: ü")) : text
    }

    private func bare() -> String {
        switch random.below(100) {
        case 0..<4: kindStatement()
        case 4..<12: roleStatement()
        case 12..<15: ruleStatement()
        case 15..<24: "add user \(fresh())" + settings(BuiltInKind.user.id)
        case 24..<31: "add customer \(fresh())" + settings(BuiltInKind.customer.id)
        case 31..<40: recordStatement()
        case 40..<43: "change user \(old(users))" + settings(BuiltInKind.user.id, always: true)
        case 43..<46: "change customer \(old(customers))" + settings(BuiltInKind.customer.id, always: true)
        case 46..<49: anyRecord().map { "change \(record($0))" + settings(state[$0].kind, always: true) } ?? "lock x y"
        case 49..<53: rename()
        case 53..<56: remove()
        case 56..<59: "\(random.one("disable", "disable", "enable")) user \(old(users))"
        case 59..<62: "\(random.one("disable", "disable", "enable")) customer \(old(customers))"
        case 62..<66: anyRecord().map { "\(random.one("lock", "lock", "unlock")) \(record($0))" } ?? "lock x y"
        case 66..<76: "invite \(several(users)) as \(old(roles)) to partner" + (random.percent(30) ? term() : "")
        case 76..<85: "invite \(several(users)) as \(old(roles)) to \(several(customers))" + term()
        case 85..<87: "uninvite \(several(users)) from \(random.percent(30) ? "partner" : several(customers))"
        default: managing()
        }
    }

    private func managing() -> String {
        let team = state.userIDs.filter { state.partnerGrant($0, at: Instant(milliseconds: clock.now)) != nil }
            .map { state[$0].name }
        let who = old(random.percent(90) ? team : users)
        let fit = state.roleIDs.filter { state[$0].definition.roleClass.maybeManager }.map { state[$0].definition.name }
        let role = random.percent(60) ? "Base" : old(fit)
        switch random.below(12) {
        case 0..<8: return "assign \(who) as \(role) to \(scope())" + term()
        case 8: return "reassign \(who) as \(role) to \(scope())" + term()
        case 9: return "unassign \(who) from \(several(customers))"
        case 10: return "hand over all customers from \(who) to \(old(team))"
        default: return "hand over \(several(customers)) from \(who) to \(old(team))"
        }
    }

    private func scope() -> String {
        guard random.percent(60) else { return several(customers) }
        return "all customers" + (random.percent(60) ? " where \(condition(2))" : "")
            + (random.percent(40) ? " except \(several(customers))" : "")
    }

    private func term() -> String {
        func date() -> String {
            Instant(milliseconds: (clock.now / 86_400_000 + Int64(random.below(40) - 2)) * 86_400_000).dateText
        }
        func instant() -> String { Instant(milliseconds: clock.now + Int64(random.below(900) - 20) * 360_007).text }
        switch random.below(10) {
        case 0..<5: return ""
        case 5: return " from \(date())"
        case 6: return " from \(date()) until \(Instant(milliseconds: clock.now + 3_000 * Self.hour).text)"
        case 7: return " for \(random.one("8 hours", "3 days", "2 weeks"))"
        case 8: return " until \(instant())"
        default: return " until \(date())"
        }
    }

    private func condition(_ depth: Int) -> String {
        if depth > 0, random.percent(40) {
            switch random.below(4) {
            case 0: return "not (\(condition(depth - 1)))"
            case 1: return "not \(condition(0))"
            case 2: return "(\(condition(depth - 1))) and \(condition(depth - 1))"
            default: return "\(condition(depth - 1)) or (\(condition(depth - 1)))"
            }
        }
        switch random.below(10) {
        case 0: return "plan = pro"
        case 1: return "plan != free"
        case 2: return "region in (EU, \(fresh()))"
        case 3: return "region contains \(quote(random.one("E", "", "\"", "ü")))"
        case 4: return "seats \(random.one(">", ">=", "<", "<=", "=")) \(random.one("5", "0.5", "-3", "0.00001"))"
        case 5: return "lead \(random.one("=", "!=")) \(old(users))"
        case 6: return "\(random.one("lead", "region", "renewal")) is \(random.one("", "not "))set"
        case 7: return "renewal \(random.one("<", ">=")) 2026-0\(1 + random.below(9))-15"
        case 8: return "name \(random.one("=", "!=")) \(random.percent(50) ? old(customers) : fresh())"
        default: return "status = \(random.one("active", "disabled"))"
        }
    }

    // MARK: Definitions

    private func kindStatement() -> String {
        let home = random.one(
            "partner", "customer", random.pick(ownKinds).map { quote(state[$0].definition.name) } ?? "customer")
        var lines: [String] = []
        let types = [
            "", " text", " number", " yes/no", " date", " instant", " duration", " user",
            " one of free, \"two words\", to",
        ]
        for _ in 0..<random.below(4) { lines.append("has \(fresh())\(random.pick(types) ?? "")") }
        if random.percent(80) {
            lines.append("can view, create, edit, lock\(random.percent(40) ? ", " + fresh() : "")")
        }
        let plural = random.percent(30) ? " plural \(fresh())" : ""
        return "define kind \(fresh())\(plural) in \(home) { \(lines.joined(separator: "; ")) }"
    }

    private func roleStatement() -> String {
        let roleClass = random.one("", "", "system ", "inheritable ", "inheritable ")
        let name = random.percent(30) ? old(roles) : fresh()
        var lines: [String] = []
        if random.percent(25) { lines.append("includes \(several(roles, 2))") }
        if random.percent(30) {
            lines.append("can grant \(several(roles, 2))" + (random.percent(50) ? reach(roleClass) : ""))
        }
        for _ in 0..<random.below(4) { lines.append(permission(roleClass)) }
        return "define \(roleClass)role \(name)" + (random.percent(95) ? " { \(lines.joined(separator: "; ")) }" : "")
    }

    private func permission(_ roleClass: String) -> String {
        if random.percent(8) { return "can view, edit self" }
        let isEverything = random.percent(20)
        let kinds = isEverything ? [] : random.some(state.kindIDs, 1...2)
        let known = Set(
            isEverything
                ? ["view", "edit", "run"]
                : kinds.dropFirst().reduce(Set(kinds.first.map { state[$0].definition.liveActions } ?? [])) {
                    $0.intersection(state[$1].definition.liveActions)
                }
        ).sorted()
        let actions =
            random.percent(25) || known.isEmpty
            ? "do anything to" : random.some(known, 1...3).map(quote).joined(separator: ", ")
        let what = isEverything ? "anything" : kinds.map { quote(state[$0].definition.name) }.joined(separator: ", ")
        let isOwn = !isEverything && kinds.allSatisfy { ["recipe", "job"].contains(state[$0].definition.name) }
        let values = random.one("= $user", "= \(old(users))", "in ($user, \(old(users)))")
        let condition = isOwn && random.percent(50) ? " where owner \(values)" : ""
        return "can \(actions) \(what)\(condition)" + (random.percent(40) ? reach(roleClass) : "")
    }

    private func reach(_ roleClass: String) -> String {
        let base = roleClass.isEmpty ? random.one("all", "unassigned") : random.one("all", "own", "unassigned")
        return " in \(base) customers" + (random.percent(50) ? " where \(condition(1))" : "")
    }

    /// Such as hold whatever comes: a state in which a rule does not hold can be made by no script.
    private func ruleStatement() -> String {
        let lines = [
            "require count(team of partner) >= 0",
            "require no(users where \(random.one("name = nobody-there", "level = 99")))",
            "warn when count(team of partner where role = \(old(roles))) < \(random.below(4)) because \(quote("as \"many\""))",
            "warn unless any(managers of \(old(customers)))",
            "warn when \(old(users)) can view recipe in \(old(customers)) and not (\(old(users)) has access to partner)",
            "warn when \(old(users)) is \(old(roles)) in \(old(customers)) or count(customers where \(condition(1))) > 3",
            "forbid disable user when $user = $actor",
            "forbid run recipe when $actor is set and $actor is not \(old(roles)) in partner",
            "forbid delete customer when $customer.plan = pro or count(recipes in $customer) > 1",
            "forbid create member when $role = \(old(roles)) and $user = \(old(users))",
            "warn when count(jobs where owner = \(old(users))) > 5",
        ]
        let some = random.some(lines, 1...3).joined(separator: "; ")
        return "define rule \(fresh()) { \(some) }"
    }

    // MARK: Things

    private func settings(_ kind: KindID, always: Bool = false) -> String {
        let attributes = state[kind].definition.liveAttributes
        let some = random.some(attributes, 1...3)
        guard always || random.percent(60), !some.isEmpty else { return "" }
        if always, random.percent(20) { return " without " + some.map { quote($0.name) }.joined(separator: ", ") }
        return " with " + some.map { "\(quote($0.name)) = \(value($0.type))" }.joined(separator: ", ")
    }

    private func value(_ type: AttributeType) -> String {
        switch type {
        case .text: random.percent(30) ? quote(random.one("", "two\nlines\tand a tab", "12", "yes")) : fresh()
        case .number: random.one("0", "-7", "0.1", "12345.678", "0.0000001", "9007199254740991", "3.50")
        case .yesNo: random.one("yes", "no")
        case .date: random.one("2026-12-31", "0001-01-01", "9999-12-31")
        case .instant: random.one("2026-12-31T18:00:00Z", "2026-12-31T18:00:00.123Z", "1969-12-31T23:59:59+02:00")
        case .duration: random.one("90 minutes", "8 hours", "1 day", "3 weeks", "0 minutes")
        case .user: old(users)
        case .oneOf(let values): old(values)
        }
    }

    private func recordStatement() -> String {
        guard let kind = random.pick(ownKinds) else { return "lock x y" }
        let definition = state[kind].definition
        let place: String
        switch definition.home {
        case .partner: place = random.percent(50) ? "" : " in partner"
        case .customer, .everyAccount: place = " in \(old(customers))"
        case .kind(let parent):
            let parents = (0..<state.records.rows.count).filter {
                state.records.rows[$0].kind == parent && !state.records.rows[$0].entity.isRemoved
            }
            guard let above = random.pick(parents) else { return "lock x y" }
            place = " in " + record(RecordID(Int32(above)))
        }
        return "add \(quote(definition.name)) \(fresh())\(place)" + settings(kind)
    }

    private func rename() -> String {
        switch random.below(6) {
        case 0: "rename user \(old(users)) to \(fresh())"
        case 1: "rename customer \(old(customers)) to \(fresh())"
        case 2: "rename role \(old(roles)) to \(fresh())"
        case 3: "rename kind \(old(ownKinds.map { state[$0].definition.name })) to \(fresh())"
        case 4: "rename rule \(old(state.ruleIDs.map { state[$0].definition.name })) to \(fresh())"
        default: anyRecord().map { "rename \(record($0)) to \(fresh())" } ?? "lock x y"
        }
    }

    private func remove() -> String {
        switch random.below(6) {
        case 0, 1: "remove user \(old(users)) and everything in it"
        case 2: "remove customer \(old(customers)) and everything in it"
        case 3: "remove role \(old(roles))"
        case 4: "remove kind \(old(ownKinds.map { state[$0].definition.name }))"
        default: anyRecord().map { "remove \(record($0)) and everything in it" } ?? "lock x y"
        }
    }
}
