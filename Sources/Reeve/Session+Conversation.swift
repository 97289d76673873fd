/// A session as the REPL uses it: one statement at a time, each knowing the variables and procedures of those before it.
extension Session {
    /// Runs one script and commits it, or after `begin` tries it.
    ///
    /// - Parameters:
    ///   - script: one statement, or several that belong together.
    ///   - asksOnly: it changes nothing; then no other writer is waited for.
    ///   - agreed: how many grants may be taken away, by somebody's word.
    package func say(_ script: Script, asksOnly: Bool = false, agreed: Int? = nil) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.say(script, asksOnly: asksOnly, agreed: agreed) }
    }

    /// From now on statements are tried, and nothing is committed.
    package func begin() throws(Failure) {
        try exclusively { core throws(Failure) in try core.beginPending() }
    }

    /// What a commit would change.
    package func planPending() throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.planPending() }
    }

    /// Commits what was said since `begin` as one transaction.
    package func commit(agreed: Int? = nil) throws(Failure) -> Report {
        try exclusively { core throws(Failure) in try core.commitPending(agreed: agreed) }
    }

    /// Drops what was said since `begin`.
    ///
    /// - Returns: how many statements.
    package func rollBack() throws(Failure) -> Int {
        try exclusively { core throws(Failure) in try core.rollBack() }
    }
}
