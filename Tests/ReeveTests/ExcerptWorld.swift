import SeededRandom
import Synchronization

@testable import Reeve

/// A store on disk that grew out of random statements, each a run of its own, while its clock went on; many of them are
/// refused. Every snapshot in it has an index.
final class ExcerptWorld {
    private static let start: Int64 = 1_767_225_600_000
    private final class Clock: Sendable {
        let time = Mutex<Int64>(ExcerptWorld.start)
    }
    private let clock = Clock()
    private let directory: TemporaryStore
    var path: String { directory.path }
    var dice: SeededRandom
    /// Worlds without it answer more in place where somebody else than the superuser asks.
    private let hasUnassigned: Bool
    /// Names that are escaped in a snapshot, and names that begin like others, are looked for as well.
    static let users = ["ada", "ad", "bob", "cleo", "dan", "\"eve \\\"x\\\"\"", "fay", "\"gus ü\""]
    static let customers = ["acme", "acme-2", "globex", "hooli", "\"in\\\\itech\"", "umbrella"]
    static let roles = ["Admin", "Viewer", "Success", "Access", "Lead"]
    private static let actions = ["view", "edit", "create", "delete", "run"]
    private static let kinds = ["recipe", "customer", "user", "member", "role", "staff", "job"]

    var options: SessionOptions {
        var options = SessionOptions()
        let clock = clock
        options.clock = { clock.time.withLock { $0 } }
        options.systemUser = "root"
        options.indexLimit = 0
        return options
    }

    /// - Parameters:
    ///   - fillers: users who make the snapshot large, so that the journal goes on behind it.
    ///   - carryOut: what is done with a statement.
    init(
        seed: UInt64, steps: Int, fillers: Int,
        _ carryOut: (Session, String) throws -> Void = { try $0.run($1, named: "step") }
    ) throws {
        directory = try TemporaryStore()
        dice = SeededRandom(seed: seed)
        hasUnassigned = seed % 2 == 0
        let session = try Session(opening: directory.path, options: options)
        var script = """
            define partner "Desk"
            define kind customer { has plan one of free, pro; has owner user }
            define kind recipe in customer { has owner user; can view, create, edit, delete, run, lock }
            define kind job in recipe { has owner user; can view, edit, run }
            define kind staff in partner { can view, edit }

            """
        for number in 0..<fillers { script += "add user filler-\(number)\n" }
        script +=
            "add user \(Self.users.joined(separator: ", "))\nadd customer \(Self.customers.joined(separator: ", "))\n"
        try session.run(script, named: "begin")
        // Some of these are refused.
        for role in Self.roles + Self.roles { _ = try? session.run(define(role), named: "roles") }
        for _ in 0..<steps {
            try? carryOut(session, statement())
            if dice.percent(30) {
                let hours = Int64.random(in: 0..<30, using: &dice)
                clock.time.withLock { $0 += hours * 3_600_000 }
            }
        }
    }

    var user: String { dice.one(Self.users) }
    private var customer: String { dice.one(Self.customers) }
    private var account: String { dice.percent(30) ? "partner" : customer }
    private var record: String { "r\(Int.random(in: 0..<3, using: &dice))" }
    private var role: String { dice.one(Self.roles) }

    private func define(_ role: String) -> String {
        let lines = [
            "can view recipe", "can do anything to anything", "can view, edit recipe in own customers",
            "can view, run recipe in unassigned customers", "can view recipe in all customers where plan = pro",
            "can view, edit customer in own customers", "can view member", "can view user", "can view customer",
            "can view, edit self", "can view audit", "can edit recipe where owner = $user", "can view member, staff",
        ]
        let chosen = lines.filter { dice.percent(22) && (hasUnassigned || !$0.contains("unassigned")) }
        return
            "define \(dice.one(["system", "inheritable", "inheritable", ""])) role \(role) { \(chosen.joined(separator: "; ")) }\n"
    }

