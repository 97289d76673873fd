import ReeveDomain
import ReeveSyntax

extension Resolver {
    mutating func kindRequest(_ syntax: KindSyntax, _ state: State) throws(ScriptError) -> KindRequest {
        let name = try text(syntax.name, state)
        var request = KindRequest(
            name: name, plural: try syntax.plural.map { item throws(ScriptError) in try text(item, state) }, home: nil,
            attributes: [], actions: [])
        if let parent = syntax.parent {
            switch try text(parent, state) {
            case "partner": request.home = .partner
            case "customer", "customers": request.home = .customer
            default:
                let kind = try kind(parent, state)
                guard BuiltInKind(rawValue: kind.raw) == nil else {
                    throw error(
                        "wrong-place", "nothing lives in a \(state[kind].definition.name)", parent.range,
                        label: "`partner`, `customer`, or a kind of your own")
                }
                request.home = .kind(kind)
            }
        }
        for line in syntax.lines {
            switch line {
            case .has(let attribute):
                let attributeName = try text(attribute.name, state)
                guard !request.attributes.contains(where: { $0.name == attributeName }) else {
                    throw error(
                        "doubled-name", "\(ticked(attributeName)) stands here twice", attribute.name.range,
                        label: "keep one of them")
                }
                if isReserved(attribute: attributeName, of: name) {
                    throw error(
                        "reserved-attribute", "every record already has \(ticked(attributeName))", attribute.name.range,
                        label: "choose another name")
                }
                request.attributes.append(Attribute(name: attributeName, type: try type(attribute.kind, state)))
            case .can(let actions):
                for action in actions {
                    let text = try text(action, state)
                    guard !request.actions.contains(text) else {
                        throw error(
                            "doubled-name", "\(ticked(text)) stands here twice", action.range, label: "keep one of them"
                        )
                    }
                    request.actions.append(text)
                }
            }
        }
        return request
    }

    private func type(_ kind: AttributeSyntax.Kind, _ state: State) throws(ScriptError) -> AttributeType {
        switch kind {
        case .text: return .text
        case .number: return .number
        case .yesNo: return .yesNo
        case .date: return .date
        case .instant: return .instant
        case .duration: return .duration
        case .user: return .user
        case .oneOf(let names):
            var values: [String] = []
            for name in names {
                let value = try text(name, state)
                guard !values.contains(value) else {
                    throw error(
                        "doubled-name", "\(ticked(value)) stands here twice", name.range, label: "keep one of them")
                }
                values.append(value)
            }
            return .oneOf(values)
        }
    }

    // MARK: Roles

    mutating func roleDefinition(
        _ syntax: RoleSyntax, _ line: (SourceRange) -> Int, _ state: State
    ) throws(ScriptError) -> RoleDefinition {
        let roleClass: RoleClass =
            switch syntax.roleClass {
            case .plain: .plain
            case .system: .system
            case .inheritable: .inheritable
            }
        var definition = RoleDefinition(name: try text(syntax.name, state), roleClass: roleClass)
        for entry in syntax.lines {
            switch entry {
            case .includes(let names, _):
                for name in names.all {
                    let role = try self.role(name, state)
                    if state[role].definition.name == definition.name {
                        throw error(
                            "role-cycle", "\(ticked(definition.name)) cannot include itself", name.range,
                            label: "take it out")
                    }
                    definition.includes.append(role)
                }
            case .canGrant(let names, let reach, _):
                var roles: [RoleID] = []
                for name in names.all { roles.append(try self.role(name, state)) }
                definition.grants.append(
                    GrantPermission(
                        roles: roles, reach: try reach.map { item throws(ScriptError) in try self.reach(item, state) }))
            case .permission(let permission):
                definition.permissions.append(try self.permission(permission, line(permission.range), state))
            }
        }
        return definition
    }

