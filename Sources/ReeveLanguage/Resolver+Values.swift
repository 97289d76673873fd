import ReeveDomain
import ReeveSyntax

/// What a `where` looks at: decides which attributes there are.
enum Subject {
    /// Records of a kind; users and customers too.
    case things(KindID)
    /// Members of a team, or managers.
    case holders
    /// Lines of the audit log.
    case audit
    /// Nothing: `if`, `expect`.
    case nothing
}

/// An attribute's type, with what only holders have.
enum SubjectType {
    case plain(AttributeType)
    case role
}

extension Resolver {
    func attributeType(
        _ name: String, of subject: Subject, _ range: SourceRange, _ state: State
    ) throws(ScriptError) -> SubjectType {
        if case .audit = subject {
            if let type = AuditEntry.type(of: name) { return .plain(type) }
            throw error(
                "unknown-attribute", "the audit log has no attribute \(ticked(name))", range,
                notes: ["its attributes: time, actor, action, kind, name, account, transaction"])
        }
        switch name {
        case "name": return .plain(.text)
        case "created", "modified": return .plain(.instant)
        default: break
        }
        switch subject {
        case .nothing:
            throw error(
                "no-attributes", "\(ticked(name)) is an attribute, and nothing is looked at here", range,
                label: "put a `$variable` or `count(…)` here")
        case .audit: return .plain(.text)
        case .holders:
            switch name {
            case "user": return .plain(.user)
            case "role": return .role
            case "until": return .plain(.instant)
            default:
                let user = BuiltInKind.user.id
                guard name != "status", state[user].definition.slot(of: name) == nil else {
                    return try attributeType(name, of: .things(user), range, state)
                }
                throw unknownAttribute(name, user, range, state, alsoKnown: ["user", "role", "until"])
            }
        case .things(let kind):
            let definition = state[kind].definition
            if let slot = definition.slot(of: name) { return .plain(definition.attributes[slot].type) }
            switch BuiltInKind(rawValue: kind.raw) {
            case .user, .customer: if name == "status" { return .plain(.oneOf(["active", "disabled"])) }
            case nil: if name == "locked" { return .plain(.yesNo) }
            default: break
            }
            throw unknownAttribute(name, kind, range, state)
        }
    }

    func unknownAttribute(
        _ name: String, _ kind: KindID, _ range: SourceRange, _ state: State, alsoKnown: [String] = []
    ) -> ScriptError {
        let definition = state[kind].definition
        let names = alsoKnown + definition.liveAttributes.map(\.name)
        let near = nearest(to: name, among: names + ["name", "status", "locked", "created", "modified"])
        return error(
            "unknown-attribute", "a \(spelled(definition.name)) has no attribute \(ticked(name))", range,
            label: near.map { "did you mean \(ticked($0))?" } ?? "define it first",
            notes: [
                names.isEmpty
                    ? "\(spelled(definition.name)) has no attributes of its own"
                    : "attributes of \(spelled(definition.name)): " + state.list(names.map(spelled), most: 20),
                "to add it: define kind \(spelled(definition.name)) { \(names.isEmpty ? "" : "…; ")has \(spelled(name)) }",
            ], fix: near.map { spelled($0) })
    }

    // MARK: Typed values

    mutating func value(
        _ syntax: ValueSyntax, as type: AttributeType, of attribute: String, _ state: State
    ) throws(ScriptError) -> Value {
        if syntax.name.form == .variable, syntax.unit == nil {
            switch try variable(syntax.name, state) {
            case .value(let value) where type.accepts(value): return value
            case .value(.instant(let instant)) where type == .date && instant.isMidnight: return .date(instant)
            case .value(.date(let instant)) where type == .instant: return .instant(instant)
            case .element(.thing(.user(let user))) where type == .user: return .user(user)
            case .element(.holder(let holder)) where type == .user: return .user(holder.user)
            case .unset:
                throw error(
                    "wrong-kind-of-value", "\(ticked(source.text(syntax.name.range))) is not set", syntax.range,
                    label: "ask before: if \(escaped(source.text(syntax.name.range))) is set { … }")
            case let other where isOneThing(other):
                return try value(text(of: other, state), syntax, as: type, of: attribute, state)
            case let other: throw wrongVariable(syntax.name, other, typeText(type))
            }
        }
        if let unit = syntax.unit {
            guard type == .duration else { throw badValue(syntax, type, attribute) }
            return .duration(milliseconds: try duration(syntax.name, unit, state))
        }
        return try value(text(syntax.name, state), syntax, as: type, of: attribute, state)
    }

    private func isOneThing(_ value: ScriptValue) -> Bool {
        switch value {
        case .text, .value, .element: true
        default: false
        }
    }

