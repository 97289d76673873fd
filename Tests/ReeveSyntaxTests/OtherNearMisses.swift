/// What people type for the rest, who know other tools. `%0A` stands for the byte 0A.
let otherNearMisses: [ErrorCase] = [
    ErrorCase(
        ##"delete recipe "Sync orders" in acme"##,
        ##"""
        error[near-miss]: `delete` is said `remove` here
         --> x.reeve:1:1
          |
        1 | delete recipe "Sync orders" in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `remove recipe "Sync orders" in acme`
        fix: "remove recipe \"Sync orders\" in acme"
        """##),
    ErrorCase(
        ##"delete x"##,
        ##"""
        error[near-miss]: `delete` is said `remove` here
         --> x.reeve:1:1
          |
        1 | delete x
          | ^^^^^^^^ write `remove … x`
        """##),
    ErrorCase(
        ##"drop customer acme and everything in it"##,
        ##"""
        error[near-miss]: `drop` is said `remove` here
         --> x.reeve:1:1
          |
        1 | drop customer acme and everything in it
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `remove customer acme and everything in it`
        fix: "remove customer acme and everything in it"
        """##),
    ErrorCase(
        ##"create user bob with email = b@c"##,
        ##"""
        error[near-miss]: `create` is said `add` here
         --> x.reeve:1:1
          |
        1 | create user bob with email = b@c
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `add user bob with email = b@c`
        fix: "add user bob with email = b@c"
        """##),
    ErrorCase(
        ##"create role Admin { can view recipe }"##,
        ##"""
        error[near-miss]: `create` is said `define` here
         --> x.reeve:1:1
          |
        1 | create role Admin { can view recipe }
          | ^^^^^^^^^^^^^^^^^ write `define role Admin`
        fix: "define role Admin"
        """##),
    ErrorCase(
        ##"create bob"##,
        ##"""
        error[near-miss]: `create` is said `add` here
         --> x.reeve:1:1
          |
        1 | create bob
          | ^^^^^^^^^^ write `add … bob`
        """##),
    ErrorCase(
        ##"insert user bob"##,
        ##"""
        error[near-miss]: `insert` is said `add` here
         --> x.reeve:1:1
          |
        1 | insert user bob
          | ^^^^^^^^^^^^^^^ write `add user bob`
        fix: "add user bob"
        """##),
    ErrorCase(
        ##"update user bob set email = b@c"##,
        ##"""
        error[near-miss]: `update` is said `change` here
         --> x.reeve:1:1
          |
        1 | update user bob set email = b@c
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change user bob with email = b@c`
        fix: "change user bob with email = b@c"
        """##),
    ErrorCase(
        ##"update customer acme with plan = pro"##,
        ##"""
        error[near-miss]: `update` is said `change` here
         --> x.reeve:1:1
          |
        1 | update customer acme with plan = pro
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change customer acme with plan = pro`
        fix: "change customer acme with plan = pro"
        """##),
    ErrorCase(
        ##"set customer acme plan = pro"##,
        ##"""
        error[near-miss]: `set` is said `change` here
         --> x.reeve:1:1
          |
        1 | set customer acme plan = pro
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `change customer acme with plan = pro`
        fix: "change customer acme with plan = pro"
        """##),
    ErrorCase(
        ##"set $x = 1"##,
        ##"""
        error[near-miss]: `set` is said `let` here
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
        error[near-miss]: `user` is missing
         --> x.reeve:1:1
          |
        1 | disable bob
          | ^^^^^^^^^^^ write `disable user bob`
        fix: "disable user bob"
        """##),
    ErrorCase(
        ##"rename alice to alice.ng"##,
        ##"""
        error[near-miss]: what kind of thing is renamed is missing
         --> x.reeve:1:1
          |
        1 | rename alice to alice.ng
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `rename customer alice to alice.ng` or `rename user alice to alice.ng`
        """##),
    ErrorCase(
        ##"reset password for bob"##,
        ##"""
        error[near-miss]: `for` stands where `of` belongs
         --> x.reeve:1:1
          |
        1 | reset password for bob
          | ^^^^^^^^^^^^^^^^^^^^^^ write `reset password of bob`
        fix: "reset password of bob"
        """##),
    ErrorCase(
        ##"foreach $c in customers { prin x }"##,
        ##"""
        error[near-miss]: `foreach` is said `for each` here
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
        error[near-miss]: `each` is missing
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
        error[near-miss]: `elif` is said `else if` here
         --> x.reeve:2:1
          |
        2 | elif $a = 2 { }
          | ^^^^^^^^^^^ write `else if $a = 2`
        fix: "else if $a = 2"
        """##),
    ErrorCase(
        ##"while $a = 1 { }"##,
        ##"""
        error[near-miss]: `while` is said `for each` here
         --> x.reeve:1:1
          |
        1 | while $a = 1 { }
          | ^^^^^^^^^^^^ write `for each $x in … { … }`
        """##),
    ErrorCase(
        ##"import "x.reeve""##,
        ##"""
        error[near-miss]: `import` is said `use` here
         --> x.reeve:1:1
          |
        1 | import "x.reeve"
          | ^^^^^^^^^^^^^^^^ write `use "x.reeve"`
        fix: "use \"x.reeve\""
        """##),
    ErrorCase(
        ##"include "x.reeve""##,
        ##"""
        error[near-miss]: `include` is said `use` here
         --> x.reeve:1:1
          |
        1 | include "x.reeve"
          | ^^^^^^^^^^^^^^^^^ write `use "x.reeve"`
        fix: "use \"x.reeve\""
        """##),
    ErrorCase(
        ##"def onboard($c) { }"##,
        ##"""
        error[near-miss]: `def` is said `define procedure` here
         --> x.reeve:1:1
          |
        1 | def onboard($c) { }
          | ^^^^^^^^^^^^^^^ write `define procedure onboard($c)`
        fix: "define procedure onboard($c)"
        """##),
    ErrorCase(
        ##"function onboard($c) { }"##,
        ##"""
        error[near-miss]: `function` is said `define procedure` here
         --> x.reeve:1:1
          |
        1 | function onboard($c) { }
          | ^^^^^^^^^^^^^^^^^^^^ write `define procedure onboard($c)`
        fix: "define procedure onboard($c)"
        """##),
    ErrorCase(
        ##"role Admin { can view recipe }"##,
        ##"""
        error[near-miss]: `define` is missing before `role`
         --> x.reeve:1:1
          |
        1 | role Admin { can view recipe }
          | ^^^^^^^^^^ write `define role Admin`
        fix: "define role Admin"
        """##),
    ErrorCase(
        ##"echo "x""##,
        ##"""
        error[near-miss]: `echo` is said `print` here
         --> x.reeve:1:1
          |
        1 | echo "x"
          | ^^^^^^^^ write `print "x"`
        fix: "print \"x\""
        """##),
    ErrorCase(
        ##"list users"##,
        ##"""
        error[near-miss]: `list` is said `show` here
         --> x.reeve:1:1
          |
        1 | list users
          | ^^^^^^^^^^ write `show users`
        fix: "show users"
        """##),
    ErrorCase(
        ##"can alice edit recipe on acme"##,
        ##"""
        error[near-miss]: `on` stands where `in` belongs
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
        error[near-miss]: `login` is said `act` here
         --> x.reeve:1:1
          |
        1 | login alice
          | ^^^^^^^^^^^ write `act as … in … { … }`
        """##),
    ErrorCase(
        ##"switch to acme"##,
        ##"""
        error[near-miss]: `switch` is said `act` here
         --> x.reeve:1:1
          |
        1 | switch to acme
          | ^^^^^^^^^^^^^^ write `act as … in acme { … }`
        """##),
    ErrorCase(
        ##"assert alice is Admin in acme"##,
        ##"""
        error[near-miss]: `assert` is said `expect` here
         --> x.reeve:1:1
          |
        1 | assert alice is Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `expect alice is Admin in acme`
        fix: "expect alice is Admin in acme"
        """##),
    ErrorCase(
        ##"run recipe "Sync orders" in acme"##,
        ##"""
        error[near-miss]: `do` is missing before `run`
         --> x.reeve:1:1
          |
        1 | run recipe "Sync orders" in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `do run recipe "Sync orders" in acme`
        fix: "do run recipe \"Sync orders\" in acme"
        """##),
]
