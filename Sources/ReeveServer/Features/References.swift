import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveSyntax

/// A name in the scripts that belong together, and every place where it stands.
struct Namesakes {
    /// As it is, without quotes; a variable's without `$`.
    var name: String
    /// `user`, `account`, `role`, `kind`, `rule`, `procedure`, `record`, `variable`.
    var sort: String
    var places: [(source: SourceText, range: SourceRange, isDefinition: Bool)] = []
}

/// Where a name is used, and another name for it.
extension Server {
    /// More would be read by nobody.
    private static let mostPlaces = 10_000

    /// `textDocument/references`
    func references(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        guard let found = try namesakes(document, try place(parameters, document)) else { return .null }
        let withDefinition = parameters["context"]?["includeDeclaration"] != .flag(false)
        var lines: [String: LineTable] = [:]
        return .list(
            found.places.filter { withDefinition || !$0.isDefinition }.map { place -> JSON in
                let name = place.source.name
                let table = lines[name] ?? LineTable(place.source.bytes)
                lines[name] = table
                return ["uri": .text(workspace.uri(name)), "range": table.range(place.range, encoding).json]
            })
    }

    /// `textDocument/prepareRename`: the name there, where one that the scripts make known stands there.
    func prepareRename(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        guard let found = try namesakes(document, offset), found.places.contains(where: \.isDefinition),
            let here = found.places.first(where: {
                $0.source.name == document.name && $0.range.start <= offset && offset <= $0.range.end
            })
        else { return .null }
        return ["range": document.range(here.range, encoding), "placeholder": .text(found.name)]
    }

    /// `textDocument/rename`: the name in all scripts that belong together. They are checked as they would be then; where
    /// that finds anything else than before, nothing is changed.
    func rename(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        guard let wanted = parameters["newName"]?.text, !wanted.isEmpty else {
            throw ResponseError(.invalidParameters, "`newName` is missing")
        }
        guard let found = try namesakes(document, offset), found.places.contains(where: \.isDefinition) else {
            throw ResponseError(.requestFailed, "no script makes a name known that stands here")
        }
        let isVariable = found.sort == "variable"
        let new = isVariable && wanted.hasPrefix("$") ? String(wanted.dropFirst()) : wanted
        let written = isVariable ? "$" + new : spelled(new)
        var texts: [String: SourceText] = [:]
        var edits: [String: [JSON]] = [:]
        for (name, places) in Dictionary(grouping: found.places, by: \.source.name) {
            let source = places[0].source
            let lines = LineTable(source.bytes)
            var bytes = source.bytes
            for place in places.sorted(by: { $0.range.start > $1.range.start }) {
                // `$c.plan`: the attribute stays.
                let old = source.text(place.range)
                let attribute = isVariable ? old.firstIndex(of: ".").map { String(old[$0...]) } ?? "" : ""
                bytes.replaceSubrange(
                    Int(place.range.start)..<Int(place.range.end), with: Array((written + attribute).utf8))
                edits[name, default: []].append([
                    "range": lines.range(place.range, encoding).json, "newText": .text(written + attribute),
                ])
            }
            texts[name] = SourceText(name: name, bytes: bytes)
        }
        try settle(document)
        for root in workspace.roots(of: document.name) { try compare(root, texts, found, new) }
        return ["changes": .object(edits.sorted { $0.key < $1.key }.map { (workspace.uri($0.key), .list($0.value)) })]
    }

    /// - Throws: where a script, changed so, would mean something else.
    private func compare(
        _ root: String, _ texts: [String: SourceText], _ found: Namesakes, _ new: String
    ) throws(ResponseError) {
        let open = workspace
        guard let before = workspace.roots[root],
            var after = workspace.analysis(of: root, with: texts)
        else { return }
        while !after.advance({ texts[$0] ?? open.openText($0) }, { self.isOvertaken != nil }) { try stayCurrent() }
        let known = before.checker.diagnostics.map(\.code).sorted()
        let now = after.checker.diagnostics.map(\.code).sorted()
        if known != now {
            let other = after.checker.diagnostics.first { !known.contains($0.code) } ?? after.checker.diagnostics.first
            throw ResponseError(
                .requestFailed,
                "`\(escaped(new))` would change what the scripts mean" + (other.map { ": \($0.message)" } ?? ""))
        }
        func names(_ analysis: RootAnalysis) -> [String] {
            let state = analysis.checker.transaction.state
            return
                (state.userIDs.map { "user " + state[$0].name } + state.customerIDs.map { "account " + state[$0].name }
                + state.roleIDs.map { "role " + state[$0].definition.name }
                + state.kindIDs.map { "kind " + state[$0].definition.name })
        }
        let expected = names(before).map { $0 == "\(found.sort) \(found.name)" ? "\(found.sort) \(new)" : $0 }
        guard expected.sorted() == names(after).sorted() else {
            throw ResponseError(.requestFailed, "`\(escaped(new))` would change what the scripts make")
        }
    }

