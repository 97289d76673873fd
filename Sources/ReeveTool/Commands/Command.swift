import Reeve

/// One command of the command line.
struct Command: Sendable {
    let name: String
    let synopsis: [String]
    let summary: String
    let run: @Sendable (Call) throws(Failure) -> Int32

    static let all: [Command] = [
        RunCommand.command, PlanCommand.command, ApplyCommand.command, CheckCommand.command, TestCommand.command,
        AskCommand.command,
        UndoCommand.command, ReplCommand.command, FmtCommand.command, LintCommand.command, ExplainCommand.command,
        ExportCommand.command, ImportCommand.command, StoreCommand.command, LspCommand.command,
        CompletionsCommand.command, ManCommand.command, HelpCommand.command,
    ]

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }
}
