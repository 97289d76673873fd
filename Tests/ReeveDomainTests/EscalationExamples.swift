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
}
