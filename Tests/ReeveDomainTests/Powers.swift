import ReeveDomain

/// Everything that a user may do, place by place: what is compared before and after a command.
struct Power: Hashable {
    var action: String
    var kind: KindID
    var account: AccountID
    var record: RecordID?
}

extension State {
    /// Whether the user may, past a customer's being disabled: access comes back with the customer.
    func holds(_ power: Power, _ user: UserID, at now: Instant) -> Bool {
        let isCustomer = power.kind == BuiltInKind.customer.id && !power.account.isPartner
        return decide(
            Request(
                user: user, action: power.action, kind: power.kind,
                subject: power.record.map { .record($0) } ?? (isCustomer ? .customer(power.account) : nil),
                account: power.account, ignoresDisabledCustomer: true), at: now
        ).isAllowed
    }

    /// Each question that can be asked of each place; of partner kinds in the partner only.
    func everyPower() -> [Power] {
        var found: [Power] = []
        for kind in kindIDs {
            let root = root(of: kind)
            for account in [AccountID.partner] + customerIDs {
                if account.isPartner ? root == .customer : root == .partner && kind != BuiltInKind.customer.id {
                    continue
                }
                for action in self[kind].definition.liveActions {
                    if action == "create", kind == BuiltInKind.customer.id, !account.isPartner { continue }
                    found.append(Power(action: action, kind: kind, account: account))
                }
            }
            for record in records(kind, in: .anywhere) {
                for action in self[kind].definition.liveActions where action != "create" {
                    found.append(Power(action: action, kind: kind, account: self[record].account, record: record))
                }
            }
        }
        return found
    }

    /// The same state with customers that came later.
    func withNewcomers(_ values: [[AttributeChange]]) -> State {
        var later = self
        for (index, values) in values.enumerated() {
            let id = AccountID(Int32(later.accounts.rows.count))
            later.apply(
                .customerAdded(id, name: "newcomer-\(index)", values: values),
                EventContext(seq: later.seq + 1, time: Instant(milliseconds: 0), actor: nil))
        }
        return later
    }
}
