import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveSyntax

/// What could be written, what is meant, and where it comes from.
extension Server {
    private static let mostCandidates = 1_000

    /// The statement that holds a place, up to there, and what is known before it.
    func moment(
        _ document: TextDocument, _ offset: Int32
    ) -> (text: String, state: State, variables: [String])? {
        guard let root = workspace.roots(of: document.name).first, let analysis = workspace.roots[root] else {
            return nil
        }
        let texts = workspace
        let (checker, start) = analysis.moment(document.name, at: offset) { texts.openText($0) }
        let text = document.source.text(SourceRange(start, offset))
        // A test runs on what the whole file makes, and a procedure is called later.
        let isInBlock = text.contains("{")
        let state = isInBlock ? analysis.checker.transaction.state : checker.transaction.state
        return (text, state, checker.variables)
    }

    /// `textDocument/completion`: what the parser could take there, with the names that are live.
    func completion(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        try settle(document)
        guard let (text, state, variables) = moment(document, offset) else { return [] }
        let (replaced, candidates) = workspace.options.complete(text, state, variables)
        let bytes = text.suffix(replaced).utf8.count
        let range = document.range(SourceRange(offset - Int32(truncatingIfNeeded: bytes), offset), encoding)
        let items = candidates.prefix(Self.mostCandidates).enumerated().map { index, candidate -> JSON in
            let number = String(index)
            return [
                "label": .text(candidate),
                "sortText": .text(String(repeating: "0", count: 5 - min(5, number.utf8.count)) + number),
                "textEdit": ["range": range, "newText": .text(candidate)],
            ]
        }
        return ["isIncomplete": .flag(candidates.count > items.count), "items": .list(items)]
    }

    /// `textDocument/hover`: a statement's form; what a role permits, where a user gets to, who is in an account.
    func hover(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        try settle(document)
        if let said = explanation(document, offset) { return said }
        guard let token = word(document, offset) else { return .null }
        guard let (text, _, _) = moment(document, token.start),
            let root = workspace.roots(of: document.name).first, let analysis = workspace.roots[root]
        else { return .null }
        let state = analysis.checker.transaction.state
        let name = document.source.text(token)
        let bare = name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : name
        let said: String?
        switch workspace.options.sort(text) {
        case "statement": said = workspace.options.form(name).map { "```\n\($0)\n```" }
        case "role": said = state.role(bare).map { Self.card(state, $0) }
        case "user": said = state.user(bare).flatMap { _ in answer("show access of \(spelled(bare))", state) }
        case "account", "customer":
            said = state.account(bare).flatMap { _ in answer("show team of \(spelled(bare))", state) }
        case "kind": said = state.kind(bare).map { Self.card(state, $0) }
        default: said = nil
        }
        guard let said else { return .null }
        return [
            "contents": ["kind": "markdown", "value": .text(said)], "range": document.range(token, encoding),
        ]
    }

    /// What the errors at a place mean, as `reeve explain` has it.
    private func explanation(_ document: TextDocument, _ offset: Int32) -> JSON? {
        let errors = workspace.roots(of: document.name).flatMap { workspace.roots[$0]?.checker.diagnostics ?? [] }
        let findings = workspace.lints[document.name]?.findings ?? []
        let found = (errors + findings)
            .filter { $0.source?.name == document.name && $0.range.start <= offset && offset <= $0.range.end }
        var seen: Set<String> = []
        let said = found.filter { seen.insert($0.code).inserted }.compactMap { diagnostic in
            workspace.options.explain(diagnostic.code).map { "**\(diagnostic.code)**\n\n\($0)" }
        }
        guard let first = found.first, !said.isEmpty else { return nil }
        return [
            "contents": ["kind": "markdown", "value": .text(said.joined(separator: "\n\n"))],
            "range": document.range(first.range, encoding),
        ]
    }

    /// `textDocument/definition`: the statement that makes the name known, in this script or one that belongs with it.
    func definition(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        guard let token = word(document, offset) else { return .null }
        let name = document.source.text(token)
        let text = document.source.text(SourceRange(0, token.start))
        let line = text.lastIndex(of: "\n").map { String(text[text.index(after: $0)...]) } ?? text
        let sort = workspace.options.sort(line)
        let wanted: Set<String> =
            switch sort {
            case "role": ["role"]
            case "kind": ["kind"]
            case "user", "account", "customer": ["thing"]
            default: name.hasPrefix("$") ? ["variable"] : ["role", "kind", "rule", "procedure", "thing"]
            }
        func bare(_ name: String) -> String { name.filter { $0 != "\"" && $0 != "$" } }
        var found: [JSON] = []
        for path in workspace.graph.companions(of: document.name) {
            if name.hasPrefix("$"), path != document.name { continue }
            guard let source = workspace.source(path) else { continue }
            let lines = LineTable(source.bytes)
            for statement in Parser.parse(source, symbols: SymbolTable()).statements {
                for definition in statement.body.definitions
                where wanted.contains(definition.sort) && bare(source.text(definition.name.range)) == bare(name) {
                    found.append([
                        "uri": .text(workspace.uri(path)), "range": lines.range(definition.name.range, encoding).json,
                    ])
                }
            }
        }
        return .list(found)
    }

