import ReeveDomain
import ReeveSyntax

/// The one place that says which questions a part of the state can answer, and what part (Grammar/store.md, A question
/// on the snapshot where it lies).
///
/// It is sound because a name that stands in the question is looked for in the whole snapshot, a user comes with all
/// grants, and the decision function looks at nobody's grants but the user's, unless an account is `unassigned` (then its
/// managers come along). A record comes with all records of its account. Numbers keep their order. Whatever goes wrong on
/// a part (a name that is not found, a variable) is no answer: it is asked of the whole again.
extension ExcerptRequest {
    /// What these questions touch; nil where only the whole state will do.
    ///
    /// - Parameters:
    ///   - source: the script.
    ///   - viewer: who asks; nil is the superuser.
    package init?(questions source: SourceText, viewer: String?) {
        self.init()
        self.viewer = viewer
        if let viewer { names.insert(viewer) }
        let symbols = SymbolTable()
        var parser = Parser(source, symbols: symbols, limits: RunLimits().syntax)
        while let statement = parser.nextStatement() {
            guard add(statement.body, symbols) else { return nil }
        }
        guard !parser.hasErrors else { return nil }
        guard !recordAccounts.isEmpty else { return }
        // Records that somebody may not see are answered in more ways than by an error.
        guard viewer == nil else { return nil }
        recordAccounts.formUnion(names)
    }

    private mutating func add(_ body: StatementBody, _ symbols: SymbolTable) -> Bool {
        switch body {
        case .can(let question), .why(let question, _):
            guard question.asOf == nil, let user = question.user, add(user, symbols) else { return false }
            return addAccess(question, symbols)
        case .whoCan(let question, let shape):
            return isPlain(shape) && addEverybody(question, symbols)
        case .whatCan(let user, let place, let shape):
            return isPlain(shape) && add(user, symbols) && add(place, symbols) != nil
        case .whereCan(let user, let action, let kind, let shape):
            guard isPlain(shape), text(action, symbols) != nil, let kind = text(kind, symbols) else { return false }
            kinds.insert(kind)
            return addTraveller(user, symbols)
        case .show(.thing(let kind, let name, let place), let shape):
            // Attributes that hold hidden users are answered as not set, and not by an error.
            return viewer == nil && isPlain(shape) && addThing(kind, name, symbols) && add(place, symbols) != nil
        case .show(.set(.noun(let noun)), let shape), .count(.noun(let noun), let shape):
            if text(noun.noun, symbols) == "audit" {
                return shape.asOf == nil && addAudit(noun, shape.condition, symbols)
            }
            guard case .show = body else { return false }
            return isPlain(shape) && add(noun, symbols)
        case .show(.set(.usersWhoCan(let question, _)), let shape):
            return isPlain(shape) && addEverybody(question, symbols)
        default:
            return false
        }
    }

    private mutating func addAccess(_ question: AccessQuestionSyntax, _ symbols: SymbolTable) -> Bool {
        guard text(question.action, symbols) != nil, text(question.kind, symbols) != nil else { return false }
        if let name = question.name, !addThing(question.kind, name, symbols) { return false }
        return add(question.place, symbols) != nil
    }

    private static let kindsWithoutRecords: Set<String> = [
        "user", "users", "customer", "customers", "role", "roles", "kind", "kinds",
    ]

    private mutating func addThing(_ kind: NameSyntax, _ name: NameSyntax, _ symbols: SymbolTable) -> Bool {
        guard let kind = text(kind, symbols) else { return false }
        // Where no place is named, it is the partner's.
        if !Self.kindsWithoutRecords.contains(kind) { recordAccounts.insert("partner") }
        return add(name, symbols)
    }

    /// `who can …` of one account: nobody can who is neither on its team, nor manages it, nor is on the partner's team.
    private mutating func addEverybody(_ question: AccessQuestionSyntax, _ symbols: SymbolTable) -> Bool {
        guard viewer == nil, question.place != nil || question.name != nil, addAccess(question, symbols) else {
            return false
        }
        if let name = question.name.flatMap({ text($0, symbols) }) { teams.insert(name) }
        if let place = add(question.place, symbols), let place { teams.insert(place) }
        teams.insert("partner")
        return true
    }

