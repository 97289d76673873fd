import ReeveDomain

/// The audit log of a store, by way of its index: answers in time that follows the answer. Takes no lock to read.
package struct AuditLog {
    private let files: any FileSystem
    private let index: AuditIndex
    private let lines: JournalLines
    private var reader: DomainReader
    /// How many definitions have been read.
    private var definitions = 0
    private var closing: (transaction: Int, closing: Closing)?

    /// Opens the index and makes it go on to the journal's end, or makes it anew. What that has cost much to find out is
    /// kept for the next time, where the disk lets it and no writer is at work.
    ///
    /// - Parameter limit: a shorter journal is not worth an index.
    /// - Returns: nil where the journal is told again as quickly, or is too long.
    /// - Throws: what is wrong with the journal where it was read.
    package static func open(
        _ files: any FileSystem, limit: Int64? = nil
    ) throws(StoreError) -> AuditLog? {
        guard let store = try StoreFiles.check(files) else { throw Store.missing(files) }
        let limit = limit ?? AuditIndex.defaultLimit
        let found = try AuditIndex.load(files, store: store)
        if found == nil, try journalLength(files) < limit { return nil }
        let index = try current(found, files, store)
        guard index.position.head.seq < Int64(Int32.max) else { return nil }
        let known = found?.segments.reduce(0, +) ?? 0
        let all = index.segments.reduce(0, +)
        if found == nil || all - known > max(limit, known / 8) { try? save(index, of: store, files) }
        return AuditLog(files, index)
    }

    /// Makes an index of the journal as it is, and keeps it. The caller holds the writers' lock, or is the only one.
    static func makeIndex(_ files: any FileSystem, of store: StoreID) throws(StoreError) -> AuditIndex {
        try current(nil, files, store)
    }

    private init(_ files: any FileSystem, _ index: AuditIndex) {
        self.files = files
        self.index = index
        lines = JournalLines(files, index)
        reader = AuditLog.reader(AuditCast(nil))
    }

    private static func reader(_ cast: AuditCast) -> DomainReader {
        var reader = DomainReader(JSONScanner(UnsafeRawBufferPointer(start: nil, count: 0)), State())
        reader.cast = cast
        return reader
    }

    private static func journalLength(_ files: any FileSystem) throws(StoreError) -> Int64 {
        var length: Int64 = 0
        for segment in try files.list() where JournalFormat.segment(of: segment) != nil {
            guard let token = try files.open(segment, for: .read) else { continue }
            defer { files.close(token) }
            length += try files.length(of: token)
        }
        return length
    }

    /// The index up to the journal's end. Linear in what it lacks.
    private static func current(
        _ found: AuditIndex?, _ files: any FileSystem, _ store: StoreID
    ) throws(StoreError) -> AuditIndex {
        var pass: AuditPass? = found == nil ? AuditPass(of: store) : nil
        let journal = JournalReader(files: files, store: store)
        _ = try journal.read(from: found?.position ?? JournalFormat.origin(of: store)) {
            (transaction, bytes) throws(StoreError) in
            if pass == nil, let found {
                var log = AuditLog(files, found)
                log.reader = reader(AuditCast(found.book))
                try log.define(before: UInt32.max)
                pass = AuditPass(found, log.reader)
            }
            try pass?.take(transaction, bytes)
        }
        guard var pass else { return found ?? AuditIndex(of: store) }
        return try pass.finished(files)
    }

    private static func save(_ index: AuditIndex, of store: StoreID, _ files: any FileSystem) throws(StoreError) {
        guard !files.isReadOnly, index.position.head.seq > 0, let bytes = index.bytes(of: store) else { return }
        // Temporary files belong to the holder of the lock. Whoever only asks does not wait for it.
        var lock = try WriterLock(files, patience: 0)
        defer { lock.close(files) }
        let temporary = Temporary.name(for: AuditIndex.file)
        guard let token = try files.open(temporary, for: .createNew) else { return }
        do throws(StoreError) {
            defer { files.close(token) }
            // A cache that its own check guards: nothing waits for the disk.
            try files.write(token, at: 0, bytes.bytes)
        } catch {
            try? files.remove(temporary)
            throw error
        }
        try files.rename(temporary, to: AuditIndex.file)
    }

    // MARK: Questions

    /// The last record that is indexed.
    package var last: Int64 { index.position.head.seq }

    /// The closing record of the last transaction that is not later than an instant; 0 where there is none.
    package func lastRecord(at instant: Instant) -> Int64 {
        var place = index.times.lowerBound { $0 > instant.milliseconds }
        if !index.isOrdered {
            place = index.times.count
            while place > 0, index.times[place - 1] > instant.milliseconds { place -= 1 }
        }
        return place > 0 ? Int64(index.closings[place - 1]) : 0
    }

    /// The lines of the log that a filter accepts, oldest first.
    ///
    /// - Parameter last: later records are left out.
    /// - Returns: nil where so many records have to be read that all of them are told again as quickly.
    /// - Throws: `store-damaged` where a line is not what it was.
    package mutating func entries(
        _ filter: AuditFilter, through last: Int64 = .max
    ) throws(StoreError) -> [AuditEntry]? {
        let last = UInt32(clamping: min(last, self.last))
        let moments = transactions(filter)
        guard !moments.isEmpty else { return [] }
        let low = moments.lowerBound > 0 ? index.closings[moments.lowerBound - 1] + 1 : 1
        let high = min(index.closings[moments.upperBound - 1], last)
        let most = index.closings.count > 0 ? index.closings[index.closings.count - 1] : 0
        var records: [UInt32]
        if let listed = listed(filter) {
            records = listed.filter { $0 >= low && $0 <= high }
        } else {
            guard low <= high, high - low < most / 2 else { return low > high ? [] : nil }
            records = Array(low...high)
            // Closing records are no events.
            var next = moments.lowerBound
            records.removeAll { record in
                while next < index.closings.count, index.closings[next] < record { next += 1 }
                return next < index.closings.count && index.closings[next] == record
            }
        }
        guard records.count <= 10_000 || records.count < Int(most) / 2 else { return nil }
        // Definitions are read along with the records, from the first on.
        reader = AuditLog.reader(AuditCast(nil))
        definitions = 0
        var found: [AuditEntry] = []
        found.reserveCapacity(records.count)
        for record in records {
            let transaction = index.transaction(of: record)
            guard transaction < index.closings.count else { continue }
            guard filter.accepts(Instant(milliseconds: index.times[transaction])) else { continue }
            found.append(try entry(record, transaction))
        }
        return found
    }

    /// The transactions among which those are that happened at the right time.
    private func transactions(_ filter: AuditFilter) -> Range<Int> {
        guard index.isOrdered else { return 0..<index.closings.count }
        let low = filter.since.map { since in index.times.lowerBound { $0 >= since.milliseconds } } ?? 0
        let high =
            filter.until.map { until in index.times.lowerBound { $0 >= until.milliseconds } } ?? index.closings.count
        return low..<max(low, high)
    }

    /// The records that are of all that is asked for, in ascending order; nil where nothing is.
    private func listed(_ filter: AuditFilter) -> [UInt32]? {
        var lists: [[UInt32]] = []
        if let by = filter.by { lists.append(index.postings.records(.actor, AuditPass.key(by))) }
        if let of = filter.of { lists.append(index.postings.records(.about, AuditPass.key(of))) }
        if let account = filter.account { lists.append(index.postings.records(.about, AuditPass.key(account))) }
        if let actions = filter.actions {
            let places = actions.compactMap { index.place(ofKnown: $0) }
            lists.append(places.flatMap { index.postings.records(.action, $0) }.sorted())
        }
        lists.sort { $0.count < $1.count }
        guard var found = lists.first else { return nil }
        for list in lists.dropFirst() { found = AuditLog.both(found, list) }
        return found
    }

    private static func both(_ short: [UInt32], _ long: [UInt32]) -> [UInt32] {
        var at = 0
        return short.filter { record in
            while at < long.count, long[at] < record { at += 1 }
            return at < long.count && long[at] == record
        }
    }

    // MARK: Lines

    /// One record as the log has it: its line is read as it was written, in a state that has the definitions of that moment, and
    /// otherwise what the line itself says was before.
    private mutating func entry(_ record: UInt32, _ transaction: Int) throws(StoreError) -> AuditEntry {
        try define(before: record)
        let closing = try closing(of: transaction)
        let line = try lines.line(record)
        do throws(JSONError) {
            reader.start(line)
            let recorded = try reader.event(in: closing)
            defer { managed(recorded.event) }
            for event in try reader.before(recorded.event, role: role(of: record)) {
                reader.state.apply(event, recorded.context)
            }
            let state = reader.state
            let provenance = Provenance(
                seq: recorded.context.seq, transaction: recorded.transaction, time: recorded.context.time,
                actor: recorded.context.actor.map { state[$0].name }, systemUser: recorded.systemUser,
                script: recorded.origin.script, line: recorded.origin.line, reason: recorded.origin.reason)
            let entry = state.audit(recorded.event, provenance, actor: recorded.context.actor)
            return entry
        } catch {
            throw .damaged("journal", at: 0, "record \(record): \(error.message)")
        }
    }

    /// Every user has some role as a manager, so that any line can be read: `before` says what it was.
    private mutating func managed(_ event: Event) {
        switch event {
        case .managerSet(let user, _), .assigned(let user, _, _):
            guard reader.state.manager(user) == nil else { return }
            reader.state.apply(
                .managerSet(user, RoleID(0)), EventContext(seq: 0, time: Instant(milliseconds: 0), actor: nil))
        default: return
        }
    }

    private mutating func closing(of transaction: Int) throws(StoreError) -> Closing {
        if let closing, closing.transaction == transaction { return closing.closing }
        let line = try lines.line(index.closings[transaction])
        do throws(JSONError) {
            let found = try Closing(line: line)
            closing = (transaction, found)
            return found
        } catch {
            throw .damaged("journal", at: 0, "record \(index.closings[transaction]): \(error.message)")
        }
    }

    /// Reads the definitions before a record, and makes them true.
    private mutating func define(before record: UInt32) throws(StoreError) {
        while definitions < index.definitions.count, index.definitions[definitions] < record {
            let number = index.definitions[definitions]
            definitions += 1
            let closing = try closing(of: index.transaction(of: number))
            let line = try lines.line(number)
            do throws(JSONError) {
                reader.start(line)
                let recorded = try reader.event(in: closing)
                switch recorded.event {
                // The book knows who bears which name now.
                case .renamed(.user, _) where reader.cast?.book != nil, .removed(.user) where reader.cast?.book != nil:
                    break
                default: reader.state.apply(recorded.event, recorded.context)
                }
            } catch {
                throw .damaged("journal", at: 0, "record \(number): \(error.message)")
            }
        }
    }

    private func role(of record: UInt32) -> RoleID? {
        let at = index.roles.lowerBound { UInt32(truncatingIfNeeded: $0 >> 32) >= record }
        guard at < index.roles.count, UInt32(truncatingIfNeeded: index.roles[at] >> 32) == record else { return nil }
        let role = Int32(truncatingIfNeeded: index.roles[at])
        return role >= 0 && Int(role) < reader.state.roles.count ? RoleID(role) : nil
    }
}
