/// A name or bare value as it was written.
package struct NameSyntax: Equatable, Sendable {
    package enum Form: UInt8, Sendable {
        /// `alice`, `customer-1`, `2026-12-31`
        case word
        /// `"Company Admin"`; `symbol` is the text without quotes and escapes
        case string
        /// `$c` or `$c.plan`; `symbol` is the name without `$`
        case variable
        /// `"Onboarded {$c}"`; the text is in `template`
        case template
    }
    package var form: Form
    package var symbol: Symbol
    /// The attribute or column of a variable: `plan` in `$c.plan`.
    package var attribute: Symbol?
    /// The pieces of an interpolated string; empty in every other form.
    package var template: [TemplatePart]
    package var range: SourceRange

    package init(
        form: Form, symbol: Symbol, attribute: Symbol? = nil, template: [TemplatePart] = [], range: SourceRange
    ) {
        self.form = form
        self.symbol = symbol
        self.attribute = attribute
        self.template = template
        self.range = range
    }
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

/// `[from WHEN] [until WHEN | for DURATION]`
package struct TermSyntax: Equatable, Sendable {
    package var from: ValueSyntax?
    package var until: ValueSyntax?
    package var duration: ValueSyntax?

    package init(from: ValueSyntax? = nil, until: ValueSyntax? = nil, duration: ValueSyntax? = nil) {
        self.from = from
        self.until = until
        self.duration = duration
    }
}

/// `NAMES | all customers [where COND] [except NAMES]`
package indirect enum ScopeSyntax: Equatable, Sendable {
    case named(NamesSyntax)
    case standing(condition: ConditionSyntax?, except: NamesSyntax?, range: SourceRange)

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

package indirect enum StatementBody: Equatable, Sendable {
    // Definitions
    case definePartner(name: NameSyntax)
    case defineKind(KindSyntax)
    case defineRole(RoleSyntax)
    case defineRule(RuleSyntax)
    case defineProcedure(name: NameSyntax, parameters: [NameSyntax], body: BlockSyntax)
    // Accounts, users, records
    case add(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, with: [SettingSyntax])
    case change(
        kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, with: [SettingSyntax], without: [NameSyntax])
    case rename(kind: NameSyntax, name: NameSyntax, place: PlaceSyntax?, to: NameSyntax)
    case remove(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, everything: Bool)
    case setStatus(kind: NameSyntax, names: NamesSyntax, enabled: Bool)
    case setLock(kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?, locked: Bool)
    case resetPassword(users: NamesSyntax)
    case work(action: NameSyntax, kind: NameSyntax, names: NamesSyntax, place: PlaceSyntax?)
    // Access
    case invite(users: NamesSyntax, role: NameSyntax, accounts: NamesSyntax, term: TermSyntax)
    case uninvite(users: NamesSyntax, accounts: NamesSyntax)
    case assign(users: NamesSyntax, role: NameSyntax, scope: ScopeSyntax, term: TermSyntax)
    case reassign(user: NameSyntax, role: NameSyntax?, scope: ScopeSyntax?, term: TermSyntax)
    case unassign(users: NamesSyntax, customers: CustomersSyntax)
    case handOver(customers: CustomersSyntax, from: NameSyntax, to: NameSyntax)
    // Acting and control
    case act(user: NameSyntax, place: PlaceSyntax?, body: BlockSyntax)
    case letting(variable: NameSyntax, value: ExpressionSyntax)
    case parameter(variable: NameSyntax, defaultValue: ValueSyntax?)
    case forEach(variable: NameSyntax, set: SetSyntax, body: BlockSyntax)
    case conditional(branches: [BranchSyntax], otherwise: BlockSyntax?)
    case use(file: NameSyntax)
    case call(procedure: NameSyntax, arguments: [ExpressionSyntax])
    case print(ExpressionSyntax)
    // Questions
    case can(AccessQuestionSyntax)
    case why(AccessQuestionSyntax, negated: Bool)
    case whoCan(AccessQuestionSyntax, ShapeSyntax)
    case whatCan(user: NameSyntax, place: PlaceSyntax?, ShapeSyntax)
    case whereCan(user: NameSyntax, action: NameSyntax, kind: NameSyntax, ShapeSyntax)
    case show(ShowSyntax, ShapeSyntax)
    case count(SetSyntax, ShapeSyntax)
    // Tests
    case test(name: NameSyntax, tags: [NameSyntax], body: BlockSyntax)
    case at(instant: ValueSyntax, body: BlockSyntax)
    case expect(ConditionSyntax)
    case expectOutcome(OutcomeSyntax, body: BlockSyntax)
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
