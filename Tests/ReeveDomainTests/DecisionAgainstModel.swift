import Foundation
import ReeveDomain
import Testing

/// The decision function, its routes and its sets against a second reading of the contract. `REEVE_QUESTIONS` raises the
/// number of questions (`swift test -c release` for the long sweeps).
@Suite struct DecisionAgainstModel {
    static let questions = ProcessInfo.processInfo.environment["REEVE_QUESTIONS"].flatMap(Int.init) ?? 20_000
    static let questionsOfAWorld = 500

    @Test(arguments: 0..<2)
    func agrees(part: Int) {
        let worlds = max(1, Self.questions / Self.questionsOfAWorld / 2)
        var tally = Tally()
        for index in 0..<worlds {
            let seed = UInt64(part * 1_000_000 + index)
            var world = RandomWorld(seed: seed, steps: 40 + index % 5 * 25)
            tally.performed += world.performed
            let model = NaiveModel(world.entries)
            for _ in 0..<Self.questionsOfAWorld { ask(&world, model, seed, &tally) }
            compareSets(&world, model, seed)
        }
        // A sweep that only ever hears one answer proves nothing.
        #expect(tally.yes * 20 > tally.asked, "\(tally)")
        for step in 1...5 { #expect(tally.noAtStep[step] > 0, "nothing failed at step \(step): \(tally)") }
        if Self.questions > 20_000 { print("\(worlds) worlds: \(tally)") }
    }

    struct Tally {
        var asked = 0
        var yes = 0
        var performed = 0
        var noAtStep = [Int](repeating: 0, count: 6)
    }

    private func ask(_ world: inout RandomWorld, _ model: NaiveModel, _ seed: UInt64, _ tally: inout Tally) {
        guard let (request, question) = world.question() else { return }
        let now = world.momentOfQuestion()
        let decision = world.state.decide(request, at: now)
        let expected = model.answer(question, at: now)
        tally.asked += 1
        if expected.isYes { tally.yes += 1 } else { tally.noAtStep[expected.step] += 1 }
        #expect(decision.isAllowed == expected.isYes, "world \(seed): \(question), at \(now.text): \(decision.reason)")
        // The same without its reason takes other ways: of the state, and of what readers share.
        #expect(world.state.allows(request, at: now) == expected.isYes, "world \(seed): \(question), at \(now.text)")
        var numbers = PreparedRequest(
            user: request.user, kind: request.kind, action: world.state.bit(of: request.action, on: request.kind),
            subject: request.subject, account: request.account)
        numbers.ignoresDisabledCustomer = request.ignoresDisabledCustomer
        let reader = Reader(world.state)
        #expect(
            reader.allows(numbers, at: { now }) == expected.isYes, "world \(seed): \(question), at \(now.text)")
        if request.subject == nil, !request.ignoresDisabledCustomer, numbers.action != 0 {
            let byNumber = reader.allows(
                numbers.user, numbers.action, numbers.kind, in: numbers.account, at: { now })
            #expect(byNumber == expected.isYes, "world \(seed): \(question), at \(now.text)")
            let plain = reader.allowsPlainly(numbers.user, numbers.action, numbers.kind, in: numbers.account)
            #expect(plain == nil || plain == expected.isYes, "world \(seed): \(question), at \(now.text)")
            let byName = reader.allows(
                world.state[request.user].name, request.action, world.state[request.kind].definition.name,
                in: world.state[request.account].name, at: { now })
            #expect(byName == expected.isYes, "world \(seed): \(question), at \(now.text)")
        }
        // Of a customer's record two places are asked, and which of them says why is left open.
        if question.kind != NaiveModel.customerKind {
            #expect(decision.reason.step == expected.step, "world \(seed): \(question), at \(now.text)")
        }
    }

