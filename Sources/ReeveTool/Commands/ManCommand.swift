import Reeve

/// `reeve man`: the manual page, made from the tables that the help is made from.
enum ManCommand {
    static let command = Command(
        name: "man", synopsis: ["man"], summary: "the manual page, as roff: reeve man | man -l -", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.isEmpty else {
            throw .usage("`reeve man` takes nothing", hint: "a statement's page: reeve help STATEMENT")
        }
        call.console.raw(page)
        return 0
    }

    static var page: String {
        var lines = [
            ".TH REEVE 1 \"\" \"reeve \(Tool.version)\" \"User Commands\"", ".SH NAME",
            "reeve \\- who may do what in the accounts of a partner's customers", ".SH SYNOPSIS", ".B reeve",
            ".I COMMAND", "[\\fIOPTIONS\\fR] ...", ".SH COMMANDS",
        ]
        for command in Command.all {
            for (index, synopsis) in command.synopsis.enumerated() {
                lines += [index == 0 ? ".TP" : ".TQ", ".B reeve " + roff(synopsis)]
            }
            lines.append(roff(command.summary))
        }
        lines.append(".SH OPTIONS")
        for flag in Flag.allCases { lines += [".TP", ".B " + roff(HelpCommand.spelling(flag)), roff(flag.summary)] }
        lines.append(".SH EXIT STATUS")
        for (status, meaning) in HelpCommand.exitStatuses { lines += [".TP", ".B \(status)", roff(meaning)] }
        lines.append(".SH STATEMENTS")
        for form in StatementForm.all {
            lines +=
                [".SS " + roff(form.name), ".nf"] + form.forms.map(roff) + [".fi", ".PP"] + form.meaning.map(roff)
            lines += [".PP", ".nf"] + form.example.map { "\\ \\ " + roff($0) } + [".fi"]
        }
        lines += [
            ".SH ENVIRONMENT", ".TP", ".B REEVE_STORE", "The store's directory, where", ".B \\-\\-store",
            "is not given.",
            ".TP", ".B REEVE_AS", "Who scripts run as, where", ".B \\-\\-as", "is not given.", ".TP",
            ".B REEVE_HISTFILE",
            "Where the REPL keeps its history.", ".TP", ".B NO_COLOR", "No colors.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text that roff takes for text.
    private static func roff(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case "…": out += "..."
            default: out.append(character)
            }
        }
        return out.hasPrefix(".") || out.hasPrefix("'") ? "\\&" + out : out
    }
}
