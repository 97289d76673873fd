import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Answers a question. Nil: the statement is not one.
    mutating func answer(_ body: StatementBody, _ state: State) throws(ScriptError) -> Answer? {
        defer {
            // Names were looked for in the past.
            if resolver.present != nil { resolver.forgetNames() }
            resolver.present = nil
        }
        switch body {
        case .can(let question):
            let (state, now) = try moment(question.asOf, state)
            let request = try accessRequest(question, state)
            let decision = state.decide(request, at: now)
            let verb = decision.isAllowed ? "may" : "may not"
            return .decision(
                isAllowed: decision.isAllowed,
                headline: "\(state.spelledName(request.user)) \(verb) \(state.question(request))",
                reason: state.why(
                    decision, request.user, request.kind, state.decidingAccount(request),
                    seenBy: resolver.visibility(state)))
        case .why(let question, _):
            let (state, now) = try moment(question.asOf, state)
            let request = try accessRequest(question, state)
            let proof = state.prove(
                request, at: now, history: history, seenBy: resolver.visibility(state),
                isPast: question.asOf != nil)
            return .proof(resolver.seesPartnersDoings(state) ? proof : proof.withoutPartnersDoings)
        case .whoCan(let question, let shape): return try whoCan(question, shape, state)
        case .whatCan(let user, let place, let shape):
            let (state, now) = try moment(shape, state)
            let who = try resolver.user(user, state)
            return .table(
                try finish(
                    state.whatCan(
                        who, in: try resolver.place(place, state).account, at: now, seenBy: resolver.visibility(state)),
                    shape, state))
        case .whereCan(let user, let action, let kind, let shape):
            let (state, now) = try moment(shape, state)
            let who = try resolver.user(user, state)
            let kindID = try resolver.kind(kind, state)
            let wanted = try resolver.action(action, of: kindID, state)
            let title =
                "where \(state.spelledName(who)) can \(spelled(wanted)) \(spelled(state[kindID].definition.name))"
            return .table(
                try table(
                    title, State.whereCanColumns, state.whereCan(who, wanted, kindID, at: now), shape,
                    .things(BuiltInKind.customer.id), state, now))
        case .count(let set, let shape):
            let (state, now) = try moment(shape, state)
            let rows = try elements(set, shape, state, now)
            return .count(rows.count, of: resolver.source.text(set.range))
        case .show(let what, let shape): return try show(what, shape, state)
        default: return nil
        }
    }

    /// `USER can ACTION KIND [NAME] [in PLACE]`, in the account switched to where no place is named.
    private mutating func accessRequest(
        _ question: AccessQuestionSyntax, _ state: State
    ) throws(ScriptError) -> Request {
        guard let name = question.user else { throw resolver.error("expected", "whom?", question.action.range) }
        let user = try resolver.user(name, state)
        let asked = try resolver.request(question.action, question.kind, question.name, question.place, state)
        return Request(
            user: user, action: asked.action, kind: asked.kind, subject: asked.subject,
            account: asked.account ?? .partner)
    }

    private mutating func whoCan(
        _ question: AccessQuestionSyntax, _ shape: ShapeSyntax, _ state: State
    ) throws(ScriptError) -> Answer {
        let (state, now) = try moment(shape, state)
        let request = try resolver.request(
            question.action, question.kind, question.name, question.place, state, anywhere: resolver.account.isPartner)
        return .table(
            try table(
                "who can \(state.text(request))", State.whoCanColumns(request),
                state.whoCan(request, at: now, seenBy: resolver.visibility(state)), shape,
                .things(BuiltInKind.user.id), state, now))
    }

    // MARK: Show

    private mutating func show(
        _ what: ShowSyntax, _ shape: ShapeSyntax, _ state: State
    ) throws(ScriptError) -> Answer {
        let (state, now) = try moment(shape, state)
        switch what {
        case .thing(let kind, let name, let place):
            let kindID = try resolver.kind(kind, state)
            let thing = try resolver.thing(name, kindID, place, state)
            return state.card(thing, seenBy: resolver.visibility(state))
        case .set(.noun(let noun)):
            switch try resolver.text(noun.noun, state) {
            case "audit": return .table(try audit(noun, shape, state, now))
            case "access":
                guard let step = noun.of?.steps.first, noun.of?.steps.count == 1 else {
                    throw resolver.error(
                        "missing-clause", "access of whom?", noun.range, label: "write: show access of USER")
                }
                let user = try resolver.user(step.name, state)
                return .table(
                    try table(
                        "access of \(state.spelledName(user))", State.accessColumns, state.access(of: user, at: now),
                        shape,
                        .things(BuiltInKind.customer.id), state, now))
            case "versions": return .table(try versions(noun, shape, state))
            default: return .table(try shown(noun, shape, state, now))
            }
        case .set(.usersWhoCan(let question, _)): return try whoCan(question, shape, state)
        case .set(let set):
            let rows = try elements(set, shape, state, now)
            return .table(
                try finish(
                    Table(
                        title: resolver.source.text(set.range), columns: ["name"],
                        rows: rows.map { [.text(resolver.name(of: $0, state))] }), shape, state))
        }
    }

    private mutating func shown(
        _ syntax: NounSetSyntax, _ shape: ShapeSyntax, _ state: State, _ now: Instant
    ) throws(ScriptError) -> Table {
        guard case .noun(let noun) = try resolver.noun(syntax, state) else {
            return Table(title: "", columns: [], rows: [])
        }
        var rows = state.elements(of: .noun(noun), at: now, seenBy: resolver.visibility(state))
        if case .team(let account) = noun.source, !account.isPartner {
            try resolver.requireView(.member, account, syntax.noun, state, now)
            // Customers see who manages their account beside its members: Workato, Customer managers, step 5.
            var managers = noun
            managers.source = .managers(account)
            let members = Set(rows.compactMap(\.thing))
            rows += state.elements(of: .noun(managers), at: now, seenBy: resolver.visibility(state)).filter { element in
                element.thing.map { !members.contains($0) } ?? false
            }
        }
        let title = resolver.source.text(syntax.range)
        let seen = resolver.visibility(state)
        return try table(
            title, state.columns(of: noun.source), rows.map { ($0, state.cells(of: $0, noun.source, seenBy: seen)) },
            shape,
            resolver.subject(of: noun.source), state, now)
    }

    private mutating func versions(
        _ noun: NounSetSyntax, _ shape: ShapeSyntax, _ state: State
    ) throws(ScriptError) -> Table {
        let record = try resolver.versioned(noun, state)
        return try finish(state.versions(of: record, seenBy: resolver.visibility(state)), shape, state)
    }

    private mutating func audit(
        _ noun: NounSetSyntax, _ shape: ShapeSyntax, _ state: State, _ now: Instant
    ) throws(ScriptError) -> Table {
        let entries = try resolver.audit(noun, state, now)
        var found = try table(
            resolver.source.text(noun.range), AuditEntry.columns, entries.map { (.entry($0), $0.cells) }, shape, .audit,
            state, now)
        found.fit = AuditEntry.fit
        return found
    }

    // MARK: Shape

    /// `as of WHEN`: the state then, and then as the clock.
    private mutating func moment(_ shape: ShapeSyntax, _ state: State) throws(ScriptError) -> (State, Instant) {
        try moment(shape.asOf, state)
    }

    private mutating func moment(_ asOf: ValueSyntax?, _ state: State) throws(ScriptError) -> (State, Instant) {
        guard let asOf else { return (state, resolver.now) }
        let when = try resolver.when(asOf, state)
        guard when <= resolver.now else {
            throw resolver.error(
                "not-yet-known", "\(when.text) has not come yet", asOf.range, label: "a moment that has passed")
        }
        guard let past = history.state(asOf: when) else {
            throw resolver.error("no-history", "what was true then is not known here", asOf.range)
        }
        resolver.forgetNames()
        resolver.present = state
        return (past, when)
    }

    private mutating func elements(
        _ set: SetSyntax, _ shape: ShapeSyntax, _ state: State, _ now: Instant
    ) throws(ScriptError) -> [Element] {
        var rows = state.elements(
            of: try resolver.set(set, state, mayBeAlone: true), at: now, seenBy: resolver.visibility(state))
        if let condition = shape.condition {
            let subject = rows.first.map { resolver.subject(of: $0, state) } ?? .things(BuiltInKind.user.id)
            let formula = try resolver.formula(condition, subject, state)
            let sieve = Sieve(formula, in: state, at: now, seenBy: resolver.visibility(state))
            rows = rows.filter { sieve.passes($0) }
        }
        if let first = shape.first { rows = Array(rows.prefix(try count(first, state))) }
        return rows
    }

    private mutating func table(
        _ title: String, _ columns: [String], _ rows: [(Element, [Cell])], _ shape: ShapeSyntax, _ subject: Subject,
        _ state: State, _ now: Instant
    ) throws(ScriptError) -> Table {
        var rows = rows
        if let seen = resolver.visibility(state) { rows = rows.filter { seen.sees($0.0) } }
        if let condition = shape.condition {
            let formula = try resolver.formula(condition, subject, state)
            let sieve = Sieve(formula, in: state, at: now, seenBy: resolver.visibility(state))
            rows = rows.filter { sieve.passes($0.0) }
        }
        if let sortBy = shape.sortBy {
            let field = try resolver.text(sortBy, state)
            let keys: [Cell]
            if let column = columns.firstIndex(of: field) {
                keys = rows.map { $0.1[column] }
            } else {
                _ = try resolver.attributeType(field, of: subject, sortBy.range, state)
                let seen = resolver.visibility(state)
                keys = rows.map { state.cell(state.attribute(field, of: $0.0, seenBy: seen)) }
            }
            rows = sorted(rows, keys, descending: shape.descending)
        }
        if let first = shape.first { rows = Array(rows.prefix(try count(first, state))) }
        return Table(title: title, columns: columns, rows: rows.map(\.1))
    }

    /// For tables without elements: by column, and the first so many.
    private mutating func finish(_ table: Table, _ shape: ShapeSyntax, _ state: State) throws(ScriptError) -> Table {
        var table = table
        if let sortBy = shape.sortBy {
            let field = try resolver.text(sortBy, state)
            guard let column = table.columns.firstIndex(of: field) else {
                throw resolver.error(
                    "unknown-attribute", "there is no column \(ticked(field))", sortBy.range,
                    notes: ["columns: " + table.columns.map(spelled).joined(separator: ", ")])
            }
            table.rows = sorted(
                table.rows.map { ($0, $0) }, table.rows.map { $0[column] }, descending: shape.descending
            )
            .map(\.1)
        }
        if let first = shape.first { table.rows = Array(table.rows.prefix(try count(first, state))) }
        return table
    }

    private func sorted<A>(_ rows: [(A, [Cell])], _ keys: [Cell], descending: Bool) -> [(A, [Cell])] {
        zip(rows, keys).enumerated().sorted { a, b in
            let order = a.element.1.order(b.element.1)
            return order == 0 ? a.offset < b.offset : (order < 0) != descending
        }.map(\.element.0)
    }

    private func count(_ value: ValueSyntax, _ state: State) throws(ScriptError) -> Int {
        let text = try resolver.text(value.name, state)
        guard value.unit == nil, let number = resolver.number(text), number >= 0, let count = Int(exactly: number)
        else {
            throw resolver.error(
                "bad-value", "\(ticked(resolver.source.text(value.range))) is not a count", value.range,
                label: "such as `first 10`")
        }
        return count
    }
}

extension Cell {
    /// What is not set comes first; numbers and times by size, the rest by spelling.
    fileprivate func order(_ other: Cell) -> Int {
        func compare<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a > b ? 1 : 0 }
        switch (self, other) {
        case (.none, .none): return 0
        case (.none, _): return -1
        case (_, .none): return 1
        case (.number(let a), .number(let b)): return compare(a, b)
        case (.instant(let a), .instant(let b)): return compare(a, b)
        case (.text(let a), .text(let b)): return compare(a, b)
        case (.flag(let a), .flag(let b)): return compare(a ? 1 : 0, b ? 1 : 0)
        case (.list(let a), .list(let b)): return compare(a.count, b.count)
        default: return 0
        }
    }
}
