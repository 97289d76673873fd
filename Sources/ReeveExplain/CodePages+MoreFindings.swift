extension CodePages {
    /// What `reeve lint` finds by running a script in memory.
    static let moreFindings = #"""
        == unassignable-role
        Every way of giving the role was tried, and rules refuse all of them.
        -- wrong
        define role Guest { can view recipe }
        define rule "no guests" {
          forbid create member when $role = Guest
          forbid edit member when $role = Guest
        }
        -- right
        define role Guest { can view recipe }
        define rule "no guests at the partner" {
          forbid create member when $role = Guest and $customer is not set
          forbid edit member when $role = Guest and $customer is not set
        }
        == unused-kind
        No role permits anything on the kind: only the superuser gets to its records.
        -- replace
        -- wrong
        define partner "Initech"
        define kind recipe in customer { can view }
        define kind job in recipe { can view }
        define role Guest { can view recipe }
        add customer acme
        add user erin
        invite erin as Guest to acme
        -- right
        define partner "Initech"
        define kind recipe in customer { can view }
        define kind job in recipe { can view }
        define role Guest { can view recipe, job }
        add customer acme
        add user erin
        invite erin as Guest to acme
        == unpermitted-action
        No role permits this action of a kind: only the superuser may do it.
        -- replace
        -- wrong
        define partner "Initech"
        define kind recipe in customer { can view, edit }
        define role Guest { can view recipe }
        add customer acme
        add user erin
        invite erin as Guest to acme
        -- right
        define partner "Initech"
        define kind recipe in customer { can view, edit }
        define role Guest { can view, edit recipe }
        add customer acme
        add user erin
        invite erin as Guest to acme
        == hidden-permission
        A permission on what lives in something counts only for who may `view` what it lives in.
        -- wrong
        define role Watcher { can view job }
        invite erin as Watcher to hooli
        -- right
        define role Watcher { can view job, recipe }
        invite erin as Watcher to hooli
        == redundant-permission
        Another line of the role, or a role that it includes, permits it already.
        -- wrong
        define role Watcher { includes Operator; can view recipe, connection }
        invite erin as Watcher to hooli
        -- right
        define role Watcher { includes Operator; can view connection }
        invite erin as Watcher to hooli
        == redundant-include
        The role comes along with another that is included.
        -- wrong
        define role Helper { includes Operator, Analyst }
        invite erin as Helper to hooli
        -- right
        define role Helper { includes Analyst }
        invite erin as Helper to hooli
        == shadowed-grant
        In an account where one has a team role, that role decides: an assignment to the same customer counts for nothing there, as long as the team role lasts.
        -- wrong
        invite frank as Operator to partner
        assign frank as Operator to acme
        -- right
        invite frank as Operator to partner
        assign frank as Operator to hooli
        == covered-grant
        A manager of all customers, or of those that meet a condition, is given one of them once more by name.
        -- wrong
        assign alice as Admin to acme
        -- right
        invite carol as Operator to wonka
        == redundant-invite
        The invite gives the same role that the manager has there already. It would outlast the assignment, which may be meant: say so in a comment.
        -- wrong
        invite alice as Admin to hooli
        -- right
        invite alice as Operator to hooli
        == grant-to-disabled
        The user is disabled, so nothing that is given counts.
        -- wrong
        add user zed
        invite zed as Operator to hooli
        disable user zed
        -- right
        add user zed
        invite zed as Operator to hooli
        == idle-except
        `except` names a customer that the condition leaves out anyway.
        -- wrong
        invite dave as Operator to partner
        assign dave as Operator to all customers where region = EU except stark
        -- right
        invite dave as Operator to partner
        assign dave as Operator to all customers where region = EU except acme
        == idle-statement
        Run on an empty store, the statement changes nothing: one above has made it so.
        -- wrong
        invite frank as Analyst to acme
        -- right
        invite frank as Analyst to hooli
        == undone-statement
        What a statement makes or gives, another in the same script takes back.
        -- wrong
        invite erin as Operator to hooli
        uninvite erin from hooli
        -- right
        invite erin as Operator to hooli
        == overwritten-value
        What a statement sets, another in the same script sets anew.
        -- wrong
        add customer sirius with plan = pro
        change customer sirius with plan = free
        -- right
        add customer sirius with plan = free
        == similar-names
        Two things of one kind have names that differ by a slip: one of them is probably a mistake.
        -- wrong
        add user alicce
        -- right
        add user zed
        == vague-expectation
        `expect error` without a code passes for any refusal, also for one that a mistake in the test causes.
        -- wrong
        test "one role" { expect error { assign bob as Operator to hooli } }
        -- right
        test "one role" { expect error one-role-per-manager { assign bob as Operator to hooli } }
        == vacuous-test
        The test passes as well where nobody was given anything: it asks only for a no, and would not notice if its people were elsewhere.
        -- wrong
        test "frank stays out" { expect frank cannot edit recipe in globex }
        -- right
        test "frank stays out" {
          expect frank can edit recipe in acme
          expect frank cannot edit recipe in globex
        }
        == untested-reach
        A grant reaches customers that are added later, and no test asks about one.
        -- replace
        -- wrong
        define partner "Initech"
        define system role Operator { can view member }
        add user erin
        add customer acme
        invite erin as Operator to partner
        assign erin as Operator to all customers because "Leads support"
        test "erin helps" { expect erin is Operator in acme }
        -- right
        define partner "Initech"
        define system role Operator { can view member }
        add user erin
        add customer acme
        invite erin as Operator to partner
        assign erin as Operator to all customers because "Leads support"
        test "erin helps, in later customers too" {
          add customer sirius
          expect erin is Operator in sirius
        }
        == bad-suppression
        A comment that allows a finding names it, and says why: `# lint: allow CODE because "…"`.
        -- wrong
        let $x = acme
        print $x  # lint: allow unused-variable
        -- right
        let $x = acme  # lint: allow unused-variable because "the next step of the course reads it"
        == idle-suppression
        A comment allows a finding that is not there: it was mended, or the comment stands elsewhere.
        -- wrong
        print acme  # lint: allow unused-variable because "it was one"
        -- right
        print acme
        """#
}
