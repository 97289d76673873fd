import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// The text of one of an export's files.
func fileText(_ name: String, _ model: any ExportedModel) -> String {
    var text = ""
    write(model) { file, piece in if file == name { text += piece } }
    return text
}

struct CasbinTests {
    @Test func encodedNames() {
        #expect(casbinName("alice@x.example") == "alice@x.example")
        #expect(casbinName("a, b (c) \"d\" #%") == "a%2c%20b%20%28c%29%20%22d%22%20%23%25")
        #expect(casbinName("józef") == "józef")
    }

    @Test(arguments: 0..<5) func rowsDecideAsReeveDoes(seed: UInt64) throws {
        let world = try RandomAccess(seed: 100 + seed, terms: true, records: true)
        let state = world.state
        let access = AccessModel(state, now: RandomAccess.now, flat: true, kindsOnly: true)
        #expect(ExportTarget.casbin.uncarried(of: access).isEmpty)
        let rows = CasbinRows(fileText("policy.csv", ExportTarget.casbin.model(of: access)))
        everyRequest(state, records: false) { request in
            let wanted = state.allows(request, at: RandomAccess.now)
            let found = rows.allows(
                casbinName("u:" + access.name(request.user)), casbinName(request.action),
                casbinName(access.name(request.kind)), casbinName(access.casbinAccount(request.account)))
            #expect(found == wanted, "world \(seed): \(request)")
        }
    }

    @Test func whatItCannotCarryIsNamed() throws {
        let session = try Session()
        try session.run(
            """
            define partner Initech
            define kind recipe in customer { has owner user; can view, edit, lock }
            define system role Admin { can do anything to anything }
            define role Guest { can edit recipe where owner = $user }
            add user alice, bob
            add customer acme
            invite alice as Admin to partner
            assign alice as Admin to all customers except acme until 2126-01-01
            invite bob as Guest to acme until 2126-02-01
            add recipe "a b" in acme
            lock recipe "a b" in acme
            """, named: "world")
        let now = Instant(milliseconds: RandomAccess.start + 1_000_000_000_000)
        func uncarried(_ flat: Bool, _ kinds: Bool) -> [String] {
            ExportTarget.casbin.uncarried(
                of: AccessModel(session.view.everything, now: now, flat: flat, kindsOnly: kinds)
            ).map(\.statement)
        }
        let terms = [
            "assign alice as Admin to all customers except acme until 2126-01-01",
            "invite bob as Guest to acme until 2126-02-01",
        ]
        let records = ["define role Guest { can edit recipe where owner = $user }", "lock recipe \"a b\" in acme"]
        #expect(uncarried(false, true) == terms)
        #expect(Set(uncarried(false, false)) == Set(terms + records))
        #expect(uncarried(true, false) == records)
        #expect(uncarried(true, true).isEmpty)
    }
}

/// What the matcher of `model.conf` says, told once more; the real engine is asked by `Scripts/exchange/prove`.
private struct CasbinRows {
    private var permissions: [[String]] = []
    private var grants: Set<[String]> = []
    private var sets: Set<[String]> = []

    init(_ policy: String) {
        for line in policy.split(separator: "\n") {
            let fields = line.split(separator: ",").map { String($0.drop { $0 == " " }) }
            switch fields[0] {
            case "p": permissions.append(Array(fields[1...]))
            case "g": grants.insert(Array(fields[1...3]))
            default: sets.insert(Array(fields[1...2]))
            }
        }
    }

    func allows(_ user: String, _ action: String, _ kind: String, _ account: String) -> Bool {
        func g(_ role: String, _ place: String) -> Bool { grants.contains([user, role, place]) }
        let manages = g("managing", account) || (account != "partner" && g("managing", "*"))
        return permissions.contains { row in
            guard row[1] == action, row[2] == kind else { return false }
            let isThere =
                switch row[3] {
                case "*": true
                case "customers": account != "partner"
                case "partner": account == "partner"
                default: sets.contains([account, row[3]])
                }
            guard isThere else { return false }
            let isOpen = kind == "customer" || !sets.contains([account, "disabled"])
            return switch row[4] {
            case "home": g(row[0], "partner")
            case "home-managing": g(row[0], "partner") && manages
            case "team", "inPartner": isOpen && g(row[0], account)
            case "team-managing": isOpen && g(row[0], account) && manages
            case "manager": isOpen && !g("invited", account) && (g("m" + row[0], account) || g("m" + row[0], "*"))
            case "partner": isOpen && !g("invited", account) && g(row[0], "partner") && !manages
            default: false
            }
        }
    }
}
