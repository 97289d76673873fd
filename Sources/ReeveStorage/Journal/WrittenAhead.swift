/// How a segment is written ahead: behind the last transaction lie line feeds, and the next ones are written over them.
///
/// A disk confirms a write that leaves the file as long as it was in about two thirds of the time that it needs for one
/// that makes it longer. So whoever commits again and again makes the room first. Line feeds, because they are nothing to
/// `jq` and `grep`. At least one always stays behind the last transaction, so that a reader knows how a segment is written
/// that ends in the middle of one: a disk puts down sectors of 512 bytes, each whole or not at all, in any order, and a
/// write over line feeds may lack any of them; one at the end of the file only lacks its end.
enum WrittenAhead {
    /// How many bytes a session makes room for at a time. Those who commit now and then make none, and leave a journal that
    /// only grows, and can be followed.
    static let defaultLength: Int64 = 32 << 10

    /// What was not finished is never longer, line feeds and all: a longer transaction is not written over any.
    static let longestRest = 256 << 10

    /// A power cut leaves each of these whole, or as it was.
    static let sector: Int64 = 512

    static let lineFeed: UInt8 = 10

    static func lineFeeds(_ count: Int) -> [UInt8] { [UInt8](repeating: lineFeed, count: count) }

    /// How many bytes, counted from the first, belong to a transaction that was not finished.
    ///
    /// - Parameters:
    ///   - rest: all that follows the last whole transaction to the end of the segment; some of it is no line feed.
    ///   - position: where that transaction ends.
    /// - Returns: nil where an interrupted write leaves no such thing: something was changed.
    static func unfinished(
        in rest: UnsafeRawBufferPointer, after position: JournalPosition, store: StoreID, file: String
    ) -> Int? {
        var length = rest.count
        while length > 0, isBlank(rest[length - 1]) { length -= 1 }
        // Room that was being made.
        guard length > 0 else { return rest.lastIndex { $0 != lineFeed }.map { $0 + 1 } ?? 0 }
        let written = UnsafeRawBufferPointer(rebasing: rest[..<length])
        guard isOfOneTransaction(written, position.transaction &+ 1) else { return nil }
        // The transaction's last line feed, and one more.
        let hasRoom = rest.count >= length + 2
        if lacksSector(written, at: position.offset, hasRoom) { return length }
        // Cut off between two sectors, perhaps behind the line feed of an event.
        let end = (position.offset &+ Int64(length)) % sector
        guard hasRoom, end == 0 || end == sector - 1 else { return nil }
        return isBeginning(written, after: position, store: store, file: file) ? length : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == lineFeed || byte == 0 }

    /// Whether some sector, or the transaction's part of it, is as it was before: line feeds where there was room, else
    /// zeros, and then only whole ones count.
    private static func lacksSector(_ bytes: UnsafeRawBufferPointer, at offset: Int64, _ hasRoom: Bool) -> Bool {
        var start = 0
        while start < bytes.count {
            let size = Int(sector - (offset &+ Int64(start)) % sector)
            let part = bytes[start..<min(start + size, bytes.count)]
            if hasRoom ? part.allSatisfy(isBlank) : part.count == sector && part.allSatisfy({ $0 == 0 }) { return true }
            start += size
        }
        return false
    }

    /// Only the last transaction can be unfinished: no line may begin as one of another does.
    private static func isOfOneTransaction(_ bytes: UnsafeRawBufferPointer, _ number: Int64) -> Bool {
        for line in bytes.split(separator: lineFeed) {
            var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: line))
            do throws(JSONError) {
                try scanner.expect("{\"seq\":")
                _ = try scanner.integer()
                try scanner.expect(",\"tx\":")
                let found = try scanner.integer()
                try scanner.expect(",")
                if found != number { return false }
            } catch { continue }
        }
        return true
    }

    /// Whether these are whole events, and then the beginning of a line that is not yet the whole closing one.
    private static func isBeginning(
        _ bytes: UnsafeRawBufferPointer, after position: JournalPosition, store: StoreID, file: String
    ) -> Bool {
        var scan = TransactionScan(after: position, store: store, file: file)
        do throws(StoreError) {
            var start = 0
            while let end = bytes[start...].firstIndex(of: lineFeed) {
                if try scan.take(start..<(end + 1), of: bytes) { return false }
                start = end + 1
            }
            try scan.checkTorn(bytes)
            return !TransactionScan.isClosed(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        } catch { return false }
    }
}
