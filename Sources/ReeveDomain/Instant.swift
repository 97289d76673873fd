/// Milliseconds since 1970-01-01T00:00:00Z, years 1 to 9999, proleptic Gregorian, no leap seconds.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    package static let earliest = Instant(milliseconds: -62_135_596_800_000)
    package static let latest = Instant(milliseconds: 253_402_300_799_999)
    private static let day: Int64 = 86_400_000

    /// Nil where the sum is outside the years 1 to 9999.
    package func adding(milliseconds more: Int64) -> Instant? {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        guard !overflow, sum >= Self.earliest.milliseconds, sum <= Self.latest.milliseconds else { return nil }
        return Instant(milliseconds: sum)
    }

    /// Reads `2026-12-31`: the day's start in UTC.
    package init?(date text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, let days = Self.days(bytes) else { return nil }
        milliseconds = days * Self.day
    }

    /// Reads `2026-12-31T18:00[:00[.123]](Z|+02:00)`.
    package init?(instant text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T"), let days = Self.days(bytes[..<10]),
            let hour = Self.number(bytes, 11, 2), hour < 24, bytes[13] == UInt8(ascii: ":"),
            let minute = Self.number(bytes, 14, 2), minute < 60
        else { return nil }
        var at = 16
        var millis: Int64 = 0
        if bytes[at] == UInt8(ascii: ":") {
            guard let second = Self.number(bytes, at + 1, 2), second < 60 else { return nil }
            millis = second * 1000
            at += 3
            if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
                at += 1
                var scale: Int64 = 100
                let start = at
                while at < bytes.count, let digit = Self.number(bytes, at, 1) {
                    millis += digit * scale
                    scale /= 10
                    at += 1
                }
                guard at > start, at - start <= 9 else { return nil }
            }
        }
        guard at < bytes.count else { return nil }
        var offset: Int64 = 0
        if bytes[at] == UInt8(ascii: "Z") {
            guard at + 1 == bytes.count else { return nil }
        } else {
            guard at + 6 == bytes.count, let hours = Self.number(bytes, at + 1, 2), hours < 24,
                bytes[at + 3] == UInt8(ascii: ":"), let minutes = Self.number(bytes, at + 4, 2), minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * 60_000
            if bytes[at] == UInt8(ascii: "-") {
                offset = -offset
            } else if bytes[at] != UInt8(ascii: "+") {
                return nil
            }
        }
        milliseconds = days * Self.day + (hour * 60 + minute) * 60_000 + millis - offset
        guard self >= Self.earliest, self <= Self.latest else { return nil }
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ length: Int) -> Int64? {
        guard at + length <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[at..<at + length] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        return value
    }

    private static func days(_ slice: some Collection<UInt8>) -> Int64? {
        let bytes = Array(slice)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes, 0, 4), year >= 1, let month = number(bytes, 5, 2), (1...12).contains(month),
            let day = number(bytes, 8, 2), day >= 1, day <= length(of: month, year)
        else { return nil }
        // Days from civil: March-based years of 400-year eras (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// True where the instant is the start of a day in UTC.
    package var isMidnight: Bool { milliseconds % Self.day == 0 }

    /// `2026-12-31`
    package var dateText: String { String(fullText.prefix(10)) }

    /// `2026-12-31T18:00:00Z`, without the milliseconds.
    package var secondText: String { String(fullText.prefix(19)) + "Z" }

    /// `2026-12-31T18:00:00Z`, with milliseconds only where there are some.
    package var text: String {
        let full = fullText
        return milliseconds % 1000 == 0 ? String(full.prefix(19)) + "Z" : full
    }

    private var fullText: String {
        var days = milliseconds / Self.day
        var rest = milliseconds % Self.day
        if rest < 0 {
            rest += Self.day
            days -= 1
        }
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        var out: [UInt8] = []
        func put(_ value: Int64, _ width: Int) {
            var divisor: Int64 = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                out.append(UInt8(48 + (value / divisor) % 10))
                divisor /= 10
            }
        }
        put(year, 4)
        out.append(45)
        put(month, 2)
        out.append(45)
        put(day, 2)
        out.append(84)
        put(rest / 3_600_000, 2)
        out.append(58)
        put(rest / 60_000 % 60, 2)
        out.append(58)
        put(rest / 1000 % 60, 2)
        out.append(46)
        put(rest % 1000, 3)
        out.append(90)
        return String(decoding: out, as: UTF8.self)
    }
}

/// From when, and until when, a grant counts. Half open: at `until` it no longer does.
package struct Term: Hashable, Sendable {
    package var from: Instant?
    package var until: Instant?

    package init(from: Instant? = nil, until: Instant? = nil) {
        self.from = from
        self.until = until
    }

    package static let always = Term()

    package func isLive(at now: Instant) -> Bool {
        if let from, now < from { return false }
        if let until, now >= until { return false }
        return true
    }

    package func hasEnded(at now: Instant) -> Bool {
        if let until { until <= now } else { false }
    }

    /// What of it is still to come: a beginning that has passed is no limit any more.
    package func remaining(at now: Instant) -> Term { Term(from: from.flatMap { $0 > now ? $0 : nil }, until: until) }

    /// Whether it begins no later than another and ends no sooner.
    package func includes(_ other: Term) -> Bool {
        let begins = from.map { start in other.from.map { start <= $0 } ?? false } ?? true
        let ends = until.map { end in other.until.map { end >= $0 } ?? false } ?? true
        return begins && ends
    }

    /// The same, ending no later than another.
    package func within(_ other: Term) -> Term {
        guard let end = other.until else { return self }
        return Term(from: from, until: until.map { min($0, end) } ?? end)
    }
}
