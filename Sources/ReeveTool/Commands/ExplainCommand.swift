import Reeve
import ReeveExplain
import ReeveLanguage
import ReeveSyntax

/// `reeve explain CODE`: what an error, a warning or a finding means, what causes it, and how that is mended.
enum ExplainCommand {
    static let command = Command(
        name: "explain", synopsis: ["explain [CODE…]"],
        summary: "what an error, warning or finding means, an example, and the example mended; or the list of all",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let codes = call.invocation.operands
        guard !codes.isEmpty else {
            list(call)
            return 0
        }
        var pages: [CodePage] = []
        for code in codes { pages.append(try page(code)) }
        if call.console.isJSON {
            call.console.document(
                .object([("format", "reeve.explain/1"), ("pages", .list(pages.map { JSON($0) }))]))
            return 0
        }
        for (index, page) in pages.enumerated() {
            if index > 0 { call.console.line("") }
            for line in lines(page) { call.console.line(line) }
        }
        return 0
    }

    /// A code as it was copied: `unknown-role`, `error[unknown-role]`, `[unknown-role]:`.
    private static func page(_ typed: String) throws(Failure) -> CodePage {
        var code = typed[...]
        if let open = code.firstIndex(of: "[") { code = code[code.index(after: open)...] }
        if let close = code.firstIndex(of: "]") { code = code[..<close] }
        if let page = CodePages.page(of: code.lowercased()) { return page }
        let near = nearest(to: String(code), among: CodePages.all.map(\.code))
        throw .usage(
            "there is no code `\(printable(typed))`",
            hint: near.map { "did you mean `reeve explain \($0)`?" } ?? "`reeve explain` lists them")
    }

    private static func list(_ call: Call) {
        guard !call.console.isJSON else {
            call.console.document(
                .object([("format", "reeve.explain/1"), ("pages", .list(CodePages.all.map { JSON($0) }))]))
            return
        }
        let width = (CodePages.all.map(\.code.count).max() ?? 0) + 2
        for (index, group) in CodePage.Group.allCases.enumerated() {
            if index > 0 { call.console.line("") }
            call.console.line(group.rawValue)
            for page in CodePages.all where page.group == group {
                let head = "  " + page.code + String(repeating: " ", count: width - page.code.count)
                for (at, line) in wrapped(page.summary, 116 - width).enumerated() {
                    call.console.line(at == 0 ? head + line : String(repeating: " ", count: width + 2) + line)
                }
            }
        }
    }

    private static func lines(_ page: CodePage) -> [String] {
        var lines = [page.code, ""] + wrapped(page.meaning, 98).map { "  " + $0 }
        func show(_ title: String, _ text: String) {
            guard !text.isEmpty else { return }
            lines += ["", title, ""]
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                $0.isEmpty ? "" : "    " + escaped(String($0))
            }
        }
        if !page.cause.isEmpty { lines += ["", "Caused by \(page.cause)."] }
        show("Where this has been said:", page.before)
        let conditions = [page.user.map { "run as \($0)" }, page.parameter.map { "with --set \($0)" }].compactMap(
            \.self)
        let how = conditions.isEmpty ? "" : " (\(conditions.joined(separator: ", ")))"
        switch page.trial {
        case .shell: show("For example, in a shell:", page.wrong)
        case .repl: show("For example, in the REPL:", page.wrong)
        case .fault: show("For example, in a shell, \(page.circumstance):", page.wrong)
        default: show("For example\(how):", page.wrong)
        }
        show("Mended:", page.right)
        for file in page.files { show("`\(file.name)`:", file.text) }
        let usesWorld = !page.wrong.isEmpty && !page.standsAlone && [.run, .test, .lint].contains(page.trial)
        if usesWorld { lines += ["", "Names are those of Scripts/quickstart.reeve."] }
        return lines
    }

    static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension JSON {
    fileprivate init(_ page: CodePage) {
        self = .object([
            ("code", .text(page.code)),
            ("group", .text("\(page.group)")),
            ("meaning", .text(page.meaning)),
            ("before", .text(page.before)),
            ("circumstance", .text(page.circumstance)),
            ("wrong", .text(page.wrong)),
            ("right", .text(page.right)),
        ])
    }
}
