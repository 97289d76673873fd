#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import ReeveDomain

extension JournalLookup {
    /// Whether some line of the journal begins an event of this sort about a user of this name. Looks at bytes alone, a
    /// fraction of what telling the history costs; an answer of no saves that.
    ///
    /// - Parameters:
    ///   - events: as the journal writes them: `uninvited`.
    ///   - names: every name that the user has borne.
    package func hasEvent(_ events: [String], aboutUsers names: [String]) throws(StoreError) -> Bool {
        var needles: [[UInt8]] = []
        for event in events {
            for name in names {
                var writer = ByteWriter()
                writer.raw(Array(event.utf8))
                writer.literal("\",\"user\":")
                writer.string(name)
                needles.append(writer.array)
            }
        }
        for segment in try files.list() where JournalFormat.segment(of: segment) != nil {
            if try contains(needles, in: segment) { return true }
        }
        return false
    }

    private static let chunk: Int64 = 1 << 20

    private func contains(_ needles: [[UInt8]], in segment: String) throws(StoreError) -> Bool {
        guard let token = try files.open(segment, for: .read) else { return false }
        defer { files.close(token) }
        let length = try files.length(of: token)
        // What a line has to begin with is within this many bytes; a chunk's last line is looked at whole.
        let lead = Int64(64 + (needles.map(\.count).max() ?? 0))
        var at: Int64 = 0
        var isLineStart = true
        while at < length {
            let size = min(Self.chunk, length - at)
            let bytes = try files.bytes(of: token, from: at, count: Int(min(size + lead, length - at)))
            if bytes.isEmpty { return false }
            let found = bytes.withUnsafeBytes { raw in
                Self.scan(raw, upTo: Int(min(size, Int64(raw.count))), isLineStart, needles)
            }
            if found { return true }
            isLineStart = bytes[Int(min(size, Int64(bytes.count))) - 1] == 10
            at += size
        }
        return false
    }

    /// Looks at each line that begins before `end`.
    private static func scan(
        _ bytes: UnsafeRawBufferPointer, upTo end: Int, _ isLineStart: Bool, _ needles: [[UInt8]]
    ) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var line = isLineStart ? 0 : lineEnd(base, 0, end)
        while line < end {
            let event = eventName(bytes, line)
            for needle in needles where event > 0 && event + needle.count <= bytes.count {
                let isSame = needle.withUnsafeBytes { wanted in
                    wanted.baseAddress.map { memcmp(base + event, $0, wanted.count) == 0 } ?? false
                }
                if isSame { return true }
            }
            line = lineEnd(base, line, end)
        }
        return false
    }

    /// The byte behind the next line feed, or `end`.
    private static func lineEnd(_ base: UnsafeRawPointer, _ from: Int, _ end: Int) -> Int {
        guard from < end, let found = memchr(base + from, 10, end - from) else { return end }
        return UnsafeRawPointer(found) - base + 1
    }

    /// Where the event's name begins in a line that starts with `{"seq":1,"tx":1,"event":"`; 0 for any other.
    private static func eventName(_ bytes: UnsafeRawBufferPointer, _ line: Int) -> Int {
        var at = line
        for mark in marks {
            guard at + mark.utf8CodeUnitCount < bytes.count, let base = bytes.baseAddress,
                memcmp(base + at, mark.utf8Start, mark.utf8CodeUnitCount) == 0
            else { return 0 }
            at += mark.utf8CodeUnitCount
            while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 { at += 1 }
        }
        return at
    }

    private static let marks: [StaticString] = ["{\"seq\":", ",\"tx\":", ",\"event\":\""]
}
