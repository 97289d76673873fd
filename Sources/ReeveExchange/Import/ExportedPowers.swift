import ReeveDomain

/// What the rows of an export say that one role permits, by where.
struct ExportedPowers {
    typealias Permission = ImportedAccess.Permission

    /// On a customer's team, on the partner's in the partner's own account, and of what lives with the partner.
    var team: Set<Permission> = []
    var inPartner: Set<Permission> = []
    var home: Set<Permission> = []
    var own: Set<String> = []
    /// What a manager may do to a customer's record: what the role says of `customer` by name.
    var ofCustomer: Set<String> = []
    /// What on a team comes from a reach that is told by itself.
    var reached: Set<Permission> = []

    /// The kinds of which there are some in every account, the partner's too.
    static let everywhere: Set<String> = [BuiltInKind.member.name, BuiltInKind.audit.name]

    /// What a role permits, in a script's words. `anything` is what lives where it counts: of customers' kinds it says
    /// nothing in the partner's account, and so it shows in the rows.
    ///
    /// - Parameter all: of every role, what can be done to each kind on a team and at home.
    func permissions(
        of role: String, among all: ExportedPowers, _ access: inout ImportedAccess, at place: String
    ) -> Set<Permission> {
        var named = team.subtracting(reached.subtracting(inPartner)).union(home)
        let whole = team.union(home)
        let open = team.subtracting(inPartner).subtracting(reached).filter { !Self.everywhere.contains($0.kind) }
        var anything: Set<String> = []
        let customer = BuiltInKind.customer.name
        let unnamed = home.filter {
            $0.kind == customer && $0.action != "view" && !ofCustomer.contains($0.action)
        }
        for action in Set(open.union(unnamed).map(\.action)).sorted() {
            let everything = all.team.union(all.home).filter { $0.action == action }
            if everything.isSubset(of: whole) {
                anything.insert(action)
            } else {
                access.leave(
                    "\(quoted(role)): to \(action) some of customers' things, but not in the partner's account",
                    at: place)
            }
        }
        let some = anything
        named = named.filter { permission in
            !some.contains(permission.action)
                || inPartner.contains(permission) && !Self.everywhere.contains(permission.kind)
                || permission.kind == customer && ofCustomer.contains(permission.action)
        }
        for action in anything { named.insert(.init(action, "anything")) }
        for action in own { named.insert(.init(action, "self")) }
        return named
    }
}
