import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Statements `invite NAME as NAME to NAME` that are read, and what their names mean, as far as that is known.
    struct ReadyInvites {
        var syntax: [Parser.PlainInvite] = []
        var meant: [Invitation] = []
    }

    /// So many are looked up before the first is carried out.
    static let mostReady = 32

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
        if ready.meant.count > 1 { glances &+= transaction.glance(ready.meant) }
        if ready.meant.count == Self.mostReady { transaction.expect(invitations: invitationsToCome) }
        var taken = 0
        defer { parser.take(plainInvites: taken) }
        for next in 0..<ready.meant.count {
            let syntax = ready.syntax[next]
            // Each is one line long, and begins one: with a single byte between them, that is where it ends.
            let isNextLine = next > 0 && syntax.range.start == range.end + 1
            range = syntax.range
            let line = isNextLine ? lines.nextLine(at: range.start) : lines.line(at: range.start)
            transaction.begin(line: line, of: resolver.source.name)
            do throws(Refusal) {
                try transaction.invite(ready.meant[next])
            } catch {
                // Nothing happened; the tree knows where the caret goes.
                return next
            }
            taken = next + 1
            if transaction.asksWhileChanging { try requireWithin(transaction.meter, range) }
        }
        return taken
    }

    /// How many statements there are from here to the end of the script, if all are like those that are ready.
    private var invitationsToCome: Int {
        guard let first = ready.syntax.first, let last = ready.syntax.last else { return 0 }
        let left = resolver.source.bytes.count - Int(first.range.start)
        return left * ready.syntax.count / max(1, Int(last.range.end - first.range.start))
    }

    /// Looks up the names of the next statements: no invitation changes what they mean.
    private mutating func getReady(_ parser: inout Parser, _ state: State, atMost most: Int) {
        ready.syntax.removeAll(keepingCapacity: true)
        ready.meant.removeAll(keepingCapacity: true)
        parser.plainInvites(into: &ready.syntax, atMost: min(most, Self.mostReady))
        resolver.learnAccounts(ready.syntax, state)
        for plain in ready.syntax {
            guard let user = resolver.knownUser(plain.user, state), let role = resolver.knownRole(plain.role, state),
                let account = resolver.knownAccount(plain.account, state)
            else { return }
            ready.meant.append(Invitation(user: user, role: role, account: account))
        }
    }
}
