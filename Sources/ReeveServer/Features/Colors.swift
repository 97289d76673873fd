import ReeveJSON
import ReeveSyntax

/// Colors as they were sent, for the next request to be answered by what is another.
struct SentColors {
    var id: Int
    var data: [Int]
}

/// `textDocument/semanticTokens`: the colors of the terminal's editor.
extension Server {
    static let colorNames = ["keyword", "string", "variable", "comment"]

    /// `full`: all of them, with an id to ask for the difference by.
    func colors(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        return answer(colorData(document, in: nil), for: document)
    }

    /// `range`: those in a part of the text.
    func colorsInRange(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        guard let wanted = PositionRange(parameters["range"]) else {
            throw ResponseError(.invalidParameters, "`range` is missing")
        }
        return ["data": .list(colorData(document, in: wanted).map { JSON($0) })]
    }

    /// `full/delta`: what has to be done to the numbers sent last; all of them where the client has others.
    func colorDifference(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let data = colorData(document, in: nil)
        guard let sent = colorsSent[document.uri], parameters["previousResultId"]?.text == String(sent.id) else {
            return answer(data, for: document)
        }
        var same = 0
        while same < min(sent.data.count, data.count), sent.data[same] == data[same] { same += 1 }
        var end = 0
        while end < min(sent.data.count, data.count) - same,
            sent.data[sent.data.count - 1 - end] == data[data.count - 1 - end]
        { end += 1 }
        colorsSent[document.uri] = SentColors(id: sent.id + 1, data: data)
        let edit: JSON = [
            "start": JSON(same), "deleteCount": JSON(sent.data.count - end - same),
            "data": .list(data[same..<(data.count - end)].map { JSON($0) }),
        ]
        return ["resultId": .text(String(sent.id + 1)), "edits": sent.data == data ? [] : [edit]]
    }

    private func answer(_ data: [Int], for document: TextDocument) -> JSON {
        let id = (colorsSent[document.uri]?.id ?? 0) + 1
        colorsSent[document.uri] = SentColors(id: id, data: data)
        return ["resultId": .text(String(id)), "data": .list(data.map { JSON($0) })]
    }

    /// Five numbers a piece (LSP 3.17, Semantic Tokens).
    private func colorData(_ document: TextDocument, in wanted: PositionRange?) -> [Int] {
        let pieces = Lexer.highlights(String(decoding: document.source.bytes, as: UTF8.self))
        var data: [Int] = []
        var last = TextPosition(line: 0, character: 0)
        for (range, role) in pieces {
            let type: Int
            switch role {
            case .verb, .keyword: type = 0
            case .string: type = 1
            case .variable: type = 2
            case .comment: type = 3
            case .wrong: continue
            }
            let place = document.lines.range(range, encoding)
            guard place.start.line == place.end.line else { continue }
            if let wanted, place.end < wanted.start || place.start > wanted.end { continue }
            let isSameLine = place.start.line == last.line
            data += [
                place.start.line - last.line,
                isSameLine ? place.start.character - last.character : place.start.character,
                place.end.character - place.start.character, type, 0,
            ]
            last = place.start
        }
        return data
    }
}
