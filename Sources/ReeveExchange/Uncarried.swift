import ReeveDomain

/// Something that a target has no words for: the export is refused, and names it.
package struct Uncarried: Hashable, Sendable {
    /// As it stands, or could stand, in a script.
    package let statement: String
    /// The journal's record that made it.
    package let seq: Int64
    package let why: String
    package let remedy: Remedy

    /// What lets the rest be carried.
    package enum Remedy: Hashable, Sendable { case flatten, kindsOnly, none }
}

/// What a target is able to tell.
struct Carries {
    /// Grants that begin or end by themselves.
    var terms = false
    /// Conditions and locks of single records.
    var records = false
}

extension AccessModel {
    /// What cannot be told with these means, in the order of the journal; empty where the export is faithful. Linear in
    /// what there is.
    func uncarried(by means: Carries) -> [Uncarried] {
        var found: [Uncarried] = []
        if !isFlat {
            if !means.terms {
                found += timed(" begins or ends by itself, and no rule of the target does")
            } else if looksAtUnassigned {
                found += timed(" changes by itself which customers are unassigned", onlyAssignments: true)
            }
        }
        if !means.records, !isOfKindsOnly { found += ofRecords }
        return found.sorted { ($0.seq, $0.statement) < ($1.seq, $1.statement) }
    }

    var looksAtUnassigned: Bool {
        roles.contains { state.compiled[Int($0.raw)].reaches.contains { $0.base == .unassigned } }
    }

    private func timed(_ why: String, onlyAssignments: Bool = false) -> [Uncarried] {
        var found: [Uncarried] = []
        func add(_ term: Term, _ seq: Int64, _ statement: () -> String) {
            guard isLimited(term) else { return }
            let text = statement() + text(term)
            found.append(Uncarried(statement: text, seq: seq, why: "`\(text)`\(why)", remedy: .flatten))
        }
        for user in users {
            let managed = managed(by: user)
            for grant in teams(of: user) {
                if onlyAssignments, !grant.account.isPartner || managed == nil { continue }
                add(grant.term, grant.seq) {
                    "invite \(state.spelledName(user)) as \(state.spelledName(grant.role)) to "
                        + (grant.account.isPartner ? "partner" : state.spelledName(grant.account))
                }
            }
            guard let managed else { continue }
            let opening = "assign \(state.spelledName(user)) as \(state.spelledName(managed.role)) to "
            for grant in managed.named {
                add(grant.term, grant.seq) { opening + state.spelledName(grant.account) }
            }
            for item in managed.standing where !onlyAssignments || item.condition != nil {
                add(item.term, item.seq) { opening + scopeText(item) }
            }
        }
        return found
    }

    private func isLimited(_ term: Term) -> Bool {
        !term.hasEnded(at: now) && (term.until != nil || term.from.map { $0 > now } ?? false)
    }

    private func text(_ term: Term) -> String {
        func written(_ instant: Instant) -> String { instant.isMidnight ? instant.dateText : instant.text }
        return (term.from.map { " from " + written($0) } ?? "") + (term.until.map { " until " + written($0) } ?? "")
    }

    func scopeText(_ item: StandingItem) -> String {
        var text = "all customers"
        if let condition = item.condition { text += " where " + state.text(condition) }
        let except = item.except.map(state.spelledName)
        return except.isEmpty ? text : text + " except " + except.joined(separator: ", ")
    }

    private var ofRecords: [Uncarried] {
        var found: [Uncarried] = []
        for role in roles {
            for permission in state[role].definition.permissions where permission.condition != nil {
                let text = state.text(permission)
                found.append(
                    Uncarried(
                        statement: "define role \(state.spelledName(role)) { \(text) }", seq: state[role].modified.seq,
                        why: "`\(text)` of \(state.spelledName(role)) looks at a record, and the target knows none",
                        remedy: .kindsOnly))
            }
        }
        for row in 0..<state.records.rows.count {
            let record = state.records.rows[row]
            guard record.isLocked, !record.entity.isRemoved else { continue }
            let place =
                record.parent.map {
                    "\(spelled(name(state[$0].kind))) \(spelled(state[$0].entity.name)) in "
                        + (record.account.isPartner ? "partner" : state.spelledName(record.account))
                } ?? (record.account.isPartner ? "partner" : state.spelledName(record.account))
            let text = "lock \(spelled(name(record.kind))) \(spelled(record.entity.name)) in \(place)"
            found.append(
                Uncarried(
                    statement: text, seq: record.entity.modified.seq,
                    why: "`\(text)` holds of one record, and the target knows none",
                    remedy: .kindsOnly))
        }
        return found
    }
}
