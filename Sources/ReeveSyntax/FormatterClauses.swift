/// Where the clauses of a line begin. The tree says where their contents stand; the words are right before them.
struct FormatterClauses {
    private let tokens: FormatterTokens
    private let first: Int
    private let end: Int
    private(set) var found: [FormatterOutline.Clause] = []

    init(_ tokens: FormatterTokens, first: Int, end: Int) {
        self.tokens = tokens
        self.first = first
        self.end = end
    }

    // MARK: Lines of a body

    static func start(of line: KindSyntax.Line, _ tokens: FormatterTokens) -> Int {
        switch line {
        case .has(let attribute): tokens.index(attribute.name.range.start) - 1
        case .can(let actions): (actions.first.map { tokens.index($0.range.start) } ?? 1) - 1
        }
    }

    static func start(of line: RoleSyntax.Line, _ tokens: FormatterTokens) -> Int {
        switch line {
        case .includes(_, let range), .canGrant(_, _, let range): tokens.index(range.start)
        case .permission(let permission): tokens.index(permission.range.start)
        }
    }

    static func start(of line: RuleSyntax.Line, _ tokens: FormatterTokens) -> Int {
        switch line {
        case .require(_, _, let range), .forbid(_, _, _, _, let range), .warn(_, _, _, let range):
            tokens.index(range.start)
        }
    }

    mutating func add(_ line: RoleSyntax.Line) {
        switch line {
        case .includes: break
        case .permission(let permission):
            if let condition = permission.condition { clause(0, before: condition.attribute.range) }
            reach(permission.reach)
        case .canGrant(_, let reach, _): self.reach(reach)
        }
    }

    private mutating func reach(_ reach: ReachSyntax?) {
        guard let reach else { return }
        // Its range begins with `in`.
        clause(0, before: reach.range, words: 0)
        condition(0, reach.condition)
    }

    mutating func add(_ line: RuleSyntax.Line) {
        switch line {
        case .require(_, let because, _), .warn(_, _, let because, _): reason(because)
        case .forbid(_, _, let condition, let because, _):
            self.condition(0, condition)
            reason(because)
        }
    }

    // MARK: Statements

    mutating func add(_ statement: StatementSyntax) {
        switch statement.body {
        case .add(_, _, let place, let with): record(place, with)
        case .change(_, _, let place, let with, let without):
            record(place, with)
            if let name = without.first { clause(2, before: name.range) }
        case .rename(_, _, let place, let to):
            record(place)
            clause(2, before: to.range)
        case .remove(_, _, let place, let everything):
            record(place)
            if everything { self.everything(place) }
        case .setLock(_, _, let place, _), .work(_, _, _, let place): record(place)
        case .invite(_, let role, let accounts, let term):
            clause(0, before: role.range)
            clause(1, before: accounts.range)
            self.term(term)
        case .uninvite(_, let accounts): clause(0, before: accounts.range)
        case .assign(_, let role, let scope, let term):
            clause(0, before: role.range)
            self.scope(scope)
            self.term(term)
        case .reassign(_, let role, let scope, let term):
            if let role { clause(0, before: role.range) }
            if let scope { self.scope(scope) }
            self.term(term)
        case .unassign(_, let customers): clause(0, before: customers.range)
        case .handOver(_, let from, let to):
            clause(0, before: from.range)
            clause(1, before: to.range)
        case .defineKind(let kind):
            if let plural = kind.plural { clause(0, before: plural.range) }
            if let parent = kind.parent { clause(1, before: parent.range) }
        case .act(_, let place, _): if let place { clause(0, before: place.range) }
        case .letting(_, .set(let set)), .forEach(_, let set, _): self.set(set)
        case .whoCan(let question, let shape):
            if let place = question.place { clause(0, before: place.range) }
            self.shape(shape)
        case .whatCan(_, let place, let shape):
            if let place { clause(0, before: place.range) }
            self.shape(shape)
        case .whereCan(_, _, _, let shape): self.shape(shape)
        case .show(.set(let set), let shape), .count(let set, let shape):
            self.set(set)
            self.shape(shape)
        case .show(.thing(_, _, let place), let shape):
            if let place { clause(0, before: place.range) }
            self.shape(shape)
        case .test(_, let tags, _): if let tag = tags.first { clause(0, before: tag.range) }
        default: break
        }
        reason(statement.because)
    }

