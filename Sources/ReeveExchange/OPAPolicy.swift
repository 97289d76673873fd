/// The decision (language.md 3.1) in Rego; a request has `user`, `action`, `kind` and what `rules` below read of `input`.
let opaPolicy = #"""
    # Made by `reeve export opa`. The same for every export: what differs is in data.json.
    package reeve

    import rego.v1

    default allow := false

    # 1. Who and what is active.
    allow if {
        not user.disabled
        own_details
    }

    allow if {
        not user.disabled
        input.kind == "customer"
        on_customer
    }

    # 3 to 5: what the role permits, what is above may be seen, and no lock is in the way.
    allow if {
        not user.disabled
        input.kind != "customer"
        not data.reeve.customers[account].disabled
        permits(input.kind, input.action, subject)
        not hidden
        not locked
    }

    user := data.reeve.users[input.user]

    kind := data.reeve.kinds[input.kind]

    # Milliseconds since 1970.
    now := input.now if input.now

    now := floor(time.now_ns() / 1000000) if not input.now

    live(term) if {
        begun(term)
        not ended(term)
    }

    begun(term) if not term.from

    begun(term) if term.from <= now

    ended(term) if term.until <= now

    account := "partner" if {
        kind.home == "partner"
        input.kind != "customer"
    }

    account := input.account if kind.home != "partner"

    account := input.account if input.kind == "customer"

    # 2. The effective role: the first route that there is.
    at_partner if live(user.team.partner)

    manages(customer) if {
        at_partner
        live(user.manager.named[customer])
    }

    manages(customer) if {
        at_partner
        some item in user.manager.standing
        live(item)
        covers(item, customer)
    }

    covers(item, customer) if {
        data.reeve.customers[customer]
        in_scope(item, customer)
        not item.except[customer]
    }

    in_scope(item, _) if not item.scope

    in_scope(item, customer) if data.reeve.customers[customer].scopes[item.scope]

    route := "team" if live(user.team[account])

    route := "manager" if {
        account != "partner"
        not live(user.team[account])
        manages(account)
    }

    route := "partner" if {
        account != "partner"
        not live(user.team[account])
        not manages(account)
        at_partner
        some reach in data.reeve.roles[user.team.partner.role].reaches
        reaches(reach, account)
    }

    role := user.team[account].role if route == "team"

    role := user.manager.role if route == "manager"

    role := user.team.partner.role if route == "partner"

    reaches(reach, customer) if {
        data.reeve.customers[customer]
        in_scope(reach, customer)
        based(reach.customers, customer)
    }

    based("all", _) if true

    based("own", customer) if manages(customer)

    based("unassigned", customer) if not assigned(customer)

    assigned(customer) if {
        some name in data.reeve.customers[customer].managed_by
        other := data.reeve.users[name]
        live(other.team.partner)
        live(other.manager.named[customer])
    }

    assigned(customer) if {
        some name, _ in data.reeve.standing_where
        other := data.reeve.users[name]
        live(other.team.partner)
        some item in other.manager.standing
        item.scope
        live(item)
        covers(item, customer)
    }

    permits(name, action, record) if {
        some entry in data.reeve.roles[role].can[name][action]
        lives_here(entry, name)
        counts(entry)
        meets(entry, record)
    }

    # In the partner, `anything` is not what lives in customers.
    lives_here(entry, _) if not entry.anything

    lives_here(_, _) if account != "partner"

    lives_here(_, name) if data.reeve.kinds[name].home != "customer"

    counts(entry) if {
        not entry.reach
        route != "partner"
    }

    counts(entry) if reaches(entry.reach, account)

    meets(entry, _) if not entry.where

    meets(entry, record) if {
        some value in entry.where.values
        record.attributes[entry.where.attribute] == value
    }

    meets(entry, record) if {
        entry.where.asker
        record.attributes[entry.where.attribute] == input.user
    }

    # The record asked about (for `create`: the one it will live in), and those above it.
    record := object.get(input, "record", {})

    chain := array.concat([record], object.get(record, "above", []))

    default subject := {}

    subject := record if input.action != "create"

    kinds_of_chain := kind.above if input.action == "create"

    kinds_of_chain := array.concat([input.kind], kind.above) if input.action != "create"

    above := chain if input.action == "create"

    above := array.slice(chain, 1, count(chain)) if input.action != "create"

    hidden if {
        some index, name in kind.above
        not permits(name, "view", object.get(above, index, {}))
    }

    locked if {
        input.action in {"edit", "delete", "create"}
        some index, here in chain
        here.locked == true
        not permits(kinds_of_chain[index], "lock", here)
    }

    locked if {
        input.action == "delete"
        record.locked_below == true
    }

    own_details if {
        input.kind == "user"
        input.subject == input.user
        input.action in {"view", "edit"}
        some grant in user.team
        live(grant)
        data.reeve.roles[grant.role].self[input.action]
    }

    # Customers' records live in the partner, and may also be asked about in the customer itself.
    about_one if {
        input.action != "create"
        input.account != "partner"
    }

    partner_entry contains entry if {
        at_partner
        some entry in data.reeve.roles[user.team.partner.role].can.customer[input.action]
    }

    on_customer if {
        some entry in partner_entry
        not entry.reach
    }

    on_customer if {
        about_one
        some entry in partner_entry
        reaches(entry.reach, input.account)
    }

    on_customer if {
        not about_one
        some entry in partner_entry
        entry.reach == {"customers": "all"}
    }

    on_customer if {
        about_one
        input.action == "view"
        route
    }

    on_customer if {
        about_one
        route == "manager"
        some entry in data.reeve.roles[role].can.customer[input.action]
        not entry.anything
        counts(entry)
    }
    """#
