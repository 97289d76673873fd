import Foundation
import Testing

@testable import ReeveSyntax

/// Formats a script, and holds what comes out to what every script is held to: the same tree, every comment, no line
/// ends or spaces too many, and the same again when it is formatted again. Nil where it could not be formatted.
func formatted(_ text: String, _ place: Testing.SourceLocation = #_sourceLocation) -> String? {
    guard let once = write(text, place) else { return nil }
    let (before, after) = (TreePicture(text), TreePicture(once))
    #expect(before.text == after.text, "the tree differs:\n\(text)\n->\n\(once)", sourceLocation: place)
    #expect(before.comments == after.comments, "comments differ:\n\(text)\n->\n\(once)", sourceLocation: place)
    let twice = write(once, place)
    #expect(twice == once, "twice is not once:\n\(text)\n->\n\(once)\n->\n\(twice ?? "")", sourceLocation: place)
    let isClean = !once.contains("\r") && !once.contains(" \n") && !once.contains("\n\n\n") && !once.hasPrefix("\n")
    #expect(isClean && (once.isEmpty || once.hasSuffix("\n") && !once.hasSuffix("\n\n")), sourceLocation: place)
    return once
}

private func write(_ text: String, _ place: Testing.SourceLocation) -> String? {
    switch Formatter.format(SourceText(name: "script", text: text)) {
    case .formatted(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .invalid(let diagnostics):
        var renderer = DiagnosticRenderer()
        Issue.record("\(text)\n\(renderer.render(diagnostics))", sourceLocation: place)
    case .refused(let diagnostic):
        Issue.record("\(text)\n\(diagnostic.message) \(diagnostic.notes)", sourceLocation: place)
    }
    return nil
}

/// A script's tree without its places, by reflection: it knows nothing of how the formatter compares trees.
struct TreePicture {
    private(set) var text = ""
    let comments: [String]
    private let symbols = SymbolTable()

    init(_ script: String) {
        let source = SourceText(name: "script", text: script)
        let result = Parser.parse(source, symbols: symbols)
        comments = result.comments.map { source.text($0).trimmingCharacters(in: .whitespaces) }.sorted()
        add(result.statements)
    }

    private mutating func add(_ value: Any) {
        if value is SourceRange { return }
        if let symbol = value as? Symbol {
            text += "`" + symbols.text(symbol) + "`"
            return
        }
        if let name = value as? NameSyntax {
            // Quotes alone make no other name.
            let isBare = name.form == .string && Keyword(name.symbol) == nil
            text += "(\(isBare ? .word : name.form) `\(symbols.text(name.symbol))`"
            add(name.attribute as Any)
            add(symbols.template(name))
            text += ")"
            return
        }
        let mirror = Mirror(reflecting: value)
        if mirror.children.isEmpty {
            text += "\(value) "
            return
        }
        if mirror.displayStyle == .optional {
            for child in mirror.children { add(child.value) }
            return
        }
        text += "("
        for child in mirror.children where !(child.value is SourceRange) {
            if let label = child.label { text += label + ":" }
            add(child.value)
        }
        text += ")"
    }
}

/// Every script of the repository.
let repositoryScripts: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    var found: [String] = []
    for directory in ["Scripts", "Tests"] {
        let files = FileManager.default.enumerator(at: root.appending(path: directory), includingPropertiesForKeys: nil)
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "reeve" {
            found.append(file.path)
        }
    }
    return found.sorted()
}()
