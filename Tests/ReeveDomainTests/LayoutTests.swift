@testable import ReeveDomain
import Testing

/// What is kept laid out beside the roles, against the same laid out anew.
@Suite struct LayoutTests {
    /// A role that is added, changed, renamed or removed leaves the layout that all roles together would have.
    @Test(arguments: 0..<8) func rolesAreLaidOutAsTogether(seed: Int) {
        var world = RandomWorld(seed: UInt64(730_000 + seed), steps: 20)
        var changed = 0
        for _ in 0..<150 {
            let before = world.entries.count
            if world.random.percent(60) {
                world.run(world.roleCommand())
            } else if let role = world.random.pick(world.state.roleIDs), world.random.percent(40) {
                let isRemoval = world.random.percent(50)
                world.run(
                    isRemoval ? .remove([.role(role)], everything: false) : .rename(.role(role), to: "Role \(before)"))
            } else {
                world.step()
            }
            changed += world.entries[before...].count { Facet($0.event).contains(.definitions) }
            expectTogether(world.state)
        }
        #expect(changed > 40, "\(changed) definitions")
    }

    private func expectTogether(_ state: State) {
        var anew = state
        anew.compileRoles()
        #expect(state.compiled.count == anew.compiled.count)
        #expect(state.powers.reachesCustomers == anew.powers.reachesCustomers)
        for index in state.roles.indices {
            let role = RoleID(Int32(index))
            let (one, other) = (state.compiled[index], anew.compiled[index])
            #expect(one.byKind == other.byKind && one.reaches == other.reaches && one.grants == other.grants)
            #expect(one.selfMask == other.selfMask && one.selfSource?.role == other.selfSource?.role)
            #expect(one.selfSource?.index == other.selfSource?.index)
            for kind in state.kindIDs { #expect(state.powers[role, kind] == anew.powers[role, kind]) }
        }
        for entry in state.roles {
            let name = entry.definition.name
            #expect(state.role(name) == anew.role(name), "\(name)")
        }
        for name in RandomWorld.roleNames { #expect(state.role(name) == anew.role(name), "\(name)") }
    }
}
