import ReeveDomain

/// Goes through the journal from where an index ends, and makes it go on to the end of that. The state that it keeps has
/// nothing but who is called what: no grants and no attributes. Linear in what is gone through.
struct AuditPass {
    private(set) var index: AuditIndex
    private var reader: DomainReader
    private let cast: AuditCast?
    /// Of the line that was read last.
    private var segment: Int

    /// From the journal's beginning.
    init(of store: StoreID) {
        index = AuditIndex(of: store)
        cast = nil
        segment = 1
        reader = DomainReader(JSONScanner(UnsafeRawBufferPointer(start: nil, count: 0)), State())
    }

    /// From where an index ends.
    ///
    /// - Parameter reader: has read the definitions up to there, and lets strangers in as that index's book knows them.
    init(_ index: AuditIndex, _ reader: DomainReader) {
        self.index = index
        self.reader = reader
        cast = reader.cast
        segment = index.position.segment
        // The last block may go on.
        if index.position.offset % Int64(AuditIndex.blockSize) != 0 { self.index.checks.removeLast() }
    }

    /// Takes a verified transaction.
    mutating func take(
        _ transaction: VerifiedTransaction, _ bytes: UnsafeRawBufferPointer
    ) throws(StoreError) {
        segment = transaction.end.segment
        while index.segments.count < segment {
            closeSegment(before: transaction.firstSeq)
            index.segments.append(0)
        }
        var place = transaction.closing
        do throws(JSONError) {
            let closing = try Closing(line: UnsafeRawBufferPointer(rebasing: bytes[place...]))
            place = 0
            reader.start(UnsafeRawBufferPointer(rebasing: bytes[..<transaction.closing]))
            while !reader.scanner.isAtEnd {
                let start = reader.scanner.offset
                let recorded = try reader.event(in: closing)
                begin(recorded.context.seq, at: transaction.offset + Int64(start))
                note(recorded, UnsafeRawBufferPointer(rebasing: bytes[start..<reader.scanner.offset]))
            }
            begin(transaction.end.head.seq, at: transaction.offset + Int64(transaction.closing))
            if index.times.count > 0, index.times[index.times.count - 1] > closing.time.milliseconds {
                index.isOrdered = false
            }
            index.closings.append(UInt32(truncatingIfNeeded: transaction.end.head.seq))
            index.times.append(closing.time.milliseconds)
        } catch {
            throw .damaged(transaction.file, at: transaction.offset + Int64(place + error.offset), error.message)
        }
        index.position = transaction.end
        index.segments[segment - 1] = transaction.end.offset
    }

    /// A segment that ends gets its last blocks, in which no record begins.
    private mutating func closeSegment(before seq: Int64) {
        guard let length = index.segments.last else { return }
        fill(to: AuditIndex.blocks(in: length), seq)
    }

    /// All blocks of this segment up to a place, the rest of which have no record that begins in them.
    private mutating func fill(to blocks: Int, _ seq: Int64) {
        let wanted = index.firstBlock(of: max(1, index.segments.count)) + blocks
        while index.firsts.count < wanted { index.firsts.append(UInt32(truncatingIfNeeded: seq)) }
    }

    private mutating func begin(_ seq: Int64, at offset: Int64) {
        fill(to: Int(offset / Int64(AuditIndex.blockSize)) + 1, seq)
    }

    private mutating func note(_ recorded: RecordedEvent, _ line: UnsafeRawBufferPointer) {
        let seq = UInt32(truncatingIfNeeded: recorded.context.seq)
        let provenance = Provenance(
            seq: recorded.context.seq, transaction: recorded.transaction, time: recorded.context.time, actor: nil,
            systemUser: "", script: "", line: 0, reason: nil)
        let entry = reader.state.audit(
            recorded.event, provenance, actor: recorded.context.actor, describing: false)
        for number in entry.about { index.postings.add(.about, AuditPass.key(number), seq) }
        if let actor = entry.actorNumber { index.postings.add(.actor, AuditPass.key(actor), seq) }
        index.postings.add(.action, index.place(ofAction: entry.action), seq)
        switch recorded.event {
        case .assigned(let user, _, _), .standingSet(let user, _, _):
            if let manager = reader.state.manager(user) {
                index.roles.append(UInt64(seq) << 32 | UInt64(UInt32(bitPattern: manager.role.raw)))
            }
        case .roleDefined:
            if line.contains("{\"user\":") { index.namesUsers = true }
            index.definitions.append(seq)
        case .kindDefined, .ruleDefined, .partnerNamed, .renamed(.role, _), .renamed(.kind, _), .renamed(.rule, _),
            .removed(.role), .removed(.kind), .removed(.rule):
            index.definitions.append(seq)
        case .renamed(.user, _), .removed(.user):
            if index.namesUsers { index.definitions.append(seq) }
        default: break
        }
        follow(recorded)
    }

