/// Statements on access and records that are incomplete or wrong. `%0A` stands for the byte 0A.
let accessErrors: [ErrorCase] = [
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
          = for every customer, now and later: assign bob as Admin to all customers
        """##),
    ErrorCase(
        ##"invite bob as Admin to customers where plan = pro"##,
        ##"""
        error[near-miss]: a set is given a name before its members stand here
         --> x.reeve:1:24
          |
        1 | invite bob as Admin to customers where plan = pro
          |                        ^^^^^^^^^^^^^^^ write `let $c = customers where plan = pro`, then `invite bob as Admin to $c`
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
          = only those of now: `let $c = customers where plan = pro`, then `assign bob as Admin to $c`
        fix: "all "
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
         --> x.reeve:1:46
          |
        1 | assign bob as Admin to acme until 2026-12-31 for 8 hours
          |                                              ^^^ keep one of them
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme for 8"##,
        ##"""
        error[expected]: `for` is followed by a number and its unit
         --> x.reeve:1:33
          |
        1 | assign bob as Admin to acme for 8
          |                                 ^ such as `for 8 hours`
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme because tired"##,
        ##"""
        error[near-miss]: a reason is a text in double quotes
         --> x.reeve:1:37
          |
        1 | assign bob as Admin to acme because tired
          |                                     ^^^^^ write `"tired"`
        fix: "\"tired\""
        """##),
    ErrorCase(
        ##"assign bob as Admin to acme form 2026-01-01"##,
        ##"""
        error[near-miss]: `form` stands where `from` belongs
         --> x.reeve:1:29
          |
        1 | assign bob as Admin to acme form 2026-01-01
          |                             ^^^^ write `from`
        fix: "from"
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
        error[near-miss]: a name of several words stands in double quotes
         --> x.reeve:1:10
          |
        1 | add user bob smith
          |          ^^^^^^^^^ write `"bob smith"`
        fix: "\"bob smith\""
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
        error[near-miss]: `=` is missing
         --> x.reeve:1:25
          |
        1 | add user bob with email b@c
          |                         ^^^ write `=` before it
        fix: "= "
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
          |                                    ^ write `and everything in it`
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
]
