import ReeveDomain

/// What a variable holds.
enum ScriptValue {
    /// A word or string as it was written: what it names or means is decided where it is used.
    case text(String)
    /// A value whose type is known: an attribute's, a count, `$now`.
    case value(Value)
    /// An attribute that is not set.
    case unset
    case element(Element)
    case set([Element])
    case row(CSVRow)
    case rows([CSVRow])
    /// In a rule: what the statement at hand is about, or an attribute of it.
    case bound(BoundVariable, attribute: String?)

    /// What it is, for messages: `a set of 3`.
    var description: String {
        switch self {
        case .text: "text"
        case .value(let value):
            switch value {
            case .text: "text"
            case .number: "a number"
            case .yesNo: "yes or no"
            case .date: "a date"
            case .instant: "an instant"
            case .duration: "a duration"
            case .user: "a user"
            case .role: "a role"
            }
        case .unset: "not set"
        case .element(.thing(.user)): "a user"
        case .element(.thing(.customer)): "a customer"
        case .element(.thing(.role)): "a role"
        case .element(.thing(.kind)): "a kind"
        case .element(.thing(.rule)): "a rule"
        case .element(.thing(.record)): "a record"
        case .element(.holder): "a member or manager"
        case .element(.text): "text"
        case .element(.entry): "a line of the audit log"
        case .set(let elements): "a set of \(elements.count)"
        case .row: "a row"
        case .rows(let rows): "\(rows.count) rows"
        case .bound: "known only when the rule is asked"
        }
    }
}
