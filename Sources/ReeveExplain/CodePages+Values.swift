extension CodePages {
    /// What values, records, places and sets may be.
    static let values = #"""
        == bad-name
        A name is some characters, not spaces alone, without what cannot be seen.
        -- wrong
        add user ""
        -- right
        add user zed
        == name-too-long
        A name has at most 128 characters.
        -- made-by a name of 129 characters
        == name-taken
        Something of its kind has this name already.
        -- wrong
        rename user erin to carol
        -- right
        rename user erin to caroline
        == reserved-name
        `partner` names the partner's own account and `$now` the present time: nothing else may be called so.
        -- wrong
        add customer partner
        -- right
        add customer "Partner Ltd"
        == reserved-attribute
        Every record has `name`, `locked`, `created` and `modified` already, and users and customers a `status`.
        -- wrong
        define kind ticket in customer { has created date }
        -- right
        define kind ticket in customer { has opened date }
        == confusable-name
        The name differs from another of its kind only by capitals or by letters that look alike. Whoever reads the list would take one for the other.
        -- wrong
        add user Alice
        -- right
        add user alicia
        == fixed-attribute
        Names are changed by `rename`, a status by `disable` and `enable`, locks by `lock` and `unlock`; the dates are nobody's to change.
        -- wrong
        change customer acme with name = acmecorp
        -- right
        rename customer acme to acmecorp
        == bad-value
        The value is not one that stands here: an attribute's type says which are.
        -- wrong
        change customer acme with plan = gold
        -- right
        change customer acme with plan = pro
        == bad-date
        A date is year-month-day, as 2026-12-31; a time on it is 2026-12-31T18:00:00Z.
        -- wrong
        invite frank as Analyst to globex until 31.12.2026
        -- right
        invite frank as Analyst to globex until 2026-12-31
        == bad-csv
        The file is no table: its first row names the columns, each once, and every row has as many fields.
        -- wrong
        for each $row in csv "hires.csv" { print $row.login }
        -- file hires.csv
        login,login
        zed,Analyst
        -- right
        for each $row in csv "people.csv" { print $row.login }
        -- file people.csv
        login,role
        zed,Analyst
        == empty-term
        The grant would end before it begins.
        -- wrong
        invite frank as Analyst to globex from 2027-02-01 until 2027-01-01
        -- right
        invite frank as Analyst to globex from 2027-01-01 until 2027-02-01
        == empty-rule
        A rule has at least one line: `require`, `forbid` or `warn`.
        -- wrong
        define rule "keep one" { }
        -- right
        define rule "keep one" { require count(users) >= 1 }
        == wrong-kind
        The statement is for things of another kind: only users and customers are disabled, only records of your own kinds locked.
        -- wrong
        disable role Operator
        -- right
        disable user dave
        == wrong-place
        Records of this kind do not live there: its definition says `in` what they do.
        -- wrong
        add job 7 in acme
        -- right
        add recipe Sync in acme
        add job 7 in recipe Sync in acme
        == wrong-kind-of-value
        A value of one type stands where another is needed, as a set where one name belongs.
        -- wrong
        let $eu = customers where region = EU
        invite frank as $eu to globex
        -- right
        let $role = Analyst
        invite frank as $role to globex
        == expected-set
        A set is compared with a set: names in parentheses are one.
        -- wrong
        if team of acme = frank { print "alone" }
        -- right
        if team of acme = (frank) { print "alone" }
        == expected-value
        Sets are the same or not: for more or less, their counts are compared.
        -- wrong
        if team of acme < team of globex { print "fewer" }
        -- right
        if count(team of acme) < count(customers) { print "fewer" }
        == no-attributes
        A bare word on the left of a comparison is an attribute of the thing that a `where` looks at; here nothing is looked at, or it has none.
        -- wrong
        if region = EU { print "Europe" }
        -- right
        for each $c in customers where plan = pro { if $c.region = EU { print $c } }
        == condition-not-kept
        The condition of a scope is kept and asked again at every decision, so it may look only at the customer's own attributes.
        -- wrong
        assign erin as Operator to all customers where count(team of acme) > 1
        -- right
        assign erin as Operator to all customers where plan = pro
        == clause-without-effect
        The clause means nothing for this thing, and would only seem to say something.
        -- wrong
        add user zed in acme
        -- right
        add user zed
        invite zed as Analyst to acme
        == scope-without-effect
        The permission could count nowhere with this scope, or no condition of this sort can be asked of it.
        -- wrong
        define role Clerk { can view user in all customers }
        -- right
        define role Clerk { can view user }
        == not-a-customer
        `partner` is the partner's own account. Managers are assigned to customers; people are put on the partner's team by `invite`.
        -- wrong
        assign erin as Operator to partner
        -- right
        invite erin as Operator to partner
        == not-a-record
        Places on a team and managers' assignments have no name and no attributes of their own: they are made and ended by sentences of their own.
        -- wrong
        change manager bob with role = Admin
        -- right
        reassign bob as Admin
        == outside-test
        `expect` and `at` stand in a test.
        -- wrong
        expect alice is Admin in acme
        -- right
        test "alice leads" { expect alice is Admin in acme }
        == not-yet-known
        `as of` asks what was true: the moment must have passed.
        -- wrong
        show users as of 2099-01-01
        -- right
        show users
        == no-history
        What was true then is not known here: there is no journal of that time, or it cannot be read whole.
        -- wrong
        show users as of 2020-01-01
        -- right
        show users
        == unknown-directive
        A fenced block of a Markdown file begins with ```reeve, or ```reeve ignore to be left out.
        -- made-by a Markdown page with ```reeve skip
        == too-many-turns
        The loops of one run turn at most ten million times together. Two loops in each other over all users are many turns.
        -- made-by loops within loops
        == too-many-steps
        The sets, conditions and rules of one run look at most at a thousand million things together: users, customers, records,
        teams, decisions. A set within the `where` of another is worked out once; one within a loop, at each turn. Keep it
        before the loop: `let $late = users where …`.
        -- made-by a loop over all users that counts all users at each turn
        == too-many-actions
        A kind has at most 64 actions over its life, those that were taken out included.
        -- made-by a kind with 65 actions
        """#
}
