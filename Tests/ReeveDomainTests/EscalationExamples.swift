import ReeveDomain
import Testing

/// Ways to hand out more than one holds, each refused. Ada may assign managers and keep teams, and little else.
@Suite struct EscalationExamples {
    private func story(_ more: (Story) -> [Permission] = { _ in [] }) -> Story {
        var story = Story()
        story.define(
            "Boss", .inheritable,
            [
                story.can("", "manager, user, role, member"),
                story.can("", "member", Reach(base: .all)),
            ] + more(story))
        story.define("Guest", .inheritable, [story.can("view", "audit")])
        story.define("Plain", .inheritable, [])
        story.define("Editor", .inheritable, [story.can("view, edit", "recipe")])
        story.invite("ada", "Boss", "partner")
        story.invite("bob", "Plain", "partner")
        return story
    }

    @Test func whatManagingBringsAlongCounts() {
        var story = story()
        story.define("Success", .inheritable, [story.can("edit", "customer", Reach(base: .own))])
        story.invite("bob", "Success", "partner")
        // Ada holds all of Plain in acme; but bob, managing acme, would edit it.
        #expect(story.assign("bob", "Plain", "acme", as: "ada").code == "escalation")
        #expect(story.assignAll("bob", "Plain", as: "ada").code == "escalation")
        story.invite("bob", "Plain", "partner")
        #expect(story.assign("bob", "Plain", "acme", as: "ada").code == nil)
        // The same through the role on the customer's own team.
        story.define("Local", .inheritable, [story.can("view, edit", "recipe", Reach(base: .own))])
        story.invite("bob", "Local", "globex")
        #expect(story.assign("bob", "Plain", "globex", as: "ada").code == "escalation")
        #expect(story.assignAll("bob", "Plain", as: "ada").code == "escalation")
        #expect(story.assignAll("bob", "Plain", except: "globex", as: "ada").code == nil)
    }

    @Test func handingOverCountsToo() {
        var story = story()
        story.define("Success", .inheritable, [story.can("edit", "customer", Reach(base: .own))])
        story.invite("bob", "Success", "partner")
        story.invite("cleo", "Plain", "partner")
        story.assign("cleo", "Plain", "acme")
        #expect(story.handOver("acme", from: "cleo", to: "bob", as: "ada").code == "escalation")
        #expect(story.handOver(nil, from: "cleo", to: "bob", as: "ada").code == "escalation")
        story.invite("bob", "Plain", "partner")
        #expect(story.handOver(nil, from: "cleo", to: "bob", as: "ada").code == nil)
    }

    @Test func anEmptyRoleStillShowsTheCustomer() {
        var story = story()
        story.define("Clerk", .inheritable, [story.can("", "manager, member")])
        story.invite("dan", "Clerk", "partner")
        #expect(!story.can("dan", "view", "customer", in: "acme"))
        #expect(story.assign("bob", "Plain", "acme", as: "dan").code == "escalation")
        #expect(story.assignAll("bob", "Plain", as: "dan").code == "escalation")
        #expect(story.assign("bob", "Plain", "acme", as: "ada").code == nil)
    }

    @Test func anythingIsNoCustomersRecord() {
        var story = story()
        story.define("All", .inheritable, [story.can("", "anything")])
        story.define("Renamer", .inheritable, [story.can("edit", "customer")])
        story.assignAll("ada", "All")
        #expect(!story.can("ada", "edit", "customer", in: "acme"))
        #expect(story.assignAll("bob", "Renamer", as: "ada").code == "escalation")
        #expect(story.assign("bob", "Renamer", "acme", as: "ada").code == "escalation")
    }

    @Test func whatOneManagesByOneMayHandOn() {
        var story = story()
        story.define("Whole", .inheritable, [story.can("", "customer"), story.can("view, edit", "recipe")])
        story.assignAll("ada", "Whole")
        #expect(story.assign("bob", "Whole", "acme", as: "ada").code == nil)
        #expect(story.assignAll("bob", "Whole", as: "ada").code == nil)
    }

