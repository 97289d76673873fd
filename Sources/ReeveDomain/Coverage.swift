/// How a user gets to an account: the first that exists decides, and shadows the rest (language.md 3.1, step 2;
/// Workato, Customer managers, FAQ 2).
package enum Route: Hashable, Sendable {
    /// On the account's own team.
    case team(Grant)
    /// Assigned by name.
    case manager(Grant)
    /// Assigned by a standing item.
    case standing(Manager, StandingItem)
    /// Through the role on the partner's team, one of whose permissions reaches this customer.
    case partner(Grant, Reach)

    package var name: RouteName {
        switch self {
        case .team: .team
        case .manager, .standing: .manager
        case .partner: .partner
        }
    }

    /// The event that made it.
    package var seq: Int64 {
        switch self {
        case .team(let grant), .manager(let grant), .partner(let grant, _): grant.seq
        case .standing(_, let item): item.seq
        }
    }

    package var until: Instant? {
        switch self {
        case .team(let grant), .manager(let grant), .partner(let grant, _): grant.term.until
        case .standing(_, let item): item.term.until
        }
    }
}

package struct EffectiveRole: Hashable, Sendable {
    package var role: RoleID
    package var route: Route
}

/// The same in numbers: what a decision goes by, and `EffectiveRole` is made from where somebody wants to know.
struct Way {
    var role: RoleID
    var route: RouteName
    /// The row of the grant among the members, of a manager's among the assignments; -1 for a standing item.
    var row: Int32
    /// Which of the manager's standing items, or of the role's reaches.
    var number: Int32 = 0
}

extension State {
    /// Whether the user is on the partner's team now.
    package func partnerGrant(_ user: UserID, at now: Instant) -> Grant? {
        partner(user, at: now).map { members.grant($0.row) }
    }

    @inline(__always)
    func partner(_ user: UserID, at now: Instant) -> GrantTable.Found? {
        guard let found = members.findInPartner(user), members.isLive(found, at: now) else { return nil }
        return found
    }

    /// The role that decides for a user in an account. Costs two look-ups and the user's standing items.
    package func effectiveRole(of user: UserID, in account: AccountID, at now: Instant) -> EffectiveRole? {
        way(of: user, in: account, at: now).map { effectiveRole(of: user, by: $0) }
    }

    @inline(__always)
    func way(of user: UserID, in account: AccountID, at now: Instant) -> Way? {
        if let found = members.find(user, account), members.isLive(found, at: now) {
            return Way(role: found.role, route: .team, row: found.row)
        }
        guard !account.isPartner, let partner = partner(user, at: now) else { return nil }
        return managingWay(user, account, at: now) ?? reaching(user, partner, account, at: now)
    }

    /// What a way of this very state is in full.
    func effectiveRole(of user: UserID, by way: Way) -> EffectiveRole {
        switch way.route {
        case .team:
            return EffectiveRole(role: way.role, route: .team(members.grant(way.row)))
        case .partner:
            let reach = compiled[Int(way.role.raw)].reaches[Int(way.number)]
            return EffectiveRole(role: way.role, route: .partner(members.grant(way.row), reach))
        case .manager:
            if way.row < 0, let manager = manager(user) {
                return EffectiveRole(role: way.role, route: .standing(manager, manager.standing[Int(way.number)]))
            }
            var grant = assignments.grant(way.row)
            grant.role = way.role
            return EffectiveRole(role: way.role, route: .manager(grant))
        }
    }

    /// Every route there is, the deciding one first.
    package func routes(of user: UserID, to account: AccountID, at now: Instant) -> [EffectiveRole] {
        var found: [Way] = []
        if let team = members.find(user, account), members.isLive(team, at: now) {
            found.append(Way(role: team.role, route: .team, row: team.row))
        }
        if !account.isPartner, let partner = partner(user, at: now) {
            if let manager = managingWay(user, account, at: now) { found.append(manager) }
            if let reach = reaching(user, partner, account, at: now) { found.append(reach) }
        }
        return found.map { effectiveRole(of: user, by: $0) }
    }

    /// Route (b), for one whose place on the partner's team the caller has seen.
    func managing(_ user: UserID, _ account: AccountID, at now: Instant) -> EffectiveRole? {
        managingWay(user, account, at: now).map { effectiveRole(of: user, by: $0) }
    }

