import ReeveJSON
import ReeveSyntax

/// The form of a script, its parts, and what mends it.
extension Server {
    /// `textDocument/formatting`: the script in its one form; nothing where it is wrong.
    func formatting(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        guard case .formatted(let new) = Formatter.format(document.source) else { return .null }
        let old = document.source.bytes
        guard old != new else { return [] }
        // Only from the first to the last line that changes, so that the cursor elsewhere stays where it is.
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        while start > 0, old[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var (end, newEnd) = (old.count, new.count)
        while end > start, newEnd > start, old[end - 1] == new[newEnd - 1] { (end, newEnd) = (end - 1, newEnd - 1) }
        while end < old.count, newEnd < new.count, end == 0 || old[end - 1] != UInt8(ascii: "\n") {
            (end, newEnd) = (end + 1, newEnd + 1)
        }
        let range = SourceRange(Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end))
        return [
            [
                "range": document.range(range, encoding),
                "newText": .text(String(decoding: new[start..<newEnd], as: UTF8.self)),
            ]
        ]
    }

    /// `textDocument/rangeFormatting`: the statements that the range touches; nothing where one of them is wrong.
    func rangeFormatting(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        guard let positions = PositionRange(parameters["range"]) else {
            throw ResponseError(.invalidParameters, "`range` is missing")
        }
        let wanted = document.lines.range(positions, encoding)
        let touched = Parser.parse(document.source, symbols: SymbolTable()).statements.filter {
            $0.range.start <= wanted.end && $0.range.end >= wanted.start
        }
        guard let first = touched.first, let last = touched.last else { return [] }
        let range = SourceRange(first.range.start, last.range.end)
        let written = document.source.text(range)
        guard case .formatted(let new) = Formatter.format(SourceText(name: document.name, text: written)) else {
            return .null
        }
        var text = String(decoding: new, as: UTF8.self)
        while text.hasSuffix("\n") { text.removeLast() }
        return text == written ? [] : [["range": document.range(range, encoding), "newText": .text(text)]]
    }

    /// `workspace/symbol`: what the scripts of the workspace make known under a name that holds the query.
    func workspaceSymbols(_ parameters: JSON) throws(ResponseError) -> JSON {
        let query = (parameters["query"]?.text ?? "").lowercased()
        var found: [JSON] = []
        for path in workspace.graph.scripts {
            try stayCurrent()
            guard found.count < Self.mostSymbols, let source = workspace.source(path) else { continue }
            let lines = LineTable(source.bytes)
            for definition in Parser.parse(source, symbols: SymbolTable()).statements.flatMap(\.body.definitions) {
                let name = source.text(definition.name.range)
                guard query.isEmpty || name.lowercased().contains(query), found.count < Self.mostSymbols else {
                    continue
                }
                found.append([
                    "name": .text(name), "kind": .number(definition.symbolKind),
                    "containerName": .text(definition.sort),
                    "location": [
                        "uri": .text(workspace.uri(path)), "range": lines.range(definition.name.range, encoding).json,
                    ],
                ])
            }
        }
        return .list(found)
    }

    /// More would be read by nobody.
    private static let mostSymbols = 1_000

    /// `textDocument/codeAction`: what mends the errors and findings there.
    func codeActions(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        guard let positions = PositionRange(parameters["range"]) else {
            throw ResponseError(.invalidParameters, "`range` is missing")
        }
        try settleFindings(document)
        let range = document.lines.range(positions, encoding)
        let errors = workspace.roots(of: document.name).flatMap { workspace.roots[$0]?.checker.diagnostics ?? [] }
        let findings = workspace.lints[document.name]?.findings ?? []
        var actions: [JSON] = []
        var seen: Set<[String]> = []
        for diagnostic in errors + findings {
            guard let fix = diagnostic.fix, diagnostic.source?.name == document.name,
                diagnostic.range.start <= range.end, diagnostic.range.end >= range.start,
                seen.insert([String(fix.range.start), String(fix.range.end), fix.replacement]).inserted
            else { continue }
            let edit: JSON = ["range": document.range(fix.range, encoding), "newText": .text(fix.replacement)]
            actions.append([
                "title": .text(Self.title(of: fix, document)), "kind": "quickfix", "isPreferred": true,
                "edit": ["changes": .object([(document.uri, .list([edit]))])],
            ])
        }
        return .list(actions)
    }

    private static func title(of fix: Diagnostic.Fix, _ document: TextDocument) -> String {
        func shown(_ text: String) -> String {
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return "`" + escaped(words.count > 60 ? words.prefix(60) + "…" : words) + "`"
        }
        let written = document.source.text(fix.range)
        return fix.replacement.isEmpty ? "Take \(shown(written)) out" : "Write \(shown(fix.replacement))"
    }

    /// `textDocument/documentSymbol`: what a script defines, adds and tests.
    func symbols(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let (statements, _, _) = Parser.parse(document.source, symbols: SymbolTable())
        return .list(
            statements.flatMap { statement in
                statement.body.definitions.map { definition -> JSON in
                    [
                        "name": .text(document.source.text(definition.name.range)),
                        "detail": .text(definition.sort), "kind": .number(definition.symbolKind),
                        "range": document.range(statement.range, encoding),
                        "selectionRange": document.range(definition.name.range, encoding),
                    ]
                }
            })
    }

    /// `textDocument/foldingRange`: blocks and comments of more than one line.
    func folding(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        var lexer = Lexer(document.source, symbols: SymbolTable())
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 4096) }
        var ranges: [JSON] = []
        func add(_ start: Int, _ end: Int, _ kind: String) {
            guard end > start else { return }
            ranges.append(["startLine": JSON(start), "endLine": JSON(end), "kind": .text(kind)])
        }
        func line(_ offset: Int32) -> Int { document.lines.line(of: Int(offset)) }
        var open: [Int] = []
        for token in tokens {
            if token.kind == .leftBrace { open.append(line(token.range.start)) }
            if token.kind == .rightBrace, let start = open.popLast() {
                add(start, line(token.range.start) - 1, "region")
            }
        }
        var run: (first: Int, last: Int)?
        for comment in lexer.comments {
            let at = line(comment.start)
            guard document.lines.start(line: at) == comment.start else { continue }
            if let last = run?.last, last + 1 == at {
                run?.last = at
            } else {
                if let run { add(run.first, run.last, "comment") }
                run = (at, at)
            }
        }
        if let run { add(run.first, run.last, "comment") }
        return .list(ranges)
    }
}

/// A name that a statement makes known.
struct Definition {
    var name: NameSyntax
    /// `user`, `role`, `recipe`
    var sort: String
    /// LSP 3.17, SymbolKind.
    var symbolKind: Int64
}

extension StatementBody {
    var definitions: [Definition] {
        switch self {
        case .defineKind(let kind): [Definition(name: kind.name, sort: "kind", symbolKind: 23)]
        case .defineRole(let role): [Definition(name: role.name, sort: "role", symbolKind: 5)]
        case .defineRule(let rule): [Definition(name: rule.name, sort: "rule", symbolKind: 24)]
        case .definePartner(let name): [Definition(name: name, sort: "partner", symbolKind: 3)]
        case .defineProcedure(let name, _, _): [Definition(name: name, sort: "procedure", symbolKind: 12)]
        case .letting(let variable, _), .parameter(let variable, _):
            [Definition(name: variable, sort: "variable", symbolKind: 13)]
        case .test(let name, _, _): [Definition(name: name, sort: "test", symbolKind: 6)]
        case .add(_, let names, _, _): names.all.map { Definition(name: $0, sort: "thing", symbolKind: 19) }
        default: []
        }
    }
}
