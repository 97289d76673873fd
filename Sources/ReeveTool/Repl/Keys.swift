/// What a terminal sends when a key is pressed.
enum Key: Equatable {
    case text(String)
    /// Bracketed: it was pasted, and nothing in it is a key.
    case paste(String)
    /// The letter with Ctrl.
    case control(Character)
    /// The letter with Alt, or behind Escape.
    case meta(Character)
    case up, down, left, right, home, end, delete, backspace, enter, tab
    /// A sequence that means nothing here.
    case unknown
}

/// Makes keys of the bytes of a terminal; what is not whole yet waits for the rest.
struct KeyDecoder {
    private var bytes: [UInt8] = []
    private var pasted: [UInt8]?
    private static let pasteEnd = Array("\u{1b}[201~".utf8)

    /// Bytes are held back: an escape alone may be a key, or the start of one.
    var isWaiting: Bool { !bytes.isEmpty }

    /// Takes the next bytes.
    mutating func feed(_ more: some Sequence<UInt8>) -> [Key] {
        bytes += more
        var keys: [Key] = []
        var rest = bytes[...]
        while !rest.isEmpty, let key = next(&rest) {
            // Text that comes at once is one edit.
            if case .text(let text) = key, case .text(let before)? = keys.last {
                keys[keys.count - 1] = .text(before + text)
            } else if key != .unknown {
                keys.append(key)
            }
        }
        bytes = Array(rest)
        return keys
    }

    /// Nothing more came: what was held back is given up.
    mutating func giveUp() {
        if pasted == nil { bytes = [] }
    }

    /// Nil where the rest is not whole yet.
    private mutating func next(_ rest: inout ArraySlice<UInt8>) -> Key? {
        if pasted != nil { return paste(&rest) }
        guard let first = rest.first else { return nil }
        switch first {
        case 0x1b: return escape(&rest)
        case 0x0d, 0x0a:
            rest.removeFirst()
            return .enter
        case 0x09:
            rest.removeFirst()
            return .tab
        case 0x7f, 0x08:
            rest.removeFirst()
            return .backspace
        case 0..<0x20:
            rest.removeFirst()
            let letter = Unicode.Scalar(first < 27 ? first + 0x60 : first + 0x40)
            return first == 0 ? .unknown : .control(Character(letter))
        case 0x20..<0x7f:
            rest.removeFirst()
            return .text(String(Unicode.Scalar(first)))
        default: return scalar(&rest)
        }
    }

    private mutating func scalar(_ rest: inout ArraySlice<UInt8>) -> Key? {
        let first = rest[rest.startIndex]
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1
        guard rest.count >= length else { return nil }
        let text = String(validating: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(text == nil ? 1 : length)
        // What is no UTF-8, or the terminal's own eighth-bit control, is no text.
        guard let text, let scalar = text.unicodeScalars.first, scalar.value >= 0xa0 else { return .unknown }
        return .text(text)
    }

    private mutating func paste(_ rest: inout ArraySlice<UInt8>) -> Key? {
        var text = pasted ?? []
        // Only the new end can hold the mark; looking further back each time would make a long paste slow.
        let mark = Self.pasteEnd
        var at = max(0, text.count - mark.count)
        // Held once, so that it grows in place.
        pasted = []
        text += rest
        rest = rest.dropFirst(rest.count)
        while at + mark.count <= text.count {
            if text[at] == 0x1b, text[at..<at + mark.count].elementsEqual(mark) {
                pasted = nil
                rest = text[(at + mark.count)...]
                return .paste(Self.cleaned(text[..<at]))
            }
            at += 1
        }
        pasted = text
        return nil
    }

    /// Line ends of whatever system become line feeds.
    private static func cleaned(_ bytes: ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in bytes {
            if byte == 0x0a, wasReturn {
                wasReturn = false
                continue
            }
            wasReturn = byte == 0x0d
            out.append(wasReturn ? 0x0a : byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func escape(_ rest: inout ArraySlice<UInt8>) -> Key? {
        guard rest.count > 1 else { return nil }
        let kind = rest[rest.startIndex + 1]
        // A key was Escape, and the next one came quickly.
        if kind < 0x20, kind != 0x08 {
            rest.removeFirst()
            return .unknown
        }
        guard kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else {
            rest = rest.dropFirst(2)
            if kind == 0x7f || kind == 0x08 { return .meta("\u{7f}") }
            return kind >= 0x20 && kind < 0x7f ? .meta(Character(Unicode.Scalar(kind))) : .unknown
        }
        var at = rest.startIndex + 2
        while at < rest.endIndex, rest[at] >= 0x20, rest[at] < 0x40 { at += 1 }
        // Longer than any key: noise.
        guard at < rest.endIndex else {
            if rest.count > 32 {
                rest = rest.dropFirst(rest.count)
                return .unknown
            }
            return nil
        }
        let parameters = String(decoding: rest[(rest.startIndex + 2)..<at], as: UTF8.self)
        let final = rest[at]
        rest = rest[(at + 1)...]
        return Self.named(parameters, final, &pasted)
    }

    private static func named(_ parameters: String, _ final: UInt8, _ pasted: inout [UInt8]?) -> Key {
        // `1;5C`: with Ctrl; `1;3C`: with Alt. Both go by words.
        let byWord = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
        switch final {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return byWord ? .meta("f") : .right
        case UInt8(ascii: "D"): return byWord ? .meta("b") : .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "~"):
            switch parameters {
            case "1", "7": return .home
            case "4", "8": return .end
            case "3": return .delete
            case "200":
                pasted = []
                return .unknown
            default: return .unknown
            }
        default: return .unknown
        }
    }
}
