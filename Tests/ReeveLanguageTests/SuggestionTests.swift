import Testing

@testable import ReeveSyntax

/// What a message says to write can be written.
@Suite struct SuggestionTests {
    /// A fix, applied, leaves nothing to be told but what was told besides; one that corrects a name makes the script run.
    @Test func fixesAreRight() throws {
        let world = try GoldenErrors.world()
        var applied = 0
        for (file, files, testCase) in try GoldenErrors.cases() {
            var copy = world
            let found = GoldenErrors.run(testCase, files: files, on: &copy).diagnostics
            guard let first = found.first, let fix = first.fix, first.source?.name == GoldenErrors.scriptName else {
                continue
            }
            applied += 1
            let place = "\(file):\(testCase.line): \(testCase.title)"
            let fixed = apply(fix, to: testCase.script)
            let left = Parser.parse(SourceText(name: "fixed", text: fixed), symbols: SymbolTable()).diagnostics
            #expect(left.count < max(1, found.count), "\(place): the fix is read\n\(fixed)")
            let isName = first.code.hasPrefix("unknown-") && first.code != "unknown-statement"
            guard isName || first.code == "bad-value" || first.code == "bad-date" else { continue }
            var fresh = world
            let outcome = GoldenErrors.run(testCase, script: fixed, files: files, on: &fresh)
            // What a test expects of a wrong script need not be so of a right one.
            let isRun = outcome.codes.allSatisfy { $0 == "expectation-failed" && testCase.script.hasPrefix("test ") }
            #expect(isRun, "\(place): the fix runs\n\(fixed)")
        }
        #expect(applied >= 80)
    }

    private func apply(_ fix: Diagnostic.Fix, to script: String) -> String {
        var bytes = Array(script.utf8)
        bytes.replaceSubrange(Int(fix.range.start)..<Int(fix.range.end), with: Array(fix.replacement.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whole sentences in labels and notes are read, with `…` and words in capitals as the names they stand for.
    @Test func sentencesAreRead() throws {
        let world = try GoldenErrors.world()
        var read = 0
        for (file, files, testCase) in try GoldenErrors.cases() {
            var copy = world
            for diagnostic in GoldenErrors.run(testCase, files: files, on: &copy).diagnostics {
                for sentence in ([diagnostic.label] + diagnostic.notes).flatMap(sentences) {
                    read += 1
                    let left = Parser.parse(
                        SourceText(name: "sentence", text: filled(sentence)), symbols: SymbolTable()
                    ).diagnostics
                    #expect(left.isEmpty, "\(file):\(testCase.line): \(testCase.title): `\(sentence)` is not read")
                }
            }
        }
        #expect(read >= 120)
    }

    /// What stands between backquotes or behind a colon and begins with a verb.
    private func sentences(_ text: String) -> [String] {
        var found = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        let outside = text.split(separator: ": ", maxSplits: 1)
        if outside.count == 2, !text.contains("`") { found.append(String(outside[1])) }
        return found.filter { sentence in
            let words = sentence.split(separator: " ")
            guard words.count > 2, let first = words.first else { return false }
            return Parser.verbs.all.contains { $0.spelling == first } && !sentence.hasPrefix("can ")
                && !sentence.hasPrefix("where ") && (first != "for" || words[1] == "each")
        }
    }

    private func filled(_ sentence: String) -> String {
        var text = sentence
        for (open, name) in [
            ("{ … }", "{ }"), ("{ …; ", "{ "), ("if …", "if $now is set"),
            ("require …", "require $now is set"), ("expect …", "expect $now is set"), ("where … = …", "where x = y"),
            ("where …", "where x = y"),
            ("with … = …", "with x = y"), ("with …", "with x = y"), ("until …", "until 2027-01-01"),
            ("$x in …", "$x in users"),
            ("…", "x"),
        ] {
            var out = ""
            var rest = text[...]
            while let range = rest.firstRange(of: open) {
                out += rest[..<range.lowerBound] + name
                rest = rest[range.upperBound...]
            }
            text = out + rest
        }
        return text.hasPrefix("for each") && !text.contains("{") ? text + " { }" : text
    }
}
