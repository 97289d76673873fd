/// What a decision asks of roles and kinds, as flat tables of bits, and what their words mean. Made anew when a kind
/// changes; a role that changes is set in it.
///
/// A class, so that handing it over copies no more than an address. Unchecked, because a state that owns it alone writes
/// to it: nobody reads meanwhile, and no decision has to ask whether somebody writes.
final class PowerTable: @unchecked Sendable {
    enum Root: UInt8, Sendable { case partner, customer, everyAccount }

    struct OfKind: Sendable {
        var root: Root
        /// The kind it lives in, where that is not `customer`; -1 for none.
        var parent: Int32
        /// The bits of the actions that the decision itself knows; 0 where the kind has no such action.
        var view: UInt64
        var edit: UInt64
        var create: UInt64
        var delete: UInt64
        var lock: UInt64
        /// Every action that was not taken out; 0 of a kind that was removed.
        var live: UInt64
        /// The same where it lives right in customers and is no built-in kind: none of the decision's special cases is
        /// about it. 0 for any other.
        var plain: UInt64
    }

    /// One role on one kind.
    struct OfRole: Hashable, Sendable {
        /// What it permits wherever it is held on a team or as a manager's: without reach and without condition.
        var open: UInt64 = 0
        /// The part of `open` that is not written as `anything`.
        var openByName: UInt64 = 0
        /// Whatever any of its permissions names.
        var any: UInt64 = 0

        init(_ entries: [CompiledRole.Entry]) {
            for entry in entries {
                any |= entry.mask
                guard entry.reach == nil, entry.condition == nil else { continue }
                open |= entry.mask
                if !entry.isAnything { openByName |= entry.mask }
            }
        }
    }

    private let kinds: [OfKind]
    @exclusivity(unchecked) private var roles: [OfRole]
    private let kindNames: NameIndex<NoScope>
    /// Scope: the kind's number.
    private let actionNames: NameIndex<UInt64>
    @exclusivity(unchecked) private var roleNames: NameIndex<NoScope>
    /// How many roles have a permission with a reach.
    @exclusivity(unchecked) private var reachingRoles: Int
    /// Whether a permission of any role has a reach, so that the partner's team may get into customers by it.
    var reachesCustomers: Bool { reachingRoles > 0 }

    static let ofNothing = PowerTable()

    private init() {
        (kinds, roles, reachingRoles) = ([], [], 0)
        (kindNames, actionNames, roleNames) = (NameIndex(), NameIndex(), NameIndex())
    }

    /// One more, of the same.
    init(_ other: PowerTable) {
        (kinds, roles, reachingRoles) = (other.kinds, other.roles, other.reachingRoles)
        (kindNames, actionNames, roleNames) = (other.kindNames, other.actionNames, other.roleNames)
    }

    init(_ state: State, _ compiled: [CompiledRole]) {
        var kinds: [OfKind] = []
        var roles: [OfRole] = []
        var kindNames = NameIndex<NoScope>()
        var actionNames = NameIndex<UInt64>()
        var roleNames = NameIndex<NoScope>()
        for (number, kind) in state.kinds.enumerated() {
            let id = KindID(Int32(truncatingIfNeeded: number))
            let definition = kind.definition
            func bit(_ action: String) -> UInt64 { definition.bit(of: action) ?? 0 }
            let root: Root =
                switch state.root(of: id) {
                case .partner: .partner
                case .everyAccount: .everyAccount
                case .customer, .kind: .customer
                }
            let live = kind.isRemoved ? 0 : state.mask([], on: id)
            kinds.append(
                OfKind(
                    root: root, parent: state.parents(of: id).first?.raw ?? -1, view: bit("view"), edit: bit("edit"),
                    create: bit("create"), delete: bit("delete"), lock: bit("lock"), live: live,
                    plain: definition.home == .customer && !kind.isBuiltIn ? live : 0))
            for (index, action) in definition.actions.enumerated() where !action.isEmpty {
                let scope = UInt64(number)
                guard actionNames.current(named: action, scope: scope) == nil else { continue }
                actionNames.set(action, scope: scope, row: Int32(truncatingIfNeeded: index))
            }
            guard !kind.isRemoved else { continue }
            for name in [definition.name, definition.plural] where kindNames.current(named: name) == nil {
                kindNames.set(name, row: id.raw)
            }
        }
        for (number, role) in state.roles.enumerated() where !role.isRemoved {
            guard roleNames.current(named: role.definition.name) == nil else { continue }
            roleNames.set(role.definition.name, row: Int32(truncatingIfNeeded: number))
        }
        roles.reserveCapacity(compiled.count * kinds.count)
        for role in compiled { roles += role.byKind.map { OfRole($0) } }
        self.kinds = kinds
        self.roles = roles
        self.kindNames = kindNames
        self.actionNames = actionNames
        self.roleNames = roleNames
        reachingRoles = compiled.count { !$0.reaches.isEmpty }
    }

    /// Sets what a role permits, or adds it behind the others.
    func set(_ role: RoleID, _ compiled: CompiledRole, insteadOf old: CompiledRole?) {
        let first = Int(role.raw) * kinds.count
        for (number, entries) in compiled.byKind.enumerated() {
            if first + number < roles.count {
                roles[first + number] = OfRole(entries)
            } else {
                roles.append(OfRole(entries))
            }
        }
        reachingRoles += (compiled.reaches.isEmpty ? 0 : 1) - (old?.reaches.isEmpty ?? true ? 0 : 1)
    }

    /// Sets what a role is called: nothing where it was removed.
    func rename(_ role: RoleID, from old: String?, to name: String?) {
        guard old != name else { return }
        if let old { roleNames.retire(old, row: role.raw) }
        if let name { roleNames.set(name, row: role.raw) }
    }

    @inline(__always)
    subscript(kind: KindID) -> OfKind { kinds[Int(kind.raw)] }

    @inline(__always)
    subscript(role: RoleID, kind: KindID) -> OfRole {
        // Of a number that means nothing, out of bounds as well.
        roles[Int(role.raw) &* kinds.count &+ Int(kind.raw)]
    }

    /// Whether there is such a kind with such an action, and a decision on it has no special cases; false of no action.
    @inline(__always)
    func isPlain(_ action: UInt64, on kind: KindID) -> Bool {
        kinds.indices.contains(Int(kind.raw)) && kinds[Int(kind.raw)].plain & action != 0
    }

    @inline(__always)
    func isLive(_ action: UInt64, on kind: KindID) -> Bool {
        Int(kind.raw) < kinds.count && kinds[Int(kind.raw)].live & action != 0
    }

    @inline(__always)
    func kind(named name: String) -> KindID? { kindNames.current(named: name).map { KindID($0) } }

    func role(named name: String) -> RoleID? { roleNames.current(named: name).map { RoleID($0) } }

    /// The bit of an action; 0 where the kind has no such action.
    @inline(__always)
    func bit(of action: String, on kind: KindID) -> UInt64 {
        actionNames.current(named: action, scope: UInt64(UInt32(bitPattern: kind.raw))).map { 1 << UInt64($0) } ?? 0
    }
}
