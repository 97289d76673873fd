import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// The scripts that are open, those beside them, and what is known of them.
struct Workspace {
    let files: any WorkspaceFiles
    let options: ServerOptions
    /// Directories that the client works in.
    var folders: [String] = []
    private(set) var documents: [String: TextDocument] = [:]
    private(set) var graph = UseGraph()
    var roots: [String: RootAnalysis] = [:]
    /// What the linter finds in the scripts that are open, by name.
    var lints: [String: Lint] = [:]
    let open = OpenTexts()
    /// Closed scripts' texts, while nothing is said to have changed.
    private var closed: [String: SourceText] = [:]

    /// So many scripts of a workspace are looked at.
    static let mostScripts = 2_000
    /// Of many scripts that use one, so many are checked for it.
    private static let mostRoots = 8

    init(_ files: any WorkspaceFiles, _ options: ServerOptions) {
        self.files = files
        self.options = options
    }

    // MARK: Documents

    /// By the client's URI.
    func document(_ uri: String) -> TextDocument? { documents[uri] }

    func document(named name: String) -> TextDocument? { documents.values.first { $0.name == name } }

    /// What the client calls a script.
    func uri(_ name: String) -> String {
        document(named: name)?.uri ?? (name.hasPrefix("/") ? FileURI.uri(name) : name)
    }

    mutating func open(_ uri: String, version: Int64, text: String) {
        let name = FileURI.path(uri).map(FileURI.normalized) ?? uri
        let document = TextDocument(uri: uri, name: name, version: version, text: text)
        let isOther = source(name)?.bytes != document.source.bytes
        documents[uri] = document
        open[name] = document.source
        scan()
        if isOther { drop(name) }
        begin()
    }

    mutating func close(_ uri: String) {
        guard let document = documents.removeValue(forKey: uri) else { return }
        open[document.name] = nil
        scan()
        // What was open and is closed counts as it lies on the disk.
        if source(document.name)?.bytes != document.source.bytes { drop(document.name) }
        begin()
    }

    /// Forgets what was found of a script's roots.
    private mutating func drop(_ name: String) {
        let above = graph.roots(of: name)
        roots = roots.filter { !above.contains($0.key) && !$0.value.reads(name) }
    }

    /// - Returns: false where the document is not open.
    mutating func change(_ uri: String, _ change: (inout TextDocument) -> Int32?) -> Bool {
        guard var document = documents[uri] else { return false }
        // In place, not in a copy of a large text.
        documents[uri] = nil
        let old = document.source
        let offset = change(&document)
        documents[uri] = document
        guard let offset else { return true }
        open[document.name] = document.source
        lints[document.name]?.move(from: old, to: document.source, changedAt: offset)
        let known = graph
        _ = graph.uses(document.source)
        if known.roots(of: document.name) != graph.roots(of: document.name) {
            begin()
            return true
        }
        let texts = open
        var changed: Set<String> = []
        for name in roots.keys where roots[name]?.change(document.name, at: offset, { texts[$0] }) == true {
            changed.insert(name)
        }
        for other in documents.values where !changed.isDisjoint(with: self.roots(of: other.name)) {
            lints[other.name]?.isCurrent = false
        }
        return true
    }

    /// What lies on the disk, or in the store, may be another.
    mutating func refresh() {
        scan()
        roots = [:]
        begin()
    }

    // MARK: Scripts

    /// Looks again at which scripts there are.
    private mutating func scan() {
        var sources: [String: SourceText] = [:]
        var directories = folders
        for document in documents.values where document.name.hasPrefix("/") {
            let directory = FileURI.directory(of: document.name)
            if !directories.contains(where: { directory == $0 || directory.hasPrefix($0 + "/") }) {
                directories.append(directory)
            }
        }
        closed = [:]
        for directory in directories {
            for path in files.scripts(below: directory, most: Self.mostScripts) where sources[path] == nil {
                guard open[path] == nil, let source = files.read(path) else { continue }
                sources[path] = source
                closed[path] = source
            }
        }
        for document in documents.values { sources[document.name] = document.source }
        graph.update(Array(sources.values))
    }

    /// A script's present text, open or not.
    func source(_ name: String) -> SourceText? { open[name] ?? closed[name] ?? files.read(name) }

    func openText(_ name: String) -> SourceText? { open[name] }

    /// The scripts that are checked for one, those first that are open.
    func roots(of name: String) -> [String] {
        let all = graph.roots(of: name)
        let first = all.filter { open[$0] != nil }
        return Array((first + all.filter { open[$0] == nil }).prefix(Self.mostRoots))
    }

    /// Makes sure that every open script is checked, and nothing else.
    private mutating func begin() {
        var wanted: Set<String> = []
        for document in documents.values { wanted.formUnion(roots(of: document.name)) }
        roots = roots.filter { wanted.contains($0.key) }
        let names = Set(documents.values.map(\.name))
        lints = lints.filter { names.contains($0.key) }
        for name in lints.keys { lints[name]?.isCurrent = false }
        for name in wanted where roots[name] == nil {
            guard let source = source(name) else { continue }
            roots[name] = analysis(of: source)
        }
    }

    /// A check of a script that has not begun.
    func analysis(of source: SourceText) -> RootAnalysis {
        RootAnalysis(source, interpreter(for: source.name), in: transaction())
    }

    /// A check that has not begun, of a script as it would be with these texts; nil where there is no such script.
    func analysis(of root: String, with texts: [String: SourceText]) -> RootAnalysis? {
        guard let source = texts[root] ?? source(root) else { return nil }
        let trial = OpenTexts()
        for document in documents.values { trial[document.name] = document.source }
        for (name, text) in texts { trial[name] = text }
        return RootAnalysis(source, interpreter(for: root, trial), in: transaction())
    }

    private func interpreter(for name: String) -> Interpreter { interpreter(for: name, open) }

    private func interpreter(for name: String, _ open: OpenTexts) -> Interpreter {
        guard name.hasPrefix("/") else {
            return Interpreter(limits: options.limits, parameters: options.parameters)
        }
        return Interpreter(
            loader: Self.loader(for: name, open, files), limits: options.limits, parameters: options.parameters)
    }

    private func transaction() -> Transaction {
        var transaction = Transaction(state: options.state() ?? State(), now: now, actor: .superuser)
        transaction.expireDue()
        if let name = options.actor, let user = transaction.state.user(name) { transaction.actor = .user(user) }
        return transaction
    }

    /// Where a script gets its files from: those first that are open.
    static func loader(for name: String, _ open: OpenTexts, _ files: any WorkspaceFiles) -> any SourceLoader {
        OpenTextLoader(open: open, root: FileURI.directory(of: name), disk: files.loader(for: name))
    }

    var now: Instant { Instant(milliseconds: options.clock()) }

    // MARK: Checking

    /// A root that is not checked to its end.
    var unfinished: String? { roots.values.first { !$0.isDone }?.root }

    mutating func advance(_ root: String, _ isInterrupted: () -> Bool) -> Bool {
        let texts = open
        return roots[root]?.advance({ texts[$0] }, isInterrupted) ?? true
    }
}
