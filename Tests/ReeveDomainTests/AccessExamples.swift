import ReeveDomain
import Testing

/// The guards of language.md section 4, Access, a line for each.
@Suite struct AccessExamples {
    private func story() -> Story {
        var story = Story()
        story.define("Viewer", .system, [story.can("view", "recipe, job, member")])
        story.define("Editor", .inheritable, [story.can("view, edit", "recipe")])
        story.define("Plain", .plain, [story.can("view", "recipe")])
        story.define(
            "Boss", .inheritable,
            [story.can("", "manager, user, role, member, customer"), story.can("", "anything", Reach(base: .all))])
        story.define("Local", .plain, [story.can("", "anything, member")])
        story.invite("ada", "Boss", "partner")
        story.invite("bob, cleo", "Plain", "partner")
        story.invite("dan", "Local", "acme")
        return story
    }

    @Test func wouldEnd() {
        var story = story()
        let soon = Term(until: story.days(2))
        let late = Term(until: story.days(20))
        #expect(story.invite("dan", "Local", "acme", soon).code == "would-end")
        #expect(story.invite("dan", "Viewer", "acme", Term(from: story.days(1))).code == "would-end")
        #expect(story.invite("bob", "Viewer", "globex", soon).code == nil)
        #expect(story.invite("bob", "Viewer", "globex", late).lines.count == 1)
        #expect(story.invite("bob", "Viewer", "globex", soon).code == "would-end")
        #expect(story.assign("bob", "Viewer", "acme", late).code == nil)
        #expect(story.assign("bob", "Viewer", "acme", soon).code == "would-end")
        #expect(story.assign("bob", "Viewer", "acme").code == nil)
        #expect(story.assignAll("bob", "Viewer", late).code == nil)
        #expect(story.assignAll("bob", "Viewer", soon).code == "would-end")
    }

    @Test func oneRolePerManager() {
        var story = story()
        story.assign("bob", "Viewer", "acme")
        let refused = story.assign("bob", "Editor", "globex")
        #expect(refused.code == "one-role-per-manager")
        #expect(refused.notes.contains("for these customers only: invite bob as Editor to globex for 8 hours"))
        #expect(refused.notes.contains("everywhere: reassign bob as Editor"))
        #expect(story.tell(.reassign(story.user("bob"), story.role("Editor"), nil, .always)).code == nil)
        #expect(story.deciding("bob", "acme") == "Editor (manager)")
        #expect(story.managed(by: "bob") == "acme")
    }

