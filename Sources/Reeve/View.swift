import ReeveDomain

/// What is true after one run, for any number of readers at once. It does not change when the session runs more.
///
/// Grants that end by themselves are looked at by the session's clock at each question.
public struct View: Sendable {
    let state: State
    private let clock: @Sendable () -> Int64
    /// `seq:hash` of the store; nil where there is none yet.
    public let head: String?

    init(_ state: State, head: String?, clock: @escaping @Sendable () -> Int64) {
        self.state = state
        self.head = head
        self.clock = clock
    }

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
        guard let userID = state.user(user) else { throw .unknown("user", user) }
        guard let kindID = state.kind(kind) else { throw .unknown("kind", kind) }
        guard let accountID = state.account(account) else { throw .unknown("account", account) }
        guard state[kindID].definition.liveActions.contains(action) else {
            throw Failure(
                .usage, "unknown-action", "\(spelled(state[kindID].definition.name)) has no action \(spelled(action))")
        }
        var request = Request(user: userID, action: action, kind: kindID, account: accountID)
        if let name { request.subject = try subject(name, kindID, accountID) }
        return state.decide(request, at: Instant(milliseconds: clock())).isAllowed
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