    /// The key of a thing in the postings. Numbers of events stay below 2^31.
    static func key(_ number: Int64) -> UInt32 { UInt32(bitPattern: Int32(truncatingIfNeeded: number)) }

    /// Makes true what changes who is called what.
    private mutating func follow(_ recorded: RecordedEvent) {
        let seq = UInt32(truncatingIfNeeded: recorded.context.seq)
        switch recorded.event {
        case .partnerNamed, .kindDefined, .roleDefined, .ruleDefined: break
        case .userAdded(_, let name, _): index.book.add(.user, seq, .user(name))
        case .customerAdded(_, let name, _): index.book.add(.account, seq, .account(name))
        case .recordAdded(_, let name, let kind, let account, let parent, _):
            index.book.add(.record, seq, recordName(name, kind, account, parent))
        case .renamed(let thing, let name):
            if let (old, new) = names(of: thing, and: name) { index.book.rename(key(thing), from: old, to: new) }
        case .removed(let thing):
            if let (old, _) = names(of: thing, and: "") { index.book.remove(old) }
        case .managerSet(let user, let role):
            index.book.setManager(key(.user(user)), UInt32(bitPattern: role.raw))
        case .managerEnded(let user, _): index.book.setManager(key(.user(user)), nil)
        default: return
        }
        reader.state.apply(recorded.event, recorded.context)
        switch recorded.event {
        case .userAdded: meet(.user, recorded.context.seq, reader.state.userCount - 1)
        case .customerAdded: meet(.account, recorded.context.seq, reader.state.accountCount - 1)
        case .recordAdded: meet(.record, recorded.context.seq, reader.state.recordCount - 1)
        default: break
        }
    }

    private func meet(_ sort: AuditBook.Sort, _ number: Int64, _ row: Int) {
        cast?.meet(
            sort, number, row: Int32(truncatingIfNeeded: row), former: Int64(index.book.rows[sort.rawValue].count - 1))
    }

    private func key(_ thing: Thing) -> UInt32 { AuditPass.key(reader.state.auditNumber(thing)) }

    private func recordName(
        _ name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?
    ) -> AuditBook.Name {
        .record(
            name, kind: kind.raw, account: reader.state.auditNumber(account),
            parent: parent.map { reader.state.auditNumber(.record($0)) })
    }

    /// A thing's name now, and another that it might have.
    private func names(of thing: Thing, and other: String) -> (AuditBook.Name, AuditBook.Name)? {
        switch thing {
        case .user(let id): return (.user(reader.state[id].name), .user(other))
        case .customer(let id): return (.account(reader.state[id].name), .account(other))
        case .record(let id):
            let record = reader.state[id]
            func named(_ name: String) -> AuditBook.Name {
                recordName(name, record.kind, record.account, record.parent)
            }
            return (named(record.entity.name), named(other))
        case .role, .kind, .rule: return nil
        }
    }

    /// The index up to the end, with the checks of the blocks that are new.
    mutating func finished(_ files: any FileSystem) throws(StoreError) -> AuditIndex {
        closeSegment(before: index.position.head.seq + 1)
        var block = 0
        for (number, length) in index.segments.enumerated() {
            let blocks = AuditIndex.blocks(in: length)
            defer { block += blocks }
            guard block + blocks > index.checks.count else { continue }
            guard let token = try files.open(JournalFormat.file(number + 1), for: .read) else { continue }
            defer { files.close(token) }
            while index.checks.count < block + blocks {
                let start = Int64(index.checks.count - block) * Int64(AuditIndex.blockSize)
                let bytes = try files.bytes(
                    of: token, from: start, count: Int(min(Int64(AuditIndex.blockSize), length - start)))
                index.checks.append(bytes.withUnsafeBytes { BlockCheck.of($0) })
            }
        }
        return index
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func contains(_ text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        return (0...(count - text.utf8CodeUnitCount)).contains { at in
            (0..<text.utf8CodeUnitCount).allSatisfy { self[at + $0] == text.utf8Start[$0] }
        }
    }
}
