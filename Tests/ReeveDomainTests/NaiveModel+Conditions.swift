import ReeveDomain

/// language.md section 6: two-valued; an attribute that is not set equals nothing, differs from everything, and is
/// neither below nor above anything.
extension NaiveModel {
    func customerMeets(_ condition: Condition?, _ account: Int) -> Bool {
        guard let condition else { return true }
        switch condition {
        case .not(let inner): return !customerMeets(inner, account)
        case .and(let parts):
            for part in parts where !customerMeets(part, account) { return false }
            return true
        case .or(let parts):
            for part in parts where customerMeets(part, account) { return true }
            return false
        case .test(let test):
            return passes(value(of: test.attribute, accounts[account], kind: Self.customerKind), test.check)
        }
    }

    func recordMeets(_ condition: RecordCondition, _ record: Int, asker: Int) -> Bool {
        guard let value = value(of: condition.attribute, records[record], kind: records[record].kind) else {
            return false
        }
        for wanted in condition.values {
            switch wanted {
            case .value(let other): if other == value { return true }
            case .asker: if case .user(let id) = value, Int(id.raw) == asker { return true }
            }
        }
        return false
    }

    func value(of attribute: String, _ thing: Thing, kind: Int) -> Value? {
        switch attribute {
        case "name": return .text(thing.name)
        case "created": return .instant(thing.created)
        case "modified": return .instant(thing.modified)
        case "locked" where thing.kind >= 0: return .yesNo(thing.isLocked)
        case "status" where thing.kind < 0: return .text(thing.isDisabled ? "disabled" : "active")
        default: break
        }
        for (slot, candidate) in kinds[kind].attributes.enumerated()
        where candidate.name == attribute && !candidate.isRetired {
            return thing.values[slot]
        }
        return nil
    }

    private func passes(_ value: Value?, _ check: AttributeTest.Check) -> Bool {
        switch check {
        case .isSet: return value != nil
        case .oneOf(let list):
            guard let value else { return false }
            for item in list where item == value { return true }
            return false
        case .contains(let part):
            guard case .text(let text)? = value, case .text(let wanted) = part else { return false }
            let whole = Array(text.utf8)
            let inner = Array(wanted.utf8)
            if inner.count > whole.count { return false }
            for start in 0...(whole.count - inner.count)
            where Array(whole[start..<start + inner.count]) == inner {
                return true
            }
            return false
        case .compare(let comparison, let wanted):
            guard let value else { return comparison == .notEqual }
            let sign = compare(value, wanted)
            switch comparison {
            case .equal: return sign == 0
            case .notEqual: return sign != 0
            case .less: return sign == -1
            case .lessOrEqual: return sign == -1 || sign == 0
            case .greater: return sign == 1
            case .greaterOrEqual: return sign == 1 || sign == 0
            }
        }
    }

    /// -1, 0, 1; nil where the two are different things without an order.
    private func compare(_ left: Value, _ right: Value) -> Int? {
        func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a == b ? 0 : a < b ? -1 : 1 }
        switch (left, right) {
        case (.text(let a), .text(let b)): return sign(a, b)
        case (.number(let a), .number(let b)): return sign(a, b)
        case (.duration(let a), .duration(let b)): return sign(a, b)
        case (.date(let a), .date(let b)), (.date(let a), .instant(let b)), (.instant(let a), .date(let b)),
            (.instant(let a), .instant(let b)):
            return sign(a.milliseconds, b.milliseconds)
        default: return left == right ? 0 : nil
        }
    }
}
