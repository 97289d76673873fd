/// What people type who know other tools. `%0A` stands for the byte 0A.
let nearMissErrors: [ErrorCase] = [
    ErrorCase(
        ##"grant Admin to alice"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | grant Admin to alice
          | ^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to …` or `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"grant alice Admin"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | grant alice Admin
          | ^^^^^^^^^^^^^^^^^ write `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"grant alice Admin in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | grant alice Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to acme` or `assign alice as Admin to acme`
        """##),
    ErrorCase(
        ##"give bob Viewer on acme, globex"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | give bob Viewer on acme, globex
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Viewer to acme, globex` or `assign bob as Viewer to acme, globex`
        """##),
    ErrorCase(
        ##"give bob access to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | give bob access to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as … to acme`
        """##),
    ErrorCase(
        ##"grant everything"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | grant everything
          | ^^^^^^^^^^^^^^^^ write `invite … as … to …` or `assign … as … to …`
        """##),
    ErrorCase(
        ##"make alice Admin"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | make alice Admin
          | ^^^^^^^^^^^^^^^^ write `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"make alice an Admin in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | make alice an Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to acme` or `assign alice as Admin to acme`
        """##),
    ErrorCase(
        ##"promote bob to Admin"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | promote bob to Admin
          | ^^^^^^^^^^^^^^^^^^^^ write `reassign bob as Admin`
        fix: "reassign bob as Admin"
        """##),
    ErrorCase(
        ##"add bob to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | add bob to acme
          | ^^^^^^^^^^^^^^^ write `invite bob as … to acme` or `assign bob as … to acme`
        """##),
    ErrorCase(
        ##"add user bob to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | add user bob to acme
          | ^^^^^^^^^^^^^^^^^^^^ write `invite bob as … to acme` or `assign bob as … to acme`
        """##),
    ErrorCase(
        ##"add bob to acme as Admin"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | add bob to acme as Admin
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Admin to acme` or `assign bob as Admin to acme`
        """##),
    ErrorCase(
        ##"assign bob Admin to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | assign bob Admin to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to acme`
        fix: "assign bob as Admin to acme"
        """##),
    ErrorCase(
        ##"assign bob Admin to all customers"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | assign bob Admin to all customers
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to all customers`
        fix: "assign bob as Admin to all customers"
        """##),
    ErrorCase(
        ##"assign bob as Admin in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | assign bob as Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to acme`
        fix: "assign bob as Admin to acme"
        """##),
    ErrorCase(
        ##"invite bob Admin to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | invite bob Admin to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Admin to acme`
        fix: "invite bob as Admin to acme"
        """##),
    ErrorCase(
        ##"assign Admin to bob in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | assign Admin to bob in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Admin to acme` or `assign bob as Admin to acme`
        """##),
    ErrorCase(
        ##"remove bob from acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | remove bob from acme
          | ^^^^^^^^^^^^^^^^^^^^ write `uninvite bob from acme` or `unassign bob from acme`
        """##),
    ErrorCase(
        ##"remove user bob from acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | remove user bob from acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^ write `uninvite bob from acme` or `unassign bob from acme`
        """##),
    ErrorCase(
        ##"revoke Admin from bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | revoke Admin from bob
          | ^^^^^^^^^^^^^^^^^^^^^ write `unassign Admin from bob` or `unassign bob from …`
        """##),
    ErrorCase(
        ##"revoke bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | revoke bob
          | ^^^^^^^^^^ write `uninvite bob from …` or `unassign bob from …`
        """##),
    ErrorCase(
        ##"delete user x"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | delete user x
          | ^^^^^^^^^^^^^ write `remove user x`
        fix: "remove user x"
        """##),
    ErrorCase(
        ##"delete recipe "Sync orders" in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | delete recipe "Sync orders" in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `remove recipe "Sync orders" in acme`
        fix: "remove recipe \"Sync orders\" in acme"
        """##),
    ErrorCase(
        ##"delete x"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | delete x
          | ^^^^^^^^ write `remove … x`
        """##),
    ErrorCase(
        ##"drop customer acme and everything in it"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | drop customer acme and everything in it
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `remove customer acme and everything in it`
        fix: "remove customer acme and everything in it"
        """##),
    ErrorCase(
        ##"create user bob with email = b@c"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | create user bob with email = b@c
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `add user bob with email = b@c`
        fix: "add user bob with email = b@c"
        """##),
    ErrorCase(
        ##"create role Admin { can view recipe }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | create role Admin { can view recipe }
          | ^^^^^^^^^^^^^^^^^ write `define role Admin`
        fix: "define role Admin"
        """##),
    ErrorCase(
        ##"create bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | create bob
          | ^^^^^^^^^^ write `add … bob`
        """##),
    ErrorCase(
        ##"insert user bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | insert user bob
          | ^^^^^^^^^^^^^^^ write `add user bob`
        fix: "add user bob"
        """##),
    ErrorCase(
        ##"update user bob set email = b@c"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | update user bob set email = b@c
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change user bob with email = b@c`
        fix: "change user bob with email = b@c"
        """##),
    ErrorCase(
        ##"update customer acme with plan = pro"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | update customer acme with plan = pro
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change customer acme with plan = pro`
        fix: "change customer acme with plan = pro"
        """##),
    ErrorCase(
        ##"set customer acme plan = pro"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | set customer acme plan = pro
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change customer acme with plan = pro`
        fix: "change customer acme with plan = pro"
        """##),
    ErrorCase(
        ##"set $x = 1"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | set $x = 1
          | ^^^^^^^^^^ write `let $x = 1`
        fix: "let $x = 1"
        """##),
    ErrorCase(
        ##"change plan of customer acme to pro"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | change plan of customer acme to pro
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change customer acme with plan = pro`
        fix: "change customer acme with plan = pro"
        """##),
    ErrorCase(
        ##"disable bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | disable bob
          | ^^^^^^^^^^^ write `disable user bob`
        fix: "disable user bob"
        """##),
    ErrorCase(
        ##"rename alice to alice.ng"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | rename alice to alice.ng
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `rename … alice to alice.ng`
        """##),
    ErrorCase(
        ##"reset password for bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | reset password for bob
          | ^^^^^^^^^^^^^^^^^^^^^^ write `reset password of bob`
        fix: "reset password of bob"
        """##),
    ErrorCase(
        ##"allow bob to edit recipe in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | allow bob to edit recipe in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `define role … { can edit recipe }`
        """##),
    ErrorCase(
        ##"deny bob edit"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | deny bob edit
          | ^^^^^^^^^^^^^ write `define rule … { forbid … when … }`
        """##),
    ErrorCase(
        ##"share acme with bob"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | share acme with bob
          | ^^^^^^^^^^^^^^^^^^^ write `invite … as … to …` or `assign … as … to …`
        """##),
    ErrorCase(
        ##"transfer acme from bob to alice"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | transfer acme from bob to alice
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `hand over acme from bob to alice`
        fix: "hand over acme from bob to alice"
        """##),
    ErrorCase(
        ##"transfer acme to alice"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | transfer acme to alice
          | ^^^^^^^^^^^^^^^^^^^^^^ write `hand over acme from … to alice`
        """##),
    ErrorCase(
        ##"foreach $c in customers { prin x }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | foreach $c in customers { prin x }
          | ^^^^^^^^^^^^^^^^^^^^^^^ write `for each $c in customers`

        error[unknown-statement]: no statement begins with `prin`
         --> x.reeve:1:27
          |
        1 | foreach $c in customers { prin x }
          |                           ^^^^ did you mean `print`?
        fix: "for each $c in customers"
        """##),
    ErrorCase(
        ##"for $c in customers { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | for $c in customers { }
          | ^^^^^^^^^^^^^^^^^^^ write `for each $c in customers`
        fix: "for each $c in customers"
        """##),
    ErrorCase(
        ##"for c in customers { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | for c in customers { }
          | ^^^^^^^^^^^^^^^^^^ write `for each $c in customers`
        fix: "for each $c in customers"
        """##),
    ErrorCase(
        ##"if $a = 1 { } %0Aelif $a = 2 { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:2:1
          |
        2 | elif $a = 2 { }
          | ^^^^^^^^^^^ write `else if $a = 2`
        fix: "else if $a = 2"
        """##),
    ErrorCase(
        ##"while $a = 1 { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | while $a = 1 { }
          | ^^^^^^^^^^^^ write `for each $x in … { … }`
        """##),
    ErrorCase(
        ##"import "x.reeve""##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | import "x.reeve"
          | ^^^^^^^^^^^^^^^^ write `use "x.reeve"`
        fix: "use \"x.reeve\""
        """##),
    ErrorCase(
        ##"include "x.reeve""##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | include "x.reeve"
          | ^^^^^^^^^^^^^^^^^ write `use "x.reeve"`
        fix: "use \"x.reeve\""
        """##),
    ErrorCase(
        ##"def onboard($c) { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | def onboard($c) { }
          | ^^^^^^^^^^^^^^^ write `define procedure onboard ($c)`
        fix: "define procedure onboard ($c)"
        """##),
    ErrorCase(
        ##"function onboard($c) { }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | function onboard($c) { }
          | ^^^^^^^^^^^^^^^^^^^^ write `define procedure onboard ($c)`
        fix: "define procedure onboard ($c)"
        """##),
    ErrorCase(
        ##"role Admin { can view recipe }"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | role Admin { can view recipe }
          | ^^^^^^^^^^ write `define role Admin`
        fix: "define role Admin"
        """##),
    ErrorCase(
        ##"echo "x""##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | echo "x"
          | ^^^^^^^^ write `print "x"`
        fix: "print \"x\""
        """##),
    ErrorCase(
        ##"list users"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | list users
          | ^^^^^^^^^^ write `show users`
        fix: "show users"
        """##),
    ErrorCase(
        ##"can alice edit recipe on acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | can alice edit recipe on acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `can alice edit recipe in acme`
        fix: "can alice edit recipe in acme"
        """##),
    ErrorCase(
        ##"why is alice in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | why is alice in acme
          | ^^^^^^^^^^^^^^^^^^^^ write `why can … in …`
        """##),
    ErrorCase(
        ##"login alice"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | login alice
          | ^^^^^^^^^^^ write `act as … in … { … }`
        """##),
    ErrorCase(
        ##"switch to acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | switch to acme
          | ^^^^^^^^^^^^^^ write `act as … in acme { … }`
        """##),
    ErrorCase(
        ##"assert alice is Admin in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | assert alice is Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `expect alice is Admin in acme`
        fix: "expect alice is Admin in acme"
        """##),
    ErrorCase(
        ##"run recipe "Sync orders" in acme"##,
        ##"""
        error[near-miss]: this is not how it is said here
         --> x.reeve:1:1
          |
        1 | run recipe "Sync orders" in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `do run recipe "Sync orders" in acme`
        fix: "do run recipe \"Sync orders\" in acme"
        """##),
]
