/// What a byte may begin. One lookup decides the way through the lexer.
enum ByteClass: UInt8 {
    case other, word, dot, space, lineFeed, carriageReturn, mark, quote, dollar, hash, nonASCII, control

    /// 256 classes, never freed: read without a bounds check.
    nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in UInt8.min ... .max { table[Int(byte)] = ByteClass(byte).rawValue }
        return UnsafePointer(table)
    }()

    init(_ byte: UInt8) {
        self =
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .word
            case UInt8(ascii: "0")...UInt8(ascii: "9"): .word
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "/"): .word
            case UInt8(ascii: "."): .dot
            case UInt8(ascii: " "), UInt8(ascii: "\t"): .space
            case UInt8(ascii: "\n"): .lineFeed
            case UInt8(ascii: "\r"): .carriageReturn
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"): .mark
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "!"): .mark
            case UInt8(ascii: "<"), UInt8(ascii: ">"): .mark
            case UInt8(ascii: "\""): .quote
            case UInt8(ascii: "$"): .dollar
            case UInt8(ascii: "#"): .hash
            case 0x80...0xFF: .nonASCII
            case 0x00..<0x20, 0x7F: .control
            default: .other
            }
    }
}
