import Testing

@testable import ReeveSyntax

/// A script with its errors as they are shown, and the first one's fix in the last line.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    let script: String
    let shown: String

    init(_ script: String, _ shown: String) {
        self.script = script
        self.shown = shown
    }

    var testDescription: String { script }

    /// `%0A` stands for the byte 0A, so that a table can hold any byte.
    var source: SourceText {
        var bytes: [UInt8] = []
        var left = Array(script.utf8)[...]
        while let byte = left.popFirst() {
            if byte == UInt8(ascii: "%"), left.count >= 2,
                let value = UInt8(String(decoding: left.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                left = left.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return SourceText(name: "x.reeve", bytes: bytes)
    }
}

@Suite struct ErrorTests {
    @Test(
        arguments: lexicalErrors + accessErrors + definitionErrors + recoveryErrors + grantNearMisses + otherNearMisses)
    func isShown(_ error: ErrorCase) {
        let result = Parser.parse(error.source, symbols: SymbolTable())
        var renderer = DiagnosticRenderer()
        var shown = renderer.render(result.diagnostics)
        if let fix = result.diagnostics.first?.fix { shown += "fix: \(fix.replacement.debugDescription)\n" }
        #expect(shown == error.shown + "\n")
    }

    @Test(arguments: accessErrors + definitionErrors + grantNearMisses + otherNearMisses)
    func fixesAreUnderstood(_ error: ErrorCase) {
        let source = error.source
        var found = Parser.parse(source, symbols: SymbolTable()).diagnostics
        let before = found.count
        guard let fix = found.first?.fix, found.removeFirst().code == "near-miss" else { return }
        var bytes = source.bytes
        bytes.replaceSubrange(Int(fix.range.start)..<Int(fix.range.end), with: Array(fix.replacement.utf8))
        let fixed = SourceText(name: "x.reeve", bytes: bytes)
        #expect(Parser.parse(fixed, symbols: SymbolTable()).diagnostics.count < before)
    }
}
