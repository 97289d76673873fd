import Reeve
import ReeveDomain
import ReeveLanguage
import ReeveStorage

/// `reeve store init|info|verify|repair|compact`
enum StoreCommand {
    static let command = Command(
        name: "store",
        synopsis: ["store init|info|compact", "store verify [--expect SEQ:HASH]", "store repair [--yes]"],
        summary: "make a store; tell what it is; read all of it, and believe nothing; save what is sound", run: run)

    private static let words = ["init", "info", "verify", "repair", "compact"]

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard let word = call.invocation.operands.first else {
            throw .usage("say what: reeve store \(words.joined(separator: "|"))")
        }
        guard call.invocation.operands.count == 1 else {
            throw .usage("`reeve store \(printable(word))` takes no names; the store is named by `--store`")
        }
        switch word {
        case "init": try initialize(call)
        case "info": try info(call)
        case "verify": try verify(call)
        case "repair": return try repair(call)
        case "compact": try compact(call)
        default:
            let near = nearest(to: word, among: words)
            throw .usage(
                "there is no `reeve store \(printable(word))`", hint: near.map { "did you mean `reeve store \($0)`?" })
        }
        return 0
    }

    private static func initialize(_ call: Call) throws(Failure) {
        guard !call.invocation.has(.readOnly) else { throw .usage("`--read-only` makes no store") }
        let files = PosixFileSystem(path: call.storePath)
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let head = try stored { () throws(StoreError) in
            if try isThere(files, now) {
                throw StoreError(.exists, "there is a store in `\(call.store)` already")
            }
            let store = try Store.open(files, StoreOptions(mode: .write, create: true), now: now)
            try store.settle(now: now)
            return store.head
        }
        if call.console.isJSON {
            call.console.document(
                .object([
                    ("format", "reeve.store-init/1"), ("store", .text(call.store)), ("head", .text(head.description)),
                ]))
        } else {
            call.console.line(head.description)
        }
    }

    private static func isThere(_ files: PosixFileSystem, _ now: Instant) throws(StoreError) -> Bool {
        do throws(StoreError) {
            _ = try Store.open(files, StoreOptions(mode: .readOnly), now: now)
            return true
        } catch {
            guard error.code == .missing, error.systemError == nil else { throw error }
            return false
        }
    }

    private static func open(_ call: Call) throws(StoreError) -> Store {
        let now = Instant(milliseconds: call.sessionOptions.clock())
        return try Store.open(PosixFileSystem(path: call.storePath), StoreOptions(mode: .readOnly), now: now)
    }

    private static func info(_ call: Call) throws(Failure) {
        let (info, state) = try stored { () throws(StoreError) in
            let store = try open(call)
            return (try store.info(), store.state)
        }
        let counts = [
            ("users", state.userIDs.count), ("customers", state.customerIDs.count), ("roles", state.roleIDs.count),
            ("members", state.members.count), ("assignments", state.assignments.count),
        ]
        if call.console.isJSON {
            var members: [(String, JSON)] = [
                ("format", "reeve.store-info/1"),
                ("store", .text(call.store)),
                ("id", .text(info.store.description)),
                ("head", .text(info.head.description)),
                ("transactions", .number(info.transactions)),
                ("segments", JSON(info.segments)),
                ("journalBytes", .number(info.journalBytes)),
                ("snapshotSeq", info.snapshotSeq.map { JSON.number($0) } ?? .null),
                ("snapshotBytes", info.snapshotBytes.map { JSON.number($0) } ?? .null),
                ("keptFiles", JSON(info.keptFiles)),
                ("partner", JSON(state.partnerName)),
            ]
            for (name, count) in counts { members.append((name, JSON(count))) }
            return call.console.document(.object(members))
        }
        var rows = [
            ("store", call.store), ("id", info.store.description), ("head", info.head.description),
            ("transactions", String(info.transactions)),
            ("journal", "\(info.journalBytes) bytes in \(info.segments) \(info.segments == 1 ? "file" : "files")"),
            ("snapshot", info.snapshotSeq.map { "\(info.snapshotBytes ?? 0) bytes, at \($0)" } ?? "none"),
        ]
        if !info.keptFiles.isEmpty { rows.append(("kept aside", info.keptFiles.joined(separator: ", "))) }
        if let partner = state.partnerName { rows.append(("partner", partner)) }
        rows += counts.map { ($0.0, String($0.1)) }
        show(rows, call)
    }

    static func show(_ rows: [(String, String)], _ call: Call) {
        let width = rows.map { $0.0.count }.max() ?? 0
        for (name, value) in rows {
            call.console.line(name + String(repeating: " ", count: width - name.count + 2) + printable(value))
        }
    }

    static func stored<Result>(_ body: () throws(StoreError) -> Result) throws(Failure) -> Result {
        do throws(StoreError) {
            return try body()
        } catch {
            throw Failure(error)
        }
    }
}
