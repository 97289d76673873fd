import Reeve
import ReeveLanguage

/// `reeve help`, `reeve help STATEMENT`, and `--help` anywhere.
enum HelpCommand {
    static let command = Command(
        name: "help", synopsis: ["help [STATEMENT | COMMAND]"],
        summary: "this text; or a statement's form, an example, and its neighbours", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let words = call.invocation.operands
        return words.isEmpty ? overview(call) : try topic(words.joined(separator: " "), call)
    }

    static func overview(_ call: Call) -> Int32 {
        var lines = [
            "Reeve says who may do what in the accounts of a partner's customers.", "",
            "Usage  reeve COMMAND [OPTIONS] …",
            "", "Commands",
        ]
        lines += aligned(
            Command.all.flatMap { command in
                command.synopsis.enumerated().map { index, form in
                    ("reeve " + form, index + 1 == command.synopsis.count ? command.summary : "")
                }
            })
        lines += ["", "Options"] + aligned(Flag.allCases.map { (spelling($0), $0.summary) })
        lines += ["", "Exit status"] + aligned(exitStatuses)
        lines += ["", "Statements (reeve help STATEMENT)"] + wrapped(StatementForm.all.map(\.name))
        return show(lines, topic: "reeve", call)
    }

    static func topic(_ name: String, _ call: Call) throws(Failure) -> Int32 {
        let forms = StatementForm.named(name)
        if let command = Command.named(name) { return show(about(command), topic: name, call) }
        guard !forms.isEmpty else {
            let known = StatementForm.all.map(\.name) + Command.all.map(\.name)
            let near = nearest(to: name, among: known)
            throw .usage(
                "there is no statement or command `\(printable(name))`",
                hint: near.map { "did you mean `reeve help \($0)`?" })
        }
        var lines: [String] = []
        for (index, form) in forms.enumerated() {
            if index > 0 { lines += ["", "----", ""] }
            lines += form.text
        }
        return show(lines, topic: name, call)
    }

    private static func about(_ command: Command) -> [String] {
        var lines = command.synopsis.map { "reeve " + $0 } + ["", "  " + command.summary, "", "Options"]
        lines += aligned(Flag.all(of: command).map { (spelling($0), $0.summary) })
        return lines
    }

    private static func show(_ lines: [String], topic: String, _ call: Call) -> Int32 {
        if call.console.isJSON {
            call.console.document(
                .object([
                    ("format", "reeve.help/1"), ("topic", .text(topic)), ("text", .text(lines.joined(separator: "\n"))),
                ]))
        } else {
            for line in lines { call.console.line(line) }
        }
        return 0
    }

    static func spelling(_ flag: Flag) -> String { flag.rawValue + (flag.value.map { " " + $0 } ?? "") }

    static let exitStatuses = [
        ("0", "done"),
        ("1", "no; or findings"),
        ("2", "the plan holds changes (plan --exit-code)"),
        ("3", "the script is wrong or was refused; nothing was changed"),
        ("4", "a guard wants a word: the message says which option gives it"),
        ("5", "the plan is out of date, or not the one that was written"),
        ("64", "the command line is wrong"),
        ("65", "the store is damaged"),
        ("70", "a fault of Reeve's own"),
        ("74", "reading or writing failed; the message says what became of the change"),
        ("75", "another writer has the store"),
        ("130", "interrupted"),
    ]

    /// How wide its lines are; and names that stand on a line with what they mean.
    private static let width = 100
    private static let mostLeft = 28

    private static func aligned(_ rows: [(String, String)]) -> [String] {
        let widths = rows.map(\.0.count).filter { $0 <= mostLeft }
        let left = (widths.max() ?? 0) + 4
        return rows.flatMap { name, text in
            var lines = ExplainCommand.wrapped(text, width - left).map { String(repeating: " ", count: left) + $0 }
            if name.count + 4 <= left, let first = lines.first {
                lines[0] = "  " + name + String(repeating: " ", count: left - name.count - 2) + first.dropFirst(left)
            } else {
                lines.insert("  " + name, at: 0)
            }
            return lines
        }
    }

    private static func wrapped(_ names: [String]) -> [String] {
        var lines: [String] = []
        var line = " "
        for (index, name) in names.enumerated() {
            let word = name + (index + 1 < names.count ? "," : "")
            if line.count + word.count > width {
                lines.append(line)
                line = " "
            }
            line += " " + word
        }
        return lines + [line]
    }
}
