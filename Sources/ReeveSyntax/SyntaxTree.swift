/// A name or bare value as it was written: 17 bytes and no reference.
package struct NameSyntax: Equatable, Sendable {
    package enum Form: UInt8, Sendable {
        /// `alice`, `customer-1`, `2026-12-31`
        case word
        /// `"Company Admin"`; `symbol` is the text without quotes and escapes
        case string
        /// `$c` or `$c.plan`; `symbol` is the name without `$`
        case variable
        /// `"Onboarded {$c}"`; `symbol` is what stands between the quotes, and `SymbolTable.template` knows its pieces
        case template
    }
    package var symbol: Symbol
    /// Of a variable, the attribute's symbol; of a template, its number; else -1.
    private var extra: Int32
    package var range: SourceRange
    package var form: Form

    package init(form: Form, symbol: Symbol, attribute: Symbol? = nil, range: SourceRange) {
        self.init(form, symbol, extra: attribute?.id ?? -1, range)
    }

    /// - Parameter extra: as a token has it.
    init(_ form: Form, _ symbol: Symbol, extra: Int32, _ range: SourceRange) {
        self.form = form
        self.symbol = symbol
        self.extra = extra
        self.range = range
    }

    /// The attribute or column of a variable: `plan` in `$c.plan`.
    package var attribute: Symbol? {
        form == .variable && extra >= 0 ? Symbol(id: extra) : nil
    }

    /// -1 where it is no template.
    var templateIndex: Int32 { form == .template ? extra : -1 }
}

package enum TemplatePart: Equatable, Sendable {
    case text(Symbol)
    case variable(NameSyntax)
}

/// One or more names with commas between them. The first is kept apart so that one name needs no array.
package struct NamesSyntax: Equatable, Sendable {
    package var first: NameSyntax
    package var rest: [NameSyntax]

    package init(first: NameSyntax, rest: [NameSyntax] = []) {
        self.first = first
        self.rest = rest
    }

    package var range: SourceRange { first.range.joined(rest.last?.range ?? first.range) }
    package var count: Int { 1 + rest.count }
    package var all: [NameSyntax] { [first] + rest }
}

package enum DurationUnit: UInt8, CaseIterable, Sendable {
    case minutes, hours, days, weeks
}

/// A value: one word, string or variable, or a number and its unit (`8 hours`).
package struct ValueSyntax: Equatable, Sendable {
    package var name: NameSyntax
    package var unit: DurationUnit?
    package var range: SourceRange

    package init(name: NameSyntax, unit: DurationUnit? = nil, range: SourceRange) {
        self.name = name
        self.unit = unit
        self.range = range
    }
}

/// `NAME | KIND NAME [in PLACE]`, innermost step first.
package struct PlaceSyntax: Equatable, Sendable {
    package struct Step: Equatable, Sendable {
        package var kind: NameSyntax?
        package var name: NameSyntax

        package init(kind: NameSyntax?, name: NameSyntax) {
            self.kind = kind
            self.name = name
        }
    }
    package var steps: [Step]
    package var range: SourceRange

    package init(steps: [Step], range: SourceRange) {
        self.steps = steps
        self.range = range
    }
}

/// `[from WHEN] [until WHEN | for DURATION]`: three values, or as nearly always none, and then no memory.
package struct TermSyntax: Equatable, Sendable {
    private var clauses: [ValueSyntax?] = []

    package init() {}

    package var isEmpty: Bool { clauses.isEmpty }

    package var from: ValueSyntax? {
        get { self[0] }
        set { self[0] = newValue }
    }
    package var until: ValueSyntax? {
        get { self[1] }
        set { self[1] = newValue }
    }
    package var duration: ValueSyntax? {
        get { self[2] }
        set { self[2] = newValue }
    }

    private subscript(index: Int) -> ValueSyntax? {
        get { clauses.isEmpty ? nil : clauses[index] }
        set {
            if clauses.isEmpty { clauses = [nil, nil, nil] }
            clauses[index] = newValue
        }
    }
}

/// `NAMES | all customers [where COND] [except NAMES]`
package enum ScopeSyntax: Equatable, Sendable {
    case named(NamesSyntax)
    indirect case standing(condition: ConditionSyntax?, except: NamesSyntax?, range: SourceRange)

    package var range: SourceRange {
        switch self {
        case .named(let names): names.range
        case .standing(_, _, let range): range
        }
    }
}

/// Names, or `all customers`, where a statement takes away or hands on.
package enum CustomersSyntax: Equatable, Sendable {
    case named(NamesSyntax)
    case all(SourceRange)

    package var range: SourceRange {
        switch self {
        case .named(let names): names.range
        case .all(let range): range
        }
    }
}