    private func compareSets(_ world: inout RandomWorld, _ model: NaiveModel, _ seed: UInt64) {
        let state = world.state
        for now in [world.now, world.momentOfQuestion()] {
            for account in [AccountID.partner] + state.customerIDs {
                let place: Comment = "world \(seed), account \(account.raw), at \(now.text)"
                let number = Int(account.raw)
                if !account.isPartner {
                    #expect(state.isUnassigned(account, at: now) == model.isUnassigned(number, at: now), place)
                }
                for user in state.userIDs {
                    let ways = model.ways(Int(user.raw), number, at: now)
                    let routes = state.routes(of: user, to: account, at: now)
                    #expect(routes.map { Int($0.role.raw) } == ways.map(\.role), place)
                    #expect(routes.map { "\($0.route.name)" } == ways.map { "\($0.way)" }, place)
                    #expect(state.effectiveRole(of: user, in: account, at: now) == routes.first, place)
                    #expect(
                        state.hasAccess(user, to: account, at: now)
                            == model.hasAccess(Int(user.raw), number, at: now), place)
                    if !account.isPartner {
                        let manages = model.managerRole(Int(user.raw), number, at: now) != nil
                        #expect(state.manages(user, account, at: now) == manages, place)
                    }
                }
                let team = state.team(of: account, false, at: now).map { Int($0.user.raw) }
                #expect(
                    team
                        == model.users.indices.filter {
                            model.teamRole($0, number, at: now) != nil && !model.users[$0].isDisabled
                        }, place)
                guard !account.isPartner else { continue }
                let managers = state.managers(of: account, false, at: now).map { Int($0.user.raw) }
                #expect(
                    managers
                        == model.users.indices.filter {
                            model.managerRole($0, number, at: now) != nil && !model.users[$0].isDisabled
                        }, place)
            }
        }
    }
}

extension Decision.Reason {
    /// Which of the five steps failed; 0 for a yes.
    var step: Int {
        switch self {
        case .permitted, .ownDetails, .effectiveRole: 0
        case .userDisabled, .customerDisabled: 1
        case .noRole: 2
        case .notPermitted, .onlyWhere: 3
        case .hidden: 4
        case .locked, .lockedBelow: 5
        }
    }
}

extension RandomWorld {
    /// Now, or later: before anything that ran out was journaled.
    mutating func momentOfQuestion() -> Instant {
        Instant(milliseconds: now.milliseconds + (random.percent(50) ? 0 : Int64(random.below(200)) * Self.hour))
    }

    /// The same question for both sides.
    mutating func question() -> (Request, NaiveModel.Question)? {
        guard let kind = random.pick(state.kindIDs),
            let account = random.percent(15) ? .partner : random.pick(state.customerIDs)
        else { return nil }
        // Mostly of those who get there at all.
        let place = state.root(of: kind) == .partner ? .partner : account
        let within = random.percent(80) ? state.userIDs.filter { state.hasAccess($0, to: place, at: now) } : []
        guard let user = random.pick(within) ?? random.pick(state.userIDs) else { return nil }
        let actions = state[kind].definition.liveActions
        let changing = random.percent(40) ? actions.filter { ["create", "edit", "delete"].contains($0) } : []
        let action = random.percent(4) ? "dance" : random.pick(changing) ?? random.pick(actions) ?? "view"
        var request = Request(
            user: user, action: action, kind: kind, account: account, ignoresDisabledCustomer: random.percent(10))
        var question = NaiveModel.Question(
            user: Int(user.raw), action: action, kind: Int(kind.raw), account: Int(account.raw),
            looksPastDisabledCustomer: request.ignoresDisabledCustomer)
        func about(_ record: RecordID) {
            request.subject = .record(record)
            request.account = state[record].account
            question.record = Int(record.raw)
            question.account = Int(request.account.raw)
        }
        switch BuiltInKind(rawValue: kind.raw) {
        case .user where random.percent(70):
            guard let other = random.percent(50) ? user : random.pick(state.userIDs) else { return nil }
            request.subject = .user(other)
            question.aboutUser = Int(other.raw)
        case .customer where !account.isPartner && random.percent(60):
            request.subject = .customer(account)
            question.customer = Int(account.raw)
            if random.percent(30) {
                request.account = .partner
                question.account = 0
            }
        case nil where random.percent(85):
            // For `create` the record that it will live in; a kind that lives in an account has none.
            if action == "create" {
                if case .kind(let above) = state[kind].definition.home,
                    let parent = random.pick(state.records(above, in: .anywhere))
                {
                    about(parent)
                }
            } else if let record = random.pick(state.records(kind, in: .anywhere)) {
                about(record)
            }
        default: break
        }
        return (request, question)
    }
}
