import ReeveDomain
import ReeveStorage
import Synchronization

/// One writer to a store. Runs scripts one at a time; its `view` may be asked from anywhere meanwhile.
///
/// ```swift
/// let session = try Session(opening: "access.store", as: "ops")
/// let report = try session.run("assign alice as Admin to all customers", named: "console")
/// ```
public final class Session: Sendable {
    private let core: Mutex<SessionCore>
    // Apart from the core, so that a reader does not wait for a run.
    private let published: Mutex<View>

    /// Opens a store, or gets ready to make one: it is made by the first run that changes something.
    ///
    /// - Parameters:
    ///   - path: the store's directory, relative to the process's own directory.
    ///   - user: who the scripts run as, with their permissions, each run a login and a logout; nil is the superuser, who
    ///     is allowed everything.
    ///   - options: clock, parameters, limits.
    /// - Throws: what is wrong with the store, or `unknown-user`.
    public convenience init(
        opening path: String, as user: String? = nil, options: SessionOptions = SessionOptions()
    ) throws(Failure) {
        try self.init(SessionCore(PosixFileSystem(path: path), user: user, options: options))
    }

    /// Opens a store in memory: it is gone with the session.
    ///
    /// - Parameter options: clock, parameters, limits.
    public convenience init(options: SessionOptions = SessionOptions()) throws(Failure) {
        try self.init(SessionCore(MemoryFileSystem(), user: nil, options: options))
    }

    /// Opens a store on a file system of any kind.
    package convenience init(
        _ files: any FileSystem, as user: String? = nil, options: SessionOptions = SessionOptions()
    ) throws(Failure) {
        try self.init(SessionCore(files, user: user, options: options))
    }

    private init(_ core: sending SessionCore) throws(Failure) {
        published = Mutex(core.view)
        self.core = Mutex(core)
    }

    /// What is true after the last run. Does not change; ask again after the next.
    public var view: View { published.withLock { $0 } }

    /// Runs one script and commits it as one transaction.
    ///
    /// - Parameters:
    ///   - text: the script.
    ///   - name: what it is called in messages and in the journal.
    /// - Returns: what it changed. A run that changes nothing writes nothing.
    /// - Throws: why it did not happen. Nothing of it did; a refused attempt is recorded in the journal.
    @discardableResult
    public func run(_ text: String, named name: String) throws(Failure) -> Report {
        try run([Script(named: name, text: text)])
    }

    /// Runs the scripts in these files, one after the other, and commits them as one transaction.
    ///
    /// - Parameter paths: relative to the options' `directory`.
    @discardableResult
    public func run(files paths: [String]) throws(Failure) -> Report { try run(try scripts(paths)) }

