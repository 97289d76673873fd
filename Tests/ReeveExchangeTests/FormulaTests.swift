import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// What every target is made of, against the decision function.
struct FormulaTests {
    @Test(arguments: 0..<5) func formulasDecideAsReeveDoes(seed: UInt64) throws {
        let world = try RandomAccess(seed: seed, terms: true, records: true)
        let state = world.state
        let access = AccessModel(state, now: RandomAccess.now, flat: true)
        let model = FormulaModel(access)
        var answers = [0, 0]
        everyRequest(state, records: true) { request in
            let wanted = state.allows(request, at: RandomAccess.now)
            answers[wanted ? 1 : 0] += 1
            #expect(
                model.allows(request) == wanted,
                "world \(seed): \(state[request.user].name) \(request.action) \(access.name(request.kind)) in \(access.name(request.account)), \(request.subject.map(state.name) ?? "-")"
            )
        }
        #expect(answers[0] > 0)
    }

    @Test func waysThroughSets() {
        let pro = AccessFormula.inSet(CustomerSet(isUnassigned: true))
        let eu = AccessFormula.inSet(CustomerSet(condition: .test(AttributeTest(attribute: "region", check: .isSet))))
        #expect(AccessFormula.all([.any([pro, eu]), pro]).waysThroughSets.map(\.count) == [1])
        #expect(AccessFormula.all([pro, eu]).waysThroughSets.map(\.count) == [2])
        #expect(AccessFormula.any([.yes, pro]).waysThroughSets == [[]])
        #expect(AccessFormula.no.waysThroughSets.isEmpty)
        #expect(AccessFormula.all([.unless(.locked(KindID(0))), pro]).withoutRecord == pro)
    }
}

/// Steps 1 and 2 of the decision, told once more; from there on the formulas.
private struct FormulaModel {
    let access: AccessModel
    var state: State { access.state }

    init(_ access: AccessModel) { self.access = access }

    func allows(_ request: Request) -> Bool {
        guard !state[request.user].isDisabled else { return false }
        let teams = access.teams(of: request.user)
        let home = teams.first { $0.account.isPartner }?.role
        let managed = home == nil ? nil : access.managed(by: request.user)
        let manages =
            managed.map { managed in
                !request.account.isPartner
                    && (managed.named.contains { $0.account == request.account }
                        || managed.standing.contains { state.covers($0, request.account) })
            } ?? false
        func holds(_ role: RoleID, _ held: HeldRole) -> Bool {
            isTrue(access.formula(role, held: held, request.kind, request.action), request, manages)
        }
        if let home, holds(home, .home) { return true }
        if request.kind != BuiltInKind.customer.id, !request.account.isPartner, state[request.account].isDisabled {
            return false
        }
        let team = teams.first { $0.account == request.account }?.role
        if request.account.isPartner { return team.map { holds($0, .inPartner) } ?? false }
        if let team { return holds(team, .team) }
        if let managed, manages { return holds(managed.role, .manager) }
        return home.map { holds($0, .partner) } ?? false
    }

    private func isTrue(_ formula: AccessFormula, _ request: Request, _ manages: Bool) -> Bool {
        switch formula {
        case .yes: true
        case .no: false
        case .inSet(let set): !request.account.isPartner && access.covers(set, request.account)
        case .manages: manages
        case .meets(let kind, let wanted): record(kind, request).map { meets($0, wanted, request.user) } ?? false
        case .locked(let kind): record(kind, request).map { state[$0].isLocked } ?? false
        case .lockedBelow:
            if case .record(let record)? = request.subject { state.lockedBelow(record) != nil } else { false }
        case .not(let inner): !isTrue(inner, request, manages)
        case .and(let parts): parts.allSatisfy { isTrue($0, request, manages) }
        case .or(let parts): parts.contains { isTrue($0, request, manages) }
        }
    }

    private func record(_ kind: KindID, _ request: Request) -> RecordID? {
        guard case .record(var at)? = request.subject else { return nil }
        while state[at].kind != kind {
            guard let above = state[at].parent else { return nil }
            at = above
        }
        return at
    }

    private func meets(_ record: RecordID, _ condition: RecordCondition, _ user: UserID) -> Bool {
        let slot = state[state[record].kind].definition.slot(of: condition.attribute)
        guard let value = slot.flatMap({ state[record].entity.value($0) }) else { return false }
        return condition.values.contains { $0 == .asker ? value == .user(user) : $0 == .value(value) }
    }
}
