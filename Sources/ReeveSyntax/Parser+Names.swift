/// Names, values, places, and the lists of them.
extension Parser {
    /// ```ebnf
    /// name = word | string | template | variable ;
    /// ```
    /// Any word is one, keyword or not.
    @inline(__always)
    mutating func parseName() throws(SyntaxFailure) -> NameSyntax {
        guard !atEnd, current.kind.isName else {
            expectedThings.insert(.name)
            throw failExpected()
        }
        let token = current
        advance()
        return name(token)
    }

    @inline(__always)
    func name(_ token: Token) -> NameSyntax {
        let form: NameSyntax.Form =
            switch token.kind {
            case .word: .word
            case .string: .string
            case .variable: .variable
            default: .template
            }
        return NameSyntax(form, token.symbol, extra: token.extra, token.range)
    }

    /// ```ebnf
    /// other-name = ? word that could not go on the sentence ? | string | template | variable ;
    /// ```
    /// True where an optional name stands here.
    mutating func atOtherName(_ goingOn: KeywordSet = []) -> Bool {
        isOtherName(current, goingOn) && !atEnd
    }

    func isOtherName(_ token: Token, _ goingOn: KeywordSet = []) -> Bool {
        token.kind.isName && !token.isOne(of: follow) && !token.isOne(of: goingOn)
    }

    /// ```ebnf
    /// names = name { "," name } ;
    /// ```
    @inline(__always)
    mutating func parseNames() throws(SyntaxFailure) -> NamesSyntax {
        var names = NamesSyntax(first: try parseName())
        while accept(.comma, .comma) { names.rest.append(try parseName()) }
        return names
    }

    /// ```ebnf
    /// variable-name = ? $ followed by the characters of a word other than . ? ;
    /// ```
    mutating func parseVariableName() throws(SyntaxFailure) -> NameSyntax {
        expectedThings.insert(.variable)
        guard !atEnd, current.kind == .variable, current.extra < 0 else {
            if !atEnd, current.kind == .word {
                let word = typed(current.range)
                throw fail(
                    "near-miss", "a variable begins with `$`", current.range, label: "write `$\(word)`",
                    fix: Diagnostic.Fix(range: current.range, replacement: "$" + source.text(current.range)))
            }
            throw failExpected()
        }
        return try parseName()
    }

    /// ```ebnf
    /// value = name | duration ;
    /// duration = number ( "minutes" | "hours" | "days" | "weeks" | "minute" | "hour" | "day" | "week" ) ;
    /// ```
    mutating func parseValue() throws(SyntaxFailure) -> ValueSyntax {
        expectedThings.insert(.value)
        guard !atEnd, current.kind.isName else { throw failExpected() }
        let token = current
        advance()
        let name = name(token)
        guard !atEnd, token.kind == .word, let unit = durationUnit(current), isNumber(token) else {
            return ValueSyntax(name: name, range: name.range)
        }
        let range = name.range.joined(current.range)
        advance()
        return ValueSyntax(name: name, unit: unit, range: range)
    }

    private func durationUnit(_ token: Token) -> DurationUnit? {
        switch token.keyword {
        case .minute, .minutes: .minutes
        case .hour, .hours: .hours
        case .day, .days: .days
        case .week, .weeks: .weeks
        default: nil
        }
    }

    private func isNumber(_ token: Token) -> Bool {
        let bytes = source.bytes[Int(token.range.start)..<Int(token.range.end)]
        return bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    /// ```ebnf
    /// place = name | noun other-name [ "in" place ] ;
    /// ```
    /// A kind stands before the name where two names follow each other.
    mutating func parsePlace(_ goingOn: KeywordSet = []) throws(SyntaxFailure) -> PlaceSyntax {
        var steps: [PlaceSyntax.Step] = []
        let start = current.range
        while true {
            let first = try parseName()
            let isKind = first.form == .word || first.form == .string
            guard isKind, atOtherName(goingOn.union([.in])) else {
                steps.append(PlaceSyntax.Step(kind: nil, name: first))
                break
            }
            steps.append(PlaceSyntax.Step(kind: first, name: try parseName()))
            guard accept(.in) else { break }
        }
        return PlaceSyntax(steps: steps, range: SourceRange(start.start, previousEnd))
    }

    /// ```ebnf
    /// settings = setting { "," setting } ;
    /// setting = name "=" value ;
    /// ```
    mutating func parseSettings() throws(SyntaxFailure) -> [SettingSyntax] {
        var settings: [SettingSyntax] = []
        repeat {
            let attribute = try parseName()
            guard accept(.equal, .equal) else {
                if at(.is) || at(.to) {
                    throw fail(
                        "near-miss", "a value is given with `=`", current.range, label: "write `=`",
                        fix: Diagnostic.Fix(range: current.range, replacement: "="))
                }
                if atEnd || !current.kind.isName { throw failExpected() }
                throw failExpected(label: "write `\(typed(attribute.range)) = \(typed(current.range))`")
            }
            settings.append(SettingSyntax(attribute: attribute, value: try parseValue()))
        } while accept(.comma, .comma)
        return settings
    }

    /// ```ebnf
    /// reason = "because" ( string | template | variable ) ;
    /// ```
    /// Reads what follows `because`.
    mutating func parseReason() throws(SyntaxFailure) -> NameSyntax {
        expectedThings.insert(.string)
        guard !atEnd, current.kind.isName, current.kind != .word else {
            throw failExpected(label: "a reason stands in double quotes: `because \"…\"`")
        }
        return try parseName()
    }

    // MARK: Clauses

    /// Fails where a clause stands a second time. `seen` is what the statement has so far.
    mutating func once(_ keyword: Keyword, _ seen: inout KeywordSet) throws(SyntaxFailure) {
        guard seen.contains(keyword) else {
            seen.insert(keyword)
            return
        }
        throw fail(
            "doubled-clause", "`\(keyword.spelling)` stands here a second time", current.range,
            label: "one of the two is too many")
    }
}
