/// Text that came from a source, safe to print: what cannot be seen is written as `\u{…}`.
package func escaped(_ text: some StringProtocol) -> String {
    guard text.unicodeScalars.contains(where: isInvisible) else { return String(text) }
    var result = ""
    for scalar in text.unicodeScalars { result += escaped(scalar) }
    return result
}

/// The same, cut where it is longer than a message should be; somebody may have given a name of a million letters.
package func excerpt(_ text: String, most: Int = 2_000) -> String {
    guard text.utf8.count > most else { return escaped(text) }
    let shown = text.unicodeScalars.prefix(most)
    return escaped(String(shown)) + (shown.endIndex < text.unicodeScalars.endIndex ? "…" : "")
}

/// One character, safe to print.
package func escaped(_ scalar: Unicode.Scalar) -> String {
    guard isInvisible(scalar) else { return String(scalar) }
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: return "\\u{\(String(scalar.value, radix: 16))}"
    }
}

/// `U+200B`
func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// Control, bidirectional, zero-width and other characters that leave no mark, so that two texts can look alike.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.value {
    case 0x7F...0x9F: return true
    // Combining grapheme joiner, Hangul and Khmer fillers, variation selectors: letters and marks by category.
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0: return true
    case 0xFE00...0xFE0F, 0xE0000...0xE0FFF: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
    default: return false
    }
}