    private mutating func value(
        _ text: String, _ syntax: ValueSyntax, as type: AttributeType, of attribute: String, _ state: State
    ) throws(ScriptError) -> Value {
        switch type {
        case .text:
            guard !text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" }) else {
                throw error("bad-value", "this text has a character that cannot be seen", syntax.range)
            }
            return .text(text)
        case .number: if let number = number(text) { return .number(number) }
        case .yesNo:
            if text == "yes" { return .yesNo(true) }
            if text == "no" { return .yesNo(false) }
        case .date: if let instant = Instant(date: text) { return .date(instant) }
        case .instant:
            if let instant = Instant(instant: text) ?? Instant(date: text) { return .instant(instant) }
        case .duration: break
        case .user:
            if let user = seenUser(text, state) { return .user(user) }
            throw unknownUser(syntax.name, text, state)
        case .oneOf(let allowed):
            if allowed.contains(text) { return .text(text) }
            let near = nearest(to: text, among: allowed)
            throw error(
                "bad-value", "\(ticked(attribute)) cannot be \(ticked(text))", syntax.range,
                label: near.map { "did you mean \(ticked($0))?" } ?? "",
                notes: ["it is one of " + allowed.map(spelled).joined(separator: ", ")], fix: near.map { spelled($0) })
        }
        throw badValue(syntax, type, attribute)
    }

    private func badValue(_ syntax: ValueSyntax, _ type: AttributeType, _ attribute: String) -> ScriptError {
        error(
            "bad-value",
            attribute.isEmpty
                ? "\(ticked(source.text(syntax.range))) is not \(typeText(type))"
                : "\(ticked(attribute)) is \(typeText(type)), and \(ticked(source.text(syntax.range))) is not",
            syntax.range, label: example(of: type))
    }

    private func typeText(_ type: AttributeType) -> String {
        switch type {
        case .text: "text"
        case .number: "a number"
        case .yesNo: "`yes` or `no`"
        case .date: "a date"
        case .instant: "an instant"
        case .duration: "a duration"
        case .user: "a user"
        case .oneOf(let values): "one of " + values.map(spelled).joined(separator: ", ")
        }
    }

    private func example(of type: AttributeType) -> String {
        switch type {
        case .number: "such as `12`"
        case .yesNo: "`yes` or `no`"
        case .date: "such as `2026-12-31`"
        case .instant: "such as `2026-12-31T18:00:00Z`"
        case .duration: "such as `8 hours`"
        default: ""
        }
    }

    /// `-`, digits, and a fraction; nothing that only other languages call a number.
    func number(_ text: String) -> Double? {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 >= 48 && $0 <= 57 } }), digits.count <= 20,
            let number = Double(text), abs(number) <= largestNumber
        else { return nil }
        return number
    }

    // MARK: Time

    func duration(_ name: NameSyntax, _ unit: DurationUnit, _ state: State) throws(ScriptError) -> Int64 {
        let text = try text(name, state)
        guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            let count = Int64(text),
            count > 0
        else {
            throw error(
                "bad-value", "\(ticked(text)) is not a number of \(unit)", name.range, label: "such as `8 \(unit)`")
        }
        let size: Int64 =
            switch unit {
            case .minutes: 60_000
            case .hours: 3_600_000
            case .days: 86_400_000
            case .weeks: 604_800_000
            }
        return count * size
    }

    /// A date's start, or an instant.
    func when(_ syntax: ValueSyntax, _ state: State) throws(ScriptError) -> Instant {
        if syntax.name.form == .variable {
            switch try variable(syntax.name, state) {
            case .value(.instant(let instant)), .value(.date(let instant)): return instant
            case .text(let text), .value(.text(let text)):
                if let instant = Instant(date: text) ?? Instant(instant: text) { return instant }
            default: break
            }
        } else if syntax.unit == nil {
            let text = try text(syntax.name, state)
            if let instant = Instant(date: text) ?? Instant(instant: text) { return instant }
        }
        let written = source.text(syntax.range)
        let meant = syntax.unit == nil ? dateMeant(by: written, now: now) : nil
        throw error(
            "bad-date", "\(ticked(written)) is not a date", syntax.range,
            label: syntax.unit != nil
                ? "write `for \(escaped(written))`"
                : meant.map { "did you mean `\($0)`?" } ?? "such as `2026-12-31` or `2026-12-31T18:00:00Z`",
            notes: syntax.unit == nil ? [] : ["`until` takes a date, `for` how long from now"], fix: meant)
    }

    func term(_ syntax: TermSyntax, _ range: SourceRange, _ state: State) throws(ScriptError) -> Term {
        var term = Term()
        if let from = syntax.from {
            do throws(ScriptError) {
                term.from = try when(from, state)
            } catch {
                var failure = error
                failure.diagnostic.notes.append(
                    "`from` says when a grant begins; who leaves an account is `unassign`ed")
                throw failure
            }
        }
        if let until = syntax.until { term.until = try when(until, state) }
        if let span = syntax.duration {
            guard let unit = span.unit else {
                throw error(
                    "bad-value", "how long is \(ticked(source.text(span.range)))?", span.range,
                    label: "such as `8 hours`")
            }
            let start = term.from ?? now
            guard let end = start.adding(milliseconds: try duration(span.name, unit, state)) else {
                throw error("bad-date", "that ends after the year 9999", span.range)
            }
            term.until = end
        }
        if let from = term.from, let until = term.until, until <= from {
            throw error(
                "empty-term", "this ends at \(until.text), before it begins at \(from.text)",
                syntax.until?.range ?? range, label: "later than `from`")
        }
        // A beginning that has passed is no limit any more, so that a script may be run again.
        if let from = term.from, from <= now { term.from = nil }
        return term
    }
}
