import ReeveSyntax

/// Which scripts of the workspace use which.
struct UseGraph {
    private struct Node {
        var bytes: [UInt8]
        var uses: [String]
    }
    private var nodes: [String: Node] = [:]

    /// The files that a script names by `use`, as paths.
    mutating func uses(_ source: SourceText) -> [String] {
        if let known = nodes[source.name], known.bytes == source.bytes { return known.uses }
        let uses = Self.named(source).map { FileURI.resolve($0, from: source.name) }
        nodes[source.name] = Node(bytes: source.bytes, uses: uses)
        return uses
    }

    mutating func forget(_ name: String) { nodes[name] = nil }

    /// Brings the graph to what these scripts say, and forgets all others.
    mutating func update(_ sources: [SourceText]) {
        let names = Set(sources.map(\.name))
        nodes = nodes.filter { names.contains($0.key) }
        for source in sources { _ = uses(source) }
    }

    var scripts: [String] { nodes.keys.sorted() }

    /// The scripts that nobody uses and that lead to this one; itself where none does.
    func roots(of script: String) -> [String] {
        var users: [String: [String]] = [:]
        for (name, node) in nodes {
            for used in node.uses { users[used, default: []].append(name) }
        }
        var seen: Set<String> = [script]
        var todo = [script]
        var roots: [String] = []
        while let name = todo.popLast() {
            let before = (users[name] ?? []).filter { $0 != name }
            if before.isEmpty { roots.append(name) }
            for user in before where seen.insert(user).inserted { todo.append(user) }
        }
        // Scripts that use each other in a circle have no first one.
        return roots.isEmpty ? [script] : roots.sorted()
    }

    /// All scripts that belong together with this one: what its roots lead to.
    func companions(of script: String) -> [String] {
        var seen: Set<String> = []
        var todo = roots(of: script) + [script]
        while let name = todo.popLast() {
            guard seen.insert(name).inserted else { continue }
            todo += nodes[name]?.uses ?? []
        }
        return seen.filter { nodes[$0] != nil || $0 == script }.sorted()
    }

    private static func named(_ source: SourceText) -> [String] {
        // Most scripts use nothing, and need not be read for that.
        guard contains(source.bytes, "use") else { return [] }
        let symbols = SymbolTable()
        var parser = Parser(source, symbols: symbols)
        var found: [String] = []
        while let statement = parser.nextStatement() { collect(statement, symbols, &found) }
        return found
    }

    private static func collect(_ statement: StatementSyntax, _ symbols: SymbolTable, _ found: inout [String]) {
        if case .use(let file) = statement.body, file.form == .string || file.form == .word {
            found.append(symbols.text(file.symbol))
        }
        for inner in statement.body.blocks.flatMap(\.statements) { collect(inner, symbols, &found) }
    }

    private static func contains(_ bytes: [UInt8], _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        return bytes.withUnsafeBufferPointer { bytes in
            guard bytes.count >= length else { return false }
            for index in 0...(bytes.count - length) where bytes[index] == word.utf8Start[0] {
                var same = 1
                while same < length, bytes[index + same] == word.utf8Start[same] { same += 1 }
                if same == length { return true }
            }
            return false
        }
    }
}

extension StatementBody {
    /// The blocks of statements in it.
    var blocks: [BlockSyntax] {
        switch self {
        case .defineProcedure(_, _, let body), .act(_, _, let body), .forEach(_, _, let body), .test(_, _, let body),
            .at(_, let body), .expectOutcome(_, let body):
            [body]
        case .conditional(let branches, let otherwise): branches.map(\.body) + (otherwise.map { [$0] } ?? [])
        default: []
        }
    }
}