    private mutating func record(_ place: PlaceSyntax?, _ with: [SettingSyntax] = []) {
        if let place { clause(0, before: place.range) }
        if let setting = with.first { clause(1, before: setting.attribute.range) }
    }

    /// `and everything in it`, which has no place in the tree.
    private mutating func everything(_ place: PlaceSyntax?) {
        let words: [Keyword] = [.and, .everything, .in, .it]
        var index = first
        while index + words.count <= end {
            let start = tokens.tokens[index].range.start
            let isInPlace = place.map { start >= $0.range.start && start < $0.range.end } ?? false
            if !isInPlace, words.indices.allSatisfy({ tokens.tokens[index + $0].is(words[$0]) }) {
                // Of two that look alike the later one is the clause: `remove user and, everything …` has commas.
                found.append(FormatterOutline.Clause(start: index, rank: 1))
                return
            }
            index += 1
        }
    }

    private mutating func scope(_ scope: ScopeSyntax) {
        clause(1, before: scope.range)
        if case .standing(let condition, let except, _) = scope {
            self.condition(1, condition)
            if let except { clause(1, before: except.range) }
        }
    }

    private mutating func term(_ term: TermSyntax) {
        if let from = term.from { clause(2, before: from.range) }
        if let until = term.until { clause(3, before: until.range) }
        if let duration = term.duration { clause(3, before: duration.range) }
    }

    /// The clauses of a set that stands in no parentheses.
    private mutating func set(_ set: SetSyntax) {
        guard case .noun(let noun) = set, tokens.depth[tokens.index(noun.range.start)] == 0 else { return }
        if let place = noun.place { clause(0, before: place.range) }
        condition(0, noun.condition)
        if let except = noun.except { clause(0, before: except.range) }
    }

    /// A `where` that moved would belong to the set instead, so such questions stay in their order.
    private mutating func shape(_ shape: ShapeSyntax) {
        let moves = shape.condition == nil
        condition(1, shape.condition)
        if let field = shape.sortBy { clause(moves ? 2 : 1, before: field.range, words: 2) }
        if let count = shape.first { clause(moves ? 3 : 1, before: count.range) }
        if let when = shape.asOf { clause(moves ? 4 : 1, before: when.range, words: 2) }
    }

    private mutating func reason(_ reason: NameSyntax?) {
        guard let reason else { return }
        found.append(
            FormatterOutline.Clause(start: tokens.index(reason.range.start) - 1, rank: 9, isReason: true))
    }

    /// The word before a condition, and before the parentheses that the condition begins with.
    private mutating func condition(_ rank: Int, _ condition: ConditionSyntax?) {
        guard let condition else { return }
        var start = tokens.index(condition.start)
        while start > 0, tokens.tokens[start - 1].kind == .leftParenthesis { start -= 1 }
        found.append(FormatterOutline.Clause(start: start - 1, rank: rank))
    }

    private mutating func clause(_ rank: Int, before range: SourceRange, words: Int = 1) {
        found.append(FormatterOutline.Clause(start: tokens.index(range.start) - words, rank: rank))
    }
}

extension ConditionSyntax {
    /// Where its first name or word stands; parentheses around it do not count.
    fileprivate var start: Int32 {
        switch self {
        case .or(let parts), .and(let parts): parts.first?.start ?? 0
        case .not(_, let range), .isSet(_, _, let range), .any(_, _, let range): range.start
        case .compare(let left, _, _), .member(let left, _), .contains(let left, _): left.range.start
        case .can(_, _, _, _, _, _, _, let range), .holds(_, _, _, _, _, let range), .access(_, _, _, _, let range):
            range.start
        }
    }
}
