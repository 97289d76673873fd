import ReeveDomain
import Synchronization

/// Tells one session from another, within this process.
struct SessionToken: Hashable, Sendable {
    private static let last = Atomic<UInt64>(0)

    private let number: UInt64

    init() { number = Self.last.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// A user whose name was looked up. Asks any later view of the same session too, and follows the user through a rename;
/// once the user is removed it is stale, also where another is added under the name.
public struct UserHandle: Hashable, Sendable {
    let id: UserID
    let session: SessionToken
}

/// A customer, or the partner's account, whose name was looked up. Lives as a `UserHandle` does.
public struct AccountHandle: Hashable, Sendable {
    let id: AccountID
    let session: SessionToken
}

/// An action on a kind, whose names were looked up. Lives until the kind is removed, or its definition no longer has the
/// action.
public struct ActionHandle: Hashable, Sendable {
    let bit: UInt64
    let kind: KindID
    let session: SessionToken
}

/// For whoever asks of the same names many times: looked up once, they cost nothing at each question.
extension View {
    /// - Parameter name: the user's name.
    /// - Throws: `unknown-user`.
    public func handle(ofUser name: String) throws(Failure) -> UserHandle {
        UserHandle(id: try user(name), session: session)
    }

    /// - Parameter name: a customer's name, or `partner`.
    /// - Throws: `unknown-account`.
    public func handle(ofAccount name: String) throws(Failure) -> AccountHandle {
        AccountHandle(id: try account(name), session: session)
    }

    /// - Parameters:
    ///   - action: `view`, `edit`, or any other action of the kind.
    ///   - kind: the kind, in the singular or the plural.
    /// - Throws: `unknown-kind` or `unknown-action`.
    public func handle(ofAction action: String, on kind: String) throws(Failure) -> ActionHandle {
        let kindID = try self.kind(kind, with: action)
        return ActionHandle(bit: state.bit(of: action, on: kindID), kind: kindID, session: session)
    }

    /// The one decision (language.md 3.1), of names that were looked up in this view or another of the same session.
    ///
    /// - Parameters:
    ///   - user: who would do it.
    ///   - action: what, and to which kind of thing as such.
    ///   - account: where.
    /// - Throws: `foreign-handle` for one of another session; `stale-handle` for what this view does not know, or no
    ///   longer.
    public func can(
        _ user: UserHandle, _ action: ActionHandle, in account: AccountHandle
    ) throws(Failure) -> Bool {
        guard user.session == session, action.session == session, account.session == session else {
            throw Self.foreignHandle
        }
        if let answer = reader.allowsPlainly(user.id, action.bit, action.kind, in: account.id) { return answer }
        return try canByAllSteps(user, action, account)
    }

    @inline(never)
    private func canByAllSteps(
        _ user: UserHandle, _ action: ActionHandle, _ account: AccountHandle
    ) throws(Failure) -> Bool {
        guard let answer = reader.allows(user.id, action.bit, action.kind, in: account.id, at: { now }) else {
            throw staleHandle(user, action, account)
        }
        return answer
    }

    private static var foreignHandle: Failure {
        Failure(
            .usage, "foreign-handle", "the handle is of another session",
            notes: ["look the name up in a view of this one"])
    }

    private func staleHandle(_ user: UserHandle, _ action: ActionHandle, _ account: AccountHandle) -> Failure {
        let what = !reader.knowsUser(user.id) ? "user" : !reader.knowsAccount(account.id) ? "account" : "action"
        return Failure(
            .usage, "stale-handle", "the \(what) of this handle is not there",
            notes: ["it was removed, or was added after this view: look the name up again"])
    }
}
