/// `file` URIs (RFC 8089) and paths.
enum FileURI {
    /// The path of a `file` URI of this machine; nil for every other.
    static func path(_ uri: String) -> String? {
        let scheme = "file://"
        guard uri.utf8.count <= 16_384, uri.lowercased().hasPrefix(scheme) else { return nil }
        let rest = uri.utf8.dropFirst(scheme.utf8.count)
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let host = String(decoding: rest[..<slash], as: UTF8.self).lowercased()
        guard host.isEmpty || host == "localhost" else { return nil }
        var bytes: [UInt8] = []
        var index = slash
        while index < rest.endIndex {
            let byte = rest[index]
            index = rest.index(after: index)
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest[index...].first.flatMap(digit),
                    let low = rest[index...].dropFirst().first.flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
                index = rest.index(index, offsetBy: 2)
            case UInt8(ascii: "?"), UInt8(ascii: "#"): index = rest.endIndex
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The `file` URI of an absolute path, with everything escaped that editors escape.
    static func uri(_ path: String) -> String {
        var out = "file://"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return out
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8(truncatingIfNeeded: $0) }
    }

    /// `path` as seen from the directory of `script`, without `.` and `..`.
    static func resolve(_ path: String, from script: String) -> String {
        if path.hasPrefix("/") { return normalized(path) }
        let directory = script.lastIndex(of: "/").map { String(script[..<$0]) } ?? ""
        return normalized(directory + "/" + path)
    }

    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}