    func place(_ parameters: JSON, _ document: TextDocument) throws(ResponseError) -> Int32 {
        guard let position = TextPosition(parameters["position"]) else {
            throw ResponseError(.invalidParameters, "`position` is missing")
        }
        return document.lines.offset(position, encoding)
    }

    /// The word, string or variable at a place; in a string with variables, the variable there.
    func word(_ document: TextDocument, _ offset: Int32) -> SourceRange? {
        let line = document.lines.start(line: document.lines.line(of: Int(offset)))
        let symbols = SymbolTable()
        var lexer = Lexer(document.source, symbols: symbols, from: line)
        var tokens: [Token] = []
        while tokens.last?.kind != .end, (tokens.last?.range.start ?? 0) <= offset {
            lexer.lex(into: &tokens, count: 16)
        }
        func holds(_ range: SourceRange) -> Bool { range.start <= offset && offset <= range.end }
        let token = tokens.first {
            holds($0.range) && [.word, .string, .template, .variable].contains($0.kind)
        }
        guard let token, token.kind == .template else { return token?.range }
        return token.variables(symbols).map(\.range).first(where: holds)
    }

    /// A question's answer on a state, as a table.
    private func answer(_ question: String, _ state: State) -> String? {
        var transaction = Transaction(
            state: state, now: Instant(milliseconds: workspace.options.clock()), actor: .superuser)
        var interpreter = Interpreter()
        do throws(ScriptFailure) {
            try interpreter.run(
                [SourceText(name: "question", text: question)], in: &transaction, checkingRules: false)
        } catch {
            return nil
        }
        guard case .answer(.table(let table))? = transaction.report.output.first else { return nil }
        var lines = ["**\(Self.plain(table.title))**", ""]
        guard !table.rows.isEmpty else { return (lines + ["nothing"]).joined(separator: "\n") }
        lines += ["| " + table.columns.map(Self.plain).joined(separator: " | ") + " |"]
        lines += ["|" + String(repeating: " --- |", count: table.columns.count)]
        for row in table.rows.prefix(20) {
            lines.append("| " + row.map { Self.plain(Self.text($0)) }.joined(separator: " | ") + " |")
        }
        if table.rows.count > 20 { lines += ["", "and \(table.rows.count - 20) more"] }
        return lines.joined(separator: "\n")
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .none: ""
        case .text(let text): text
        case .number(let number): numberText(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .instant(let instant): instant.text
        case .list(let names): names.joined(separator: ", ")
        }
    }

    /// Text that no reader of Markdown takes for markup.
    private static func plain(_ text: String) -> String {
        var out = ""
        for character in escaped(text) {
            if "\\`*_{}[]<>()#+!|~&".contains(character) { out.append("\\") }
            out.append(character)
        }
        return out
    }

    private static func card(_ state: State, _ role: RoleID) -> String {
        let definition = state[role].definition
        let word = definition.roleClass == .plain ? "" : "\(definition.roleClass) "
        var lines = ["define \(word)role \(spelled(definition.name)) {"]
        if !definition.includes.isEmpty {
            lines.append("  includes " + definition.includes.map { state.spelledName($0) }.joined(separator: ", "))
        }
        lines += definition.permissions.map { "  " + state.text($0) } + definition.grants.map { "  " + state.text($0) }
        return fenced(lines + ["}"])
    }

    private static func card(_ state: State, _ kind: KindID) -> String {
        let definition = state[kind].definition
        return fenced(
            ["kind \(spelled(definition.name))"] + definition.liveAttributes.map { "  has \(spelled($0.name))" }
                + ["  can " + definition.liveActions.map(spelled).joined(separator: ", ")])
    }

    private static func fenced(_ lines: [String]) -> String {
        "```reeve\n" + lines.map { escaped($0) }.joined(separator: "\n") + "\n```"
    }
}
