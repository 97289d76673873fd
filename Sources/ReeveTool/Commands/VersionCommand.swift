/// `reeve --version`
enum VersionCommand {
    static func run(_ call: Call) -> Int32 {
        if call.console.isJSON {
            call.console.document(
                .object([("format", "reeve.version/1"), ("version", .text(Tool.version)), ("language", 1)]))
        } else {
            call.console.line("reeve \(Tool.version)")
        }
        return 0
    }
}
