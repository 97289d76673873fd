import ReeveSyntax

/// One row of a CSV file, with the names of its columns.
package struct CSVRow: Sendable {
    package var columns: [String]
    package var fields: [String]
    /// As in messages: the file's name.
    package var file: String
    /// The line of the file on which the row begins, from 1.
    package var line: Int

    /// The field of a column, or nil where there is no such column.
    package subscript(column: String) -> String? {
        columns.firstIndex(of: column).map { $0 < fields.count ? fields[$0] : "" }
    }
}

package struct CSVFailure: Error, Sendable {
    package var message: String
}

/// CSV as spreadsheets write it (RFC 4180, and what they add): BOM, CRLF or LF, quotes; comma, semicolon or tab.
/// The first row names the columns. Linear.
package func readCSV(_ source: SourceText) throws(CSVFailure) -> [CSVRow] {
    var bytes = source.bytes[...]
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else {
        throw CSVFailure(message: "\(spelledFile(source)) is not UTF-8: save it as CSV UTF-8")
    }
    let separator = separator(of: bytes)
    var rows: [(fields: [String], line: Int)] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var line = 1
    var rowLine = 1
    var isQuoted = false
    var wasQuoted = false
    var at = bytes.startIndex

    func finishField() {
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        wasQuoted = false
    }
    func finishRow() {
        let isBlank = fields.isEmpty && field.isEmpty && !wasQuoted
        finishField()
        if !isBlank { rows.append((fields, rowLine)) }
        fields.removeAll()
        rowLine = line
    }
    while at < bytes.endIndex {
        let byte = bytes[at]
        at += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        if isQuoted {
            if byte != UInt8(ascii: "\"") {
                field.append(byte)
            } else if at < bytes.endIndex, bytes[at] == byte {
                field.append(byte)
                at += 1
            } else {
                isQuoted = false
            }
            continue
        }
        switch byte {
        case UInt8(ascii: "\"") where field.isEmpty && !wasQuoted:
            isQuoted = true
            wasQuoted = true
        case separator:
            finishField()
        case UInt8(ascii: "\r") where at < bytes.endIndex && bytes[at] == UInt8(ascii: "\n"):
            continue
        case UInt8(ascii: "\n"):
            finishRow()
        default:
            guard !wasQuoted else {
                throw CSVFailure(message: "\(spelledFile(source)), line \(line): something follows a closing quote")
            }
            field.append(byte)
        }
    }
    guard !isQuoted else {
        throw CSVFailure(message: "\(spelledFile(source)), line \(rowLine): a quote is not closed")
    }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { finishRow() }
    guard let header = rows.first else {
        throw CSVFailure(message: "\(spelledFile(source)) is empty: its first row names the columns")
    }
    var columns: Set<String> = []
    if let doubled = header.fields.first(where: { !columns.insert($0).inserted }) {
        throw CSVFailure(message: "\(spelledFile(source)): two columns are called \(escaped(doubled))")
    }
    var result: [CSVRow] = []
    result.reserveCapacity(rows.count)
    for row in rows.dropFirst() {
        guard row.fields.count == header.fields.count else {
            throw CSVFailure(
                message:
                    "\(spelledFile(source)), line \(row.line): \(row.fields.count) fields, and \(header.fields.count) columns"
            )
        }
        result.append(CSVRow(columns: header.fields, fields: row.fields, file: source.name, line: row.line))
    }
    return result
}

private func spelledFile(_ source: SourceText) -> String { escaped(source.name) }

/// What the first line has most of: spreadsheets of many countries write a semicolon, and what is copied from one has tabs.
private func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let first = bytes.prefix { $0 != UInt8(ascii: "\n") }
    func count(_ separator: UInt8) -> Int { first.count { $0 == separator } }
    var most = UInt8(ascii: ",")
    for other in [UInt8(ascii: ";"), UInt8(ascii: "\t")] where count(other) > count(most) { most = other }
    return most
}
