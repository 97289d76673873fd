/// Questions, tests, open blocks and what comes behind an error. `%0A` stands for the byte 0A.
let recoveryErrors: [ErrorCase] = [
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
          |               ^ of which kind? `edit …`
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
          |     ^ such as `users`, or `customers where …`
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
          |      ^ such as `users`, or `customers where …`
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
          |         ^ what is tried and expected stands in a block: `{ … }`
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
        fix: "}\n"
        """##),
    ErrorCase(
        ##"act as x {"##,
        ##"""
        error[unclosed-block]: this `{` is not closed
         --> x.reeve:1:10
          |
        1 | act as x {
          |          ^ `}` is missing
        fix: "}\n"
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
        error[near-miss]: `a` is too much here
         --> x.reeve:1:8
          |
        1 | print (a b)
          |        ^^ take `a` out
        fix: ""
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
        error[near-miss]: keywords are written in small letters
         --> x.reeve:1:1
          |
        1 | ASSIGN bob as Admin to acme
          | ^^^^^^ write `assign`
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
        error[missing-clause]: `assign` whom?
         --> x.reeve:1:8
          |
        1 | assign as
          |        ^^ write `assign … as …`

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
