import ReeveDomain

/// Reads the lines of users and customers that are like most: a plain name, a number, and who made it when. For every
/// other line there is `SnapshotReader`, which reads these, too.
struct SnapshotEntities {
    private let bytes: UnsafeRawBufferPointer
    /// What a line begins with: `{"user":"`.
    private let lead: (first: UInt64, last: UInt64, length: Int)
    private let rows: RowNumbers
    /// Who has been read before; of users, those of the same section.
    private let users: Directory?
    private var time = PlainTime()
    private var lastActor: (start: Int, length: Int, id: UserID)?

    /// - Parameter users: all of them; nil while they are read.
    init(_ bytes: UnsafeRawBufferPointer, _ rows: RowNumbers, users: Directory?) {
        self.bytes = bytes
        self.rows = rows
        self.users = users
        lead =
            users == nil
            ? (PlainText.spelled("{\"user\":"), PlainText.spelled("\"user\":\""), 9)
            : (PlainText.spelled("{\"custom"), PlainText.spelled("tomer\":\""), 13)
    }

    /// Reads a line behind its first byte.
    ///
    /// - Parameter directory: where those go who are read.
    /// - Returns: what it says, whose row it is, who modified it last if anybody did, and where the next begins; nil where
    ///   this one is not plain.
    @inline(__always)
    mutating func read(
        from line: Int, before directory: borrowing Directory.Filling
    ) -> (line: Directory.Filling.Line, row: Int32, modified: Stamp?, next: Int)? {
        // Words are read whole; what stands at the very end is left to the other reader.
        let end = bytes.count &- 96
        guard let base = bytes.baseAddress, line < end, PlainText.word(base, line) == lead.first,
            PlainText.word(base, line &+ lead.length &- 8) == lead.last
        else { return nil }
        var at = line &+ lead.length
        let name = at
        let nameLength = PlainText.length(base, at, end)
        at = at &+ nameLength &+ 1
        guard nameLength > 0, at < end, PlainText.word(base, at) == SnapshotEntities.number.0,
            PlainText.word(base, at &+ 2) == SnapshotEntities.number.1
        else { return nil }
        at = at &+ 10
        let number = PlainText.number(base, &at, end)
        guard number >= 0, number <= Int64(Int32.max), let row = rows.row(Int32(truncatingIfNeeded: number)), at < end,
            PlainText.word(base, at) == SnapshotEntities.created.0,
            PlainText.word(base, at &+ 3) == SnapshotEntities.created.1
        else { return nil }
        at = at &+ 11
        guard let created = stamp(base, &at, end, directory) else { return nil }
        var modified: Stamp?
        if PlainText.half(base, at) == SnapshotEntities.commaQuote {
            guard PlainText.word(base, at) == SnapshotEntities.modified.0,
                PlainText.word(base, at &+ 4) == SnapshotEntities.modified.1
            else { return nil }
            at = at &+ 12
            guard let stamp = stamp(base, &at, end, directory) else { return nil }
            modified = stamp
        }
        guard PlainText.half(base, at) == SnapshotEntities.braceFeed else { return nil }
        let start = (base + name).assumingMemoryBound(to: UInt8.self)
        return (Directory.Filling.Line(start, length: nameLength, row: row, created: created), row, modified, at &+ 2)
    }

    private static let number = (PlainText.spelled(",\"number\""), PlainText.spelled("number\":"))
    private static let created = (PlainText.spelled(",\"created"), PlainText.spelled("reated\":"))
    private static let modified = (PlainText.spelled(",\"modifie"), PlainText.spelled("dified\":"))
    private static let (commaQuote, braceFeed): (UInt16, UInt16) = (0x222c, 0x0a7d)

    /// `[12,"2026-01-01T00:00:00Z","ops"]`, where at least 64 bytes follow; goes past it.
    @inline(__always)
    private mutating func stamp(
        _ base: UnsafeRawPointer, _ at: inout Int, _ end: Int, _ directory: borrowing Directory.Filling
    ) -> Stamp? {
        guard at < end, base.load(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: "[") else { return nil }
        at = at &+ 1
        let seq = PlainText.number(base, &at, end)
        guard seq >= 0, at < end, PlainText.half(base, at) == SnapshotEntities.commaQuote else { return nil }
        at = at &+ 2
        guard let instant = time.read(base, &at, end) else { return nil }
        var actor: UserID?
        if PlainText.half(base, at) == SnapshotEntities.commaQuote {
            at = at &+ 2
            let length = PlainText.length(base, at, end)
            guard length > 0 else { return nil }
            if let last = lastActor, last.length == length, PlainText.isSame(base, at, last.start, length) {
                actor = last.id
            } else {
                let name = PlainText.name(base, at, length)
                let row = users?.row(named: name) ?? directory.row(named: name)
                // Perhaps one who comes later.
                guard row >= 0 else { return nil }
                actor = UserID(row)
                lastActor = (at, length, UserID(row))
            }
            at = at &+ length &+ 1
        }
        guard at < end, base.load(fromByteOffset: at, as: UInt8.self) == UInt8(ascii: "]") else { return nil }
        at = at &+ 1
        return Stamp(seq: seq, time: instant, actor: actor)
    }
}

/// Instants as a snapshot writes them, with seconds or milliseconds, in UTC. Most are of the same day, or the one before.
private struct PlainTime {
    private var day: (text: (UInt64, UInt64), start: Int64)?
    private var last: (start: Int, length: Int, value: Instant)?

    /// Goes past the instant and its closing quote; nil for what has another form. At least 64 bytes follow.
    @inline(__always)
    mutating func read(_ base: UnsafeRawPointer, _ at: inout Int, _ end: Int) -> Instant? {
        guard at < end else { return nil }
        if let last, PlainText.isSame(base, at, last.start, last.length) {
            at = at &+ last.length
            return last.value
        }
        let start = at
        guard let instant = parse(base, &at) else { return nil }
        last = (start, at &- start, instant)
        return instant
    }

    private mutating func parse(_ base: UnsafeRawPointer, _ at: inout Int) -> Instant? {
        func byte(_ place: Int) -> UInt8 { base.load(fromByteOffset: at &+ place, as: UInt8.self) }
        func digits(_ place: Int, _ count: Int) -> Int64? {
            var number: Int64 = 0
            for place in place..<(place + count) {
                let digit = byte(place) &- 0x30
                guard digit < 10 else { return nil }
                number = number * 10 + Int64(digit)
            }
            return number
        }
        // 2026-12-31T18:00:00.000Z": the date is eleven bytes with its T.
        let date = (PlainText.word(base, at), PlainText.word(base, at &+ 3))
        if day.map({ $0.text != date }) ?? true {
            let text = UnsafeRawBufferPointer(start: base + at, count: 11)
            guard text[10] == UInt8(ascii: "T"),
                let start = Instant(date: String(decoding: text[..<10], as: UTF8.self))
            else { return nil }
            day = (date, start.milliseconds)
        }
        guard let day, let hour = digits(11, 2), hour < 24, byte(13) == UInt8(ascii: ":"), let minute = digits(14, 2),
            minute < 60, byte(16) == UInt8(ascii: ":"), let second = digits(17, 2), second < 60
        else { return nil }
        var milliseconds: Int64 = 0
        var length = 19
        if byte(length) == UInt8(ascii: ".") {
            guard let more = digits(20, 3) else { return nil }
            milliseconds = more
            length = 23
        }
        guard byte(length) == UInt8(ascii: "Z"), byte(length + 1) == UInt8(ascii: "\"") else { return nil }
        at = at &+ length &+ 2
        return Instant(milliseconds: day.start + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds)
    }
}
