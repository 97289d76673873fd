/// The set forms of language.md section 4.
package indirect enum SetSyntax: Equatable, Sendable {
    case noun(NounSetSyntax)
    /// `(alice, bob)`, and `()` for the empty set
    case names([NameSyntax], range: SourceRange)
    case variable(NameSyntax)
    case csv(file: NameSyntax, range: SourceRange)
    /// `users who can …`, and `who can …`
    case usersWhoCan(AccessQuestionSyntax, range: SourceRange)
    case customersInWhich(user: NameSyntax, action: NameSyntax, kind: NameSyntax, range: SourceRange)

    package var range: SourceRange {
        switch self {
        case .noun(let noun): noun.range
        case .names(_, let range), .csv(_, let range), .usersWhoCan(_, let range): range
        case .customersInWhich(_, _, _, let range): range
        case .variable(let name): name.range
        }
    }
}

/// `NOUN [of …] [by USER] [in PLACE] [since WHEN] [until WHEN] [where COND] [except NAMES] [including inactive]`
package struct NounSetSyntax: Equatable, Sendable {
    package var noun: NameSyntax
    package var of: PlaceSyntax?
    package var by: NameSyntax?
    package var place: PlaceSyntax?
    package var since: ValueSyntax?
    package var until: ValueSyntax?
    package var condition: ConditionSyntax?
    package var except: NamesSyntax?
    package var includingInactive: Bool
    package var range: SourceRange

    package init(noun: NameSyntax) {
        self.noun = noun
        self.includingInactive = false
        self.range = noun.range
    }
}

/// `USER can ACTION KIND [NAME] [in PLACE]`; `user` is missing in `who can …`
package struct AccessQuestionSyntax: Equatable, Sendable {
    package var user: NameSyntax?
    package var action: NameSyntax
    package var kind: NameSyntax
    package var name: NameSyntax?
    package var place: PlaceSyntax?
    /// Of `can` and `why`; the others have it in their shape.
    package var asOf: ValueSyntax?

    package init(user: NameSyntax?, action: NameSyntax, kind: NameSyntax, name: NameSyntax?, place: PlaceSyntax?) {
        self.user = user
        self.action = action
        self.kind = kind
        self.name = name
        self.place = place
    }
}

/// `[where COND] [sort by FIELD [descending]] [first N] [as of WHEN]` behind a question.
package struct ShapeSyntax: Equatable, Sendable {
    package var condition: ConditionSyntax?
    package var sortBy: NameSyntax?
    package var descending = false
    package var first: ValueSyntax?
    package var asOf: ValueSyntax?

    package init() {}
}

package enum ShowSyntax: Equatable, Sendable {
    case set(SetSyntax)
    case thing(kind: NameSyntax, name: NameSyntax, place: PlaceSyntax?)
}

package enum ComparisonOperator: UInt8, CaseIterable, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    package var spelling: String {
        switch self {
        case .equal: "="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

/// `through team|manager|partner` behind an expectation.
package enum RouteSyntax: UInt8, CaseIterable, Sendable {
    case team, manager, partner
}

package enum OperandSyntax: Equatable, Sendable {
    /// On the left: an attribute, a user's name, or a variable. On the right: a value.
    case value(ValueSyntax)
    case count(SetSyntax, range: SourceRange)
    case set(SetSyntax)

    package var range: SourceRange {
        switch self {
        case .value(let value): value.range
        case .count(_, let range): range
        case .set(let set): set.range
        }
    }
}

package indirect enum ConditionSyntax: Equatable, Sendable {
    case or([ConditionSyntax])
    case and([ConditionSyntax])
    case not(ConditionSyntax, range: SourceRange)
    case compare(OperandSyntax, ComparisonOperator, OperandSyntax)
    /// `plan in (free, pro)`, `$u in $set`
    case member(OperandSyntax, of: SetSyntax)
    case contains(OperandSyntax, ValueSyntax)
    case isSet(OperandSyntax, negated: Bool, range: SourceRange)
    /// `any(SET)`, or `no(SET)` (negated)
    case any(SetSyntax, negated: Bool, range: SourceRange)
    /// `USER can|cannot ACTION KIND [NAME] [in PLACES] [through ROUTE]`; no place: the account switched to
    case can(
        NameSyntax, negated: Bool, action: NameSyntax, kind: NameSyntax, name: NameSyntax?, places: [PlaceSyntax],
        through: RouteSyntax?, range: SourceRange)
    /// `USER is|is not ROLE in ACCOUNTS [through ROUTE]`
    case holds(
        NameSyntax, negated: Bool, role: NameSyntax, accounts: NamesSyntax, through: RouteSyntax?, range: SourceRange)
    /// `USER has access|has no access to ACCOUNTS [through ROUTE]`
    case access(NameSyntax, negated: Bool, accounts: NamesSyntax, through: RouteSyntax?, range: SourceRange)
}
