import Testing

@testable import ReeveDomain

/// A condition that is laid out for many things says of each what it says of it alone.
@Suite struct SieveTests {
    @Test func agreesWithOneByOne() {
        var (asked, yes) = (0, 0)
        for seed in 0..<60 {
            var world = RandomWorld(seed: UInt64(700_000 + seed), steps: 20)
            let state = world.state
            var things: [Element] = (state.userIDs.map { .user($0) } + state.customerIDs.map { .customer($0) }).map {
                .thing($0)
            }
            things += state.records(world.id("recipe"), in: .anywhere).map { .thing(.record($0)) }
            things += state.team(of: .partner, true, at: world.now).map { .holder($0) }
            let viewer = state.userIDs.first.map { Visibility(state, viewer: $0, at: world.now) }
            for round in 0..<40 {
                let bindings = world.bindings()
                let formula = state.filled(world.whereFormula(), bindings)
                let seen = round % 3 == 0 ? viewer : nil
                let sieve = Sieve(formula, in: state, at: world.now, seenBy: seen)
                for thing in things {
                    let passes = sieve.passes(thing)
                    #expect(
                        passes == state.holds(formula, on: thing, at: world.now, seenBy: seen),
                        "world \(seed): \(state.text(formula))")
                    asked += 1
                    if passes { yes += 1 }
                }
            }
        }
        #expect(asked > 20_000 && yes > asked / 20 && yes < asked * 19 / 20, "\(yes) of \(asked)")
    }

    /// Sets within sets cost what they are worth together, not times each other.
    @Test func setsWithinSetsAddUp() {
        var state = State()
        for number in 0..<300 {
            state.apply(
                .userAdded(UserID(Int32(number)), name: "user-\(number)", values: []),
                EventContext(seq: Int64(number + 1), time: Instant(milliseconds: 0), actor: nil))
        }
        var set = SetExpression.noun(NounSet(source: .users))
        for _ in 0..<20 {
            set = .noun(NounSet(source: .users, condition: .and([.test(.any(set)), .test(.any(set))])))
        }
        let meter = WorkMeter(limit: 1_000_000)
        state.meter = meter
        var four = SetExpression.noun(NounSet(source: .users))
        for _ in 0..<4 { four = .noun(NounSet(source: .users, condition: .test(.any(four)))) }
        #expect(state.count(of: four, at: Instant(milliseconds: 0)) == 300)
        #expect(meter.outcome == .within)
        // A tree of a million sets does not run without an end: it stops, and what it says does not count.
        #expect(state.count(of: set, at: Instant(milliseconds: 0)) >= 0)
        #expect(meter.outcome == .usedUp)
    }

    @Test func stopsWhenTold() {
        var state = State()
        for number in 0..<300 {
            state.apply(
                .userAdded(UserID(Int32(number)), name: "user-\(number)", values: []),
                EventContext(seq: Int64(number + 1), time: Instant(milliseconds: 0), actor: nil))
        }
        let meter = WorkMeter(limit: .max) { true }
        state.meter = meter
        for _ in 0..<20 { _ = state.elements(of: .noun(NounSet(source: .users)), at: Instant(milliseconds: 0)) }
        #expect(meter.outcome == .interrupted)
        #expect(state.elements(of: .noun(NounSet(source: .users)), at: Instant(milliseconds: 0)).isEmpty)
    }
}

extension RandomWorld {
    /// A `where` that also asks more than the thing.
    mutating func whereFormula(_ depth: Int = 0) -> Formula {
        switch random.below(depth > 2 ? 5 : 8) {
        case 0: .test(.attributeIn(random.one("name", "owner", "user", "plan"), set(1)))
        case 1:
            .test(
                .attributeCompare(
                    random.one("name", "seats", "role"), random.one(.equal, .notEqual, .less), .count(set(1))))
        case 2: .test(.attribute(AttributeTest(attribute: random.one("plan", "owner", "until"), check: .isSet)))
        case 3: ruleFormula(2)
        case 4:
            .test(
                .can(
                    .attribute(random.one("user", "owner", "name")),
                    AccessRequest(action: "view", kind: id("recipe"), account: nil)))
        case 5: .not(whereFormula(depth + 1))
        case 6: .and([whereFormula(depth + 1), whereFormula(depth + 1)])
        default: .or([whereFormula(depth + 1), whereFormula(depth + 1)])
        }
    }
}