    @Test func aLongerTermIsMore() {
        var story = story()
        let soon = Term(until: story.days(3))
        story.invite("bob", "Plain", "partner")
        story.assign("bob", "Editor", "acme", soon)
        // Ada holds no `edit recipe`, and so may not prolong it either.
        let named = Scope.named([story.account("acme")])
        #expect(story.tell(.reassign(story.user("bob"), nil, named, .always), as: "ada").code == "escalation")
        story.invite("cleo", "Plain", "partner", soon)
        story.assign("cleo", "Editor", "acme")
        #expect(story.invite("cleo", "Plain", "partner", as: "ada").code == "escalation")
        story.unassign("cleo", "acme")
        #expect(story.invite("cleo", "Plain", "partner", as: "ada").code == nil)
    }

    @Test func unassignedIsHeldOnlyWhereNothingShadowsIt() {
        var story = story { [$0.can("view, edit", "recipe", Reach(base: .unassigned))] }
        story.define("Rover", .inheritable, [story.can("view, edit", "recipe", Reach(base: .unassigned))])
        #expect(story.invite("bob", "Rover", "partner", as: "ada").code == nil)
        story.invite("bob", "Plain", "partner")
        story.define("Local", .plain, [story.can("view", "member")])
        story.invite("ada", "Local", "acme")
        #expect(!story.can("ada", "edit", "recipe", in: "acme"))
        #expect(story.invite("bob", "Rover", "partner", as: "ada").code == "escalation")
    }

    /// Changing a customer into one's own scope counts as granting: by any attribute, its name and status included.
    @Test func noCustomerIsBroughtIntoOnesOwnScope() {
        func named(_ name: String) -> Reach {
            Reach(base: .all, condition: .test(AttributeTest(attribute: "name", check: .contains(.text(name)))))
        }
        let disabled = Condition.test(AttributeTest(attribute: "status", check: .compare(.equal, .text("disabled"))))
        var story = story {
            [
                $0.can("view, edit, disable", "customer"), $0.can("view, edit", "recipe", named("x-")),
                $0.can("view, run", "recipe", Reach(base: .all, condition: disabled)),
                $0.can("delete", "recipe", Reach(base: .all, condition: plan("pro"))),
            ]
        }
        #expect(story.change("globex", plan: "pro", as: "ada").code == "escalation")
        #expect(story.tell(.rename(.customer(story.account("acme")), to: "x-acme"), as: "ada").code == "escalation")
        #expect(story.tell(.rename(.customer(story.account("acme")), to: "acme-2"), as: "ada").code == nil)
        let globex = Thing.customer(story.account("globex"))
        #expect(story.tell(.setStatus([globex], disabled: true), as: "ada").code == "escalation")
    }

    /// A role that is redefined gives its holders what is added; `can grant` of it is not a pen to write it with.
    @Test func grantingARoleIsNotWritingIt() {
        var story = story()
        story.define(
            "Access", .inheritable, [story.can("", "role"), story.can("", "member", Reach(base: .all))],
            grants: [GrantPermission(roles: [story.role("Guest")], reach: Reach(base: .all))])
        story.invite("dan", "Access", "partner")
        #expect(story.invite("cleo", "Guest", "acme", as: "dan").code == nil)
        let more = [story.can("view", "audit"), story.can("view, edit", "recipe")]
        #expect(story.define("Guest", .inheritable, more, as: "dan").code == "escalation")
    }

    /// To see a kind is to have what one may do below it, which was permitted and hidden.
    @Test func whatWasHiddenCountsWhenItIsShown() {
        var story = story { [$0.can("view", "recipe", Reach(base: .all))] }
        story.define("Blind", .inheritable, [story.can("view, edit", "job")])
        story.invite("bob", "Blind", "acme")
        let shown = [story.can("view, edit", "job"), story.can("view", "recipe")]
        #expect(!story.can("bob", "edit", "job", in: "acme"))
        #expect(story.define("Blind", .inheritable, shown, as: "ada").code == "escalation")
        #expect(story.define("Blind", .inheritable, shown).code == nil)
        #expect(story.can("bob", "edit", "job", in: "acme"))
    }

