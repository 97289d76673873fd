/// A name as it is written in a script: bare where it reads as one word, else in quotes, with everything escaped that
/// a terminal could act upon. What comes out reads back as the same name.
package func spelled(_ name: String) -> String {
    isWord(name) ? name : quoted(name)
}

/// A name where a word that could go on the sentence would not be one: at the start of a condition, of a permission's
/// actions, as its kind, and behind a kind.
func spelledApart(_ name: String) -> String {
    switch name {
    case "not", "any", "no", "count", "do", "grant", "anything", "self", "and", "as", "because", "else", "except",
        "first",
        "for", "from", "in", "including", "of", "or", "since", "sort", "through", "to", "until", "when", "where",
        "with",
        "without":
        quoted(name)
    default: spelled(name)
    }
}

/// Text in quotes, escaped.
package func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "{": out += "\\{"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        default:
            if isUnsafe(scalar) {
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
    }
    return out + "\""
}

/// True for what language.md section 2 lets stand without quotes.
package func isWord(_ name: String) -> Bool {
    guard let last = name.unicodeScalars.last, last != "." else { return false }
    for scalar in name.unicodeScalars {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "@", "+", "/": continue
        default:
            guard !scalar.isASCII, !isUnsafe(scalar) else { return false }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
                continue
            default: return false
            }
        }
    }
    return true
}

/// Control, format, bidirectional, zero-width, surrogate-like, private and unassigned scalars, and line separators.
package func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x20, scalar.value < 0x7f { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
}

/// What a name looks like: case and look-alike letters of other scripts folded away. Names of equal skeletons are
/// confusable (Unicode Technical Standard 39, in the part that matters to Latin, Greek and Cyrillic).
package func skeleton(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
    var out = ""
    for scalar in name.lowercased().unicodeScalars {
        if let plain = lookAlikes[scalar] {
            out.append(plain)
        } else if scalar.value >= 0xff01, scalar.value <= 0xff5e, let plain = Unicode.Scalar(scalar.value - 0xfee0) {
            out += String(plain).lowercased()
        } else {
            out.unicodeScalars.append(scalar)
        }
    }
    return out
}

private let lookAlikes: [Unicode.Scalar: Character] = [
    // Cyrillic
    "\u{430}": "a", "\u{432}": "b", "\u{435}": "e", "\u{43a}": "k", "\u{43c}": "m", "\u{43d}": "h", "\u{43e}": "o",
    "\u{440}": "p", "\u{441}": "c", "\u{442}": "t", "\u{443}": "y", "\u{445}": "x", "\u{455}": "s", "\u{456}": "i",
    "\u{458}": "j", "\u{501}": "d", "\u{51b}": "q", "\u{51d}": "w", "\u{4bb}": "h", "\u{4cf}": "l",
    // Greek
    "\u{3b1}": "a", "\u{3b5}": "e", "\u{3b7}": "n", "\u{3b9}": "i", "\u{3ba}": "k", "\u{3bd}": "v", "\u{3bf}": "o",
    "\u{3c1}": "p", "\u{3c4}": "t", "\u{3c5}": "u", "\u{3c7}": "x", "\u{3c9}": "w",
    // Latin
    "\u{131}": "i", "\u{251}": "a", "\u{261}": "g", "\u{28f}": "y", "\u{17f}": "s",
]
