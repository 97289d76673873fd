/// Statements that are incomplete or wrong. `%0A` stands for the byte 0A.
let statementErrors: [ErrorCase] = [
    ErrorCase(
        ##"assign alice as Admin"##,
        ##"""
        error[missing-clause]: `to` is missing
         --> x.reeve:1:22
          |
        1 | assign alice as Admin
          |                      ^ write `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"assign alice to acme"##,
        ##"""
        error[missing-clause]: `as` is missing
         --> x.reeve:1:21
          |
        1 | assign alice to acme
          |                     ^ write `assign alice as … to acme`
        """##),
    ErrorCase(
        ##"assign alice"##,
        ##"""
        error[missing-clause]: `as` and `to` are missing
         --> x.reeve:1:13
          |
        1 | assign alice
          |             ^ write `assign alice as … to …`
        """##),
    ErrorCase(
        ##"assign"##,
        ##"""
        error[expected]: expected a name, found the end of the script
         --> x.reeve:1:7
          |
        1 | assign
          |       ^
        """##),
    ErrorCase(
        ##"invite bob to acme"##,
        ##"""
        error[missing-clause]: `as` is missing
         --> x.reeve:1:19
          |
        1 | invite bob to acme
          |                   ^ write `invite bob as … to acme`
        """##),
    ErrorCase(
        ##"invite bob as Admin"##,
        ##"""
        error[missing-clause]: `to` is missing
         --> x.reeve:1:20
          |
        1 | invite bob as Admin
          |                    ^ write `invite bob as Admin to …`
        """##),
    ErrorCase(
        ##"invite bob as Admin to all customers"##,
        ##"""
        error[near-miss]: a team is joined in named accounts
         --> x.reeve:1:24
          |
        1 | invite bob as Admin to all customers
          |                        ^^^^^^^^^^^^^ name the accounts, or a set: `let $c = customers where …`
          = for every customer, now and later: `assign … as … to all customers`
        """##),
    ErrorCase(
        ##"invite bob as Admin to customers where plan = pro"##,
        ##"""
        error[near-miss]: `customers where …` does not say whether later customers count
         --> x.reeve:1:24
          |
        1 | invite bob as Admin to customers where plan = pro
          |                        ^^^^^^^^^^^^^^^ write `all customers where plan = pro`, which covers later ones too
          = only those of now: `let $c = customers where plan = pro`, then `to $c`
        """##),
    ErrorCase(
        ##"uninvite bob"##,
        ##"""
        error[missing-clause]: `from` is missing
         --> x.reeve:1:13
          |
        1 | uninvite bob
          |             ^ write `uninvite bob from …`
        """##),
    ErrorCase(
        ##"unassign bob"##,
        ##"""
        error[missing-clause]: `from` is missing
         --> x.reeve:1:13
          |
        1 | unassign bob
          |             ^ write `unassign bob from …` or `unassign bob from all customers`
        """##),
    ErrorCase(
        ##"reassign bob"##,
        ##"""
        error[missing-clause]: `as` or `to` is missing
         --> x.reeve:1:13
          |
        1 | reassign bob
          |             ^ write `reassign bob as …` or `reassign bob to …`
        """##),
    ErrorCase(
        ##"hand over acme from bob"##,
        ##"""
        error[missing-clause]: `to` is missing
         --> x.reeve:1:24
          |
        1 | hand over acme from bob
          |                        ^ write `hand over acme from bob to …`
        """##),
    ErrorCase(
        ##"hand over acme to bob"##,
        ##"""
        error[missing-clause]: `from` is missing
         --> x.reeve:1:22
          |
        1 | hand over acme to bob
          |                      ^ write `hand over acme from … to bob`
        """##),
    ErrorCase(
        ##"hand over acme"##,
        ##"""
        error[missing-clause]: `from` is missing
         --> x.reeve:1:15
          |
        1 | hand over acme
          |               ^ write `hand over acme from … to …`
        """##),
    ErrorCase(
        ##"assign bob as Admin to customers where plan = pro"##,
        ##"""
        error[near-miss]: `customers where …` does not say whether later customers count
         --> x.reeve:1:24
          |
        1 | assign bob as Admin to customers where plan = pro
          |                        ^^^^^^^^^^^^^^^ write `all customers where plan = pro`, which covers later ones too
          = only those of now: `let $c = customers where plan = pro`, then `to $c`
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme to globex"##,
        ##"""
        error[doubled-clause]: `to` stands here a second time
         --> x.reeve:1:29
          |
        1 | assign bob as Admin to acme to globex
          |                             ^^ one of the two is too many
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme until 2026-12-31 for 8 hours"##,
        ##"""
        error[doubled-clause]: `until` and `for` both say when it ends
         --> x.reeve:1:57
          |
        1 | assign bob as Admin to acme until 2026-12-31 for 8 hours
          |                                                         ^ keep one of them
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme for 8"##,
        ##"""
        error[expected]: `for` is followed by a number and its unit
         --> x.reeve:1:33
          |
        1 | assign bob as Admin to acme for 8
          |                                 ^ write `for 8 hours`, or `until 2026-12-31`
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme because tired"##,
        ##"""
        error[expected]: expected a text in double quotes, found `tired`
         --> x.reeve:1:37
          |
        1 | assign bob as Admin to acme because tired
          |                                     ^^^^^ a reason stands in double quotes: `because "…"`
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme form 2026-01-01"##,
        ##"""
        error[expected]: expected `because`, `for`, `from`, `until`, `,` or the end of the statement, found `form`
         --> x.reeve:1:29
          |
        1 | assign bob as Admin to acme form 2026-01-01
          |                             ^^^^ did you mean `for`?
        fix: "for"
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme invite bob as x to y"##,
        ##"""
        error[expected]: expected `because`, `for`, `from`, `until`, `,` or the end of the statement, found `invite`
         --> x.reeve:1:29
          |
        1 | assign bob as Admin to acme invite bob as x to y
          |                             ^^^^^^ begin a new line, or write `;` between two statements
        """##),
    ErrorCase(
        ##"add user"##,
        ##"""
        error[missing-clause]: `add` needs a kind and a name
         --> x.reeve:1:9
          |
        1 | add user
          |         ^ write `add user …`
        """##),
    ErrorCase(
        ##"add user bob smith"##,
        ##"""
        error[expected]: expected `because`, `in`, `with`, `,` or the end of the statement, found `smith`
         --> x.reeve:1:14
          |
        1 | add user bob smith
          |              ^^^^^ a name of several words stands in double quotes: `"bob smith"`
        """##),
    ErrorCase(
        ##"add user bob with email"##,
        ##"""
        error[expected]: expected `=`, found the end of the script
         --> x.reeve:1:24
          |
        1 | add user bob with email
          |                        ^
        """##),
    ErrorCase(
        ##"add user bob with email is b@c"##,
        ##"""
        error[near-miss]: a value is given with `=`
         --> x.reeve:1:25
          |
        1 | add user bob with email is b@c
          |                         ^^ write `=`
        fix: "="
        """##),
    ErrorCase(
        ##"add user bob with email b@c"##,
        ##"""
        error[expected]: expected `=`, found `b@c`
         --> x.reeve:1:25
          |
        1 | add user bob with email b@c
          |                         ^^^ write `email = b@c`
        """##),
    ErrorCase(
        ##"change customer acme"##,
        ##"""
        error[missing-clause]: `change` needs what is to change
         --> x.reeve:1:21
          |
        1 | change customer acme
          |                     ^ write `change customer acme with … = …`
        """##),
    ErrorCase(
        ##"rename user alice"##,
        ##"""
        error[missing-clause]: `rename` needs the new name
         --> x.reeve:1:18
          |
        1 | rename user alice
          |                  ^ write `rename user alice to …`
        """##),
    ErrorCase(
        ##"remove customer acme and everything"##,
        ##"""
        error[expected]: expected `in`, found the end of the script
         --> x.reeve:1:36
          |
        1 | remove customer acme and everything
          |                                    ^
        """##),
    ErrorCase(
        ##"do run"##,
        ##"""
        error[expected]: expected a name, found the end of the script
         --> x.reeve:1:7
          |
        1 | do run
          |       ^
        """##),
    ErrorCase(
        ##"define role"##,
        ##"""
        error[expected]: expected a name, found the end of the script
         --> x.reeve:1:12
          |
        1 | define role
          |            ^
        """##),
    ErrorCase(
        ##"define roll Admin { }"##,
        ##"""
        error[expected]: expected `inheritable`, `kind`, `partner`, `procedure`, `role`, `rule` or `system`, found `roll`
         --> x.reeve:1:8
          |
        1 | define roll Admin { }
          |        ^^^^ did you mean `role`?
        fix: "role"
        """##),
    ErrorCase(
        ##"define role X { can view }"##,
        ##"""
        error[missing-clause]: on which kind is missing
         --> x.reeve:1:25
          |
        1 | define role X { can view }
          |                         ^ write `can view …`
        """##),
    ErrorCase(
        ##"define role X { allow view }"##,
        ##"""
        error[expected]: expected `can` or `includes`, found `allow`
         --> x.reeve:1:17
          |
        1 | define role X { allow view }
          |                 ^^^^^ a role's lines are `includes ROLE` and `can ACTION KIND`
        """##),
    ErrorCase(
        ##"define role X { can view recipe in some customers }"##,
        ##"""
        error[expected]: expected `all`, `own` or `unassigned`, found `some`
         --> x.reeve:1:36
          |
        1 | define role X { can view recipe in some customers }
          |                                    ^^^^ a scope is `in all customers`, `in own customers` or `in unassigned customers`
        """##),
    ErrorCase(
        ##"define role X { can edit task where assignee is $user }"##,
        ##"""
        error[near-miss]: an attribute is compared with `=`
         --> x.reeve:1:46
          |
        1 | define role X { can edit task where assignee is $user }
          |                                              ^^ write `=`
        fix: "="
        """##),
    ErrorCase(
        ##"define kind k { has size one off a }"##,
        ##"""
        error[expected]: expected `of`, found `off`
         --> x.reeve:1:30
          |
        1 | define kind k { has size one off a }
          |                              ^^^
        """##),
    ErrorCase(
        ##"define kind k { colour text }"##,
        ##"""
        error[expected]: expected `can` or `has`, found `colour`
         --> x.reeve:1:17
          |
        1 | define kind k { colour text }
          |                 ^^^^^^ a kind's lines are `has ATTRIBUTE TYPE` and `can ACTION, ACTION`
        """##),
    ErrorCase(
        ##"define rule "r" { forbid disable user }"##,
        ##"""
        error[missing-clause]: `forbid` needs `when` and a condition
         --> x.reeve:1:38
          |
        1 | define rule "r" { forbid disable user }
          |                                      ^ write `forbid disable user when …`
        """##),
    ErrorCase(
        ##"define rule "r" { warn count(users) > 1 }"##,
        ##"""
        error[expected]: expected `unless` or `when`, found `count`
         --> x.reeve:1:24
          |
        1 | define rule "r" { warn count(users) > 1 }
          |                        ^^^^^
        """##),
    ErrorCase(
        ##"define rule "r" { require }"##,
        ##"""
        error[expected]: expected a name, found `}`
         --> x.reeve:1:26
          |
        1 | define rule "r" { require }
          |                          ^ a condition is missing
        """##),
    ErrorCase(
        ##"define procedure p(a) { }"##,
        ##"""
        error[near-miss]: a variable begins with `$`
         --> x.reeve:1:20
          |
        1 | define procedure p(a) { }
          |                    ^ write `$a`
        fix: "$a"
        """##),
    ErrorCase(
        ##"define procedure p { }"##,
        ##"""
        error[expected]: expected `(`, found `{`
         --> x.reeve:1:20
          |
        1 | define procedure p { }
          |                    ^
        """##),
    ErrorCase(
        ##"act alice in acme { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | act alice in acme { }
          | ^^^^^^^^^^^^^^^^^ write `act as alice in acme { … }`
        """##),
    ErrorCase(
        ##"let x = 1"##,
        ##"""
        error[near-miss]: a variable begins with `$`
         --> x.reeve:1:5
          |
        1 | let x = 1
          |     ^ write `$x`
        fix: "$x"
        """##),
    ErrorCase(
        ##"let $x 1"##,
        ##"""
        error[expected]: expected `=`, found `1`
         --> x.reeve:1:8
          |
        1 | let $x 1
          |        ^
        """##),
    ErrorCase(
        ##"param $x = 1"##,
        ##"""
        error[near-miss]: a parameter's value comes from outside
         --> x.reeve:1:10
          |
        1 | param $x = 1
          |          ^ write `default` for the one it has otherwise
        fix: "default"
        """##),
    ErrorCase(
        ##"for each c in users { }"##,
        ##"""
        error[near-miss]: a variable begins with `$`
         --> x.reeve:1:10
          |
        1 | for each c in users { }
          |          ^ write `$c`
        fix: "$c"
        """##),
    ErrorCase(
        ##"for each $c users { }"##,
        ##"""
        error[expected]: expected `in`, found `users`
         --> x.reeve:1:13
          |
        1 | for each $c users { }
          |             ^^^^^
        """##),
    ErrorCase(
        ##"if plan is pro { }"##,
        ##"""
        error[near-miss]: `is` asks for a role in an account; a value is compared with `=`
         --> x.reeve:1:9
          |
        1 | if plan is pro { }
          |         ^^ write `plan = pro`
          = for a role: `plan is pro in …`
        fix: "="
        """##),
    ErrorCase(
        ##"if alice = Admin in acme { }"##,
        ##"""
        error[near-miss]: a role is held with `is`
         --> x.reeve:1:4
          |
        1 | if alice = Admin in acme { }
          |    ^^^^^^^^^^^^^ write `alice is Admin in …`
        fix: " is "
        """##),
    ErrorCase(
        ##"if $a = 1 then print "x""##,
        ##"""
        error[near-miss]: what depends on a condition stands in a block
         --> x.reeve:1:11
          |
        1 | if $a = 1 then print "x"
          |           ^^^^ write `{ … }`
        """##),
    ErrorCase(
        ##"if $a = 1 AND $b = 2 { }"##,
        ##"""
        error[expected]: expected `and`, `or` or `{`, found `AND`
         --> x.reeve:1:11
          |
        1 | if $a = 1 AND $b = 2 { }
          |           ^^^ did you mean `and`?
        fix: "and"
        """##),
    ErrorCase(
        ##"if $a { }"##,
        ##"""
        error[expected]: expected `contains`, `has`, `in`, `is` or a comparison, found `{`
         --> x.reeve:1:7
          |
        1 | if $a { }
          |       ^
        """##),
    ErrorCase(
        ##"if(1 = 1) { }"##,
        ##"""
        error[near-miss]: a word directly followed by `(` is a call
         --> x.reeve:1:1
          |
        1 | if(1 = 1) { }
          | ^^ write `if (`
        fix: " "
        """##),
    ErrorCase(
        ##"use roles.reeve"##,
        ##"""
        error[near-miss]: a file's name stands in double quotes
         --> x.reeve:1:5
          |
        1 | use roles.reeve
          |     ^^^^^^^^^^^ write `use "roles.reeve"`
        fix: "\"roles.reeve\""
        """##),
    ErrorCase(
        ##"use"##,
        ##"""
        error[expected]: expected a text in double quotes, found the end of the script
         --> x.reeve:1:4
          |
        1 | use
          |    ^
        """##),
    ErrorCase(
        ##"can alice edit"##,
        ##"""
        error[expected]: expected a name, found the end of the script
         --> x.reeve:1:15
          |
        1 | can alice edit
          |               ^
        """##),
    ErrorCase(
        ##"who edit recipe"##,
        ##"""
        error[expected]: expected `can`, found `edit`
         --> x.reeve:1:5
          |
        1 | who edit recipe
          |     ^^^^
        """##),
    ErrorCase(
        ##"show"##,
        ##"""
        error[expected]: expected a set, found the end of the script
         --> x.reeve:1:5
          |
        1 | show
          |     ^
        """##),
    ErrorCase(
        ##"show all customers"##,
        ##"""
        error[near-miss]: `all customers` is a scope, of later customers too
         --> x.reeve:1:6
          |
        1 | show all customers
          |      ^^^^^^^^^^^^^ write `customers` for those of now
        fix: "customers"
        """##),
    ErrorCase(
        ##"show users sort role"##,
        ##"""
        error[expected]: expected `by`, found `role`
         --> x.reeve:1:17
          |
        1 | show users sort role
          |                 ^^^^
        """##),
    ErrorCase(
        ##"count"##,
        ##"""
        error[expected]: expected a set, found the end of the script
         --> x.reeve:1:6
          |
        1 | count
          |      ^
        """##),
    ErrorCase(
        ##"expect users where plan = pro = (a)"##,
        ##"""
        error[near-miss]: a set with a `where` stands in parentheses
         --> x.reeve:1:8
          |
        1 | expect users where plan = pro = (a)
          |        ^^^^^^^^^^^^^^^^^^^^^^ write `(users where plan = pro)`
        fix: "(users where plan = pro)"
        """##),
    ErrorCase(
        ##"expect managers of acme"##,
        ##"""
        error[expected]: expected `by`, `contains`, `except`, `in`, `including`, `since`, `until`, `where` or a comparison, found the end of the script
         --> x.reeve:1:24
          |
        1 | expect managers of acme
          |                        ^ a set is compared with `=` or `!=`
        """##),
    ErrorCase(
        ##"expect alice in bob"##,
        ##"""
        error[expected]: expected `contains`, `except`, `in`, `including`, `since`, `until`, `where` or a comparison, found the end of the script
         --> x.reeve:1:20
          |
        1 | expect alice in bob
          |                    ^ a set is compared with `=` or `!=`
        """##),
    ErrorCase(
        ##"test "x""##,
        ##"""
        error[expected]: expected `tagged` or `{`, found the end of the script
         --> x.reeve:1:9
          |
        1 | test "x"
          |         ^
        """##),
    ErrorCase(
        ##"at 2026-01-01"##,
        ##"""
        error[expected]: expected `{`, found the end of the script
         --> x.reeve:1:14
          |
        1 | at 2026-01-01
          |              ^
        """##),
    ErrorCase(
        ##"act as x { print (a, b"##,
        ##"""
        error[unclosed-block]: this `{` is not closed
         --> x.reeve:1:10
          |
        1 | act as x { print (a, b
          |          ^ `}` is missing

        error[unclosed-parenthesis]: this `(` is not closed
         --> x.reeve:1:18
          |
        1 | act as x { print (a, b
          |                  ^ `)` is missing
        """##),
    ErrorCase(
        ##"act as x {"##,
        ##"""
        error[unclosed-block]: this `{` is not closed
         --> x.reeve:1:10
          |
        1 | act as x {
          |          ^ `}` is missing
        """##),
    ErrorCase(
        ##"if $a = 1 { act as x {"##,
        ##"""
        error[unclosed-block]: this `{` is not closed
         --> x.reeve:1:22
          |
        1 | if $a = 1 { act as x {
          |                      ^ `}` is missing
        """##),
    ErrorCase(
        ##"}"##,
        ##"""
        error[unexpected-brace]: no block is open here
         --> x.reeve:1:1
          |
        1 | }
          | ^ take this `}` out
        fix: ""
        """##),
    ErrorCase(
        ##"add user x }"##,
        ##"""
        error[unexpected-brace]: no block is open here
         --> x.reeve:1:12
          |
        1 | add user x }
          |            ^ take this `}` out
        fix: ""
        """##),
    ErrorCase(
        ##"print (a"##,
        ##"""
        error[unclosed-parenthesis]: this `(` is not closed
         --> x.reeve:1:7
          |
        1 | print (a
          |       ^ `)` is missing
        """##),
    ErrorCase(
        ##"print a)"##,
        ##"""
        error[expected]: no `(` is open here
         --> x.reeve:1:8
          |
        1 | print a)
          |        ^ take this `)` out
        fix: ""
        """##),
    ErrorCase(
        ##"print (a b)"##,
        ##"""
        error[expected]: expected `by`, `except`, `in`, `including`, `of`, `since`, `until`, `where` or `)`, found `b`
         --> x.reeve:1:10
          |
        1 | print (a b)
          |          ^
        """##),
    ErrorCase(
        ##"frobnicate x"##,
        ##"""
        error[unknown-statement]: no statement begins with `frobnicate`
         --> x.reeve:1:1
          |
        1 | frobnicate x
          | ^^^^^^^^^^ a statement begins with a verb: `add`, `invite`, `assign`, `show`, …
        """##),
    ErrorCase(
        ##"ASSIGN bob as Admin to acme"##,
        ##"""
        error[unknown-statement]: no statement begins with `ASSIGN`
         --> x.reeve:1:1
          |
        1 | ASSIGN bob as Admin to acme
          | ^^^^^^ did you mean `assign`?
        fix: "assign"
        """##),
    ErrorCase(
        ##"asign bob as Admin to acme"##,
        ##"""
        error[unknown-statement]: no statement begins with `asign`
         --> x.reeve:1:1
          |
        1 | asign bob as Admin to acme
          | ^^^^^ did you mean `assign`?
        fix: "assign"
        """##),
    ErrorCase(
        ##""assign" bob"##,
        ##"""
        error[unknown-statement]: no statement begins with `"assign"`
         --> x.reeve:1:1
          |
        1 | "assign" bob
          | ^^^^^^^^ a statement begins with a verb: `add`, `invite`, `assign`, `show`, …
        """##),
    ErrorCase(
        ##"( a )"##,
        ##"""
        error[unknown-statement]: no statement begins with `(`
         --> x.reeve:1:1
          |
        1 | ( a )
          | ^ a statement begins with a verb: `add`, `invite`, `assign`, `show`, …
        """##),
    ErrorCase(
        ##"assign as%0Aadd user x%0Aremov user y"##,
        ##"""
        error[missing-clause]: `as` and `to` are missing
         --> x.reeve:1:10
          |
        1 | assign as
          |          ^ write `assign as as … to …`

        error[unknown-statement]: no statement begins with `remov`
         --> x.reeve:3:1
          |
        3 | remov user y
          | ^^^^^ did you mean `remove`?
        """##),
    ErrorCase(
        ##"define role X {%0A  can%0A  includes%0A  can view recipe%0A}%0Aadd user"##,
        ##"""
        error[expected]: expected a name, found the end of the line
         --> x.reeve:2:6
          |
        2 |   can
          |      ^

        error[expected]: expected a name, found the end of the line
         --> x.reeve:3:11
          |
        3 |   includes
          |           ^

        error[missing-clause]: `add` needs a kind and a name
         --> x.reeve:6:9
          |
        6 | add user
          |         ^ write `add user …`
        """##),
    ErrorCase(
        ##"if x is y {%0A  add%0A  invite bob%0A}"##,
        ##"""
        error[near-miss]: `is` asks for a role in an account; a value is compared with `=`
         --> x.reeve:1:6
          |
        1 | if x is y {
          |      ^^ write `x = y`
          = for a role: `x is y in …`

        error[expected]: expected a name, found the end of the line
         --> x.reeve:2:6
          |
        2 |   add
          |      ^

        error[missing-clause]: `as` and `to` are missing
         --> x.reeve:3:13
          |
        3 |   invite bob
          |             ^ write `invite bob as … to …`
        fix: "="
        """##),
]