    /// What one holds for a time, one hands on for that time.
    @Test func nobodyHandsOutWhatTheyWillLose() {
        var story = story()
        let soon = Term(until: story.days(3))
        let sooner = Term(until: story.days(2))
        story.define("Duty", .inheritable, [story.can("", "manager, member"), story.can("view, edit", "recipe")])
        story.invite("cleo", "Boss", "partner")
        story.invite("bob", "Plain", "partner")
        story.assignAll("cleo", "Duty", soon)
        #expect(story.can("cleo", "edit", "recipe", in: "acme"))
        #expect(story.assign("bob", "Duty", "acme", as: "cleo").code == "escalation")
        #expect(story.assignAll("bob", "Duty", as: "cleo").code == "escalation")
        let refusal = story.invite("dan", "Editor", "acme", as: "cleo")
        #expect(refusal.code == "escalation" && refusal.message.contains("does not hold that there from"))
        #expect(refusal.notes.contains { $0.hasPrefix("give it for as long as you hold it: until ") })
        #expect(story.invite("dan", "Editor", "acme", sooner, as: "cleo").code == nil)
        #expect(story.invite("dan", "Editor", "acme", soon, as: "cleo").code == nil)
        #expect(story.assign("bob", "Duty", "acme", soon, as: "cleo").code == nil)
        // Nor to themselves.
        #expect(story.assign("cleo", "Duty", "globex", as: "cleo").code == "escalation")
        // What the partner's team gives only for a time, managing does not give for longer.
        story.uninvite("bob", "partner")
        story.invite("bob", "Plain", "partner", sooner)
        #expect(story.assign("bob", "Duty", "globex", as: "cleo").code == nil)
    }

    /// To grant is an office: what is given stays when it ends. Nobody prolongs it for themselves.
    @Test func anOfficeOutlastsItsHolder() {
        var story = story()
        story.define("Office", .inheritable, [story.can("", "member"), story.can("", "member", Reach(base: .all))])
        let roles = [story.role("Guest"), story.role("Office")]
        story.define(
            "Office", .inheritable, [story.can("", "member"), story.can("", "member", Reach(base: .all))],
            grants: [GrantPermission(roles: roles), GrantPermission(roles: roles, reach: Reach(base: .all))])
        story.invite("dan", "Office", "partner", Term(until: story.days(3)))
        #expect(story.invite("cleo", "Guest", "acme", as: "dan").code == nil)
        #expect(story.invite("dan", "Office", "partner", as: "dan").code == "escalation")
        #expect(story.invite("dan", "Guest", "acme", as: "dan").code == "escalation")
        #expect(story.invite("dan", "Guest", "acme", Term(until: story.days(3)), as: "dan").code == nil)
    }

