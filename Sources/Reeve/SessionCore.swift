import ReeveDomain
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

/// What a session guards: the store, and how runs go. Not for two threads at once.
struct SessionCore {
    let options: SessionOptions
    let user: String?
    private let token = SessionToken()
    private let limits: RunLimits
    private let files: any FileSystem
    /// Nil until the store is there.
    private(set) var store: Store?
    /// Nothing may be written, be it because somebody said so or because the disk cannot be.
    private(set) var isReadOnly: Bool
    /// Statements that are said one by one, once that has begun.
    var conversation: Conversation?

    init(_ files: any FileSystem, user: String?, options: SessionOptions) throws(Failure) {
        self.files = files
        self.user = user
        self.options = options
        limits = options.bounds.limits
        isReadOnly = options.isReadOnly
        do throws(StoreError) {
            store = try Self.openIfThere(files, options, readOnly: options.isReadOnly)
        } catch {
            guard error.code == .readOnly, !options.isReadOnly else { throw Failure(error) }
            // A disk that cannot be written to still answers questions.
            isReadOnly = true
            do throws(StoreError) {
                store = try Self.openIfThere(files, options, readOnly: true)
            } catch {
                throw Failure(error)
            }
        }
        if let user { _ = try Self.actor(named: user, in: state) }
    }

    private static func openIfThere(
        _ files: any FileSystem, _ options: SessionOptions, readOnly: Bool
    ) throws(StoreError) -> Store? {
        do throws(StoreError) {
            return try Store.open(
                files, storeOptions(options, readOnly ? .readOnly : .write, create: false), now: options.now)
        } catch {
            guard error.code == .missing else { throw error }
            // A file in its place is a mistake; nothing at all is a store to come.
            guard error.systemError == nil else { throw error }
            return nil
        }
    }

    private static func storeOptions(
        _ options: SessionOptions, _ mode: StoreOptions.Mode, create: Bool
    ) -> StoreOptions {
        StoreOptions(
            mode: mode, create: create, patience: options.patience, indexLimit: options.indexLimit,
            ahead: options.preallocatesJournal ? nil : 0)
    }

    var state: State { store?.state ?? State() }

    var head: String? { store?.head.description }

    var view: View { View(state, head: head, files: store?.files, session: token, clock: options.clock) }

    mutating func refresh() throws(Failure) {
        try stored { () throws(StoreError) in
            if let store {
                try store.refresh()
            } else {
                store = try Self.openIfThere(files, options, readOnly: isReadOnly)
            }
        }
    }

    /// Makes the store, where it is not there yet.
    mutating func makeStore() throws(Failure) -> Store {
        if let store { return store }
        return try stored { () throws(StoreError) in
            let made = try Store.open(files, Self.storeOptions(options, .write, create: true), now: options.now)
            store = made
            return made
        }
    }

    static func actor(named name: String, in state: State) throws(Failure) -> UserID {
        guard let id = state.user(name) else {
            let near = nearest(to: name, among: state.userIDs.lazy.map { state[$0].name })
            throw Failure(
                .usage, "unknown-user", "there is no user `\(escaped(name))` to run as",
                notes: near.map { ["did you mean `\(escaped($0))`?"] } ?? [])
        }
        return id
    }

    func interpreter(for scripts: [Script]) -> Interpreter {
        var limits = limits
        limits.isInterrupted = options.isInterrupted
        limits.onProgress = options.onProgress
        return Interpreter(loader: loader(for: scripts), limits: limits, parameters: options.parameters)
    }

    /// The disk, as far as these scripts may see it.
    func loader(for scripts: [Script]) -> some SourceLoader {
        FileLoader(
            scripts: scripts.filter(\.isFile).map(\.name), in: options.directory,
            limit: limits.syntax.scriptBytes)
    }
}

/// Says what the store says in the library's words. No method: the core is long, and would be copied to be called.
func stored<Result>(_ body: () throws(StoreError) -> Result) throws(Failure) -> Result {
    do throws(StoreError) {
        return try body()
    } catch {
        throw Failure(error)
    }
}

extension SessionOptions {
    var now: Instant { Instant(milliseconds: clock()) }
}

extension Failure {
    package init(_ error: StoreError) {
        let reason: Reason =
            switch error.exitStatus {
            case 65: .damaged
            case 75: .busy
            case 64: .usage
            case 130: .interrupted
            default: .inputOutput
            }
        var notes: [String] = []
        if let file = error.file { notes.append("in `\(file)`" + (error.offset.map { ", byte \($0)" } ?? "")) }
        self.init(reason, error.code.rawValue, error.message, notes: notes)
    }
}
