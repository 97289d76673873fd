extension State {
    /// Whether a thing meets a condition of a script. Sets in it are worked out as they are met.
    ///
    /// - Parameter seen: whose eyes sets are looked at with; nil sees everything, as rules do.
    package func holds(
        _ formula: Formula, on element: Element?, at now: Instant, seenBy seen: Visibility? = nil
    ) -> Bool {
        formula.holds { holds($0, on: element, at: now, seen) }
    }

    private func holds(_ test: FormulaTest, on element: Element?, at now: Instant, _ seen: Visibility?) -> Bool {
        switch test {
        case .attribute(let test):
            return test.holds(element.flatMap { attribute(test.attribute, of: $0, seenBy: seen) })
        case .attributeIn(let name, let set):
            guard let value = element.flatMap({ attribute(name, of: $0, seenBy: seen) }) else { return false }
            return elements(of: set, at: now, seenBy: seen).contains { self.value(of: $0) == value }
        case .compare(let left, let comparison, let right):
            return compare(left, comparison, right, at: now, seen)
        case .member(let operand, let set):
            guard let value = value(of: operand, at: now, seen) else { return false }
            return elements(of: set, at: now, seenBy: seen).contains { self.value(of: $0) == value }
        case .contains(let operand, let part):
            guard let value = value(of: operand, at: now, seen) else { return false }
            return AttributeTest(attribute: "", check: .contains(part)).holds(value)
        case .isSet(let operand):
            if case .unset = operand { return false }
            return true
        case .any(let set):
            return count(of: set, at: now, seenBy: seen) > 0
        case .can(let operand, let request):
            return user(operand, element, seen).map { can($0, request, at: now, seenBy: seen) } ?? false
        case .holds(let operand, let role, let account, let through):
            guard let user = user(operand, element, seen), !self[user].isDisabled,
                let effective = effectiveRole(of: user, in: account, at: now)
            else { return false }
            return effective.role == role && (through == nil || effective.route.name == through)
        case .attributeCompare(let name, let comparison, let operand):
            return comparison.holds(
                element.flatMap { attribute(name, of: $0, seenBy: seen) }, value(of: operand, at: now, seen))
        case .never:
            return false
        case .access(let operand, let account, let through):
            guard let user = user(operand, element, seen), hasAccess(user, to: account, at: now) else { return false }
            return through == nil || effectiveRole(of: user, in: account, at: now)?.route.name == through
        }
    }

    /// `USER can ACTION KIND …`; without an account: in some account.
    ///
    /// - Parameter seen: as for `holds`.
    package func can(
        _ user: UserID, _ request: AccessRequest, at now: Instant, seenBy seen: Visibility? = nil
    ) -> Bool {
        firstAccount(of: user, request, at: now, seenBy: seen) != nil
    }

    /// Where a user can: the account that is asked about, or the first that may be seen.
    func firstAccount(
        of user: UserID, _ request: AccessRequest, at now: Instant, seenBy seen: Visibility?
    ) -> AccountID? {
        func decide(in account: AccountID) -> Bool {
            spend(1)
                && allows(
                    Request(
                        user: user, action: request.action, kind: request.kind, subject: request.subject,
                        account: account),
                    at: now)
        }
        if let account = request.account { return decide(in: account) ? account : nil }
        if decide(in: .partner) { return .partner }
        if root(of: request.kind) == .partner, request.kind != BuiltInKind.customer.id { return nil }
        return candidates(user, request.kind, at: now).first { decide(in: $0) && seen?.sees($0) ?? true }
    }

    /// Every user for whom the answer could be yes, in the order of adding: no decision says yes to one who is on no
    /// team, and of one account only to those on its team or on the partner's.
    func usersWhoMight(_ request: AccessRequest) -> [UserID] {
        guard let account = request.account else { return userIDs.filter { members.hasAny($0) } }
        // One's own details may be seen from any team.
        if case .user(let user)? = request.subject, request.kind == BuiltInKind.user.id {
            return Set(members.of(.partner).map(\.user) + [user]).sorted().filter { users.isLive($0.raw) }
        }
        var found: [UserID] = []
        members.forEach(of: .partner) { found.append($0.user) }
        let isInPartner = root(of: request.kind) == .partner && request.kind != BuiltInKind.customer.id
        if !isInPartner, !account.isPartner { members.forEach(of: account) { found.append($0.user) } }
        if case .customer(let customer)? = request.subject { members.forEach(of: customer) { found.append($0.user) } }
        return found.eachOnceInOrder().filter { users.isLive($0.raw) }
    }

    /// Customers in which a user may do something, each with the decision.
    func customers(
        inWhich user: UserID, can action: String, _ kind: KindID, at now: Instant
    ) -> [(account: AccountID, decision: Decision)] {
        candidates(user, kind, at: now).compactMap { account in
            guard spend(1) else { return nil }
            let subject: Thing? = kind == BuiltInKind.customer.id ? .customer(account) : nil
            let decision = decide(
                Request(user: user, action: action, kind: kind, subject: subject, account: account), at: now)
            return decision.isAllowed ? (account, decision) : nil
        }
    }

    /// What lives in the partner is decided there, whatever customer is asked about, also without a way into it; customers
    /// themselves by what the role on the partner's team says of them, or by a way in.
    private func candidates(_ user: UserID, _ kind: KindID, at now: Instant) -> [AccountID] {
        let isHere: Bool =
            if kind == BuiltInKind.customer.id {
                partner(user, at: now).map { !compiled[Int($0.role.raw)].byKind[Int(kind.raw)].isEmpty } ?? false
            } else {
                root(of: kind) == .partner
            }
        return isHere ? customerIDs : reachable(by: user, at: now)
    }

    /// The customers a user may get to: those of the team's invites where nothing standing or reaching could lead on.
    package func reachable(by user: UserID, at now: Instant) -> [AccountID] {
        if let partner = partnerGrant(user, at: now),
            !(manager(user)?.standing.isEmpty ?? true) || !compiled[Int(partner.role.raw)].reaches.isEmpty
        {
            return customerIDs
        }
        var found: [AccountID] = []
        members.forEach(of: user) { if !$0.account.isPartner { found.append($0.account) } }
        assignments.forEach(of: user) { if !$0.account.isPartner { found.append($0.account) } }
        return found.eachOnceInOrder()
    }

    private func user(_ operand: UserOperand, _ element: Element?, _ seen: Visibility?) -> UserID? {
        switch operand {
        case .user(let id): id
        case .attribute(let name):
            if case .user(let id)? = element.flatMap({ attribute(name, of: $0, seenBy: seen) }) { id } else { nil }
        case .bound: nil
        }
    }

    private func compare(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, at now: Instant, _ seen: Visibility?
    ) -> Bool {
        if case .set(let a) = left, case .set(let b) = right {
            let same =
                Set(elements(of: a, at: now, seenBy: seen).map(identity))
                == Set(elements(of: b, at: now, seenBy: seen).map(identity))
            return comparison == .equal ? same : !same
        }
        return comparison.holds(value(of: left, at: now, seen), value(of: right, at: now, seen))
    }

    private func identity(_ element: Element) -> Element { element.thing.map { .thing($0) } ?? element }

    func value(of operand: Operand, at now: Instant, _ seen: Visibility?) -> Value? {
        switch operand {
        case .value(let value): value
        case .unset, .set, .bound: nil
        case .count(let set): .number(Double(count(of: set, at: now, seenBy: seen)))
        }
    }

    /// What an element is where a value is wanted.
    package func value(of element: Element) -> Value? {
        switch element {
        case .thing(.user(let id)): .user(id)
        case .thing(.role(let id)): .role(id)
        case .thing(let thing): .text(name(thing))
        case .holder(let holder): .user(holder.user)
        case .text(let text): .text(text)
        case .entry(let entry): .number(Double(entry.provenance.seq))
        }
    }

    /// - Parameter seen: as for `holds`: a user whom one may not see is not set.
    package func attribute(_ name: String, of element: Element, seenBy seen: Visibility?) -> Value? {
        let value = attribute(name, of: element)
        return seen.map { $0.seen(value) } ?? value
    }

    private func attribute(_ name: String, of element: Element) -> Value? {
        switch element {
        case .thing(let thing):
            return attribute(name, of: thing)
        case .holder(let holder):
            switch name {
            case "user": return .user(holder.user)
            case "role": return .role(holder.role)
            case "until": return holder.term.until.map { .instant($0) }
            default: return attribute(name, of: .user(holder.user))
            }
        case .entry(let entry):
            return entry.attribute(name)
        case .text(let text):
            return name == "name" ? .text(text) : nil
        }
    }

    // MARK: Sets

    /// The set's elements, each once, in the order of adding.
    ///
    /// - Parameter seen: as for `holds`.
    package func elements(of set: SetExpression, at now: Instant, seenBy seen: Visibility? = nil) -> [Element] {
        let all = everything(in: set, at: now, seen)
        return seen.map { seen in all.filter { seen.sees($0) } } ?? all
    }

    /// How many elements a set has: those of a team are counted where they stand.
    ///
    /// - Parameter seen: as for `holds`.
    package func count(of set: SetExpression, at now: Instant, seenBy seen: Visibility? = nil) -> Int {
        guard seen == nil, case .noun(let noun) = set else { return elements(of: set, at: now, seenBy: seen).count }
        switch noun.source {
        case .team(let account):
            if noun.isWhole {
                return teamCount(account, noun.includingInactive, at: now)
            }
            let sieve = noun.condition.map { Sieve($0, in: self, at: now, seenBy: nil) }
            var count = 0
            members.forEach(of: account) { grant in
                if spend(1), noun.includingInactive || isOnTeam(grant, at: now),
                    !noun.except.contains(.user(grant.user)), sieve?.passes(.holder(Holder(grant))) ?? true
                {
                    count += 1
                }
            }
            return count
        case .users where noun.isWhole: return users.liveCount
        // The partner is an account, but no customer.
        case .customers where noun.isWhole: return accounts.liveCount - 1
        default: return elements(of: set, at: now).count
        }
    }

    /// Whether a grant makes somebody count on the account's team now.
    private func isOnTeam(_ grant: Grant, at now: Instant) -> Bool {
        grant.term.isLive(at: now) && !self[grant.user].isDisabled
    }

    /// How many are on an account's team.
    func teamCount(_ account: AccountID, _ includingInactive: Bool, at now: Instant) -> Int {
        var (count, looked) = (0, 0)
        members.forEach(of: account) {
            looked += 1
            if includingInactive || isOnTeam($0, at: now) { count += 1 }
        }
        return spend(looked) ? count : 0
    }

    private func everything(in set: SetExpression, at now: Instant, _ seen: Visibility?) -> [Element] {
        switch set {
        case .elements(let elements):
            return spend(elements.count) ? elements : []
        case .noun(let noun):
            guard spend(lookedThrough(noun.source)) else { return [] }
            let all = all(of: noun.source, includingInactive: noun.includingInactive, at: now)
            guard noun.condition != nil || !noun.except.isEmpty else { return spend(all.count) ? all : [] }
            let except = Set(noun.except)
            let sieve = noun.condition.map { Sieve($0, in: self, at: now, seenBy: seen) }
            // Once: a condition may be long, and after an interruption each thing that is left out must cost nothing.
            let cost = 1 + (noun.condition?.size ?? 0)
            return all.filter { element in
                guard spend(cost) else { return false }
                if let thing = element.thing, except.contains(thing) { return false }
                return sieve?.passes(element) ?? true
            }
        case .usersWhoCan(let request):
            return usersWhoMight(request).filter { can($0, request, at: now, seenBy: seen) }.map { .thing(.user($0)) }
        case .customersInWhich(let user, let action, let kind):
            return customers(inWhich: user, can: action, kind, at: now).map { .thing(.customer($0.account)) }
        }
    }

    private func all(of source: NounSet.Source, includingInactive: Bool, at now: Instant) -> [Element] {
        switch source {
        case .users: userIDs.map { .thing(.user($0)) }
        case .customers: customerIDs.map { .thing(.customer($0)) }
        case .roles: roleIDs.map { .thing(.role($0)) }
        case .rules: ruleIDs.map { .thing(.rule($0)) }
        case .kinds: kindIDs.map { .thing(.kind($0)) }
        case .team(let account): team(of: account, includingInactive, at: now).map { .holder($0) }
        case .managers(let account): managers(of: account, includingInactive, at: now).map { .holder($0) }
        case .customersOf(let user):
            managed(by: user, at: now).map { .thing(.customer($0)) }
        case .records(let kind, let place): records(kind, in: place).map { .thing(.record($0)) }
        }
    }

    /// The customers that a user manages now, in the order of adding. Only standing items make it look at all there are.
    private func managed(by user: UserID, at now: Instant) -> [AccountID] {
        guard partner(user, at: now) != nil, let manager = manager(user) else { return [] }
        let named = assignments.of(user).map(\.account).filter { !self[$0].isRemoved }
        return (manager.standing.isEmpty ? named : customerIDs).filter { managing(user, $0, at: now) != nil }
    }

    /// Who is on an account's team: those who count now, or also the disabled, expired and not yet begun.
    package func team(of account: AccountID, _ includingInactive: Bool, at now: Instant) -> [Holder] {
        members.of(account).filter {
            includingInactive || isOnTeam($0, at: now)
        }.map { Holder($0) }
    }

    /// Who manages a customer, or anything at all.
    package func managers(of account: AccountID?, _ includingInactive: Bool, at now: Instant) -> [Holder] {
        var users: Set<UserID> = Set(standingManagers)
        if let account {
            users.formUnion(assignments.of(account).map(\.user))
        } else {
            for index in 0..<managers.count where managers[index] != nil {
                users.insert(UserID(Int32(truncatingIfNeeded: index)))
            }
        }
        return users.sorted().compactMap { user -> Holder? in
            guard let manager = manager(user) else { return nil }
            let counts = partnerGrant(user, at: now) != nil && !self[user].isDisabled
            guard includingInactive || counts else { return nil }
            guard let account else {
                return Holder(user: user, account: nil, role: manager.role, route: .manager, term: .always)
            }
            if let found = managing(user, account, at: now) {
                return Holder(
                    user: user, account: account, role: found.role, route: .manager,
                    term: Term(until: found.route.until))
            }
            guard includingInactive else { return nil }
            let term =
                assignments[user, account]?.term ?? manager.standing.first { covers($0, account) }?.term
            return term.map { Holder(user: user, account: account, role: manager.role, route: .manager, term: $0) }
        }
    }

    /// The records of a kind in a place, at any depth, oldest first.
    package func records(_ kind: KindID, in place: RecordPlace) -> [RecordID] {
        switch place {
        case .anywhere:
            return (0..<records.rows.count).compactMap {
                let record = records.rows[$0]
                return record.kind == kind && !record.entity.isRemoved ? RecordID(Int32(truncatingIfNeeded: $0)) : nil
            }
        case .account(let account): return below(records.top(of: account), kind)
        case .record(let record): return below(records.children(of: record), kind)
        }
    }

    private func below(_ first: [RecordID], _ kind: KindID) -> [RecordID] {
        var found: [RecordID] = []
        var waiting = first
        while let next = waiting.popLast() {
            if self[next].kind == kind { found.append(next) }
            waiting += records.children(of: next)
        }
        return found.sorted()
    }
}

extension Array where Element: Comparable {
    /// In ascending order, without repetitions.
    fileprivate func eachOnceInOrder() -> [Element] {
        var last: Element?
        return sorted().filter { element in
            defer { last = element }
            return element != last
        }
    }
}
