import ReeveDomain
import ReeveStorage

/// The questions of the language, asked in Swift: with everything in sight, as the superuser asks them. They wait for no
/// run. For the audit log, the past and questions as one user, there is `Session.ask`.
extension View {
    /// `why can USER ACTION KIND [NAME] in ACCOUNT`: the whole proof, and for a no what would make it a yes.
    ///
    /// Who made each grant, when and where is read from the journal.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - action: `view`, `edit`, or any other action of the kind.
    ///   - kind: the kind, in the singular or the plural.
    ///   - name: as for `can`.
    ///   - account: a customer's name, or `partner`.
    /// - Throws: what `can` throws.
    public func why(
        _ user: String, _ action: String, _ kind: String, _ name: String? = nil, in account: String
    ) throws(Failure) -> Answer {
        let request = try request(user, action, kind, name, in: account)
        return Answer(.proof(state.prove(request, at: now, history: Made(files: files))))
    }

    /// `who can ACTION KIND [NAME] in ACCOUNT`: users, and through what.
    ///
    /// - Parameters:
    ///   - action: `view`, `edit`, or any other action of the kind.
    ///   - kind: the kind, in the singular or the plural.
    ///   - name: as for `can`.
    ///   - account: a customer's name, or `partner`.
    /// - Throws: what `can` throws.
    public func who(
        can action: String, _ kind: String, _ name: String? = nil, in account: String
    ) throws(Failure) -> Answer {
        let (kindID, accountID, subject) = try what(action, kind, name, in: account)
        let request = AccessRequest(action: action, kind: kindID, subject: subject, account: accountID)
        return Answer(
            .table(
                Table(
                    title: "who can \(state.text(request))", columns: State.whoCanColumns(request),
                    rows: state.whoCan(request, at: now).map(\.1))))
    }

    /// `what can USER do in ACCOUNT`: each kind, and its actions.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - account: a customer's name, or `partner`.
    /// - Throws: `unknown-user` or `unknown-account`.
    public func what(can user: String, doIn account: String) throws(Failure) -> Answer {
        Answer(.table(state.whatCan(try self.user(user), in: try self.account(account), at: now)))
    }

    /// `where can USER ACTION KIND`: customers, and through what.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - action: `view`, `edit`, or any other action of the kind.
    ///   - kind: the kind, in the singular or the plural.
    /// - Throws: `unknown-user`, `unknown-kind` or `unknown-action`.
    public func `where`(can user: String, _ action: String, _ kind: String) throws(Failure) -> Answer {
        let userID = try self.user(user)
        let kindID = try self.kind(kind, with: action)
        let name = spelled(state[kindID].definition.name)
        return Answer(
            .table(
                Table(
                    title: "where \(state.spelledName(userID)) can \(spelled(action)) \(name)",
                    columns: State.whereCanColumns,
                    rows: state.whereCan(userID, action, kindID, at: now).map(\.1))))
    }
}

extension View {
    /// Who made the journal's record of this number, when and where; nil where there is none.
    package func provenance(of seq: Int64) -> Provenance? { Made(files: files).provenance(of: seq) }
}

/// Who made what, read from the journal record by record; nothing else of the past.
private struct Made: History {
    let files: (any FileSystem)?

    func provenance(of seq: Int64) -> Provenance? {
        guard let files, seq > 0 else { return nil }
        do throws(StoreError) { return try JournalLookup(files).provenance(of: seq) } catch { return nil }
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? { nil }
    func state(asOf instant: Instant) -> State? { nil }
    func audit(_ filter: AuditFilter) -> [AuditEntry]? { [] }
}
