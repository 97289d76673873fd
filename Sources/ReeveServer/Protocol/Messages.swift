import ReeveJSON

/// What a client sent (JSON-RPC 2.0, LSP 3.17).
enum Incoming {
    case request(id: JSON, method: String, parameters: JSON)
    case notification(method: String, parameters: JSON)
    /// An answer to something the server asked.
    case response
    /// Cannot be read; the error that answers it.
    case invalid(id: JSON, ResponseError)

    init(_ bytes: [UInt8]) {
        let message: JSON
        do throws(JSONProblem) {
            message = try JSON(reading: bytes)
        } catch {
            self = .invalid(id: .null, ResponseError(.parseError, "\(error.message), at byte \(error.offset)"))
            return
        }
        let id: JSON? = message["id"].flatMap {
            switch $0 {
            case .number, .text: $0
            default: nil
            }
        }
        guard let method = message["method"]?.text else {
            let isResponse = message["result"] != nil || message["error"] != nil
            self =
                isResponse
                ? .response : .invalid(id: id ?? .null, ResponseError(.invalidRequest, "a message without a method"))
            return
        }
        let parameters = message["params"] ?? .null
        if let id {
            self = .request(id: id, method: method, parameters: parameters)
        } else if message["id"] != nil {
            self = .invalid(id: .null, ResponseError(.invalidRequest, "an id is a number or a string"))
        } else {
            self = .notification(method: method, parameters: parameters)
        }
    }

    /// The document it is about, as the client names it.
    var document: String? {
        switch self {
        case .request(_, _, let parameters), .notification(_, let parameters):
            parameters["textDocument"]?["uri"]?.text
        default: nil
        }
    }
}

/// Why a request has no result.
struct ResponseError: Error, Equatable {
    enum Code: Int64 {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParameters = -32602
        case internalError = -32603
        case notInitialized = -32002
        case requestFailed = -32803
        case contentModified = -32801
        case requestCancelled = -32800
    }
    var code: Code
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var json: JSON { ["code": .number(code.rawValue), "message": .text(message)] }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    package init(dictionaryLiteral members: (String, JSON)...) { self = .object(members) }
    package init(arrayLiteral items: JSON...) { self = .list(items) }

    /// The members that are there.
    static func members(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }
}
