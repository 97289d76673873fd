/// What the lexer refuses. `%0A` stands for the byte 0A.
let lexicalErrors: [ErrorCase] = [
    ErrorCase(
        ##"print "abc"##,
        ##"""
        error[unterminated-string]: the string that starts here is not closed on its line
         --> x.reeve:1:7
          |
        1 | print "abc
          |       ^^^^ close it with `"`
        """##),
    ErrorCase(
        ##"add user x%0Aprint "a %0Aadd user y"##,
        ##"""
        error[unterminated-string]: the string that starts here is not closed on its line
         --> x.reeve:2:7
          |
        2 | print "a 
          |       ^^^ close it with `"`
        """##),
    ErrorCase(
        ##"print "a \q b""##,
        ##"""
        error[bad-escape]: there is no such escape
         --> x.reeve:1:10
          |
        1 | print "a \q b"
          |          ^^ the escapes are `\"`, `\\`, `\n`, `\t`, `\u{…}` and `\{`
        """##),
    ErrorCase(
        ##"print "\u{d800}""##,
        ##"""
        error[bad-escape]: `\u` is followed by the number of a character
         --> x.reeve:1:8
          |
        1 | print "\u{d800}"
          |        ^^^^^^^^ write it as `\u{e9}`
        """##),
    ErrorCase(
        ##"print "a {b}""##,
        ##"""
        error[bad-interpolation]: in a string `{` begins a variable
         --> x.reeve:1:10
          |
        1 | print "a {b}"
          |          ^ write `\{` for a brace, or `{$x}`
        fix: "\\{"
        """##),
    ErrorCase(
        ##"print "a {$x""##,
        ##"""
        error[bad-interpolation]: a variable in a string is written `{$x}` or `{$x.plan}`
         --> x.reeve:1:10
          |
        1 | print "a {$x"
          |          ^^^ `}` is missing, or write `\{` for a brace
        """##),
    ErrorCase(
        ##"add user a%E2%80%8Bb"##,
        ##"""
        error[invisible-character]: the character U+200B cannot be seen
         --> x.reeve:1:11
          |
        1 | add user a\u{200b}b
          |           ^^^^^^^^ take it out
        fix: ""
        """##),
    ErrorCase(
        ##"# a comment with %E2%80%AE in it"##,
        ##"""
        error[invisible-character]: the character U+202E cannot be seen
         --> x.reeve:1:18
          |
        1 | # a comment with \u{202e} in it
          |                  ^^^^^^^^ take it out
        fix: ""
        """##),
    ErrorCase(
        ##"print "a%09b""##,
        ##"""
        error[invisible-character]: a tab inside a string
         --> x.reeve:1:9
          |
        1 | print "a    b"
          |         ^^^^ write `\t`
        fix: "\\t"
        """##),
    ErrorCase(
        ##"print "%C2%A0%E2%81%A6""##,
        ##"""
        error[invisible-character]: the character U+2066 cannot be seen
         --> x.reeve:1:9
          |
        1 | print " \u{2066}"
          |         ^^^^^^^^ take it out
        fix: ""
        """##),
    ErrorCase(
        ##"add user%C2%A0bob"##,
        ##"""
        error[unexpected-character]: a space that is not the plain one (U+00A0)
         --> x.reeve:1:9
          |
        1 | add user bob
          |         ^ write a plain space
        fix: " "
        """##),
    ErrorCase(
        ##"add user %FF%FE"##,
        ##"""
        error[invalid-utf8]: these bytes are not UTF-8
         --> x.reeve:1:10
          |
        1 | add user ��
          |          ^^ save the script as UTF-8
        """##),
    ErrorCase(
        ##"add user %C3"##,
        ##"""
        error[invalid-utf8]: these bytes are not UTF-8
         --> x.reeve:1:10
          |
        1 | add user �
          |          ^ save the script as UTF-8
        """##),
    ErrorCase(
        ##"add user x%00"##,
        ##"""
        error[invisible-character]: the character U+0000 cannot be seen
         --> x.reeve:1:11
          |
        1 | add user x\u{0}
          |           ^^^^^ take it out
        fix: ""
        """##),
    ErrorCase(
        ##"assign “bob” as “Company Admin” to acme"##,
        ##"""
        error[curly-quote]: a curly quote
         --> x.reeve:1:8
          |
        1 | assign “bob” as “Company Admin” to acme
          |        ^^^^^ write `assign "bob" as "Company Admin" to acme`
        fix: "assign \"bob\" as \"Company Admin\" to acme"
        """##),
    ErrorCase(
        ##"print “hello"##,
        ##"""
        error[curly-quote]: a curly quote
         --> x.reeve:1:7
          |
        1 | print “hello
          |       ^ write `print "hello`
        """##),
    ErrorCase(
        ##"print ‘hello’"##,
        ##"""
        error[curly-quote]: a curly quote
         --> x.reeve:1:7
          |
        1 | print ‘hello’
          |       ^^^^^^^ write `print "hello"`
        fix: "print \"hello\""
        """##),
    ErrorCase(
        ##"print "abc”"##,
        ##"""
        error[curly-quote]: a curly quote
         --> x.reeve:1:11
          |
        1 | print "abc”
          |           ^ write `print "abc"`
        fix: "print \"abc\""
        """##),
    ErrorCase(
        ##"add user O’Brien"##,
        ##"""
        error[curly-quote]: a curly quote
         --> x.reeve:1:11
          |
        1 | add user O’Brien
          |           ^ write `add user O"Brien`
        """##),
    ErrorCase(
        ##"add user 'bob'"##,
        ##"""
        error[unexpected-character]: a string stands in double quotes
         --> x.reeve:1:10
          |
        1 | add user 'bob'
          |          ^^^^^ write `"bob"`
        fix: "\"bob\""
        """##),
    ErrorCase(
        ##"add user 'bob"##,
        ##"""
        error[unexpected-character]: `'` does not belong here
         --> x.reeve:1:10
          |
        1 | add user 'bob
          |          ^ a name stands in double quotes
        """##),
    ErrorCase(
        ##"add user x%0Dadd user y"##,
        ##"""
        error[lone-carriage-return]: a carriage return without a line feed
         --> x.reeve:1:11
          |
        1 | add user x\radd user y
          |           ^^ end lines with a line feed
        fix: "\n"
        """##),
    ErrorCase(
        ##"let $a = $"##,
        ##"""
        error[expected]: a variable has a name
         --> x.reeve:1:10
          |
        1 | let $a = $
          |          ^ write `$name`
        """##),
    ErrorCase(
        ##"let $a = $c."##,
        ##"""
        error[unexpected-character]: a word does not end in `.`
         --> x.reeve:1:12
          |
        1 | let $a = $c.
          |            ^ leave it out, or write the name in double quotes
        fix: ""
        """##),
    ErrorCase(
        ##"add user acme."##,
        ##"""
        error[unexpected-character]: a word does not end in `.`
         --> x.reeve:1:14
          |
        1 | add user acme.
          |              ^ leave it out, or write the name in double quotes
        fix: ""
        """##),
    ErrorCase(
        ##"print "x" ..."##,
        ##"""
        error[unexpected-character]: a word does not end in `.`
         --> x.reeve:1:11
          |
        1 | print "x" ...
          |           ^^^ leave it out, or write the name in double quotes
        fix: ""
        """##),
    ErrorCase(
        ##"if $a == $b { }"##,
        ##"""
        error[unexpected-character]: `==` is written `=`
         --> x.reeve:1:7
          |
        1 | if $a == $b { }
          |       ^^ write `=`
        fix: "="
        """##),
    ErrorCase(
        ##"expect (a) <> (b)"##,
        ##"""
        error[unexpected-character]: `<>` is written `!=`
         --> x.reeve:1:12
          |
        1 | expect (a) <> (b)
          |            ^^ write `!=`
        fix: "!="
        """##),
    ErrorCase(
        ##"if $a = 1 && $b = 2 || $c = 3 { }"##,
        ##"""
        error[unexpected-character]: `&&` is written `and`
         --> x.reeve:1:11
          |
        1 | if $a = 1 && $b = 2 || $c = 3 { }
          |           ^^ write `and`

        error[unexpected-character]: `||` is written `or`
         --> x.reeve:1:21
          |
        1 | if $a = 1 && $b = 2 || $c = 3 { }
          |                     ^^ write `or`
        fix: "and"
        """##),
    ErrorCase(
        ##"if ! $a = 1 { }"##,
        ##"""
        error[unexpected-character]: `!` is written `not`
         --> x.reeve:1:4
          |
        1 | if ! $a = 1 { }
          |    ^ write `not`
        fix: "not "
        """##),
    ErrorCase(
        ##"add user x with plan: pro"##,
        ##"""
        error[unexpected-character]: `:` is written `=`
         --> x.reeve:1:21
          |
        1 | add user x with plan: pro
          |                     ^ a value is given with `=`
        fix: " ="
        """##),
    ErrorCase(
        ##"assign bob as Admin to *"##,
        ##"""
        error[unexpected-character]: every customer, now and later, is `all customers`
         --> x.reeve:1:24
          |
        1 | assign bob as Admin to *
          |                        ^ write `all customers`
        fix: "all customers"
        """##),
    ErrorCase(
        ##"assign bob as Admin to [acme, globex]"##,
        ##"""
        error[unexpected-character]: a list of names has no brackets
         --> x.reeve:1:24
          |
        1 | assign bob as Admin to [acme, globex]
          |                        ^^^^^^^^^^^^^^ write `acme, globex`
        fix: "acme, globex"
        """##),
    ErrorCase(
        ##"print %60x%60"##,
        ##"""
        error[unexpected-character]: a string stands in double quotes
         --> x.reeve:1:7
          |
        1 | print `x`
          |       ^^^ write `"x"`
        fix: "\"x\""
        """##),
    ErrorCase(
        ##"add user a & b"##,
        ##"""
        error[unexpected-character]: names in a list stand apart by `,`
         --> x.reeve:1:12
          |
        1 | add user a & b
          |            ^ write `,`
        fix: ","
        """##),
    ErrorCase(
        ##"param %x = 1"##,
        ##"""
        error[unexpected-character]: `%` does not belong here
         --> x.reeve:1:7
          |
        1 | param %x = 1
          |       ^ a variable is written `$name`
        """##),
    ErrorCase(
        ##"add user x → y"##,
        ##"""
        error[unexpected-character]: `→` does not belong here
         --> x.reeve:1:12
          |
        1 | add user x → y
          |            ^ a name with such a character stands in double quotes
        """##),
    ErrorCase(
        ##"add user x with seats = 10%"##,
        ##"""
        error[unexpected-character]: `%` does not belong here
         --> x.reeve:1:27
          |
        1 | add user x with seats = 10%
          |                           ^ a variable is written `$name`
        """##),
]