    /// Whoever reassigns themselves holds nothing by the first half of the sentence.
    @Test func reassigningOneselfIsWeighedFirst() {
        var story = story()
        story.assignAll("ada", "Plain")
        let all = Scope.standing(nil, except: [])
        let soon = Term(until: story.days(3))
        #expect(
            story.tell(.reassign(story.user("ada"), story.role("Editor"), all, soon), as: "ada").code == "escalation")
        #expect(!story.can("ada", "edit", "recipe", in: "acme"))
    }

    /// A customer that is brought into the reach of `can grant`, or of what begins only later.
    @Test func whatOneMayGrantAndWhatBeginsLaterCounts() {
        let pro = Reach(base: .all, condition: plan("pro"))
        var story = story { [$0.can("view, edit", "customer")] }
        story.define(
            "Boss", .inheritable, story.state[story.role("Boss")].definition.permissions,
            grants: [GrantPermission(roles: [story.role("Editor")], reach: pro)])
        #expect(story.change("globex", plan: "pro", as: "ada").code == "escalation")
        var other = self.story { [$0.can("view, edit", "customer")] }
        other.assignAll("ada", "Editor", where: plan("pro"), Term(from: other.days(1)))
        #expect(other.change("globex", plan: "pro", as: "ada").code == "escalation")
        #expect(other.change("globex", plan: nil, as: "ada").code == nil)
    }

    /// A new action goes to whoever may `do anything to` the kind, and a kind that moves to whoever holds it there.
    @Test func aKindThatSaysMoreGivesMore() {
        func story(_ more: (Story) -> [Permission]) -> Story {
            var story = Story()
            story.define("Smith", .inheritable, [story.can("", "kind")] + more(story))
            story.define("Cook", .inheritable, [story.can("", "recipe"), story.can("view", "job")])
            story.invite("ada", "Smith", "partner")
            story.invite("bob", "Cook", "acme")
            return story
        }
        func recipe(_ story: Story, adding action: String? = nil, home: KindHome? = nil, _ kind: String = "recipe")
            -> Command
        {
            let old = story.state[story.kind(kind)].definition
            return .defineKind(
                KindRequest(
                    name: kind, plural: nil, home: home, attributes: old.attributes,
                    actions: old.actions + (action.map { [$0] } ?? [])))
        }
        var one = story { _ in [] }
        let refusal = one.tell(recipe(one, adding: "approve"), as: "ada")
        #expect(refusal.code == "escalation" && refusal.notes.contains { $0.hasPrefix("Cook would permit it") })
        // Nobody may do anything to jobs.
        #expect(one.tell(recipe(one, adding: "approve", "job"), as: "ada").code == nil)
        // Taking out gives nothing; the superuser adds what is wanted.
        #expect(one.tell(recipe(one, adding: "approve")).code == nil && one.can("bob", "approve", "recipe", in: "acme"))
        var two = story { [$0.can("", "recipe", Reach(base: .all))] }
        #expect(two.tell(recipe(two, adding: "approve"), as: "ada").code == nil)
        #expect(two.can("bob", "approve", "recipe", in: "acme") && two.can("ada", "approve", "recipe", in: "acme"))
        // `job` leaves the recipes: Cook's `view job` no longer needs anything above it, and counts in acme as before; in the
        // partner it counts for those who hold it there.
        var three = story { _ in [] }
        three.invite("cleo", "Cook", "partner")
        #expect(three.tell(recipe(three, home: .partner, "job"), as: "ada").code == "escalation")
        #expect(three.tell(recipe(three, home: .partner, "job")).code == nil)
        #expect(three.can("cleo", "view", "job", in: "partner"))
    }

    /// Names of kinds, and what they are made of, are shown like all names.
    @Test func whatKindsAreMadeOfCanBeSeen() {
        var story = Story()
        func kind(_ plural: String?, _ attribute: String, _ action: String) -> Command {
            .defineKind(
                KindRequest(
                    name: "memo", plural: plural, home: .customer,
                    attributes: [Attribute(name: attribute, type: .text)],
                    actions: ["view", action]))
        }
        for (plural, attribute, action) in [
            ("memos\u{200b}", "a", "b"), (nil, "a\u{202e}", "b"), (nil, "a", "b\u{7}"), (nil, "", "b"),
            (nil, "a", String(repeating: "x", count: 129)),
        ] {
            let code = story.tell(kind(plural, attribute, action)).code
            #expect(code == "bad-name" || code == "name-too-long")
        }
        #expect(story.tell(kind("memoranda", "a", "b")).code == nil)
        story.tell(.defineRule(RuleDefinition(name: "calm", lines: [])))
        story.tell(.defineRule(RuleDefinition(name: "other", lines: [])))
        guard let other = story.state.rule("other") else {
            Issue.record("no rule")
            return
        }
        #expect(story.tell(.rename(.rule(other), to: "c\u{430}lm")).code == "confusable-name")
    }
}
