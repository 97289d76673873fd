import ReeveJSON

/// Messages that have come and are not handled yet, in their order. Counts what would overtake a request, so that each
/// request asks without looking through all that waits: a client may send thousands at once.
struct Inbox {
    private var messages: [Incoming] = []
    /// How many at the front were taken.
    private var taken = 0
    private var cancellations: [[UInt8]: Int] = [:]
    private var changes: [String: Int] = [:]

    var isEmpty: Bool { taken == messages.count }

    mutating func append(_ message: Incoming) {
        count(message, 1)
        messages.append(message)
    }

    /// The message that came first; nil where none waits.
    mutating func take() -> Incoming? {
        guard !isEmpty else { return nil }
        let message = messages[taken]
        messages[taken] = .response
        taken += 1
        if taken == messages.count {
            messages.removeAll(keepingCapacity: taken <= 64)
            taken = 0
        } else if taken > 1024, taken > messages.count / 2 {
            messages.removeFirst(taken)
            taken = 0
        }
        count(message, -1)
        return message
    }

    /// Whether the request is called off by something that waits.
    func cancels(_ id: JSON) -> Bool { !cancellations.isEmpty && cancellations[id.compact] != nil }

    /// Whether the document, as the client names it, is changed or closed by something that waits.
    func changes(_ document: String) -> Bool { changes[document] != nil }

    private mutating func count(_ message: Incoming, _ step: Int) {
        guard case .notification(let method, let parameters) = message else { return }
        switch method {
        case "$/cancelRequest": Self.count(&cancellations, parameters["id"]?.compact, step)
        case "textDocument/didChange", "textDocument/didClose": Self.count(&changes, message.document, step)
        default: break
        }
    }

    private static func count<Key: Hashable>(_ counts: inout [Key: Int], _ key: Key?, _ step: Int) {
        guard let key else { return }
        let number = counts[key, default: 0] + step
        counts[key] = number > 0 ? number : nil
    }
}
