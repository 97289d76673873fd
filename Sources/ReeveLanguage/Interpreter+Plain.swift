import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Carries out the next statement where it is an `invite` like those that scripts have by the thousands, as it is read:
    /// to the same effect as `execute` of its tree.
    ///
    /// - Parameters:
    ///   - parser: goes on behind it.
    ///   - range: where it stands.
    /// - Returns: false where the next statement is another one, or there is more to say about it: then nothing was taken
    ///   or done.
    mutating func executePlain(
        _ parser: inout Parser, in transaction: inout Transaction, at range: inout SourceRange
    ) throws(Stop) -> Bool {
        guard observer == nil, resolver.viewer == nil, transaction.actor.user == nil,
            let plain = parser.plainInvite(),
            let user = resolver.knownUser(plain.user, transaction.state),
            let role = resolver.knownRole(plain.role, transaction.state),
            let account = resolver.knownAccount(plain.account, transaction.state)
        else { return false }
        range = plain.range
        transaction.begin(line: lines.line(at: plain.range.start), of: resolver.source.name)
        do throws(Refusal) {
            try transaction.invite(user, role, to: account)
        } catch {
            // Nothing happened; the tree knows where the caret goes.
            return false
        }
        parser.take(plain)
        if transaction.asksWhileChanging { try requireWithin(transaction.meter, plain.range) }
        return true
    }
}