    private func term() -> String {
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: " for \(Int.random(in: 1..<80, using: &dice)) hours"
        case 1: " from 2026-01-03"
        default: ""
        }
    }

    private func statement() -> String {
        switch Int.random(in: 0..<28, using: &dice) {
        case 0..<6: "invite \(user) as \(role) to \(customer)\(term())"
        case 6..<9: "invite \(user) as \(role) to partner\(term())"
        case 9: "uninvite \(user) from \(account)"
        case 10..<13: "assign \(user) as \(role) to \(customer)\(term())"
        case 13: "assign \(user) as \(role) to all customers where plan = pro except \(customer)"
        case 14: "assign \(user) as \(role) to all customers\(term())"
        case 15: dice.percent(50) ? "unassign \(user) from \(customer)" : "unassign \(user) from all customers"
        case 16: "\(dice.one(["disable", "enable"])) user \(user)"
        case 17: "\(dice.one(["disable", "enable"])) customer \(customer)"
        case 18: "change customer \(customer) with plan = \(dice.one(["free", "pro"])), owner = \(user)"
        case 19: "rename user \(user) to \(user)"
        case 20: dice.percent(50) ? "remove user \(user)" : "remove customer \(customer) and everything"
        case 21: "add user \(user)\nadd customer \(customer) with plan = pro"
        case 22: "add recipe \(record) in \(customer) with owner = \(user)"
        case 23: "add job j\(Int.random(in: 0..<2, using: &dice)) in recipe \(record) in \(customer)"
        case 24: "\(dice.one(["lock", "unlock"])) recipe \(record) in \(customer)"
        case 25: "add user new-\(Int.random(in: 0..<9, using: &dice)), \(user)"
        case 26: "remove recipe \(record) in \(customer)"
        default: define(role)
        }
    }

    /// A question of one of the forms, by the form's name; whoever asks, asks of themselves as well.
    func question(by viewer: String?) -> (form: String, text: String) {
        let user = dice.percent(40) ? viewer ?? self.user : self.user
        let kind = dice.one(Self.kinds)
        let action = dice.one(Self.actions)
        let name = dice.percent(75) ? "" : " \(dice.one([user, customer, record, record, "j1", "nobody"]))"
        let place =
            dice.percent(85)
            ? " in \(account)"
            : dice.one([
                "", " in nowhere", " in \(record)", " in recipe \(record) in \(customer)", " in customer \(customer)",
            ])
        let order = dice.percent(80) ? "" : dice.one([" sort by role", " first 2", " where status = active"])
        switch Int.random(in: 0..<21, using: &dice) {
        case 17...: return ("audit", audit(user))
        case 16: return ("record", "can \(user) \(action) recipe \(record) in \(customer)")
        case 0..<4: return ("can", "can \(user) \(action) \(kind)\(name)\(place)")
        case 4..<6: return ("why", "why can \(user) \(action) \(kind)\(name)\(place)")
        case 6: return ("who", "who can \(action) \(kind)\(name)\(place)\(order)")
        case 7: return ("what", "what can \(user) do\(place)")
        case 8: return ("where", "where can \(user) \(action) \(kind)\(order)")
        case 9: return ("access", "show access of \(user)\(order)")
        case 10: return ("team", "show team of \(account)\(order)")
        case 11: return ("managers", "show managers of \(customer)\(dice.percent(50) ? " including inactive" : "")")
        case 12:
            return (
                "thing",
                "show \(dice.one(["user \(user)", "customer \(customer)", "role \(role)", "recipe \(record) in \(customer)"]))"
            )
        case 13: return ("definitions", "show \(dice.one(["roles", "kinds"]))")
        case 14: return ("wide", dice.one(["count users", "show users", "show customers of \(user)", "show rules"]))
        default:
            return ("several", "can \(user) \(action) \(kind)\(place)\nwhat can \(user) do in \(customer)")
        }
    }

    /// Every way of asking the audit log.
    private func audit(_ user: String) -> String {
        var text = dice.one(["show audit", "show audit", "show audit", "count audit"])
        text += dice.one([
            " of \(user)", " of user \(self.user)", " of customer \(customer)", " of role \(role)", " by \(user)",
            " of recipe \(record) in \(customer)", " of kind recipe", "", "",
        ])
        if dice.percent(50) { text += " in \(account)" }
        if dice.percent(20) { text += " since 2026-01-02" }
        if dice.percent(20) { text += " until 2026-01-09T12:00:00Z" }
        if dice.percent(35) {
            text += dice.one([
                " where action = invite", " where action in (refused, expired)",
                " where action = add and time > 2026-01-03",
                " where actor = \(user)", " where not action = invite", " where account = acme or kind = role",
            ])
        }
        if text.hasPrefix("show"), dice.percent(15) { text += " sort by time descending first 4" }
        return text
    }
}