    private mutating func permission(
        _ syntax: PermissionSyntax, _ line: Int, _ state: State
    ) throws(ScriptError) -> Permission {
        var permission = Permission(actions: [], kinds: [], line: line)
        for action in syntax.actions { permission.actions.append(try text(action, state)) }
        if syntax.kinds.isEmpty { permission.kinds = [.anything] }
        var conditionKinds: [KindID] = []
        for name in syntax.kinds {
            let text = try text(name, state)
            if name.form == .word, text == "self" {
                try requireSelfActions(syntax, name, state)
                permission.kinds.append(.selfDetails)
            } else {
                let kind = try kind(name, state)
                for action in syntax.actions { _ = try self.action(action, of: kind, state) }
                permission.kinds.append(.kind(kind))
                conditionKinds.append(kind)
            }
        }
        if syntax.kinds.isEmpty {
            for action in syntax.actions { try requireKnownAction(action, state) }
        }
        if let reach = syntax.reach { permission.reach = try self.reach(reach, state) }
        if let condition = syntax.condition {
            permission.condition = try recordCondition(condition, conditionKinds, syntax.range, state)
        }
        return permission
    }

    /// `self` is one's own details: viewed and edited, nothing else.
    private func requireSelfActions(
        _ syntax: PermissionSyntax, _ name: NameSyntax, _ state: State
    ) throws(ScriptError) {
        for action in syntax.actions {
            let text = try text(action, state)
            guard text == "view" || text == "edit" else {
                throw error(
                    "unknown-action", "one's own details can be viewed and edited, not \(ticked(text))", action.range,
                    label: "`view` or `edit`")
            }
        }
        if syntax.actions.isEmpty || syntax.condition != nil || syntax.reach != nil {
            throw error(
                "scope-without-effect", "`self` takes `view` and `edit`, and neither a condition nor a scope",
                syntax.range,
                label: "write: can view, edit self")
        }
    }

    private func requireKnownAction(_ name: NameSyntax, _ state: State) throws(ScriptError) {
        let text = try text(name, state)
        let all = state.kindIDs.flatMap { state[$0].definition.liveActions }
        guard !all.contains(text) else { return }
        let near = nearest(to: text, among: all)
        throw error(
            "unknown-action", "no kind has an action \(ticked(text))", name.range,
            label: near.map { "did you mean \(ticked($0))?" } ?? "", fix: near.map { spelled($0) })
    }

    private mutating func reach(_ syntax: ReachSyntax, _ state: State) throws(ScriptError) -> Reach {
        let base: Reach.Base =
            switch syntax.base {
            case .all: .all
            case .own: .own
            case .unassigned: .unassigned
            }
        return Reach(
            base: base,
            condition: try syntax.condition.map { item throws(ScriptError) in try keptCondition(item, state) })
    }

    private mutating func recordCondition(
        _ syntax: RecordConditionSyntax, _ kinds: [KindID], _ range: SourceRange, _ state: State
    ) throws(ScriptError) -> RecordCondition {
        let attribute = try text(syntax.attribute, state)
        guard let first = kinds.first else {
            throw error(
                "scope-without-effect", "a condition on records needs a kind that has the attribute",
                syntax.attribute.range,
                label: "name the kind instead of `anything`")
        }
        guard kinds.allSatisfy({ BuiltInKind(rawValue: $0.raw) == nil }) else {
            throw error(
                "scope-without-effect", "only records of your own kinds can be told apart by an attribute here",
                syntax.attribute.range,
                notes: [
                    "for customers write a scope: in all customers where \(escaped(source.text(syntax.attribute.range))) = \(syntax.values.first.map { escaped(source.text($0.range)) } ?? "…")"
                ])
        }
        for kind in kinds { _ = try attributeType(attribute, of: .things(kind), syntax.attribute.range, state) }
        guard case .plain(let type) = try attributeType(attribute, of: .things(first), syntax.attribute.range, state)
        else { return RecordCondition(attribute: attribute, values: []) }
        var wanted: [RecordCondition.Wanted] = []
        for value in syntax.values {
            if value.name.form == .variable, symbols.text(value.name.symbol) == "user", value.name.attribute == nil {
                guard type == .user else {
                    throw error("wrong-kind-of-value", "\(ticked(attribute)) does not hold a user", value.range)
                }
                wanted.append(.asker)
            } else if type == .user, value.name.form == .variable, value.name.attribute == nil,
                ["actor", "me", "self"].contains(symbols.text(value.name.symbol)),
                environment.value(of: value.name.symbol) == nil
            {
                throw error(
                    "unknown-variable", "in a permission, whoever asks is `$user`", value.range, label: "write `$user`",
                    fix: "$user")
            } else {
                wanted.append(.value(try self.value(value, as: type, of: attribute, state)))
            }
        }
        return RecordCondition(attribute: attribute, values: wanted)
    }
}
