import ReeveJSON
import ReeveSyntax

extension Server {
    /// What the server can do, as `initialize` answers.
    var capabilities: JSON {
        [
            "positionEncoding": .text(encoding.rawValue),
            "textDocumentSync": ["openClose": true, "change": 2, "save": true],
            "workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]],
        ]
    }

    func feature(_ method: String, _ parameters: JSON) throws(ResponseError) -> JSON {
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
