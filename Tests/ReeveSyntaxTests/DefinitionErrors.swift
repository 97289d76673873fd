/// Definitions and control that are incomplete or wrong. `%0A` stands for the byte 0A.
let definitionErrors: [ErrorCase] = [
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
        error[near-miss]: `can` is missing
         --> x.reeve:1:17
          |
        1 | define role X { allow view }
          |                 ^^^^^ write `can allow`
        fix: "can "
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
          |                    ^ write `define procedure p() { … }`
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
        error[near-miss]: `=` is missing
         --> x.reeve:1:8
          |
        1 | let $x 1
          |        ^ write `=` before it
        fix: "= "
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
          |    ^^^^^^^^^^^^^ write `alice is Admin in acme`
        fix: " is "
        """##),
    ErrorCase(
        ##"if $a = 1 then print "x""##,
        ##"""
        error[near-miss]: what depends on a condition stands in a block
         --> x.reeve:1:11
          |
        1 | if $a = 1 then print "x"
          |           ^^^^ take it out, and write `{ … }`
        """##),
    ErrorCase(
        ##"if $a = 1 AND $b = 2 { }"##,
        ##"""
        error[near-miss]: keywords are written in small letters
         --> x.reeve:1:11
          |
        1 | if $a = 1 AND $b = 2 { }
          |           ^^^ write `and`
        fix: "and"
        """##),
    ErrorCase(
        ##"if $a { }"##,
        ##"""
        error[expected]: expected `contains`, `has`, `in`, `is` or a comparison, found `{`
         --> x.reeve:1:7
          |
        1 | if $a { }
          |       ^ what of $a? such as `$a = …`, `is`, `can` or `has`
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
]
