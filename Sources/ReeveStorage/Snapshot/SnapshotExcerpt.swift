import ReeveDomain

/// A part of a snapshot, as a snapshot of its own: all definitions, the lines that were asked for, and each user and
/// customer whom one of these lines names. It is read by the reader that reads whole ones.
struct SnapshotExcerpt {
    private let search: SnapshotSearch
    private var found: [Set<Int>]
    private var lines: [Int: Int] = [:]
    private var looked: Set<[UInt8]> = []
    private var lookedDeep: Set<[UInt8]> = []
    private var waiting: [[UInt8]] = []
    /// A part of more lines is not worth it: the whole is read faster.
    static let mostLines = 20_000

    private enum Ending: Error {
        case store(StoreError)
        case tooMuch
    }

    private init(_ search: SnapshotSearch) {
        self.search = search
        found = Array(repeating: [], count: SnapshotIndex.Section.allCases.count)
    }

    /// Makes the part that a request is about.
    ///
    /// - Parameter more: names that the journal's end has besides, written as text.
    /// - Returns: the bytes from the second line on; nil where the part is too large, or the snapshot is not laid out as
    ///   it should be.
    static func make(
        _ search: SnapshotSearch, _ request: ExcerptRequest, more: Set<[UInt8]>
    ) throws(StoreError) -> ByteWriter? {
        var excerpt = SnapshotExcerpt(search)
        do throws(Ending) {
            try excerpt.collect(request, more)
        } catch {
            switch error {
            case .store(let error): throw error
            case .tooMuch: return nil
            }
        }
        return try excerpt.document()
    }

    private mutating func collect(_ request: ExcerptRequest, _ more: Set<[UInt8]>) throws(Ending) {
        try add(.kinds) { (search) throws(StoreError) in try search.lines(.kinds) }
        try add(.roles) { (search) throws(StoreError) in try search.lines(.roles) }
        let names = more.union(request.names.map { Array($0.utf8) })
        for name in names { try addWithGrants(name) }
        let asksUnassigned = found[SnapshotIndex.Section.roles.rawValue].contains(where: saysUnassigned)
        for account in request.teams {
            let name = Array(account.utf8)
            look(name)
            try add(.members) { (search) throws(StoreError) in try search.lines(.members, ofAccount: name) }
            try add(.assignments) { (search) throws(StoreError) in try search.lines(.assignments, ofAccount: name) }
        }
        for account in request.recordAccounts {
            let name = Array(account.utf8)
            try add(.records) { (search) throws(StoreError) in try search.lines(.records, ofAccount: name) }
        }
        if asksUnassigned || !request.teams.isEmpty {
            try add(.managers) { (search) throws(StoreError) in try search.lines(.managers) }
        }
        if asksUnassigned {
            // Nobody but a member of the partner's team manages anything.
            for name in names {
                try add(.assignments) { (search) throws(StoreError) in try search.lines(.assignments, ofAccount: name) }
            }
            for name in managers() {
                try add(.members) { (search) throws(StoreError) in try search.lines(.members, named: name) }
            }
        }
        while let name = waiting.popLast() {
            try add(.users) { (search) throws(StoreError) in try search.lines(.users, named: name) }
            try add(.customers) { (search) throws(StoreError) in try search.lines(.customers, named: name) }
        }
    }

    private mutating func addWithGrants(_ name: [UInt8]) throws(Ending) {
        guard lookedDeep.insert(name).inserted else { return }
        look(name)
        try add(.members) { (search) throws(StoreError) in try search.lines(.members, named: name) }
        try add(.managers) { (search) throws(StoreError) in try search.lines(.managers, named: name) }
        try add(.assignments) { (search) throws(StoreError) in try search.lines(.assignments, named: name) }
    }

    /// Those who manage anything in the lines so far.
    private func managers() -> [[UInt8]] {
        let sections: [SnapshotIndex.Section] = [.managers, .assignments]
        return sections.flatMap { found[$0.rawValue] }.compactMap {
            SnapshotLine(search.body, $0).name.map { SnapshotLine.plain($0) }
        }
    }

    /// May be true of a role that does not say it, and is never false of one that does.
    private func saysUnassigned(_ line: Int) -> Bool {
        guard let end = lines[line] else { return false }
        return search.body[line..<end].split(separator: UInt8(ascii: "\"")).contains {
            $0.elementsEqual("unassigned".utf8)
        }
    }

    private mutating func look(_ name: [UInt8]) {
        if looked.insert(name).inserted { waiting.append(name) }
    }

    private mutating func add(
        _ section: SnapshotIndex.Section, _ body: (SnapshotSearch) throws(StoreError) -> [Range<Int>]
    ) throws(Ending) {
        let new: [Range<Int>]
        do throws(StoreError) { new = try body(search) } catch { throw .store(error) }
        for line in new where found[section.rawValue].insert(line.lowerBound).inserted {
            lines[line.lowerBound] = line.upperBound
            guard lines.count <= SnapshotExcerpt.mostLines else { throw .tooMuch }
            do throws(JSONError) {
                try JSONTexts.forEach(UnsafeRawBufferPointer(rebasing: search.body[line])) { look($0) }
            } catch {
                throw .store(SnapshotSearch.damage(line.lowerBound))
            }
        }
    }

    private func document() throws(StoreError) -> ByteWriter? {
        var writer = ByteWriter(capacity: 1 << 16)
        let first = try search.line(at: 0)
        writer.raw(UnsafeRawBufferPointer(rebasing: search.body[first]))
        for section in SnapshotIndex.Section.allCases {
            writer.literal(section == .kinds ? ",\"" : "]\n,\"")
            writer.raw(Array("\(section)".utf8))
            writer.literal("\":[\n")
            var isFirst = true
            for start in found[section.rawValue].sorted() {
                guard let end = lines[start] else { return nil }
                writer.byte(isFirst ? UInt8(ascii: " ") : UInt8(ascii: ","))
                isFirst = false
                writer.raw(UnsafeRawBufferPointer(rebasing: search.body[(start + 1)..<end]))
            }
        }
        writer.literal("]}\n")
        return writer
    }
}

/// The texts in a run of JSON, without the keys.
enum JSONTexts {
    /// - Parameter visit: sees each text, escapes undone.
    /// - Returns: whether something is named by its number: `["alice",12]`, a `number` or a `parent`.
    @discardableResult
    static func forEach(
        _ bytes: UnsafeRawBufferPointer, _ visit: ([UInt8]) -> Void
    ) throws(JSONError) -> Bool {
        var hasNumbers = false
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\"") else {
                at += 1
                continue
            }
            let isFirst = at > 0 && bytes[at - 1] == UInt8(ascii: "[")
            var scanner = JSONScanner(bytes, from: at)
            let text = try scanner.string()
            at = scanner.offset
            if scanner.peek == UInt8(ascii: ":") {
                if text.bytes.elementsEqual("number".utf8) || text.bytes.elementsEqual("parent".utf8) {
                    hasNumbers = true
                }
                continue
            }
            if isFirst, scanner.take(","), scanner.peek &- UInt8(ascii: "0") < 10 { hasNumbers = true }
            visit(SnapshotLine.plain(text.bytes))
        }
        return hasNumbers
    }
}
