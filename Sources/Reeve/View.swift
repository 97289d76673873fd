import ReeveDomain
import ReeveStorage

/// What is true after one run, for any number of readers at once. It does not change when the session runs more.
///
/// Grants that end by themselves are looked at by the session's clock at each question. A copy costs one reference count.
public struct View: Sendable {
    /// What every copy shares.
    private final class Contents: Sendable {
        let reader: Reader
        let clock: @Sendable () -> Int64
        let files: (any FileSystem)?
        let head: String?
        let session: SessionToken

        init(
            _ state: consuming State, head: String?, files: (any FileSystem)?, session: SessionToken,
            clock: @escaping @Sendable () -> Int64
        ) {
            reader = Reader(state)
            self.clock = clock
            self.files = files
            self.head = head
            self.session = session
        }
    }

    private let contents: Contents

    init(
        _ state: consuming State, head: String?, files: (any FileSystem)?, session: SessionToken,
        clock: @escaping @Sendable () -> Int64
    ) {
        contents = Contents(state, head: head, files: files, session: session, clock: clock)
    }

    /// What decides.
    var reader: Reader { contents.reader }

    package var state: State { _read { yield contents.reader.state } }

    /// Where the journal lies; nil where there is no store.
    var files: (any FileSystem)? { contents.files }

    /// Whose view it is.
    var session: SessionToken { contents.session }

    /// `seq:hash` of the store; nil where there is none yet.
    public var head: String? { contents.head }

    /// The whole state, for exports.
    package var everything: State { state }

    /// The partner's own name, nil until a script defines it.
    public var partner: String? { state.partnerName }

    /// The names of all users that are not removed, in the order of adding.
    public var users: [String] { state.userIDs.map { state[$0].name } }

    /// The names of all customers that are not removed, in the order of adding.
    public var customers: [String] { state.customerIDs.map { state[$0].name } }

    /// The one decision (language.md 3.1): may the user do this to this kind of thing in this account?
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - action: `view`, `edit`, or any other action of the kind.
    ///   - kind: the kind, in the singular or the plural.
    ///   - name: one record of the kind that lives right in the account, or the user or customer of that name; nil asks
    ///     of the kind as such.
    ///   - account: a customer's name, or `partner`.
    /// - Throws: `unknown-user`, `unknown-kind`, `unknown-action`, `unknown-account` or `unknown-record`.
    public func can(
        _ user: String, _ action: String, _ kind: String, _ name: String? = nil, in account: String
    ) throws(Failure) -> Bool {
        if name == nil, let answer = reader.allows(user, action, kind, in: account, at: { now }) { return answer }
        return try canByAllSteps(user, action, kind, name, in: account)
    }

    /// Of a record, or to tell which of the names is unknown.
    @inline(never)
    private func canByAllSteps(
        _ user: String, _ action: String, _ kind: String, _ name: String?, in account: String
    ) throws(Failure) -> Bool {
        state.allows(try request(user, action, kind, name, in: account), at: now)
    }

    var now: Instant { Instant(milliseconds: contents.clock()) }

    func request(
        _ user: String, _ action: String, _ kind: String, _ name: String?, in account: String
    ) throws(Failure) -> Request {
        let userID = try self.user(user)
        let (kindID, accountID, subject) = try what(action, kind, name, in: account)
        return Request(user: userID, action: action, kind: kindID, subject: subject, account: accountID)
    }

    func user(_ name: String) throws(Failure) -> UserID {
        guard let user = state.user(name) else { throw .unknown("user", name) }
        return user
    }

    func account(_ name: String) throws(Failure) -> AccountID {
        guard let account = state.account(name) else { throw .unknown("account", name) }
        return account
    }

    func kind(_ name: String, with action: String) throws(Failure) -> KindID {
        guard let kind = state.kind(name) else { throw .unknown("kind", name) }
        guard state.bit(of: action, on: kind) != 0 else { throw unknownAction(action, kind) }
        return kind
    }

    private func unknownAction(_ action: String, _ kind: KindID) -> Failure {
        Failure(.usage, "unknown-action", "\(spelled(state[kind].definition.name)) has no action \(spelled(action))")
    }

    func what(
        _ action: String, _ kind: String, _ name: String?, in account: String
    ) throws(Failure) -> (KindID, AccountID, Thing?) {
        let accountID = try self.account(account)
        let kindID = try self.kind(kind, with: action)
        return (kindID, accountID, try name.map { name throws(Failure) in try subject(name, kindID, accountID) })
    }

    private func subject(_ name: String, _ kind: KindID, _ account: AccountID) throws(Failure) -> Thing {
        let found: Thing? =
            if kind == BuiltInKind.customer.id {
                state.account(name).map { .customer($0) }
            } else if kind == BuiltInKind.user.id {
                state.user(name).map { .user($0) }
            } else {
                state.record(name, kind: kind, account: account, parent: nil).map { .record($0) }
            }
        guard let found else { throw .unknown("record", name) }
        return found
    }
}

extension Failure {
    /// A name that nothing bears.
    static func unknown(_ what: String, _ name: String) -> Failure {
        Failure(.usage, "unknown-\(what)", "there is no \(what) \(spelled(name))")
    }
}
