import Foundation
import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// What the bundle's data says, against the state; what the policy makes of it the real engine is asked by
/// `Scripts/exchange/prove`.
struct OPATests {
    private typealias Object = [String: Any]

    private func data(_ access: AccessModel) throws -> Object {
        let text = fileText("data.json", ExportTarget.opa.model(of: access))
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
        return try #require(document["reeve"] as? Object)
    }

    private func term(_ grant: Object?) -> Term? {
        guard let grant else { return nil }
        func instant(_ name: String) -> Instant? { (grant[name] as? Int64).map { Instant(milliseconds: $0) } }
        return Term(from: instant("from"), until: instant("until"))
    }

    @Test(arguments: 0..<6 as Range<UInt64>, [false, true]) func dataIsWhatTheStateHas(seed: UInt64, flat: Bool) throws
    {
        let world = try RandomAccess(seed: 700 + seed, terms: true, records: true)
        let state = world.state
        let access = AccessModel(state, now: RandomAccess.now, flat: flat)
        // Terms, locks and conditions on records too.
        #expect(ExportTarget.opa.uncarried(of: access).isEmpty)
        let reeve = try data(access)
        let users = try #require(reeve["users"] as? [String: Object])
        #expect(Set(users.keys) == Set(state.userIDs.map { state[$0].name }))
        let customers = try #require(reeve["customers"] as? [String: Object])
        #expect(Set(customers.keys) == Set(state.customerIDs.map { state[$0].name }))
        for (name, customer) in customers {
            let id = try #require(state.customerIDs.first { state[$0].name == name })
            #expect((customer["disabled"] as? Bool ?? false) == state[id].isDisabled)
        }
        for user in state.userIDs {
            let found = try #require(users[state[user].name])
            #expect((found["disabled"] as? Bool ?? false) == state[user].isDisabled)
            let teams = found["team"] as? [String: Object] ?? [:]
            var wanted: [String: Term] = [:]
            for grant in state.members.of(user) {
                guard !flat || grant.term.isLive(at: RandomAccess.now) else { continue }
                wanted[access.name(grant.account)] = flat ? .always : grant.term
            }
            #expect(teams.mapValues { self.term($0) ?? .always } == wanted)
            for (account, grant) in teams {
                // The last part is the record of the journal that made it.
                let id = try #require(grant["id"] as? String)
                #expect(id.wholeMatch(of: /invite:.*@[0-9]+/) != nil && id.contains(":\(account)@"))
            }
            let manager = found["manager"] as? Object
            let named = manager?["named"] as? [String: Object] ?? [:]
            let held = state.assignments.of(user).filter { !flat || $0.term.isLive(at: RandomAccess.now) }
            #expect(Set(named.keys) == Set(held.map { access.name($0.account) }))
        }
        let roles = try #require(reeve["roles"] as? [String: Object])
        #expect(Set(roles.keys) == Set(state.roleIDs.map { state[$0].definition.name }))
    }

    @Test func theSameStateGivesTheSameBytes() throws {
        let world = try RandomAccess(seed: 710, terms: true, records: true)
        for target in ExportTarget.allCases {
            var texts: [[String: String]] = []
            for _ in 0..<2 {
                var files: [String: String] = [:]
                let access = AccessModel(world.state, now: RandomAccess.now, flat: true, kindsOnly: true)
                write(target.model(of: access)) { files[$0, default: ""] += $1 }
                texts.append(files)
            }
            #expect(texts[0] == texts[1] && !texts[0].isEmpty, "\(target)")
        }
    }

    @Test func namesStayNames() throws {
        let names = ["a\"b", "\\u0041", "</script>", "józef", "𝔘", "x: [1, 2]", "%s", "`input`", "{}"]
        let session = try Session()
        try session.run(
            "define partner Initech\n" + names.map { "add user \(quoted($0))" }.joined(separator: "\n"), named: "w")
        let access = AccessModel(session.view.everything, now: RandomAccess.now, flat: false)
        let users = try #require(try data(access)["users"] as? [String: Object])
        #expect(Set(users.keys) == Set(names))
    }
}
