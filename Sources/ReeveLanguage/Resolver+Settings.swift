import ReeveDomain
import ReeveSyntax

/// What `with` and `set` say: attributes of things, by the names of their kind.
extension Resolver {
    /// The names of a statement and their place, as typed.
    func thingText(_ names: NamesSyntax, _ place: PlaceSyntax?) -> String {
        escaped(source.text(names.range)) + (place.map { " in " + escaped(source.text($0.range)) } ?? "")
    }

    mutating func settings(
        _ settings: [SettingSyntax], _ kind: KindID, _ state: State, of things: String = "NAME"
    ) throws(ScriptError) -> [AttributeChange] {
        var changes: [AttributeChange] = []
        for setting in settings {
            let slot = try slot(setting.attribute, kind, state, of: things, setting.value)
            guard !changes.contains(where: { $0.slot == slot }) else { throw doubled(setting.attribute) }
            let attribute = state[kind].definition.attributes[slot]
            changes.append(
                AttributeChange(
                    slot: slot, value: try value(setting.value, as: attribute.type, of: attribute.name, state)))
        }
        return changes
    }

    func doubled(_ name: NameSyntax) -> ScriptError {
        error(
            "doubled-name", "\(ticked(source.text(name.range))) stands here twice", name.range,
            label: "keep one of them")
    }

    /// `things` and `value` fill in the sentence that changes what no `with` can.
    func slot(
        _ name: NameSyntax, _ kind: KindID, _ state: State, of things: String = "NAME", _ value: ValueSyntax? = nil
    ) throws(ScriptError) -> Int {
        let text = try text(name, state)
        if let slot = state[kind].definition.slot(of: text) { return slot }
        let kindName = spelled(state[kind].definition.name)
        let written = value.map { escaped(source.text($0.range)) }
        switch text {
        case "name":
            throw error(
                "fixed-attribute", "a name is changed by `rename`", name.range,
                label: "write: rename \(kindName) \(things) to \(written ?? "NAME")")
        case "status" where kind == BuiltInKind.user.id || kind == BuiltInKind.customer.id:
            throw error(
                "fixed-attribute", "`status` is changed by `disable` and `enable`", name.range,
                label: "write: \(written == "active" ? "enable" : "disable") \(kindName) \(things)")
        case "locked" where BuiltInKind(rawValue: kind.raw) == nil:
            throw error(
                "fixed-attribute", "`locked` is changed by `lock` and `unlock`", name.range,
                label: "write: \(written == "no" ? "unlock" : "lock") \(kindName) \(things)")
        case "created", "modified":
            throw error(
                "fixed-attribute", "\(ticked(text)) is kept by Reeve", name.range, label: "leave it out")
        default:
            throw unknownAttribute(text, kind, name.range, state)
        }
    }
}
