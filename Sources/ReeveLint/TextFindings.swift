import ReeveDomain
import ReeveSyntax

/// What can be found in the text of one script.
struct TextFindings {
    let script: LintedScript
    /// What is past; nil: nothing is known to be.
    let now: Instant?
    private(set) var found: [Diagnostic] = []
    /// Where each variable is written, in order.
    let mentioned: [Symbol: [Int32]]

    init(_ script: LintedScript, now: Instant?) {
        self.script = script
        self.now = now
        mentioned = Dictionary(grouping: script.mentions.filter(\.isVariable), by: \.symbol)
            .mapValues { $0.map(\.range.start) }
    }

    static func all(in script: LintedScript, now: Instant?) -> [Diagnostic] {
        var findings = TextFindings(script, now: now)
        findings.lookThrough()
        return findings.found
    }

    mutating func report(
        _ code: LintCode, _ message: String, _ range: SourceRange, label: String = "", notes: [String] = [],
        fix: Diagnostic.Fix? = nil
    ) {
        found.append(
            Diagnostic(
                severity: .warning, code: code.rawValue, message: message, source: script.source, range: range,
                label: label, notes: notes, fix: fix))
    }

    private mutating func lookThrough() {
        variables()
        placement()
        for statement in script.everyStatement {
            conditions(of: statement)
            lists(of: statement)
            blocks(of: statement)
            definition(statement)
        }
        grants(script.statements)
        expectations()
    }

    // MARK: Lists and blocks

    private mutating func lists(of statement: StatementSyntax) {
        for list in statement.lists {
            var seen: Set<NameSyntax.Key> = []
            for name in list.all {
                guard let key = name.key, !seen.insert(key).inserted else { continue }
                report(
                    .duplicateName, "\(script.shown(name)) stands in this list already", name.range,
                    label: "take it out", fix: script.removal(of: name, from: list.all))
            }
        }
    }

    private mutating func blocks(of statement: StatementSyntax) {
        switch statement.body {
        case .forEach(_, _, let block) where block.statements.isEmpty:
            empty("this loop does nothing", block, fix: script.removal(of: statement.range))
        case .act(_, _, let block) where block.statements.isEmpty:
            empty("nothing is done here: only a login and a logout are journaled", block)
        case .at(_, let block) where block.statements.isEmpty:
            empty("nothing is done or asked at that time", block, fix: script.removal(of: statement.range))
        case .expectOutcome(_, let block) where block.statements.isEmpty:
            empty("nothing is tried here", block)
        case .defineProcedure(_, _, let block) where block.statements.isEmpty:
            empty("this procedure does nothing", block)
        case .conditional(let branches, let otherwise):
            if let otherwise, otherwise.statements.isEmpty { empty("this `else` does nothing", otherwise) }
            for branch in branches where branch.body.statements.isEmpty {
                empty("this branch does nothing", branch.body)
            }
        default: break
        }
    }

    private mutating func empty(_ message: String, _ block: BlockSyntax, fix: Diagnostic.Fix? = nil) {
        report(.emptyBlock, message, block.range, label: "the block is empty", fix: fix)
    }

    private mutating func definition(_ statement: StatementSyntax) {
        switch statement.body {
        case .defineRole(let role) where role.lines.isEmpty && (role.hasBody || !isDefined(role)):
            report(
                .emptyRole, "the role \(script.shown(role.name)) permits nothing", role.name.range,
                label: "say what it can do, or take it out",
                notes: ["whoever has it on a team is locked out of what another route would open"])
        case .defineRule(let rule): ruleLines(rule)
        default: break
        }
    }

    /// Whether the script also says what a declared role gives.
    private func isDefined(_ declared: RoleSyntax) -> Bool {
        script.statements.contains {
            if case .defineRole(let role) = $0.body {
                role.hasBody && role.name.symbol == declared.name.symbol
            } else {
                false
            }
        }
    }

    private mutating func ruleLines(_ rule: RuleSyntax) {
        var seen: Set<String> = []
        for line in rule.lines {
            let range: SourceRange
            switch line {
            case .require(let condition, _, let whole):
                range = whole
                if ConstantCondition(script: script).value(of: condition) == true {
                    report(
                        .idleRule, "this line never refuses anything: what it requires always holds", condition.range,
                        label: "always true")
                }
            case .forbid(_, _, let condition, _, let whole):
                range = whole
                never(condition, "this line never refuses anything: its condition never holds")
            case .warn(let condition, let negated, _, let whole):
                range = whole
                if negated {
                    if ConstantCondition(script: script).value(of: condition) == true {
                        report(
                            .idleRule, "this line never warns: its condition always holds", condition.range,
                            label: "always true")
                    }
                } else {
                    never(condition, "this line never warns: its condition never holds")
                }
            }
            if !seen.insert(script.normalized(range)).inserted {
                report(
                    .repeatedRuleLine, "this rule says so already", range, label: "take it out",
                    fix: script.removal(of: range))
            }
        }
    }

    private mutating func never(_ condition: ConditionSyntax, _ message: String) {
        if ConstantCondition(script: script).value(of: condition) == false {
            report(.idleRule, message, condition.range, label: "always false")
        }
    }

    // MARK: Where things stand

    private mutating func placement() {
        var isPastHead = false
        var used: [String: SourceRange] = [:]
        for statement in script.statements {
            switch statement.body {
            case .parameter(let variable, _):
                if isPastHead {
                    report(
                        .misplacedStatement,
                        "`param \(escaped(script.text(variable.range)))` stands behind other statements",
                        statement.range, label: "move it to the top",
                        notes: ["whoever runs the script looks there for what it wants"])
                }
            case .use(let file):
                let path = script.normalized(file.range)
                if used[path] != nil {
                    report(
                        .repeatedUse, "\(script.shown(file)) is used already", statement.range,
                        label: "a file is run once", fix: script.removal(of: statement.range))
                } else {
                    used[path] = statement.range
                }
            default: isPastHead = true
            }
            for block in statement.blocks { definitions(in: block, of: statement) }
        }
    }

    /// A block may run many times or never; a definition says how things are.
    private mutating func definitions(in block: BlockSyntax, of outer: StatementSyntax) {
        switch outer.body {
        case .test, .expectOutcome, .at, .act: return
        default: break
        }
        for statement in block.statements {
            let what: String
            switch statement.body {
            case .defineKind: what = "kind"
            case .defineRole: what = "role"
            case .defineRule: what = "rule"
            case .definePartner: what = "partner"
            case .use: what = "use"
            case .parameter: what = "param"
            default:
                for inner in statement.blocks { definitions(in: inner, of: statement) }
                continue
            }
            let name = what == "use" || what == "param" ? "`\(what)`" : "`define \(what)`"
            report(
                .misplacedStatement, "\(name) stands in a block that may run many times, or never", statement.range,
                label: "move it out")
        }
    }
}