    private mutating func add(_ noun: NounSetSyntax, _ symbols: SymbolTable) -> Bool {
        guard viewer == nil || noun.of != nil, noun.by == nil, noun.since == nil, noun.until == nil,
            noun.condition == nil, noun.except == nil, let what = text(noun.noun, symbols)
        else { return false }
        switch what {
        case "access":
            guard noun.place == nil, let step = noun.of?.steps.first, noun.of?.steps.count == 1 else { return false }
            return addTraveller(step.name, symbols)
        case "team", "members", "member", "managers", "manager":
            guard viewer == nil, let account = add(noun.of ?? noun.place, symbols), let account else { return false }
            teams.formUnion([account, "partner"])
            return true
        case "roles", "kinds":
            return viewer == nil && noun.of == nil && noun.place == nil
        default:
            return false
        }
    }

    /// Of the audit log the state knows only who and what is meant: its lines come from the journal.
    private mutating func addAudit(
        _ noun: NounSetSyntax, _ condition: ConditionSyntax?, _ symbols: SymbolTable
    ) -> Bool {
        guard noun.except == nil, isOfLines(noun.condition), isOfLines(condition) else { return false }
        if let by = noun.by, !add(by, symbols) { return false }
        if let step = noun.of?.steps.first {
            if let kind = step.kind {
                guard addThing(kind, step.name, symbols) else { return false }
            } else if !add(step.name, symbols) {
                return false
            }
            for step in noun.of?.steps.dropFirst() ?? [] where !add(step, symbols) { return false }
        }
        for step in noun.place?.steps ?? [] where !add(step, symbols) { return false }
        return true
    }

    /// Whether a condition looks at nothing but the lines' own attributes.
    private func isOfLines(_ condition: ConditionSyntax?) -> Bool {
        switch condition {
        case nil: true
        case .or(let parts), .and(let parts): parts.allSatisfy { isOfLines($0) }
        case .not(let part, _): isOfLines(part)
        case .compare(let left, _, let right): isPlain(left) && isPlain(right)
        case .contains(let left, _), .isSet(let left, _, _): isPlain(left)
        case .member, .any, .can, .holds, .access: false
        }
    }

    private func isPlain(_ operand: OperandSyntax) -> Bool {
        if case .value = operand { true } else { false }
    }

    private mutating func addTraveller(_ user: NameSyntax, _ symbols: SymbolTable) -> Bool {
        guard let name = text(user, symbols) else { return false }
        names.insert(name)
        travellers.insert(name)
        return true
    }

    private mutating func add(_ name: NameSyntax, _ symbols: SymbolTable) -> Bool {
        guard let text = text(name, symbols) else { return false }
        names.insert(text)
        return true
    }

    /// The outermost name of a place; nil for one that is known only when the script runs, and nil in it where there is no
    /// place.
    private mutating func add(_ place: PlaceSyntax?, _ symbols: SymbolTable) -> String?? {
        guard let place else { return .some(nil) }
        var last: String?
        for step in place.steps {
            guard let name = text(step.name, symbols), add(step, symbols) else { return nil }
            last = name
        }
        return last
    }

    private mutating func add(_ step: PlaceSyntax.Step, _ symbols: SymbolTable) -> Bool {
        guard let name = text(step.name, symbols) else { return false }
        if let kind = step.kind { return addThing(kind, step.name, symbols) }
        names.insert(name)
        places.insert(name)
        return true
    }

    /// Nil for what is known only when the script runs.
    private func text(_ name: NameSyntax, _ symbols: SymbolTable) -> String? {
        name.form == .word || name.form == .string ? symbols.text(name.symbol) : nil
    }

    private func isPlain(_ shape: ShapeSyntax) -> Bool { shape.condition == nil && shape.asOf == nil }
}
