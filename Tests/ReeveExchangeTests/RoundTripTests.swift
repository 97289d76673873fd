import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// A world, exported for Casbin, read back from there.
struct RoundTripTests {
    /// Where the import says of nothing that it was left out, but customers that no row names, every request of what it
    /// knows is answered as before; what it does not know, nobody could do anything to.
    @Test func casbinReadBackDecidesTheSame() throws {
        var (whole, allowed, asked) = (0, 0, 0)
        for seed in 700..<(712 as UInt64) {
            let world = try ScriptWorld(seed: seed, reaches: false)
            let state = world.state
            let access = AccessModel(state, now: ScriptWorld.now, flat: true, kindsOnly: true)
            let model = ExportTarget.casbin.model(of: access)
            let read = try CasbinImport(
                model: fileText("model.conf", model), named: "m", policy: fileText("policy.csv", model), named: "p"
            ).imported
            guard read.left.allSatisfy({ $0.what.hasPrefix("customers that no row names") }) else { continue }
            whole += 1
            let again = try session(of: read).view.everything
            everyRequest(state, records: false) { request in
                let account = request.account.isPartner ? .partner : again.account(state[request.account].name)
                guard let account else { return }
                let wanted = state.allows(request, at: ScriptWorld.now)
                var found = false
                if let user = again.user(state[request.user].name),
                    let kind = again.kind(state[request.kind].definition.name),
                    again[kind].definition.liveActions.contains(request.action)
                {
                    let request = Request(user: user, action: request.action, kind: kind, account: account)
                    found = again.allows(request, at: ScriptWorld.now)
                }
                asked += 1
                allowed += wanted ? 1 : 0
                #expect(
                    found == wanted,
                    """
                    world \(seed): \(state[request.user].name) \(request.action) \
                    \(state[request.kind].definition.name) in \(request.account)
                    """)
            }
        }
        #expect(whole >= 3 && allowed > 100 && asked > allowed, "\(whole) \(allowed) \(asked)")
    }
}
