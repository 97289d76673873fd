extension CodePages {
    /// What `reeve lint` finds in the text of a script.
    static let findings = #"""
        == unused-variable
        A variable is set and never read: it was forgotten, or another is read in its place.
        -- wrong
        let $eu = customers where region = EU
        -- right
        let $eu = customers where region = EU
        print $eu
        == unused-parameter
        The script asks for a parameter and never reads it.
        -- wrong
        param $team default blue
        -- right
        param $team default blue
        print $team
        == unused-argument
        A procedure takes a value and never reads it.
        -- wrong
        define procedure greet($user, $customer) { print $user }
        greet(erin, acme)
        -- right
        define procedure greet($user) { print $user }
        greet(erin)
        == unused-loop-variable
        The loop does the same at each turn: a name stands in it where its variable was meant.
        -- wrong
        for each $c in customers where plan = free { print acme }
        -- right
        for each $c in customers where plan = free { print $c }
        == shadowed-variable
        A variable hides another of the same name that could be read here.
        -- wrong
        let $c = acme
        for each $c in customers where plan = free { print $c }
        print $c
        -- right
        let $first = acme
        for each $c in customers where plan = free { print $c }
        print $first
        == empty-block
        A block holds no statement: something was forgotten, or it can go.
        -- wrong
        if count(users) > 10 { }
        -- right
        if count(users) > 10 { print "many" }
        == empty-role
        A role that permits nothing still shadows: who has it on a team is locked out of what another route would open.
        -- wrong
        define role Guest { }
        invite erin as Guest to hooli
        -- right
        define role Guest { can view recipe }
        invite erin as Guest to hooli
        == constant-condition
        The condition is true, or false, whatever the state.
        -- wrong
        if count(users) >= 0 { print "counted" }
        -- right
        if count(users) > 0 { print "counted" }
        == repeated-condition
        The same is asked twice in one condition: the second was probably meant to be another.
        -- wrong
        show customers where plan = pro or plan = pro
        -- right
        show customers where plan = pro or plan = free
        == unreachable-branch
        A branch above is always taken, or asks the same.
        -- wrong
        if count(users) > 5 { print "many" } else if count(users) > 5 { print "very many" }
        -- right
        if count(users) > 50 { print "very many" } else if count(users) > 5 { print "many" }
        == needless-list
        A list of one is that one.
        -- wrong
        show customers where plan in (pro)
        -- right
        show customers where plan = pro
        == negated-comparison
        `not a = b` is `a != b`, what is not set included.
        -- wrong
        show customers where not plan = free
        -- right
        show customers where plan != free
        == idle-rule
        A line of a rule can never refuse or warn: its condition excludes itself, or asks for what cannot be.
        -- wrong
        define rule "some people" { require count(users) >= 0 }
        -- right
        define rule "some people" { require count(users) >= 1 }
        == repeated-rule-line
        A rule says the same line twice.
        -- wrong
        define rule "people" {
          require count(users) >= 1
          require count(users) >= 1
        }
        -- right
        define rule "people" { require count(users) >= 1 }
        == duplicate-name
        A name stands twice in one list.
        -- wrong
        invite erin, bob, erin as Operator to hooli
        -- right
        invite erin, bob as Operator to hooli
        == relative-term
        `for` counts from each run anew, so a second run prolongs the grant and is never unchanged. A date says when it ends.
        -- wrong
        invite erin as Operator to hooli for 8 hours
        -- right
        invite erin as Operator to hooli until 2099-01-01
        == unexplained-reach
        All customers, those of later included, is the widest that can be given: the journal, and every `why`, should say for what.
        -- wrong
        invite frank as Operator to partner
        assign frank as Operator to all customers
        -- right
        invite frank as Operator to partner
        assign frank as Operator to all customers because "Leads support"
        == misplaced-statement
        A `param` stands at the top, where whoever runs the script looks; a definition stands outside of loops and branches, for it says how things are.
        -- wrong
        print "begin"
        param $team default blue
        print $team
        -- right
        param $team default blue
        print "begin"
        print $team
        == repeated-use
        A file is run once, however often it is used.
        -- wrong
        use "roles.reeve"
        use "roles.reeve"
        -- file roles.reeve
        define role Guest { can view recipe }
        -- right
        use "roles.reeve"
        == repeated-expectation
        A test expects the same twice, and nothing has happened in between.
        -- wrong
        test "frank" {
          expect frank can edit recipe in acme
          expect frank can edit recipe in acme
        }
        -- right
        test "frank" {
          expect frank can edit recipe in acme
          expect frank can run recipe in acme
        }
        == unused-procedure
        A procedure is never called, in this script or in what uses it.
        -- wrong
        define procedure greet($user) { print $user }
        print "nobody"
        -- right
        define procedure greet($user) { print $user }
        greet(erin)
        == unused-role
        A role is defined, and nobody has it, includes it or names it.
        -- wrong
        define role Guest { can view recipe }
        -- right
        define role Guest { can view recipe }
        invite erin as Guest to hooli
        """#
}
