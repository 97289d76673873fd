import ReeveSyntax

/// One field of a CSV file that people open with a spreadsheet.
package enum CSVField {
    /// What a cell may not begin with (OWASP, CSV Injection), full-width forms included: some spreadsheets calculate them too.
    private static let formulas = Set<Unicode.Scalar>(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])

    /// The field as it is written: quoted where it has to be, an apostrophe before what would be calculated, and everything
    /// but line ends that a terminal would act upon, or nobody could see, as `\u{…}`.
    package static func text(_ value: String) -> String {
        if isPlain(value) { return value }
        var text = ""
        for scalar in value.unicodeScalars { text += scalar == "\n" ? "\n" : escaped(scalar) }
        if let first = text.unicodeScalars.first, formulas.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 10 || $0 == 0x3b }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Whether it is written as it is: most fields are.
    private static func isPlain(_ value: String) -> Bool {
        guard let first = value.utf8.first else { return true }
        guard first != UInt8(ascii: "="), first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            first != UInt8(ascii: "@")
        else { return false }
        return value.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";")
        }
    }
}