    @Test func whoMayManage() {
        var story = story()
        #expect(story.assign("bob", "Plain", "acme").code == "plain-role")
        #expect(story.assign("dan", "Viewer", "acme").code == "not-on-partner-team")
        #expect(
            story.tell(.reassign(story.user("bob"), nil, .named([story.account("acme")]), .always)).code
                == "not-a-manager")
        #expect(story.tell(.reassign(story.user("bob"), nil, .named([]), .always)).isUnchanged)
    }

    @Test func isManagerAndStandingScope() {
        var story = story()
        story.assignAll("bob", "Viewer")
        let uninvited = story.uninvite("bob", "acme")
        #expect(uninvited.code == "is-manager")
        #expect(uninvited.notes.contains("write: unassign bob from acme"))
        let unassigned = story.unassign("bob", "acme")
        #expect(unassigned.code == "standing-scope")
        #expect(unassigned.notes.contains("write: reassign bob to all customers except acme"))
        let except = Scope.standing(nil, except: [story.account("acme")])
        #expect(story.tell(.reassign(story.user("bob"), nil, except, .always)).notes == ["bob: lost acme"])
        #expect(story.unassign("bob", "acme").isUnchanged)
        #expect(story.managed(by: "bob") == "initech, globex")
    }

    @Test func leavingTheTeamEndsManaging() {
        var story = story()
        story.assign("bob", "Viewer", "acme")
        story.assignAll("bob", "Viewer", where: plan("free"))
        story.addRecipe("r", "acme", as: "ada")
        let left = story.uninvite("bob", "partner")
        #expect(left.notes == ["bob left the partner's team, so bob manages no customers any more"])
        #expect(story.state.manager(story.user("bob")) == nil && story.deciding("bob", "acme") == "")
        // Work stays.
        #expect(!story.state[story.recipe("r", "acme")].entity.isRemoved)
        story.invite("cleo", "Plain", "partner")
        story.invite("dan", "Plain", "partner", Term(until: story.days(1)))
        story.assign("dan", "Viewer", "globex")
        story.now = story.days(1)
        #expect(story.managed(by: "dan") == "")
        let next = story.tell(.addUsers(["eve"], []))
        let (dan, globex) = (story.user("dan"), story.account("globex"))
        #expect(next.events.contains(.uninvited(dan, .partner, .expired)))
        #expect(next.events.contains(.unassigned(dan, globex, .followed)))
        #expect(next.events.contains(.managerEnded(dan, .followed)))
    }

    @Test func expiredIsNotRevoked() {
        var story = story()
        story.assign("bob", "Viewer", "acme", Term(until: story.days(1)))
        story.invite("bob", "Viewer", "globex", Term(until: story.days(1)))
        story.now = Instant(milliseconds: story.days(1).milliseconds - 1)
        #expect(story.can("bob", "view", "recipe", in: "acme") && story.can("bob", "view", "recipe", in: "globex"))
        story.now = Instant(milliseconds: story.now.milliseconds + 1)
        #expect(!story.can("bob", "view", "recipe", in: "acme") && !story.can("bob", "view", "recipe", in: "globex"))
        let next = story.tell(.addUsers(["eve"], []))
        let bob = story.user("bob")
        #expect(next.events.contains(.unassigned(bob, story.account("acme"), .expired)))
        #expect(next.events.contains(.managerEnded(bob, .expired)))
        #expect(next.events.contains(.uninvited(bob, story.account("globex"), .expired)))
        #expect(story.tell(.addUsers(["fay"], [])).events.count == 1)
    }

    @Test func notes() {
        var story = story()
        story.invite("bob", "Plain", "acme")
        #expect(story.assign("bob", "Viewer", "acme").notes == ["bob keeps Plain in acme (team)"])
        #expect(story.uninvite("bob", "acme").notes == ["bob keeps Viewer in acme (manager)"])
        let shadowing = "bob's team role Plain now decides in acme; the manager role Viewer is shadowed"
        #expect(story.invite("bob", "Plain", "acme").notes == [shadowing])
        #expect(story.unassign("bob", "acme").notes == ["bob keeps Plain in acme (team)"])
        story.assign("bob", "Viewer", "globex")
        let all = Scope.standing(nil, except: [story.account("globex")])
        #expect(
            story.tell(.reassign(story.user("bob"), nil, all, .always)).notes == ["bob: lost globex, gained initech"])
        #expect(story.change("globex", plan: "pro").notes.isEmpty)
        let pro = Scope.standing(plan("pro"), except: [])
        #expect(story.tell(.reassign(story.user("bob"), nil, pro, .always)).notes == ["bob: gained globex"])
        #expect(story.change("globex", plan: "free").notes == ["globex: no longer within reach of bob"])
        #expect(story.change("globex", plan: "pro").notes == ["globex: now within reach of bob"])
    }

    @Test func handOver() {
        var story = story()
        story.assign("bob", "Viewer", "acme, globex", Term(until: story.days(9)))
        #expect(story.handOver("initech", from: "bob", to: "cleo").code == "not-managed")
        #expect(story.handOver("acme", from: "bob", to: "dan").code == "not-on-partner-team")
        #expect(story.handOver("acme", from: "bob", to: "bob").code == "same-user")
        // The giver's role where the receiver has none, and the giver's term.
        #expect(story.handOver("acme", from: "bob", to: "cleo").notes == ["bob: lost acme", "cleo: gained acme"])
        #expect(story.deciding("cleo", "acme") == "Viewer (manager)")
        #expect(story.state.assignments[story.user("cleo"), story.account("acme")]?.term.until == story.days(9))
        #expect(story.handOver("acme", from: "bob", to: "cleo").isUnchanged)
        #expect(story.handOver(nil, from: "bob", to: "cleo").code == nil)
        #expect(story.managed(by: "bob") == "" && story.state.manager(story.user("bob")) == nil)
        #expect(story.handOver(nil, from: "bob", to: "cleo").isUnchanged)
        let later = Term(from: story.days(2))
        story.assign("bob", "Viewer", "globex", later)
        #expect(story.handOver("globex", from: "bob", to: "ada").code == nil)
        #expect(story.handOver("globex", from: "bob", to: "ada").isUnchanged)
        // A receiver keeps its role; of a standing item the named customers move by `except`.
        story.assignAll("bob", "Editor")
        #expect(story.handOver("initech", from: "bob", to: "cleo").code == nil)
        #expect(story.managed(by: "bob") == "acme, globex" && story.managed(by: "cleo") == "acme, initech, globex")
        #expect(story.deciding("cleo", "initech") == "Viewer (manager)")
        #expect(story.handOver(nil, from: "bob", to: "cleo").code == nil)
        story.tell(.addCustomers(["hooli"], []))
        #expect(story.deciding("cleo", "hooli") == "Viewer (manager)" && story.deciding("bob", "hooli") == "")
    }

    @Test func pastUntilIsAWarning() {
        var story = story()
        let past = Term(until: story.days(-1))
        for outcome in [
            story.invite("bob", "Viewer", "acme", past), story.assign("bob", "Viewer", "acme", past),
            story.assignAll("bob", "Viewer", past),
        ] {
            #expect(outcome.isUnchanged && outcome.warnings == ["past-until"])
        }
        story.assign("bob", "Viewer", "acme")
        let globex = Scope.named([story.account("globex")])
        let outcome = story.tell(.reassign(story.user("bob"), nil, globex, past))
        #expect(outcome.isUnchanged && outcome.warnings == ["past-until"])
        #expect(story.managed(by: "bob") == "acme")
    }

    @Test func confusableNames() {
        var story = story()
        #expect(story.tell(.addUsers(["Bob"], [])).code == "confusable-name")
        #expect(story.tell(.addUsers(["b\u{43e}b"], [])).code == "confusable-name")
        #expect(story.tell(.addCustomers(["ACME"], [])).code == "confusable-name")
        #expect(story.tell(.addCustomers(["partner"], [])).code == "reserved-name")
        #expect(story.tell(.rename(.user(story.user("ada")), to: "BOB")).code == "confusable-name")
        #expect(story.tell(.rename(.user(story.user("bob")), to: "Bob")).code == nil)
        #expect(story.define("viewer", .plain, []).code == "confusable-name")
        #expect(story.tell(.addUsers(["a\u{200b}b"], [])).code == "bad-name")
        #expect(story.tell(.addUsers(["Bob"], [])).isUnchanged)
    }

    @Test func definitionsThatWouldOrphan() {
        var story = story()
        func kind(_ name: String, _ attributes: [Attribute], _ actions: [String]) -> Command {
            .defineKind(KindRequest(name: name, plural: nil, home: nil, attributes: attributes, actions: actions))
        }
        let all = ["view", "create", "edit", "delete", "run", "lock"]
        let owner = Attribute(name: "owner", type: .user)
        // An action that a role names, a value, a manager's role, a role that is held, a kind that is lived in.
        #expect(story.tell(kind("recipe", [owner], ["create", "edit", "delete"])).code == "would-orphan")
        story.addRecipe("r", "acme", as: "ada")
        let record = Thing.record(story.recipe("r", "acme"))
        story.tell(.change([record], [AttributeChange(slot: 0, value: .user(story.user("bob")))]))
        #expect(story.tell(kind("recipe", [], all)).code == "would-orphan")
        #expect(story.tell(kind("customer", [], [])).code == "would-orphan")
        story.assign("bob", "Editor", "acme")
        #expect(story.define("Editor", .plain, [story.can("view", "recipe")]).code == "would-orphan")
        #expect(story.tell(.remove([.role(story.role("Plain"))], everything: false)).code == "not-empty")
        #expect(story.tell(.remove([.kind(story.kind("recipe"))], everything: false)).code == "not-empty")
        #expect(story.tell(.remove([.customer(story.account("acme"))], everything: false)).code == "not-empty")
        #expect(story.tell(.remove([.user(story.user("bob"))], everything: false)).code == "not-empty")
        #expect(story.tell(.remove([record], everything: false)).code == nil)
        #expect(story.tell(kind("recipe", [], all)).code == nil)
    }

    /// Nor do the kinds that live in it.
    @Test func aKindStaysInCustomersWhileRolesSayInWhich() {
        var story = story()
        func move(_ name: String, _ home: KindHome) -> Story.Outcome {
            story.tell(
                .defineKind(KindRequest(name: name, plural: nil, home: home, attributes: [], actions: ["view"])))
        }
        #expect(move("note", .customer).code == nil)
        #expect(move("line", .kind(story.kind("note"))).code == nil)
        #expect(story.define("Noter", .inheritable, [story.can("view", "line", Reach(base: .own))]).code == nil)
        #expect(move("note", .partner).code == "would-orphan")
        #expect(move("line", .partner).code == "would-orphan")
        #expect(story.define("Noter", .inheritable, [story.can("view", "line")]).code == nil)
        #expect(move("note", .partner).code == nil)
    }

    @Test func customersTouchNoManager() {
        var story = story()
        story.assign("bob", "Viewer", "acme")
        story.assignAll("cleo", "Viewer")
        for name in ["bob", "cleo"] {
            #expect(story.invite(name, "Plain", "acme", as: "dan").code == "not-permitted")
            #expect(story.unassign(name, "acme", as: "dan").code == "not-permitted")
            #expect(story.uninvite(name, "acme", as: "dan").code == "is-manager")
        }
        #expect(story.handOver("acme", from: "bob", to: "cleo", as: "dan").code == "not-permitted")
        #expect(story.invite("ada", "Plain", "acme", as: "dan").code == nil)
        #expect(story.uninvite("ada", "acme", as: "dan").code == nil)
        #expect(story.invite("bob", "Plain", "acme", as: "ada").code == nil)
    }

    /// `and everything in it` is no way around what may not be deleted.
    @Test func everythingInACustomerIsAskedFor() {
        var story = story()
        story.addRecipe("r", "acme", as: "ada")
        let recipe = story.recipe("r", "acme")
        let acme = story.account("acme")
        story.define("Closer", .plain, [story.can("view, delete", "customer")])
        story.invite("bob", "Closer", "partner")
        #expect(story.tell(.remove([.customer(acme)], everything: true), as: "bob").code == "not-permitted")
        story.tell(.addRecords(["one"], kind: story.kind("job"), account: acme, parent: recipe, []))
        let job = story.state.record("one", kind: story.kind("job"), account: acme, parent: recipe)
        #expect(job != nil)
        story.tell(.setLock(job.map { [$0] } ?? [], locked: true))
        #expect(story.tell(.remove([.customer(acme)], everything: true)).code == "not-permitted")
        story.tell(.setLock(job.map { [$0] } ?? [], locked: false))
        #expect(story.tell(.remove([.customer(acme)], everything: true)).code == nil)
    }

    @Test func locks() {
        var story = story()
        story.addRecipe("r", "acme", as: "ada")
        let recipe = story.recipe("r", "acme")
        func job(_ name: String) -> Command {
            .addRecords([name], kind: story.kind("job"), account: story.account("acme"), parent: recipe, [])
        }
        story.define("NoKey", .plain, [story.can("view, create, edit, delete", "recipe, job")])
        story.invite("bob", "NoKey", "acme")
        #expect(story.tell(job("one"), as: "bob").code == nil)
        story.tell(.setLock([recipe], locked: true))
        #expect(story.tell(job("two"), as: "bob").code == "not-permitted")
        #expect(story.tell(job("two"), as: "dan").code == nil)
        #expect(story.tell(.remove([.record(recipe)], everything: true), as: "bob").code == "not-permitted")
        #expect(story.tell(.setLock([recipe], locked: false), as: "bob").code == "not-permitted")
    }
}
