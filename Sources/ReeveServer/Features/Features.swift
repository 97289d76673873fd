import ReeveJSON
import ReeveSyntax

extension Server {
    /// What the server can do, as `initialize` answers.
    var capabilities: JSON {
        [
            "positionEncoding": .text(encoding.rawValue),
            "textDocumentSync": ["openClose": true, "change": 2, "save": true],
            "completionProvider": ["triggerCharacters": ["$", "\""]], "hoverProvider": true,
            "definitionProvider": true, "referencesProvider": true, "renameProvider": ["prepareProvider": true],
            "workspaceSymbolProvider": true, "documentRangeFormattingProvider": true, "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "documentFormattingProvider": true, "codeActionProvider": ["codeActionKinds": ["quickfix"]],
            "semanticTokensProvider": [
                "legend": ["tokenTypes": JSON(Self.colorNames), "tokenModifiers": []],
                "full": ["delta": true], "range": true,
            ],
            "signatureHelpProvider": ["triggerCharacters": [" ", ","]],
            "workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]],
        ]
    }

    func feature(_ method: String, _ parameters: JSON) throws(ResponseError) -> JSON {
        switch method {
        case "textDocument/completion": return try completion(parameters)
        case "textDocument/hover": return try hover(parameters)
        case "textDocument/definition": return try definition(parameters)
        case "textDocument/references": return try references(parameters)
        case "textDocument/prepareRename": return try prepareRename(parameters)
        case "textDocument/rename": return try rename(parameters)
        case "workspace/symbol": return try workspaceSymbols(parameters)
        case "textDocument/rangeFormatting": return try rangeFormatting(parameters)
        case "textDocument/documentSymbol": return try symbols(parameters)
        case "textDocument/foldingRange": return try folding(parameters)
        case "textDocument/formatting": return try formatting(parameters)
        case "textDocument/codeAction": return try codeActions(parameters)
        case "textDocument/semanticTokens/full": return try colors(parameters)
        case "textDocument/semanticTokens/full/delta": return try colorDifference(parameters)
        case "textDocument/semanticTokens/range": return try colorsInRange(parameters)
        case "textDocument/signatureHelp": return try signatureHelp(parameters)
        default: break
        }
        throw ResponseError(.methodNotFound, "there is no `\(escaped(method.prefix(80)))` here")
    }

    /// The open document that a request is about.
    func document(_ parameters: JSON) throws(ResponseError) -> TextDocument {
        guard let uri = parameters["textDocument"]?["uri"]?.text else {
            throw ResponseError(.invalidParameters, "`textDocument` is missing")
        }
        guard let document = workspace.document(uri) else {
            throw ResponseError(.invalidParameters, "the document is not open")
        }
        return document
    }
}
