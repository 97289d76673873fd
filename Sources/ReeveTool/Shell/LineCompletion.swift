import Reeve
import ReeveExplain
import ReeveSyntax

/// What the last word of a command line of `reeve` could be.
struct LineCompletion {
    let call: Call
    /// The words behind `reeve`, without the last.
    let before: [String]
    let typed: String

    /// Whole words that begin as the typed one does; nil where a file's name stands.
    var candidates: [String]? {
        var seen: Set<String> = []
        // What a terminal would act on is no candidate.
        let found = all?.filter { $0 == escaped($0) && seen.insert($0).inserted }
        let exact = found?.filter { $0.hasPrefix(typed) }
        guard exact?.isEmpty ?? false else { return exact }
        // A name that stands in quotes, for the word of a statement that was begun without.
        let (start, word) = Completer.split(typed)
        return found?.filter { !word.isEmpty && $0.hasPrefix(start + "\"" + word) }
    }

    private var all: [String]? {
        if let flag = before.last.flatMap(Flag.init), flag.value != nil { return values(of: flag, typed) }
        if let equals = typed.firstIndex(of: "="), let flag = Flag(rawValue: String(typed[..<equals])) {
            let start = String(typed[...equals])
            return values(of: flag, String(typed.dropFirst(start.count)))?.map { start + $0 }
        }
        let operands = operands
        guard let name = operands.first else {
            return typed.hasPrefix("-") ? Flag.allCases.map(\.rawValue) : Command.all.map(\.name)
        }
        guard let command = Command.named(name) else { return [] }
        if typed.hasPrefix("-") { return Flag.all(of: command).map(\.rawValue) }
        switch name {
        case "help": return operands.count > 1 ? [] : StatementForm.all.map(\.name) + Command.all.map(\.name)
        case "explain": return CodePages.all.map(\.code)
        case "ask": return operands.count > 1 ? [] : statements(typed)
        case "undo", "repl", "lsp", "man": return []
        default:
            let words = Self.subcommands(of: command)
            return operands.count == 1 && !words.isEmpty ? words : name == "store" ? [] : nil
        }
    }

    private func values(of flag: Flag, _ typed: String) -> [String]? {
        switch flag {
        case .actor: names.users
        case .text: statements(typed)
        case .limit: Bounds.named.map { $0.name + "=" }
        case .store, .out: nil
        // `auto|always|never`, and nothing for `TEXT`.
        default: flag.value.map(Self.alternatives) ?? []
        }
    }

    /// The typed statement with its last word finished in each way that the parser could take. Where there is one way,
    /// what could follow it comes along: no shell then takes the statement for finished, and closes its quotes.
    private func statements(_ typed: String) -> [String] {
        let completer = Completer(names: names)
        let own = Set(Dialogue.ownWords)
        func ways(_ text: String) -> [String] {
            let found = completer.complete(text)
            let start = String(text.dropLast(found.replaced))
            return found.candidates.filter { !own.contains($0) }.map { start + $0 }
        }
        var found = ways(typed)
        for _ in 0..<8 where found.count == 1 {
            let following = ways(found[0] + " ")
            guard !following.isEmpty else { break }
            found = (Self.isWhole(found[0]) ? found : []) + following
        }
        return found
    }

    private static func isWhole(_ text: String) -> Bool {
        let read = Parser.parse(SourceText(name: "", text: text), symbols: SymbolTable())
        return !read.statements.isEmpty && read.diagnostics.isEmpty
    }

    /// The words that may stand behind the command's own, as its synopsis has them: `store init`, `completions bash|zsh|fish`.
    static func subcommands(of command: Command) -> [String] {
        command.synopsis.flatMap { $0.split(separator: " ").dropFirst().first.map { alternatives(String($0)) } ?? [] }
    }

    private static func alternatives(_ words: String) -> [String] {
        words.split(separator: "|").map(String.init).filter { $0.allSatisfy(\.isLowercase) }
    }

    /// The words that are neither options nor their values.
    private var operands: [String] {
        var found: [String] = []
        var isValue = false
        for word in before {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue = Flag(rawValue: word)?.value != nil
            } else {
                found.append(word)
            }
        }
        return found
    }

    /// The names of the store that the line speaks of, as its user may see them.
    private var names: LiveNames {
        func given(_ flag: Flag) -> String? {
            if let at = before.lastIndex(of: flag.rawValue), at + 1 < before.count { return before[at + 1] }
            return before.last { $0.hasPrefix(flag.rawValue + "=") }.map {
                String($0.dropFirst(flag.rawValue.count + 1))
            }
        }
        var options = call.sessionOptions
        options.isReadOnly = true
        var store = given(.store) ?? call.store
        if store.hasPrefix("~/"), let home = call.surroundings.variable("HOME") { store = home + store.dropFirst() }
        // A shell that completes shows no errors: a store that cannot be read has no names.
        let session = try? Session(
            opening: call.surroundings.path(store), as: given(.actor) ?? call.user, options: options)
        return session?.names ?? LiveNames()
    }
}
