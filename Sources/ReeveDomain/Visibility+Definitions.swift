/// What stands in roles and scopes, as the viewer may read it: a user whom one may not see is `someone`.
extension Visibility {
    /// A standing item without the customers that may not be seen.
    package func seen(_ item: StandingItem) -> StandingItem {
        var item = item
        item.except.removeAll { !sees($0) }
        item.condition = item.condition.map { seen($0) }
        return item
    }

    package func seen(_ permission: Permission) -> Permission {
        var permission = permission
        permission.condition = permission.condition.map { seen($0) }
        permission.reach = permission.reach.map { seen($0) }
        return permission
    }

    package func seen(_ grant: GrantPermission) -> GrantPermission {
        var grant = grant
        grant.reach = grant.reach.map { seen($0) }
        return grant
    }

    package func seen(_ reach: Reach) -> Reach {
        Reach(base: reach.base, condition: reach.condition.map { seen($0) })
    }

    package func seen(_ condition: RecordCondition) -> RecordCondition {
        RecordCondition(
            attribute: condition.attribute,
            values: condition.values.map { if case .value(let value) = $0 { .value(named(value)) } else { $0 } })
    }

    /// A role as it may be read.
    package func seen(_ definition: RoleDefinition) -> RoleDefinition {
        var definition = definition
        definition.permissions = definition.permissions.map { seen($0) }
        definition.grants = definition.grants.map { seen($0) }
        return definition
    }

    private func seen(_ condition: Condition) -> Condition {
        switch condition {
        case .test(var test):
            test.check =
                switch test.check {
                case .compare(let comparison, let value): .compare(comparison, named(value))
                case .oneOf(let values): .oneOf(values.map { named($0) })
                case .contains(let value): .contains(named(value))
                case .isSet: .isSet
                }
            return .test(test)
        case .not(let inner): return .not(seen(inner))
        case .and(let parts): return .and(parts.map { seen($0) })
        case .or(let parts): return .or(parts.map { seen($0) })
        }
    }

    private func named(_ value: Value) -> Value { seen(value) ?? .text("someone") }
}

extension Optional<Visibility> {
    /// As it is for whoever sees everything.
    func seen(_ item: StandingItem) -> StandingItem { self?.seen(item) ?? item }
    func seen(_ permission: Permission) -> Permission { self?.seen(permission) ?? permission }
    func seen(_ reach: Reach) -> Reach { self?.seen(reach) ?? reach }
    func seen(_ condition: RecordCondition) -> RecordCondition { self?.seen(condition) ?? condition }
    func seen(_ definition: RoleDefinition) -> RoleDefinition { self?.seen(definition) ?? definition }
}
