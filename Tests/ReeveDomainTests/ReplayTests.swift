import ReeveDomain
import Testing

@Suite struct ReplayTests {
    /// The journal is the truth: the events alone lead to the same state, and to the same answers.
    @Test func eventsLeadToTheSameState() {
        for seed in 0..<25 {
            var world = RandomWorld(seed: UInt64(50_000 + seed), steps: 120)
            var replayed = State()
            for entry in world.entries { replayed.apply(entry.event, entry.context) }
            #expect(StatePicture(replayed) == StatePicture(world.state), "world \(seed)")
            for _ in 0..<50 {
                guard let (request, _) = world.question() else { continue }
                let now = world.momentOfQuestion()
                #expect(replayed.decide(request, at: now) == world.state.decide(request, at: now), "world \(seed)")
            }
            expireAll(&replayed, &world.state, seed)
        }
    }

    /// The queues of both must hold the same: what ends is ended in both, in whatever order.
    private func expireAll(_ one: inout State, _ other: inout State, _ seed: Int) {
        var left = Transaction(state: one, now: .latest, actor: .superuser)
        var right = Transaction(state: other, now: .latest, actor: .superuser)
        left.expireDue()
        right.expireDue()
        #expect(StatePicture(left.state).members == StatePicture(right.state).members, "world \(seed)")
        #expect(StatePicture(left.state).assignments == StatePicture(right.state).assignments, "world \(seed)")
        #expect(left.eventCount == right.eventCount)
        left.state.members.forEach { #expect($0.term.until == nil, "world \(seed)") }
        for user in left.state.standingManagers {
            #expect(left.state.manager(user)?.standing.contains { $0.term.until != nil } == false, "world \(seed)")
        }
    }

    /// A transaction works on a copy: whatever it does, the state that it began with stays as it was.
    @Test func droppedTransactionsLeaveNothing() {
        for seed in 0..<25 {
            var world = RandomWorld(seed: UInt64(60_000 + seed), steps: 60)
            let before = StatePicture(world.state)
            for _ in 0..<4 {
                var transaction = Transaction(state: world.state, now: world.now, actor: .superuser)
                transaction.expireDue()
                for _ in 0..<15 {
                    guard let command = world.command() else { continue }
                    // A refused command may have happened in part: that goes too.
                    do throws(Refusal) { try transaction.perform(command) } catch { continue }
                }
                #expect(StatePicture(world.state) == before, "world \(seed)")
                #expect(StatePicture(transaction.base) == before, "world \(seed)")
            }
        }
    }

    /// Numbers go up by one, and nothing is recorded that was not applied.
    @Test func numbersAreDense() {
        for seed in 0..<10 {
            let world = RandomWorld(seed: UInt64(70_000 + seed), steps: 80)
            #expect(world.entries.map(\.context.seq) == (0..<world.entries.count).map { Int64($0 + 1) })
            #expect(world.state.seq == Int64(world.entries.count))
        }
    }
}
