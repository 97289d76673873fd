import ReeveDomain

/// Finds single records of the journal by their numbers: numbers only grow, so a binary search over the bytes does, and
/// no index is needed. Costs a few dozen small reads. What it reads was verified when the store was opened.
package struct JournalLookup {
    let files: any FileSystem

    package init(_ files: any FileSystem) { self.files = files }

    /// Who made the event of this number, or nil where there is none.
    package func provenance(of seq: Int64) throws(StoreError) -> Provenance? {
        for segment in try files.list().filter({ JournalFormat.segment(of: $0) != nil }).sorted().reversed() {
            guard let token = try files.open(segment, for: .read) else { continue }
            defer { files.close(token) }
            let length = try files.length(of: token)
            guard let start = try lowerBound(token, length, { $0.seq >= seq }),
                let line = try line(token, length, at: start), line.seq == seq
            else { continue }
            let after = try lowerBound(token, length, { $0.transaction > line.transaction }) ?? length
            guard let closing = try lastLine(token, before: after) else { return nil }
            return Self.provenance(line, closing)
        }
        return nil
    }

    private struct Line {
        var seq: Int64
        var transaction: Int64
        var fields: [String: JSONValue]
    }

    private static func provenance(_ line: Line, _ closing: Line) -> Provenance? {
        func text(_ value: JSONValue?) -> String? { if case .string(let text)? = value { text } else { nil } }
        guard let time = text(closing.fields["time"]).flatMap({ Instant(instant: $0) }) else { return nil }
        let number: Int = if case .number(let digits)? = line.fields["line"] { Int(digits) ?? 0 } else { 0 }
        return Provenance(
            seq: line.seq, transaction: line.transaction, time: time, actor: text(line.fields["by"]),
            systemUser: text(closing.fields["osUser"]) ?? "",
            script: text(line.fields["script"]) ?? text(closing.fields["script"]) ?? "", line: number,
            reason: text(line.fields["because"]))
    }

    /// The first byte of the first line that fits; lines that do not fit all come before those that do.
    private func lowerBound(
        _ token: FileToken, _ length: Int64, _ fits: (Line) -> Bool
    ) throws(StoreError) -> Int64? {
        var low: Int64 = 0
        var high = length
        while low < high {
            let middle = low + (high - low) / 2
            let start = try lineStart(token, length, from: middle, low)
            guard let found = try line(token, length, at: start), !fits(found) else {
                high = middle
                continue
            }
            low = try lineStart(token, length, from: start + 1, low)
        }
        return low < length ? low : nil
    }

    /// The next line's first byte at or after an offset.
    private func lineStart(_ token: FileToken, _ length: Int64, from offset: Int64, _ low: Int64) throws(StoreError)
        -> Int64
    {
        guard offset > low else { return low }
        var at = offset - 1
        while at < length {
            let chunk = try files.bytes(of: token, from: at, count: Int(min(4096, length - at)))
            if let found = chunk.firstIndex(of: 10) { return at + Int64(found) + 1 }
            at += Int64(chunk.count)
            if chunk.isEmpty { break }
        }
        return length
    }

    private func line(_ token: FileToken, _ length: Int64, at start: Int64) throws(StoreError) -> Line? {
        guard start < length else { return nil }
        var bytes: [UInt8] = []
        var at = start
        while at < length {
            let chunk = try files.bytes(of: token, from: at, count: Int(min(4096, length - at)))
            if let end = chunk.firstIndex(of: 10) {
                bytes += chunk[..<end]
                return Self.parse(bytes)
            }
            if chunk.isEmpty { return nil }
            bytes += chunk
            at += Int64(chunk.count)
        }
        return nil
    }

    private func lastLine(_ token: FileToken, before end: Int64) throws(StoreError) -> Line? {
        var bytes: [UInt8] = []
        var at = end - 1
        while at > 0 {
            let count = min(4096, at)
            let chunk = try files.bytes(of: token, from: at - count, count: Int(count))
            if let found = chunk.lastIndex(of: 10) {
                return Self.parse(Array(chunk[(found + 1)...]) + bytes)
            }
            bytes = chunk + bytes
            at -= count
        }
        return Self.parse(bytes)
    }

    /// A segment's header has no number: it counts as the line before all others.
    private static func parse(_ bytes: [UInt8]) -> Line? {
        let value = bytes.withUnsafeBytes { raw -> JSONValue? in
            do throws(JSONError) { return try JSONValue(parsing: raw) } catch { return nil }
        }
        guard case .object(let members)? = value else { return nil }
        var fields: [String: JSONValue] = [:]
        for member in members { fields[member.key] = member.value }
        func number(_ key: String) -> Int64? {
            if case .number(let digits)? = fields[key] { Int64(digits) } else { nil }
        }
        return Line(seq: number("seq") ?? 0, transaction: number("tx") ?? 0, fields: fields)
    }
}
