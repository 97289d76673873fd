import ReeveDomain

/// The snapshot: a cache of what the journal says, and a document for people.
struct Snapshot {
    let header: SnapshotHeader
    let state: State
    /// The file's length.
    let length: Int64

    /// What there is in place of a snapshot.
    enum Found {
        case nothing
        /// It counts as missing; the reason is for a warning.
        case damaged(String)
        case snapshot(Snapshot)
    }

    /// Reads and verifies the snapshot. Linear.
    ///
    /// - Throws: what reading the file threw, and `store-newer`; damage is an answer, not an error.
    static func load(_ files: any FileSystem, store: StoreID) throws(StoreError) -> Found {
        // First: one that is replaced meanwhile is then older than the snapshot, and does not fit.
        let index = try SnapshotIndex.load(files)
        guard let contents = try files.map(SnapshotFormat.file) else { return .nothing }
        let bytes = contents.bytes
        let header: SnapshotHeader
        let start: Int
        do throws(StoreError) {
            (header, start) = try self.header(of: bytes, store: store)
        } catch {
            // Only its own damage is something that the journal makes good.
            guard error.code == .damaged, error.offset != nil else { throw error }
            return .damaged(error.message)
        }
        // Read and checked at once: reading trusts nothing, and what it comes to counts only where the check fits.
        let follower = Follower(hasThread: bytes.count >= threadLimit)
        let check = SnapshotCheck(contents, header, start, index)
        follower.take { check.carryOut() }
        var reader = SnapshotReader(bytes, from: start, before: follower)
        let state: Result<State, JSONError>
        do throws(JSONError) { state = .success(try reader.read(seq: header.position.head.seq)) } catch {
            state = .failure(error)
        }
        follower.wait()
        if let damage = check.damage { return .damaged(damage.message) }
        switch state {
        case .success(let state): return .snapshot(Snapshot(header: header, state: state, length: Int64(bytes.count)))
        case .failure(let error):
            return .damaged("the snapshot cannot be read at byte \(error.offset): \(error.message)")
        }
    }

    /// A snapshot of fewer bytes is read and checked faster than a thread starts.
    private static let threadLimit = 1 << 19

    /// Checks the first line, and all others by their hash.
    ///
    /// - Returns: the header, and where the second line begins.
    /// - Throws: `store-damaged`, with an offset unless it is another store's snapshot; `store-newer`.
    static func check(
        _ contents: FileContents, store: StoreID
    ) throws(StoreError) -> (SnapshotHeader, start: Int) {
        let (header, start) = try header(of: contents.bytes, store: store)
        let check = SnapshotCheck(contents, header, start, nil)
        check.carryOut()
        if let damage = check.damage { throw damage }
        return (header, start)
    }

    private static func header(
        of bytes: UnsafeRawBufferPointer, store: StoreID
    ) throws(StoreError) -> (SnapshotHeader, start: Int) {
        let (header, start) = try SnapshotFormat.header(of: bytes)
        guard header.store == store else {
            throw StoreError(.damaged, "the snapshot is another store's", file: SnapshotFormat.file)
        }
        return (header, start)
    }

    /// Only the first line, which is enough to know what a snapshot is of.
    static func header(_ files: any FileSystem) throws(StoreError) -> (header: SnapshotHeader, length: Int64)? {
        guard let contents = try files.map(SnapshotFormat.file) else { return nil }
        return (try SnapshotFormat.header(of: contents.bytes).0, Int64(contents.bytes.count))
    }

    /// Writes the snapshot of a state. The caller holds the writers' lock, and has made sure that the journal is on the
    /// disk up to `position`: a snapshot must never know more than the journal does.
    ///
    /// - Returns: what was written.
    static func save(
        _ state: State, at position: JournalPosition, store: StoreID, _ files: any FileSystem
    ) throws(StoreError) -> WrittenSnapshot {
        try draft(state, at: position, store: store, files).publish(files)
    }

    /// Writes the snapshot of a state under another name. The caller holds the writers' lock until it is published or
    /// dropped; the journal need not be on the disk yet.
    ///
    /// - Parameter begun: its first lines, where they are made already.
    static func draft(
        _ state: State, from begun: consuming BegunSnapshot? = nil, at position: JournalPosition, store: StoreID,
        _ files: any FileSystem
    ) throws(StoreError) -> SnapshotDraft {
        let file = SnapshotFormat.file
        guard let token = try files.open(Temporary.name(for: file), for: .createNew) else {
            throw StoreError(.ioFailed, "cannot make a temporary file", file: file)
        }
        do throws(StoreError) {
            return SnapshotDraft(
                written: try write(
                    state, from: begun ?? BegunSnapshot(state), at: position, store: store, files, token),
                token: token)
        } catch {
            files.close(token)
            try? files.remove(Temporary.name(for: file))
            throw error
        }
    }