    /// Runs scripts, one after the other, and commits them as one transaction.
    ///
    /// - Parameter scripts: at least one.
    @discardableResult
    public func run(_ scripts: [Script]) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.run(scripts) }
    }

    /// Does all that a run does, and commits nothing.
    ///
    /// - Parameters:
    ///   - text: the script.
    ///   - name: what it is called in messages.
    /// - Returns: what a run would change, and whose effective access.
    public func plan(_ text: String, named name: String) throws(Failure) -> Report {
        try plan([Script(named: name, text: text)])
    }

    /// Does all that a run of these files does, and commits nothing.
    ///
    /// - Parameter paths: relative to the options' `directory`.
    public func plan(files paths: [String]) throws(Failure) -> Report { try plan(try scripts(paths)) }

    /// Does all that a run does, and commits nothing.
    ///
    /// - Parameter scripts: at least one.
    public func plan(_ scripts: [Script]) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.plan(scripts) }
    }

    /// Plans a run so that it can be reviewed, and carried out later by `apply`: the scripts, the files they use and what
    /// they lead to are all kept in the plan.
    ///
    /// - Parameter scripts: at least one.
    /// - Throws: what `plan` throws; `invalid-utf8` where a file is no text.
    public func prepare(_ scripts: [Script]) throws(Failure) -> PreparedPlan {
        try exclusively { core throws(Failure) in try core.prepare(scripts) }
    }

    /// Carries out exactly what was reviewed, as one transaction: the plan's scripts are run again as of its time, with
    /// the actor's permissions and the rules as they are now, and must lead to the very records that the plan holds.
    ///
    /// - Parameter plan: of the user that this session runs as.
    /// - Throws: `plan-stale` (the reason is `stale`) where the store has moved on, or a grant has begun or ended since;
    ///   `plan-of-another`; and what a run throws. Nothing happened then.
    @discardableResult
    public func apply(_ plan: Plan) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.apply(plan) }
    }

    /// What can be known of a script without running it: its syntax, names and types, all errors at once.
    ///
    /// - Parameters:
    ///   - text: the script.
    ///   - name: what it is called in messages.
    /// - Returns: errors and warnings, in the order of the script; empty for a good one.
    public func check(_ text: String, named name: String) throws(Failure) -> [Failure.Problem] {
        try check([Script(named: name, text: text)])
    }

    /// What can be known of these files without running them.
    ///
    /// - Parameter paths: relative to the options' `directory`.
    public func check(files paths: [String]) throws(Failure) -> [Failure.Problem] { try check(try scripts(paths)) }

    /// What can be known of scripts without running them.
    ///
    /// - Parameter scripts: at least one.
    public func check(_ scripts: [Script]) throws(Failure) -> [Failure.Problem] {
        try exclusively { core throws(Failure) in try core.check(scripts) }
    }

    /// Answers the questions of a script; a script that would change something is refused.
    ///
    /// - Parameters:
    ///   - text: `why can alice edit recipe in acme`, or several questions.
    ///   - name: what it is called in messages.
    /// - Returns: the answers, in the order of the questions.
    /// - Throws: `not-a-question` for a script that would change something, and whatever a run throws.
    public func ask(_ text: String, named name: String = "question") throws(Failure) -> [Answer] {
        try exclusively { core throws(Failure) in try core.ask([Script(named: name, text: text)]) }
    }

    /// Takes one transaction back by a new one that puts back what was there before. What is over stays: logins, work,
    /// password resets. Reads the whole journal.
    ///
    /// - Parameters:
    ///   - seq: the number of any of its records; the one that a run's last line begins with will do.
    ///   - committing: false tells what it would change, as a plan, and changes nothing.
    /// - Throws: `unknown-transaction`; `built-upon`, naming the later transactions that stand on it; `not-undoable`;
    ///   `not-permitted` for everybody but the superuser; and what a run throws.
    public func undo(_ seq: Int64, committing: Bool = true) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.undo(seq, committing: committing) }
    }

    /// What its scripts may use up.
    package var bounds: Bounds { looking { $0.options.bounds } }

    /// Takes in what other writers have added to the store.
    public func refresh() throws(Failure) {
        try exclusively { core throws(Failure) in try core.refresh() }
    }

    private func scripts(_ paths: [String]) throws(Failure) -> [Script] {
        let (directory, bounds) = core.withLock { ($0.options.directory, $0.options.bounds) }
        var scripts: [Script] = []
        for path in paths { scripts.append(try Script(file: path, in: directory, bounds: bounds)) }
        return scripts
    }

    func looking<Result: Sendable>(_ body: (SessionCore) -> Result) -> Result { core.withLock { body($0) } }

    func exclusively<Result: Sendable>(
        _ body: (inout SessionCore) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try core.withLock { core throws(Failure) in
            do throws(Failure) {
                let result = try body(&core)
                publish(core.view)
                return result
            } catch {
                // Also after a failure: others may have written, and a refusal is a record.
                publish(core.view)
                throw error
            }
        }
    }

    private func publish(_ view: View) { published.withLock { $0 = view } }
}