    private func managingWay(_ user: UserID, _ account: AccountID, at now: Instant) -> Way? {
        guard let manager = manager(user) else { return nil }
        if let found = assignments.find(user, account), assignments.isLive(found, at: now) {
            return Way(role: manager.role, route: .manager, row: found.row)
        }
        for (number, item) in manager.standing.enumerated() where item.term.isLive(at: now) && covers(item, account) {
            return Way(role: manager.role, route: .manager, row: -1, number: Int32(truncatingIfNeeded: number))
        }
        return nil
    }

    /// Route (c): the role on the partner's team, if one of its permissions' reaches covers the customer.
    private func reaching(
        _ user: UserID, _ partner: GrantTable.Found, _ account: AccountID, at now: Instant
    ) -> Way? {
        guard powers.reachesCustomers else { return nil }
        for (number, reach) in compiled[Int(partner.role.raw)].reaches.enumerated()
        where covers(reach, account, for: user, at: now) {
            return Way(
                role: partner.role, route: .partner, row: partner.row, number: Int32(truncatingIfNeeded: number))
        }
        return nil
    }

    /// Whether the user manages the customer now.
    package func manages(_ user: UserID, _ account: AccountID, at now: Instant) -> Bool {
        partner(user, at: now) != nil && managingWay(user, account, at: now) != nil
    }

    package func covers(_ item: StandingItem, _ account: AccountID) -> Bool {
        guard !item.except.contains(account) else { return false }
        return item.condition.map { holds($0, on: account) } ?? true
    }

    /// Whether a reach of the user's role on the partner's team covers the customer now.
    package func covers(_ reach: Reach, _ account: AccountID, for user: UserID, at now: Instant) -> Bool {
        if let condition = reach.condition, !holds(condition, on: account) { return false }
        return switch reach.base {
        case .all: true
        case .own: manages(user, account, at: now)
        case .unassigned: isUnassigned(account, at: now)
        }
    }

    /// No live grant covers the customer by name or by `where` (a plain `all customers` does not count).
    package func isUnassigned(_ account: AccountID, at now: Instant) -> Bool {
        if assignments.hasAny(account) {
            for grant in assignments.of(account)
            where grant.term.isLive(at: now) && partner(grant.user, at: now) != nil {
                return false
            }
        }
        for user in standingManagers where partner(user, at: now) != nil {
            guard let manager = manager(user) else { continue }
            for item in manager.standing
            where item.condition != nil && item.term.isLive(at: now) && covers(item, account) {
                return false
            }
        }
        return true
    }

    /// Whether a customer meets a kept condition.
    package func holds(_ condition: Condition, on account: AccountID) -> Bool {
        condition.holds { $0.holds(attribute($0.attribute, of: .customer(account))) }
    }

    /// Everything that has a name has these; the rest is defined by its kind. Nil: not set.
    package func attribute(_ name: String, of thing: Thing) -> Value? {
        func common(_ entity: Entity, _ kind: KindID) -> Value? {
            switch name {
            case "name": .text(entity.name)
            case "created": .instant(entity.created.time)
            case "modified": .instant(entity.modified.time)
            default: self[kind].definition.slot(of: name).flatMap { entity.value($0) }
            }
        }
        switch thing {
        case .user(let id):
            if name == "status" { return .text(self[id].isDisabled ? "disabled" : "active") }
            return common(self[id], BuiltInKind.user.id)
        case .customer(let id):
            if name == "status" { return .text(self[id].isDisabled ? "disabled" : "active") }
            return common(self[id], BuiltInKind.customer.id)
        case .record(let id):
            let record = self[id]
            if name == "locked" { return .yesNo(record.isLocked) }
            return common(record.entity, record.kind)
        case .role(let id):
            switch name {
            case "name": return .text(self[id].definition.name)
            case "created": return .instant(self[id].created.time)
            case "modified": return .instant(self[id].modified.time)
            default: return nil
            }
        case .rule(let id):
            switch name {
            case "name": return .text(self[id].definition.name)
            case "created": return .instant(self[id].created.time)
            case "modified": return .instant(self[id].modified.time)
            default: return nil
            }
        case .kind(let id):
            switch name {
            case "name": return .text(self[id].definition.name)
            case "created": return .instant(self[id].created.time)
            case "modified": return .instant(self[id].modified.time)
            default: return nil
            }
        }
    }
}
