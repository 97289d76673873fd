extension CodePages {
    /// Who may do and have what: what the rules of access refuse.
    static let access = #"""
        == not-permitted
        Who runs the script may not do this: no role of theirs permits it there. `why can NAME ACTION KIND in ACCOUNT` shows every route, and what would make it a yes.
        -- as bob
        -- wrong
        add customer sirius
        -- right
        show customers
        == escalation
        Nobody hands out more than they hold: what is given must be held, or there must be a `can grant` for it, in every account where it would count.
        -- before
        define role Lead { can view user; can create, edit, delete member in all customers; can grant Operator in all customers }
        invite dave as Lead to partner
        -- as dave
        -- wrong
        invite erin as Admin to acme
        -- right
        invite erin as Operator to acme
        == one-role-per-manager
        A manager has one role, the same in every customer. For some customers only, invite to their teams; everywhere, reassign.
        -- wrong
        assign bob as Operator to hooli
        -- right
        invite bob as Operator to hooli
        == not-on-partner-team
        Only members of the partner's team manage customers. Leaving it ends the assignments.
        -- wrong
        assign dave as Operator to acme
        -- right
        invite dave as Operator to partner
        assign dave as Operator to acme
        == plain-role
        Managers get system and inheritable roles only; a plain role is for teams.
        -- wrong
        define role Guest { can view recipe }
        invite frank as Operator to partner
        assign frank as Guest to hooli
        -- right
        define inheritable role Guest { can view recipe }
        invite frank as Operator to partner
        assign frank as Guest to hooli
        == own-in-plain-role
        `own` customers are those one manages, and who manages never has a plain role. Make the role a system or inheritable one.
        -- wrong
        define role Guest { can view recipe in own customers }
        -- right
        define inheritable role Guest { can view recipe in own customers }
        == is-manager
        They are in the account as a manager, not on its team: `unassign` ends that.
        -- wrong
        uninvite bob from acme
        -- right
        unassign bob from acme
        == not-a-manager
        They manage no customers, so there is nothing to reassign, unassign or hand over.
        -- wrong
        reassign frank as Operator
        -- right
        reassign bob as Operator
        == not-managed
        They do not manage this customer.
        -- wrong
        hand over hooli from bob to erin
        -- right
        hand over acme from bob to erin
        == same-user
        To hand over takes two.
        -- wrong
        hand over acme from bob to bob
        -- right
        hand over acme from bob to erin
        == standing-scope
        The customer is one of all that a standing item covers, so it cannot be taken out by name alone. Say the whole scope anew.
        -- wrong
        unassign alice from acme
        -- right
        reassign alice to all customers except acme
        == would-end
        A limited grant does not silently cut a longer one short. Take the longer one back first, or leave it.
        -- wrong
        invite frank as Analyst to acme until 2027-01-01
        -- right
        uninvite frank from acme
        invite frank as Analyst to acme until 2027-01-01
        == would-orphan
        The definition would leave something behind that still uses what it takes away: it is named.
        -- wrong
        define kind customer { has region one of EU, US }
        -- right
        define kind customer {
          has plan one of free, pro, enterprise
          has region one of EU, US
          has seats number
        }
        == not-empty
        Something still hangs on it: take that away first, or, of a customer, remove it `and everything in it`.
        -- wrong
        remove customer initrode
        -- right
        remove customer initrode and everything in it
        == built-in
        What comes with Reeve is not taken out or made anew: only given attributes and actions.
        -- wrong
        remove kind member
        -- right
        define kind ticket in customer { can view }
        remove kind ticket
        == kind-cycle
        A kind cannot live in itself, nor in one that lives in it.
        -- wrong
        define kind recipe in job { can view, create, edit, delete, run }
        -- right
        define kind step in job { can view }
        == role-cycle
        A role cannot include itself, nor one that includes it.
        -- wrong
        define system role Operator { includes Analyst }
        -- right
        define role Auditor { includes Operator }
        == rule-refused
        A rule refuses this statement, or does not hold in what the run would leave. Rules bind everyone, the superuser too; the message says what it saw.
        -- before
        define rule "keep one administrator" { require count(team of partner where role = Admin) >= 1 }
        -- wrong
        uninvite alice from partner
        -- right
        invite bob as Admin to partner
        uninvite alice from partner
        == rule-warning
        A rule warns, and lets it pass.
        -- wrong
        define rule "two administrators" { warn when count(team of partner where role = Admin) < 2 }
        -- right
        invite bob as Admin to partner
        define rule "two administrators" { warn when count(team of partner where role = Admin) < 2 }
        == rule-will-lapse
        A rule holds now and will not any more when a grant ends that it counts.
        -- wrong
        define rule "a helper" { require count(team of hooli) >= 1 }
        invite frank as Analyst to hooli until 2027-01-01
        -- right
        define rule "a helper" { require count(team of hooli) >= 1 }
        invite frank as Analyst to hooli
        == already-there
        What is to be added is there already, with other values: nothing was changed. `change` changes it.
        -- wrong
        add customer acme with plan = free
        -- right
        change customer acme with plan = free
        == past-until
        The grant would have ended already: nothing is given. Also told by `reeve lint`.
        -- wrong
        invite frank as Analyst to globex until 2020-01-01
        -- right
        invite frank as Analyst to globex until 2099-01-01
        == empty-loop
        The set is empty, so the loop did nothing. A condition that names a value nobody has is a common reason.
        -- wrong
        for each $c in customers where region is not set { print $c }
        -- right
        for each $c in customers where region = US { print $c }
        == expectation-failed
        What a test expects is not so: both sides are shown, and of an access question the proof.
        -- test
        -- wrong
        test "frank edits" { expect frank can edit recipe in globex }
        -- right
        test "frank edits" { expect frank can edit recipe in acme }
        == no-expectation
        A test without an `expect` passes whatever is true.
        -- test
        -- wrong
        test "frank" { uninvite frank from acme }
        -- right
        test "frank" { uninvite frank from acme; expect frank has no access to acme }
        == nested-test
        A test stands at the top of its file. In a block nobody would run it.
        -- test
        -- wrong
        if count(users) > 0 { test "frank" { expect frank has access to acme } }
        -- right
        test "frank" { expect frank has access to acme }
        """#
}
