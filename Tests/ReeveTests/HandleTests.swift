import Testing

@testable import Reeve

@Suite struct HandleTests {
    @Test func decidesAsByName() throws {
        let session = try memorySession(
            world + """
                define kind job in recipe { can view, rerun }
                define role "Half" { can view recipe; can edit recipe where owner = $user; can view job }
                define role Sales { can view customer; can edit recipe in unassigned customers }
                add user carol, dave, erin
                add customer hooli
                disable customer globex
                invite carol as Half to acme, globex
                invite dave as Sales to partner
                invite erin as Viewer to hooli until 2026-02-01
                disable user alice
                """)
        let view = session.view
        for user in view.users {
            for account in ["partner"] + view.customers {
                for (kind, actions) in [
                    ("recipe", ["view", "create", "edit", "delete", "run"]), ("job", ["view", "rerun"]),
                    ("customer", ["view", "create", "edit"]), ("user", ["view", "edit"]), ("member", ["view", "edit"]),
                ] {
                    for action in actions {
                        let byHandle = try view.can(
                            view.handle(ofUser: user), view.handle(ofAction: action, on: kind),
                            in: view.handle(ofAccount: account))
                        let byName = try view.can(user, action, kind, in: account)
                        #expect(byHandle == byName, "\(user) \(action) \(kind) in \(account)")
                    }
                }
            }
        }
    }

    @Test func asksLaterViews() throws {
        let session = try memorySession()
        let (bob, edit, acme) = try handles(session.view)
        #expect(try !session.view.can(bob, edit, in: acme))
        try session.run("invite bob as Admin to acme", named: "console")
        #expect(try session.view.can(bob, edit, in: acme))
        // Whoever has another name is the same user.
        try session.run("rename user bob to robert; rename customer acme to apex", named: "console")
        #expect(try session.view.can(bob, edit, in: acme))
        #expect(try session.view.handle(ofUser: "robert") == bob)
    }

    @Test(arguments: [
        ("uninvite bob from partner; remove user bob; add user bob", "user"),
        ("unassign bob from acme; remove customer acme and everything in it; add customer acme", "account"),
        ("define kind recipe in customer { has owner user; can view, create, delete, run, revise }", "action"),
    ])
    func isStaleOnceItsThingIsGone(_ script: String, _ what: String) throws {
        let session = try memorySession()
        let view = session.view
        let (bob, edit, acme) = try handles(view)
        try session.run(script, named: "console")
        let failure = #expect(throws: Failure.self) { try session.view.can(bob, edit, in: acme) }
        #expect(failure?.problems.first?.code == "stale-handle")
        #expect(failure?.problems.first?.message.contains("the \(what) ") == true)
        // What it was looked up in still knows it.
        #expect(try !view.can(bob, edit, in: acme))
    }

    @Test func isUnknownToEarlierViews() throws {
        let session = try memorySession()
        let before = session.view
        let (bob, edit, acme) = try handles(before)
        try session.run(
            "add user zed; add customer zeta; define kind deal in customer { can view, close }", named: "console")
        let after = session.view
        let zed = try after.handle(ofUser: "zed")
        let zeta = try after.handle(ofAccount: "zeta")
        let close = try after.handle(ofAction: "close", on: "deal")
        for ask in [
            { try before.can(zed, edit, in: acme) }, { try before.can(bob, close, in: acme) },
            { try before.can(bob, edit, in: zeta) },
        ] {
            let failure = #expect(throws: Failure.self) { try ask() }
            #expect(failure?.problems.first?.code == "stale-handle")
        }
        #expect(try !after.can(zed, close, in: zeta))
    }

    @Test func isRefusedByAnotherSession() throws {
        let session = try memorySession()
        let other = try memorySession()
        let (bob, edit, acme) = try handles(session.view)
        let (bob2, edit2, acme2) = try handles(other.view)
        #expect(bob != bob2)
        for ask in [
            { try session.view.can(bob2, edit, in: acme) }, { try session.view.can(bob, edit2, in: acme) },
            { try session.view.can(bob, edit, in: acme2) },
        ] {
            let failure = #expect(throws: Failure.self) { try ask() }
            #expect(failure?.problems.first?.code == "foreign-handle")
        }
    }

    private func handles(_ view: View) throws -> (UserHandle, ActionHandle, AccountHandle) {
        (
            try view.handle(ofUser: "bob"), try view.handle(ofAction: "edit", on: "recipe"),
            try view.handle(ofAccount: "acme")
        )
    }
}