/// `ATTRIBUTE = VALUE`
package struct SettingSyntax: Equatable, Sendable {
    package var attribute: NameSyntax
    package var value: ValueSyntax

    package init(attribute: NameSyntax, value: ValueSyntax) {
        self.attribute = attribute
        self.value = value
    }
}

/// The statements between `{` and `}`; the range takes in both braces.
package struct BlockSyntax: Equatable, Sendable {
    package var statements: [StatementSyntax]
    package var range: SourceRange

    package init(statements: [StatementSyntax], range: SourceRange) {
        self.statements = statements
        self.range = range
    }
}

/// One statement, its `because`, and its place.
package struct StatementSyntax: Equatable, Sendable {
    package var body: StatementBody
    package var because: NameSyntax?
    package var range: SourceRange

    package init(body: StatementBody, because: NameSyntax? = nil, range: SourceRange) {
        self.body = body
        self.because = because
        self.range = range
    }
}

/// What a statement says. Those that come by the thousands lie in the statement itself, the others behind a pointer.
package enum StatementBody: Equatable, Sendable {
    // Definitions
    indirect case definePartner(name: NameSyntax)
    indirect case defineKind(KindSyntax)
    indirect case defineRole(RoleSyntax)
    indirect case defineRule(RuleSyntax)
    indirect case defineProcedure(name: NameSyntax, parameters: [NameSyntax], body: BlockSyntax)
    // Accounts, users, records
    case add(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, with: [SettingSyntax])
    indirect case change(
        kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, with: [SettingSyntax], without: [NameSyntax])
    indirect case rename(kind: NameSyntax, name: NameSyntax, place: PlaceSyntax?, to: NameSyntax)
    indirect case remove(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, everything: Bool)
    case setStatus(kind: NameSyntax, names: NamesSyntax, enabled: Bool)
    indirect case setLock(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, locked: Bool)
    case resetPassword(users: NamesSyntax)
    indirect case work(action: NameSyntax, kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?)
    // Access
    case invite(users: NamesSyntax, role: NameSyntax, accounts: NamesSyntax, term: TermSyntax)
    case uninvite(users: NamesSyntax, accounts: NamesSyntax)
    case assign(users: NamesSyntax, role: NameSyntax, scope: ScopeSyntax, term: TermSyntax)
    indirect case reassign(user: NameSyntax, role: NameSyntax?, scope: ScopeSyntax?, term: TermSyntax)
    case unassign(users: NamesSyntax, customers: CustomersSyntax)
    indirect case handOver(customers: CustomersSyntax, from: NameSyntax, to: NameSyntax)
    // Acting and control
    indirect case act(user: NameSyntax, place: PlaceSyntax?, body: BlockSyntax)
    indirect case letting(variable: NameSyntax, value: ExpressionSyntax)
    indirect case parameter(variable: NameSyntax, defaultValue: ValueSyntax?)
    indirect case forEach(variable: NameSyntax, set: SetSyntax, body: BlockSyntax)
    indirect case conditional(branches: [BranchSyntax], otherwise: BlockSyntax?)
    indirect case use(file: NameSyntax)
    indirect case call(procedure: NameSyntax, arguments: [ExpressionSyntax])
    indirect case print(ExpressionSyntax)
    // Questions
    indirect case can(AccessQuestionSyntax)
    indirect case why(AccessQuestionSyntax, negated: Bool)
    indirect case whoCan(AccessQuestionSyntax, ShapeSyntax)
    indirect case whatCan(user: NameSyntax, place: PlaceSyntax?, ShapeSyntax)
    indirect case whereCan(user: NameSyntax, action: NameSyntax, kind: NameSyntax, ShapeSyntax)
    indirect case show(ShowSyntax, ShapeSyntax)
    indirect case count(SetSyntax, ShapeSyntax)
    // Tests
    indirect case test(name: NameSyntax, tags: [NameSyntax], body: BlockSyntax)
    indirect case at(instant: ValueSyntax, body: BlockSyntax)
    indirect case expect(ConditionSyntax)
    indirect case expectOutcome(OutcomeSyntax, body: BlockSyntax)
}

package struct BranchSyntax: Equatable, Sendable {
    package var condition: ConditionSyntax
    package var body: BlockSyntax

    package init(condition: ConditionSyntax, body: BlockSyntax) {
        self.condition = condition
        self.body = body
    }
}

/// What `expect error|warning|unchanged` waits for; the name is a code or a rule's name.
package enum OutcomeSyntax: Equatable, Sendable {
    case error(NameSyntax?)
    case warning(NameSyntax?)
    case unchanged
}

/// What stands after `let $x =`, `print`, or in a call.
package enum ExpressionSyntax: Equatable, Sendable {
    case value(ValueSyntax)
    case set(SetSyntax)
    case count(SetSyntax, range: SourceRange)
}
