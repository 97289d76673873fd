/// What a statement asks of the domain: every name resolved, every value typed.
package enum Command: Sendable {
    case namePartner(String)
    case defineKind(KindRequest)
    case defineRole(RoleDefinition)
    case defineRule(RuleDefinition)

    case addUsers([String], [AttributeChange])
    case addCustomers([String], [AttributeChange])
    case addRecords([String], kind: KindID, account: AccountID, parent: RecordID?, [AttributeChange])
    case change([Thing], [AttributeChange])
    case rename(Thing, to: String)
    case remove([Thing], everything: Bool)
    case setStatus([Thing], disabled: Bool)
    case setLock([RecordID], locked: Bool)
    case resetPassword([UserID])
    case work([RecordID], action: String)

    case invite(Several<UserID>, RoleID, Several<AccountID>, Term)
    case uninvite([UserID], [AccountID])
    case assign([UserID], RoleID, Scope, Term)
    case reassign(UserID, RoleID?, Scope?, Term)
    case unassign([UserID], CustomerChoice)
    case handOver(CustomerChoice, from: UserID, to: UserID)
}

/// What a manager is assigned to.
package enum Scope: Hashable, Sendable {
    case named([AccountID])
    /// Except: in ascending order.
    case standing(Condition?, except: [AccountID])
}

package enum CustomerChoice: Hashable, Sendable {
    case named([AccountID])
    case all
}

/// `define kind`: attributes and actions as written; slots are given by the domain.
package struct KindRequest: Hashable, Sendable {
    package var name: String
    /// Nil: as it is, or the name with an `s`.
    package var plural: String?
    /// Nil: as it is.
    package var home: KindHome?
    package var attributes: [Attribute]
    package var actions: [String]

    package init(name: String, plural: String?, home: KindHome?, attributes: [Attribute], actions: [String]) {
        self.name = name
        self.plural = plural
        self.home = home
        self.attributes = attributes
        self.actions = actions
    }
}

extension Transaction {
    /// Carries a command out, or refuses it. In a fixed order: permission, unchanged, escalation, effect. After a
    /// refusal the transaction is to be dropped: parts of the command may have happened.
    package mutating func perform(_ command: Command) throws(Refusal) {
        switch command {
        case .namePartner(let name): try namePartner(name)
        case .defineKind(let request): try defineKind(request)
        case .defineRole(let definition): try defineRole(definition)
        case .defineRule(let definition): try defineRule(definition)
        case .addUsers(let names, let values): try addUsers(names, values)
        case .addCustomers(let names, let values): try addCustomers(names, values)
        case .addRecords(let names, let kind, let account, let parent, let values):
            try addRecords(names, kind, account, parent, values)
        case .change(let things, let changes): try change(things, changes)
        case .rename(let thing, let name): try rename(thing, to: name)
        case .remove(let things, let everything): try remove(things, everything: everything)
        case .setStatus(let things, let disabled): try setStatus(things, disabled: disabled)
        case .setLock(let records, let locked): try setLock(records, locked: locked)
        case .resetPassword(let users): try resetPassword(users)
        case .work(let records, let action): try work(records, action)
        case .invite(let users, let role, let accounts, let term): try invite(users, role, accounts, term)
        case .uninvite(let users, let accounts): try uninvite(users, accounts)
        case .assign(let users, let role, let scope, let term): try assign(users, role, scope, term)
        case .reassign(let user, let role, let scope, let term): try reassign(user, role, scope, term)
        case .unassign(let users, let choice): try unassign(users, choice)
        case .handOver(let choice, let from, let to): try handOver(choice, from: from, to: to)
        }
    }

    /// Ends what has run out: the next commit journals it. The next statements see a state without it.
    package mutating func expireDue() {
        let acting = actor
        actor = .superuser
        defer { actor = acting }
        while let target = nextExpiry() {
            switch target {
            case .member(let user, let account):
                guard state.members[user, account]?.term.hasEnded(at: now) == true else { continue }
                emit(.uninvited(user, account, .expired))
                if account.isPartner { endManagement(of: user, .followed) }
            case .assignment(let user, let account):
                guard state.assignments[user, account]?.term.hasEnded(at: now) == true else { continue }
                emit(.unassigned(user, account, .expired))
                endManagerWithoutScope(user, .expired)
            case .standing(let user):
                guard let manager = state.manager(user), manager.standing.contains(where: { $0.term.hasEnded(at: now) })
                else { continue }
                emit(.standingSet(user, manager.standing.filter { !$0.term.hasEnded(at: now) }, .expired))
                endManagerWithoutScope(user, .expired)
            }
        }
    }
}
