import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// One statement `invite NAME as NAME to NAME` whose names are known.
    struct ReadyInvite {
        var syntax: Parser.PlainInvite
        var user: UserID
        var role: RoleID
        var account: AccountID
    }

    /// So many are looked up before the first is carried out.
    static let mostReady = 16

    /// Carries out the next statements where they are `invite`s like those that scripts have by the thousands, as they are
    /// read: to the same effect as `execute` of their trees.
    ///
    /// - Parameters:
    ///   - parser: goes on behind them.
    ///   - range: where the last of them stands.
    ///   - most: how many of them, at most `mostReady`.
    /// - Returns: how many they were. 0 where the next statement is another one, or there is more to say about it: then
    ///   nothing was taken or done.
    mutating func executePlain(
        _ parser: inout Parser, in transaction: inout Transaction, at range: inout SourceRange, atMost most: Int
    ) throws(Stop) -> Int {
        guard observer == nil, resolver.viewer == nil, transaction.actor.user == nil else { return 0 }
        getReady(&parser, transaction.state, atMost: most)
        for next in 0..<ready.count {
            let invite = ready[next]
            // Each is one line long, and begins one: with a single byte between them, that is where it ends.
            let isNextLine = next > 0 && invite.syntax.range.start == range.end + 1
            range = invite.syntax.range
            let line = isNextLine ? lines.nextLine(at: range.start) : lines.line(at: range.start)
            transaction.begin(line: line, of: resolver.source.name)
            do throws(Refusal) {
                try transaction.invite(invite.user, invite.role, to: invite.account)
            } catch {
                // Nothing happened; the tree knows where the caret goes.
                return next
            }
            parser.take(invite.syntax)
            if transaction.asksWhileChanging { try requireWithin(transaction.meter, range) }
        }
        return ready.count
    }

    /// Looks up the names of the next statements: no invitation changes what they mean. And the places in memory of what
    /// they are about, which are far apart: asked for one behind the other, they are fetched together.
    private mutating func getReady(_ parser: inout Parser, _ state: State, atMost most: Int) {
        ready.removeAll(keepingCapacity: true)
        while ready.count < min(most, Self.mostReady),
            let plain = parser.plainInvite(behind: ready.count),
            let user = resolver.knownUser(plain.user, state),
            let role = resolver.knownRole(plain.role, state),
            let account = resolver.knownAccount(plain.account, state)
        {
            ready.append(ReadyInvite(syntax: plain, user: user, role: role, account: account))
        }
        guard ready.count > 1 else { return }
        for invite in ready { glances &+= state.glance(invite.user, invite.account) }
    }
}
