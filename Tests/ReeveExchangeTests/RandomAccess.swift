import Reeve
import ReeveDomain
import SeededRandom

@testable import ReeveExchange

/// A world made of random statements; those that are refused change nothing.
struct RandomAccess {
    private var random: SeededRandom
    let session: Session
    let withTerms: Bool
    let withRecords: Bool
    /// 2026-01-01T00:00:00Z
    static let start: Int64 = 1_767_225_600_000
    static let now = Instant(milliseconds: start + 50 * 3_600_000)

    private static let users = ["ada", "bob", "cleo", "\"dan, jr\"", "eve", "fay@x.example"]
    private static let customers = ["acme", "globex", "hooli", "\"stark & sons\"", "wonka"]
    private static let roles = ["Admin", "Viewer", "\"Success Manager\"", "Clerk", "Desk"]
    private static let kinds: [(name: String, actions: [String], attribute: String?)] = [
        ("recipe", ["view", "create", "edit", "delete", "run", "lock"], "owner"),
        ("job", ["view", "create", "edit", "delete", "rerun"], "owner"),
        ("step", ["view", "create", "edit", "delete", "lock"], "owner"),
        ("customer", ["view", "create", "edit", "delete", "disable"], nil),
        ("member", ["view", "create", "edit", "delete"], nil), ("audit", ["view"], nil),
        ("staff", ["view", "create", "edit", "delete"], "owner"), ("user", ["view", "edit", "disable"], nil),
    ]
    private var classes: [String] = []

    init(seed: UInt64, terms: Bool = false, records: Bool = false) throws {
        random = SeededRandom(seed: seed)
        withTerms = terms
        withRecords = records
        var options = SessionOptions()
        options.clock = { Self.start }
        options.removalLimit = nil
        session = try Session(options: options)
        try session.run(
            """
            define partner "Initech"
            define kind customer { has plan one of free, pro; has region; has seats number }
            define kind recipe in customer { has owner user; can view, create, edit, delete, run, lock }
            define kind job in recipe { has owner user; can view, create, edit, delete, rerun }
            define kind step in job { has owner user; can view, create, edit, delete, lock }
            define kind staff plural staff in partner { has owner user; can view, create, edit, delete }
            add user \(Self.users.joined(separator: ", "))
            """, named: "begin")
        for customer in Self.customers {
            perform("add customer \(customer) with plan = \(random.one("free", "pro")), seats = \(random.below(9))")
            if random.percent(60) { perform("change customer \(customer) with region = \(random.one("EU", "US"))") }
        }
        for role in Self.roles { perform(define(role)) }
        if records { things() }
        for _ in 0..<(10 + random.below(25)) { step() }
    }

    var state: State { session.view.everything }

    /// - Returns: whether it was carried out.
    @discardableResult
    mutating func perform(_ text: String) -> Bool {
        do throws(Failure) {
            try session.run(text, named: "step")
            return true
        } catch { return false }
    }

    private mutating func define(_ role: String) -> String {
        let sort = random.one("system ", "system ", "inheritable ", "")
        if !sort.isEmpty { classes.append(role) }
        var lines: [String] = []
        for _ in 0..<(1 + random.below(5)) {
            guard let kind = random.pick(Self.kinds) else { continue }
            var line = random.percent(25) ? "can do anything to anything" : "can do anything to \(kind.name)"
            var isScoped = line.hasSuffix("anything") || !["staff", "user"].contains(kind.name)
            if random.percent(50), !line.hasSuffix("anything") {
                line = "can \(random.some(kind.actions, 1...3).joined(separator: ", ")) \(kind.name)"
                if withRecords, let attribute = kind.attribute, random.percent(40) {
                    line += " where \(attribute) = \(random.percent(60) ? "$user" : random.pick(Self.users) ?? "ada")"
                }
            }
            if sort.isEmpty, random.percent(50) { isScoped = false }
            if isScoped, random.percent(50) {
                line += " in \(random.one("all", "unassigned", sort.isEmpty ? "all" : "own")) customers"
                if random.percent(40) { line += " where \(condition())" }
            }
            lines.append(line)
        }
        if random.percent(30) { lines.append("can view, edit self") }
        return "define \(sort)role \(role) { \(lines.joined(separator: "; ")) }"
    }

    private mutating func condition() -> String {
        random.one("plan = pro", "region = EU", "seats > 4", "plan = free or region = US", "not region is set")
    }

    private mutating func things() {
        for number in 0..<6 {
            let customer = random.pick(Self.customers) ?? "acme"
            let owner = random.pick(Self.users) ?? "ada"
            perform("add recipe r\(number) in \(customer) with owner = \(owner)")
            perform(
                "add job j\(number) in recipe r\(number) in \(customer) with owner = \(random.pick(Self.users) ?? "ada")"
            )
            perform("add step s\(number) in job j\(number) in recipe r\(number) in \(customer)")
            if random.percent(30) { perform("lock recipe r\(number) in \(customer)") }
            if random.percent(30) {
                perform("lock step s\(number) in job j\(number) in recipe r\(number) in \(customer)")
            }
        }
    }

    private mutating func term() -> String {
        guard withTerms, random.percent(40) else { return "" }
        let hours = 10 + random.below(80)
        return random.percent(50)
            ? " for \(hours) hours"
            : " from \(Instant(milliseconds: Self.start + Int64(hours) * 3_600_000).text)"
    }

    /// One statement about who may what.
    mutating func step() {
        let user = random.pick(Self.users) ?? "ada"
        let role = random.pick(Self.roles) ?? "Admin"
        let manager = random.pick(classes) ?? "Admin"
        let some = random.some(Self.customers, 1...2).joined(separator: ", ")
        let scope = random.one(
            some, some, "all customers", "all customers except \(some)", "all customers where \(condition())",
            "all customers where \(condition()) except \(some)")
        let place = random.one("partner", some)
        let text = random.one(
            "invite \(user) as \(role) to partner\(term())", "invite \(user) as \(role) to \(place)\(term())",
            "assign \(user) as \(manager) to \(scope)\(term())", "assign \(user) as \(manager) to \(scope)\(term())",
            "invite \(user) as \(role) to \(some)\(term())", "uninvite \(user) from \(some)",
            "unassign \(user) from \(some)", "disable customer \(some)", "enable customer \(some)",
            "disable user \(user)", "enable user \(user)", "change customer \(some) with plan = pro",
            "change customer \(some) with seats = \(random.below(9))", "remove user \(user) and everything in it",
            "add user \(user)")
        perform(text)
    }
}

/// Every request about kinds as such, and about records where they are wanted.
func everyRequest(_ state: State, records: Bool, _ ask: (Request) throws -> Void) rethrows {
    let accounts = [AccountID.partner] + state.customerIDs
    for user in state.userIDs {
        for kind in state.kindIDs {
            for action in state[kind].definition.liveActions {
                for account in accounts { try ask(Request(user: user, action: action, kind: kind, account: account)) }
                guard records else { continue }
                for row in 0..<state.records.rows.count {
                    let record = state.records.rows[row]
                    let isAbove = state[kind].definition.home == .kind(record.kind)
                    guard !record.entity.isRemoved, action == "create" ? isAbove : record.kind == kind else { continue }
                    let id = RecordID(Int32(truncatingIfNeeded: row))
                    try ask(
                        Request(
                            user: user, action: action, kind: kind, subject: .record(id), account: record.account))
                }
            }
        }
    }
}