    /// Lines go into the file as they come about, and are hashed meanwhile; then the first line, whose length is known
    /// before, goes to where room was left for it.
    private static func write(
        _ state: State, from begun: consuming BegunSnapshot, at position: JournalPosition, store: StoreID,
        _ files: any FileSystem, _ token: FileToken
    ) throws(StoreError) -> WrittenSnapshot {
        func header(_ digest: Digest) -> [UInt8] {
            SnapshotFormat.header(SnapshotHeader(store: store, position: position, state: digest))
        }
        let start = Int64(header(.zero).count)
        var (checks, failure): (BlockChecks, StoreError?) = (begun.checks, nil)
        let pieces = begun.pieces
        var ahead = pieces.isEmpty ? nil : HashAhead(from: begun.hash)
        for piece in pieces[begun.hashed...] {
            ahead?.take(piece)
            checks.take(piece.bytes)
        }
        let most = pieces.count - begun.hashed + 32
        let drain = { (writer: inout ByteWriter) in
            defer { writer.cut(to: 0) }
            guard failure == nil else { return }
            let piece = Piece(full: &writer)
            let hash = ahead ?? HashAhead(from: SHA256())
            ahead = hash
            hash.take(piece, waiting: most)
            do throws(StoreError) {
                try files.write(token, at: start + Int64(checks.length), piece.bytes)
            } catch {
                failure = error
            }
            checks.take(piece.bytes)
        }
        if pieces.isEmpty {
            begun.body.finish(state, into: &begun.rest, drain)
        } else {
            // What was made before is brought to the disk while the rest is made.
            try files.perform(
                { () throws(StoreError) in
                    var offset = start
                    for piece in pieces {
                        try files.write(token, at: offset, piece.bytes)
                        offset += Int64(piece.count)
                    }
                    try files.synchronize(token)
                },
                during: { begun.body.finish(state, into: &begun.rest, drain) }, isLong: true)
        }
        if let failure { throw failure }
        try files.write(token, at: start + Int64(checks.length), begun.rest.bytes)
        checks.take(begun.rest.bytes)
        let outline = begun.body.outline
        var hash = SHA256()
        var lines: [[UInt32]] = []
        let last = {
            lines = SnapshotIndex.ofAccounts.map { outline.byAccount($0) }
            if let ahead { hash = ahead.finish() }
        }
        if ahead == nil {
            last()
        } else {
            // Most of a long one is on the disk when its hash is known.
            try files.perform({ () throws(StoreError) in try files.synchronize(token) }, during: last, isLong: true)
        }
        hash.update(bytes: begun.rest.bytes)
        let first = header(hash.finalize())
        try files.write(token, at: 0, bytes: first)
        return WrittenSnapshot(
            length: start + Int64(checks.length), bodyLength: checks.length, firstLine: SHA256.digest(of: first),
            sections: outline.sections, lines: lines, checks: checks.finish())
    }
}

/// A snapshot that is written, and has not got its name yet.
struct SnapshotDraft {
    fileprivate let written: WrittenSnapshot
    fileprivate let token: FileToken

    /// Gives it its name. The journal is on the disk as far as the snapshot knows it.
    ///
    /// - Returns: what was written.
    func publish(_ files: any FileSystem) throws(StoreError) -> WrittenSnapshot {
        do throws(StoreError) {
            try files.synchronize(token)
            // Its name may wait: whoever loses it has the one before, or none, and the journal has all that is in it.
            try files.rename(Temporary.name(for: SnapshotFormat.file), to: SnapshotFormat.file)
        } catch {
            drop(files)
            throw error
        }
        files.close(token)
        return written
    }

    /// Takes it away.
    func drop(_ files: any FileSystem) {
        files.close(token)
        try? files.remove(Temporary.name(for: SnapshotFormat.file))
    }
}

/// A snapshot that was just written: what its index says of it.
struct WrittenSnapshot {
    /// The file's.
    let length: Int64
    /// From the second line on.
    let bodyLength: Int
    /// The hash of the first line.
    let firstLine: Digest
    let sections: [Range<Int>]
    /// Where the lines of `SnapshotIndex.ofAccounts` begin, in the order of accounts.
    let lines: [[UInt32]]
    /// The blocks'.
    let checks: [UInt64]
}