    /// The name at a place, and where else it stands; nil where there is none, or where it is not clear whose it is.
    private func namesakes(_ document: TextDocument, _ offset: Int32) throws(ResponseError) -> Namesakes? {
        guard let here = word(document, offset) else { return nil }
        let symbols = SymbolTable()
        var sorts: [String: [(NameInText, SourceText)]] = [:]
        var sort = ""
        var name = ""
        var all: [(NameInText, SourceText)] = []
        // First this script, which tells what is looked for.
        let others = workspace.graph.companions(of: document.name).filter { $0 != document.name }
        for path in [document.name] + others {
            guard let source = path == document.name ? document.source : workspace.source(path) else { continue }
            if path != document.name, sort == "variable" { break }
            try stayCurrent()
            let names = namesInText(source, symbols)
            if path == document.name {
                guard let mine = names.first(where: { $0.range == here }) else { return nil }
                name = mine.name
                sort = mine.sort(workspace.options.sort, source)
            }
            for found in names where found.name == name { all.append((found, source)) }
        }
        for (found, source) in all where !found.definition.isEmpty {
            sorts[found.definition, default: []].append((found, source))
        }
        // A place that does not tell whose name stands there: where only one thing is called so, it is that one's.
        if sort.isEmpty {
            guard sorts.count == 1, let only = sorts.keys.first else { return nil }
            sort = only
        }
        guard ["user", "account", "role", "kind", "rule", "procedure", "record", "variable"].contains(sort) else {
            return nil
        }
        var result = Namesakes(name: name, sort: sort)
        for (found, source) in all.prefix(Self.mostPlaces) {
            try stayCurrent()
            let its = found.sort(workspace.options.sort, source)
            guard its == sort || its.isEmpty && sorts.count == 1 && !found.isSaid else { continue }
            result.places.append((source, found.range, !found.definition.isEmpty))
        }
        return result
    }

    private func namesInText(_ source: SourceText, _ symbols: SymbolTable) -> [NameInText] {
        var definitions: [SourceRange: String] = [:]
        func collect(_ statement: StatementSyntax) {
            for definition in statement.body.definitions {
                definitions[definition.name.range] = Self.sort(definition, statement.body, source)
            }
            for inner in statement.body.blocks.flatMap(\.statements) { collect(inner) }
        }
        let statements = Parser.parse(source, symbols: symbols).statements
        for statement in statements { collect(statement) }
        var lexer = Lexer(source, symbols: symbols)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 4096) }
        var names: [NameInText] = []
        var at = 0
        for (index, token) in tokens.enumerated() where [.word, .string, .template, .variable].contains(token.kind) {
            while at + 1 < statements.count, statements[at + 1].range.start <= token.range.start { at += 1 }
            let start = at < statements.count ? min(statements[at].range.start, token.range.start) : token.range.start
            let before = index > 0 ? source.text(tokens[index - 1].range) : ""
            guard token.kind != .template else {
                for variable in token.variables(symbols) {
                    names.append(
                        NameInText(
                            name: symbols.text(variable.symbol), range: variable.range, statement: start,
                            isVariable: true, isSaid: false, definition: ""))
                }
                continue
            }
            let text = source.text(token.range)
            let name =
                token.kind == .variable
                ? String(text.dropFirst().prefix { $0 != "." }) : symbols.text(token.symbol)
            names.append(
                NameInText(
                    name: name, range: token.range, statement: start, isVariable: token.kind == .variable,
                    isSaid: ["because", "print", "test", "use", "csv"].contains(before),
                    definition: definitions[token.range] ?? ""))
        }
        return names
    }

    private static func sort(_ definition: Definition, _ body: StatementBody, _ source: SourceText) -> String {
        guard case .add(let kind, _, _, _) = body else { return definition.sort }
        switch source.text(kind.range) {
        case "user", "users": return "user"
        case "customer", "customers": return "account"
        default: return "record"
        }
    }
}

/// A word, string or variable of a script.
private struct NameInText {
    var name: String
    var range: SourceRange
    /// Where the statement begins in which it stands.
    var statement: Int32
    var isVariable: Bool
    /// Text that is said, and names nothing.
    var isSaid: Bool
    /// The sort of what it makes known; empty where it makes nothing known.
    var definition: String

    /// Of what sort it is; empty where its place does not tell.
    func sort(_ ask: @Sendable (String) -> String, _ source: SourceText) -> String {
        if isVariable { return "variable" }
        if !definition.isEmpty { return definition }
        if isSaid { return "said" }
        let sort = ask(source.text(SourceRange(statement, range.start)))
        return sort == "customer" ? "account" : sort
    }
}
