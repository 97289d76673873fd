extension CodePages {
    /// How scripts are written: words, sentences, names and values.
    static let words = #"""
        == expected
        Something stood where the sentence needs something else: the message says what could stand there.
        -- wrong
        show customers sort plan
        -- right
        show customers sort by plan
        == missing-clause
        The sentence ended before all that it needs was said. The message shows the whole of it, with what is there filled in.
        -- wrong
        uninvite frank
        -- right
        uninvite frank from acme
        == near-miss
        This is how other tools say it. Here each thing is said in one way, and the message shows that sentence with the names as they were typed.
        -- wrong
        remove frank from acme
        -- right
        uninvite frank from acme
        == unknown-statement
        A statement begins with one of a few verbs, and this is none of them. `reeve help` lists them.
        -- wrong
        asign erin as Operator to acme
        -- right
        assign erin as Operator to acme
        == unexpected-brace
        A `}` closes a block, and none is open here: there is one too many, or a `{` is missing above.
        -- wrong
        print "done"
        }
        -- right
        print "done"
        == unclosed-block
        A `{` was never closed. Of several that are open, the innermost is told.
        -- wrong
        define role Guest {
          can view recipe
        -- right
        define role Guest {
          can view recipe
        }
        == unclosed-parenthesis
        A `(` was never closed. Within parentheses a line may end anywhere, so everything below seemed to go on with it.
        -- wrong
        let $x = (acme, globex
        -- right
        let $x = (acme, globex)
        print $x
        == unexpected-character
        This character has no meaning in a script. In a name it needs double quotes around the name.
        -- wrong
        add user 100%
        -- right
        add user "100%"
        == unterminated-string
        A string begins with `"` and ends with `"` on the same line. A line end within it is written `\n`.
        -- wrong
        print "Good morning
        -- right
        print "Good morning"
        == bad-escape
        Behind `\` in a string stands `"`, `\`, `n`, `t`, `u{…}` or `{`. A backslash itself is written twice.
        -- wrong
        print "C:\data"
        -- right
        print "C:\\data"
        == bad-interpolation
        In a string `{` begins a variable, as in `"{$c}"`. The brace itself is written `\{`.
        -- wrong
        print "{acme}"
        -- right
        let $c = acme
        print "{$c}"
        == curly-quote
        Word processors turn straight quotes into curly ones. A script has straight ones: the fix replaces them.
        -- wrong
        add user “zed”
        -- right
        add user "zed"
        == invisible-character
        A character that cannot be seen, or that changes the order of others, is refused everywhere, comments included: what is read must be what is there.
        -- wrong
        print "a	b"
        -- right
        print "a\tb"
        == lone-carriage-return
        A line ends with a line feed, or with carriage return and line feed. A carriage return alone makes a terminal write over the line.
        -- made-by a script with a carriage return alone
        == too-long
        The script, string or file is longer than is read: 64 MiB a script, 64 KiB a string.
        -- made-by a string of more than 64 KiB
        == too-deep
        Blocks, parentheses, procedures and files stand within each other at most 64 deep. A procedure that calls itself gets there at once.
        -- wrong
        define procedure again() { again() }
        again()
        -- right
        define procedure once() { print "once" }
        once()
        == doubled-clause
        A clause stands twice in one sentence, or in an order in which it could mean two things.
        -- wrong
        invite frank as Analyst to globex as Operator
        -- right
        invite frank as Analyst to globex
        == doubled-name
        A name is set or given twice where one is meant: a variable keeps what it was set to, and a kind has each action and attribute once.
        -- wrong
        let $team = acme
        let $team = globex
        -- right
        let $team = acme
        let $other = globex
        == defined-twice
        A definition says how a thing should be when the script is done; two in one run cannot both be meant.
        -- wrong
        define role Guest { can view recipe }
        define role Guest { can view connection }
        -- right
        define role Guest { can view recipe, connection }
        == unknown-user
        There is no user of this name: only `add user` makes one. What you may not see answers as if it did not exist.
        -- wrong
        invite frnak as Analyst to globex
        -- right
        invite frank as Analyst to globex
        == unknown-customer
        There is no customer of this name: only `add customer` makes one. What you may not see answers as if it did not exist.
        -- wrong
        invite frank as Analyst to globx
        -- right
        invite frank as Analyst to globex
        == unknown-role
        There is no role of this name: only `define role` makes one. Roles are written with capitals as they were defined.
        -- wrong
        invite frank as Analist to globex
        -- right
        invite frank as Analyst to globex
        == unknown-kind
        There is no kind of records of this name: only `define kind` makes one.
        -- wrong
        add recipie "Sync orders" in acme
        -- right
        add recipe "Sync orders" in acme
        == unknown-rule
        There is no rule of this name: only `define rule` makes one.
        -- wrong
        remove rule "keep two"
        -- right
        define rule "keep two" { require count(users) >= 2 }
        remove rule "keep two"
        == unknown-record
        There is no record of this kind and name in this place. Without `in`, the place is the account that was switched to, else the partner.
        -- wrong
        change recipe "Sync orders" in acme with status = running
        -- right
        add recipe "Sync orders" in acme
        change recipe "Sync orders" in acme with status = running
        == unknown-set
        This is no set: a set is `users`, `customers`, `team`, `managers`, `roles`, `rules`, `kinds`, `audit`, `access`, `versions`, or the plural of a kind.
        -- wrong
        show recipies
        -- right
        show recipes
        == unknown-action
        The kind has no such action. Its actions stand in its definition: `show kind recipe` lists them.
        -- wrong
        can frank rnu recipe in acme
        -- right
        can frank run recipe in acme
        == unknown-attribute
        The kind has no such attribute. Only `define kind` makes one; `name`, `locked`, `created` and `modified` are always there.
        -- wrong
        show customers where plna = pro
        -- right
        show customers where plan = pro
        == unknown-variable
        No variable of this name can be seen here. A block's variables end with it, and a procedure sees only what it is given.
        -- wrong
        for each $c in customers where plan = free { print $customer }
        -- right
        for each $c in customers where plan = free { print $c }
        == unknown-column
        The CSV file has no such column: its first row names them.
        -- wrong
        for each $row in csv "hires.csv" { print $row.name }
        -- file hires.csv
        login,role
        zed,Analyst
        -- right
        for each $row in csv "hires.csv" { print $row.login }
        == unknown-parameter
        `--set` gave a value that no script asks for. A script asks by `param $NAME`.
        -- set teem=red
        -- wrong
        param $team default blue
        print $team
        -- right
        param $teem default blue
        print $teem
        == unknown-procedure
        No procedure of this name is known: it is defined above, or in a file that is used above.
        -- wrong
        onbord(acme)
        -- right
        define procedure onboard($c) { print "{$c} is on board" }
        onboard(acme)
        == wrong-arguments
        A procedure is called with as many values as it has parameters.
        -- wrong
        define procedure onboard($c, $user) { invite $user as Analyst to $c }
        onboard(globex)
        -- right
        define procedure onboard($c, $user) { invite $user as Analyst to $c }
        onboard(globex, frank)
        == missing-parameter
        The script asks for a parameter that was not given, and that has no default.
        -- wrong
        param $team
        print $team
        -- right
        param $team default blue
        print $team
        == unbound-variable
        In a rule, `$user`, `$customer`, `$role` and `$scope` are what the statement at hand is about: only `forbid` has one.
        -- wrong
        define rule "somebody" { require $user is set }
        -- right
        define rule "somebody" { forbid create member when $user is not set }
        == ambiguous-name
        A record is named by its name alone, and several have it. Say what kind it is, or in which place.
        -- wrong
        add recipe Sync in acme
        add recipe Sync in globex
        add job 7 in Sync
        -- right
        add recipe Sync in acme
        add recipe Sync in globex
        add job 7 in recipe Sync in acme
        """#
}
