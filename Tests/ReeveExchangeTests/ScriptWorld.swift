import ReeveDomain
import SeededRandom

@testable import Reeve

/// A world that random statements made of nothing; many of them were refused.
struct ScriptWorld {
    /// 2026-01-01T00:00:00Z
    static let now = Instant(milliseconds: 1_767_225_600_000)
    static let users = ["ada", "bob", "cleo", "dan", "\"eve, the \\\"x\\\"\"", "=fay", "\"-gus;ü\""]
        .map { $0.hasPrefix("=") ? "\"\($0)\"" : $0 }
    static let customers = ["acme", "globex", "hooli", "\"initech; inc\"", "umbrella", "soylent"]
    static let roles = ["Admin", "Viewer", "Success", "Lead"]

    let session: Session
    var state: State { session.view.everything }

    static var options: SessionOptions {
        var options = SessionOptions()
        options.clock = { ScriptWorld.now.milliseconds }
        options.systemUser = "root"
        return options
    }

    /// Without `reaches`, no role permits anything from the partner's team.
    init(seed: UInt64, steps: Int = 40, reaches: Bool = true) throws {
        var dice = SeededRandom(seed: seed)
        session = try Session(options: Self.options)
        try session.run(
            """
            define partner "Desk"
            define kind customer { has plan one of free, pro }
            define kind recipe in customer { has owner user; can view, create, edit, delete, run, lock }
            define kind job in recipe { can view, rerun }
            add user \(Self.users.joined(separator: ", "))
            add customer \(Self.customers.joined(separator: ", ")) with plan = free
            """, named: "begin")
        for role in Self.roles { _ = try? session.run(Self.define(role, reaches, &dice), named: "roles.reeve") }
        for _ in 0..<steps { _ = try? session.run(Self.statement(&dice), named: "steps.reeve") }
    }

    private static func define(_ role: String, _ reaches: Bool, _ dice: inout SeededRandom) -> String {
        let lines = [
            "can view recipe", "can do anything to anything", "can view, edit recipe in own customers",
            "can view, run recipe in unassigned customers", "can view recipe in all customers where plan = pro",
            "can view, edit customer in own customers", "can view member, user", "can view, edit self",
            "can edit recipe where owner = $user", "can view, rerun job",
        ]
        let chosen = lines.filter { dice.percent(25) && (reaches || !$0.contains(" in ")) }
        let word = dice.one(["system ", "inheritable ", "inheritable ", ""])
        return "define \(word)role \(role) { \((chosen + ["can view recipe"]).joined(separator: "; ")) }"
    }

    private static func statement(_ dice: inout SeededRandom) -> String {
        let user = dice.one(users)
        let customer = dice.one(customers)
        let role = dice.one(roles)
        let term = dice.one(["", "", "", " until 2026-02-01", " from 2026-03-01", " for 8 hours"])
        let why = dice.one(["", " because \"=1+1\"", " because \"said so, twice\""])
        switch Int.random(in: 0..<16, using: &dice) {
        case 0..<4: return "invite \(user) as \(role) to \(customer)\(term)\(why)"
        case 4..<7: return "invite \(user) as \(role) to partner\(term)\(why)"
        case 7: return "uninvite \(user) from \(customer)"
        case 8..<11: return "assign \(user) as \(role) to \(customer), \(dice.one(customers))\(term)\(why)"
        case 11: return "assign \(user) as \(role) to all customers where plan = pro except \(customer)\(term)\(why)"
        case 12: return "assign \(user) as \(role) to all customers\(term)"
        case 13: return "\(dice.one(["disable", "enable"])) \(dice.one(["user \(user)", "customer \(customer)"]))"
        case 14: return "change customer \(customer) with plan = \(dice.one(["free", "pro"]))"
        default: return "remove customer \(customer) and everything in it\nadd customer \(customer) with plan = pro"
        }
    }
}
