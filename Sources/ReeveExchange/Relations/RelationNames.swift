import ReeveDomain

/// An engine of relations and tuples, by what it takes as a name.
enum RelationDialect {
    /// Types and relations: `[A-Za-z_][A-Za-z0-9_-]*`, relations of 50 bytes at most. Objects: no `:`, `#` or blank, 256
    /// bytes with their type (openfga/language, OpenFGALexer.g4; openfga/api, openfga.proto).
    case openFGA
    /// Types and relations: `[a-z][a-z0-9_]{1,62}[a-z0-9]`. Ids: `[a-zA-Z0-9/_|\-=+]`, 1,024 at most
    /// (authzed/spicedb, pkg/tuple/parsing.go).
    case spiceDB

    var longestRelation: Int { self == .openFGA ? 50 : 64 }
    private var longestType: Int { 64 }
    private var escape: UInt8 { self == .openFGA ? UInt8(ascii: "%") : UInt8(ascii: "=") }

    /// Words that mean something in a model, and so are no names of types there.
    private static let reserved: Set<String> = [
        "model", "module", "schema", "type", "extend", "relations", "relation", "define", "condition", "and", "or",
        "not",
        "but", "from", "with", "in", "true", "false", "null", "map", "list", "bool", "string", "int", "uint", "double",
        "duration", "timestamp", "ipaddress", "self", "this", "definition", "permission", "caveat", "nil", "use",
        "import",
        "partial", "all", "any", "expiration", "typechecking", "partner", "role", "user", "customer",
    ]

    // MARK: Types and relations

    /// A word of small letters and digits as it is; of the rest, each character is `_`, how many hexadecimal digits there
    /// are, and these. As no such word has a `_` before a letter, names can be put together with one.
    private func word(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z": out.unicodeScalars.append(scalar)
            case "0"..."9" where !out.isEmpty: out.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                out += "_\(digits.utf8.count)\(digits)"
            }
        }
        return out
    }

    /// The words that a relation's name was put together of; nil where it was shortened, or is none.
    func words(_ name: some StringProtocol) -> [String]? {
        var words: [String.UnicodeScalarView] = [.init()]
        var rest = Substring(name).unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "_" else {
                words[words.count - 1].append(scalar)
                continue
            }
            guard let next = rest.first, ("0"..."9").contains(next) else {
                words.append(.init())
                continue
            }
            let count = Int(next.value) - 48
            rest.removeFirst()
            let digits = String(rest.prefix(count))
            guard count > 0, let value = UInt32(digits, radix: 16), let escaped = Unicode.Scalar(value) else {
                return nil
            }
            words[words.count - 1].append(escaped)
            rest = rest.dropFirst(count)
        }
        let found = words.map { String($0) }
        return found.map(word).joined(separator: "_") == String(name) ? found : nil
    }

    /// The type of a kind's records; of one with a long name, the record of the journal that made the kind.
    func type(of kind: Kind) -> String {
        let word = word(kind.definition.name)
        guard word.utf8.count <= longestType - 5 else { return "kind_0\(kind.created.seq)" }
        let isPlain = word.utf8.count > 2 && !word.hasPrefix("_") && !Self.reserved.contains(word)
        return isPlain ? word : "kind_" + word
    }

    /// `can_edit_recipe`; where that is too long, the action's number for its name, and the record of the journal that made
    /// the kind for the kind's.
    func relation(_ prefix: String, _ action: String, _ kind: Kind?, _ suffix: String = "") -> String {
        func name(_ words: [String]) -> String { ([prefix] + words).joined(separator: "_") + suffix }
        let kindWord = kind.map { [word($0.definition.name)] } ?? []
        let whole = name([word(action)] + kindWord)
        if whole.utf8.count <= longestRelation { return whole }
        let number = kind?.definition.actions.firstIndex(of: action) ?? 0
        let short = name(["_0\(number)"] + kindWord)
        if short.utf8.count <= longestRelation { return short }
        return name(["_0\(number)"] + (kind.map { ["_0\($0.created.seq)"] } ?? []))
    }

    // MARK: Objects

    /// A name as a part of an id: what the engine does not take, and what has a meaning in ids, is an escape and two
    /// hexadecimal digits for each byte.
    func encoded(_ name: String) -> String {
        let isKept = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        if isKept { return name }
        var out: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        func put(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                out.append(byte)
            case UInt8(ascii: "."), UInt8(ascii: "@"):
                out += self == .openFGA ? [byte] : [escape, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out += [escape, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        for scalar in name.unicodeScalars {
            let bytes = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            if self == .openFGA, !scalar.isASCII, scalar.properties.isAlphabetic {
                out += bytes
            } else {
                bytes.forEach(put)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// What `encoded` was made of; nil where it could not have made it.
    func decoded(_ id: some StringProtocol) -> String? {
        var out: [UInt8] = []
        var rest = Array(id.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == escape else {
                out.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            out.append(value)
            rest = rest.dropFirst(2)
        }
        let name = String(decoding: out, as: UTF8.self)
        return encoded(name) == String(id) ? name : nil
    }

    /// What an id of a type may have.
    func longestID(of type: String) -> Int { self == .openFGA ? 256 - type.utf8.count - 1 : 1024 }

    /// `type:a/b`; where that is too long, parts are `|` and the record of the journal that made what they name.
    func object(_ type: String, _ parts: [IDPart]) -> String {
        let limit = longestID(of: type)
        var words = parts.map(\.encoded)
        var length = words.reduce(words.count - 1) { $0 + $1.utf8.count }
        for (place, part) in parts.enumerated() where length > limit && part.seq >= 0 {
            let short = "|\(part.seq)"
            length += short.utf8.count - words[place].utf8.count
            words[place] = short
        }
        return type + ":" + words.joined(separator: "/")
    }
}

/// A part of an object's id: a name that is encoded already, and the record of the journal that made what it names.
struct IDPart {
    let encoded: String
    /// -1: it is never too long.
    let seq: Int64
}
