/// Small changes that make a sentence of what could not be read: a word in the place of another, one put in, one taken
/// out. Each is tried, and offered only where the statement can then be read.
extension Parser {
    private struct Rewording {
        var edits: [(range: SourceRange, text: String)]
        var message: String
        var label: String
    }

    /// So many errors of one script are looked at; behind them nobody reads on.
    private static let mostReworded = 64

    /// A better message for a statement that a small change would mend.
    /// - Parameter opening: of a line in a definition's body, what makes a script of it: `define role x {`.
    mutating func reworded(_ diagnostic: Diagnostic, _ written: [Token], within opening: String = "") -> Diagnostic? {
        // A message of its own knows better.
        guard isRewording, errors.count < Self.mostReworded,
            diagnostic.code != "expected" || diagnostic.message.hasPrefix("expected "), let first = written.first,
            let last = written.last
        else { return nil }
        // Where it was noticed; a statement that ends too early, behind its last token.
        let at = written.firstIndex { $0.range.start >= diagnostic.range.start } ?? written.count
        let whole = first.range.joined(last.range)
        let tries = (opening.isEmpty ? [] : lines(written, at)) + rewordings(written, at)
        for rewording in tries where reads(rewording, whole, opening) {
            var better = diagnostic
            better.code = "near-miss"
            better.message = rewording.message
            better.label = rewording.label
            better.notes = []
            guard let start = rewording.edits.map(\.range.start).min(),
                let end = rewording.edits.map(\.range.end).max()
            else { continue }
            let range = SourceRange(start, end)
            better.range = range.start == range.end ? diagnostic.range : range
            better.fix = Diagnostic.Fix(range: range, replacement: text(rewording, range))
            return better
        }
        return nil
    }

    private func text(_ rewording: Rewording, _ range: SourceRange) -> String {
        var out = ""
        var place = range.start
        for edit in rewording.edits.sorted(by: { $0.range.start < $1.range.start }) {
            out += source.text(SourceRange(place, edit.range.start)) + edit.text
            place = edit.range.end
        }
        return out + source.text(SourceRange(place, range.end))
    }

    /// Whether the statement can be read with these changes; of one with a block, its head.
    private mutating func reads(_ rewording: Rewording, _ whole: SourceRange, _ opening: String) -> Bool {
        var changed = text(rewording, whole)
        let next = lexed(index(behind: whole.end))
        if next.kind == .leftBrace { changed += " { }" }
        if !opening.isEmpty { changed = opening + " " + changed + " }" }
        var trial = Parser(SourceText(name: "", text: changed), symbols: SymbolTable(), limits: limits)
        trial.isRewording = false
        var count = 0
        while trial.nextStatement() != nil { count += 1 }
        return count == 1 && !trial.hasErrors
    }

    private func index(behind offset: Int32) -> Int {
        tokens.firstIndex { $0.range.start >= offset } ?? tokens.count - 1
    }

    // MARK: What is tried, the likeliest first

    /// Of a line in a role's body: `view recipe`, `extends Operator`, `can view recipe, can view job`.
    private func lines(_ written: [Token], _ at: Int) -> [Rewording] {
        guard let first = written.first else { return [] }
        var found: [Rewording] = []
        for keyword in [Keyword.can, .includes] {
            let words = Self.synonyms.first { $0.keyword == keyword }?.words ?? []
            if isWord(first, words) { found.append(stands(first, keyword, [(first.range, keyword.spelling)])) }
        }
        if let last = written.last, isWord(first, ["cannot"]) {
            found.append(
                Rewording(
                    edits: [(first.range.joined(last.range), "")],
                    message: "a role says what it permits; what it does not say is not permitted", label: "take it out")
            )
        }
        if at == 0, first.kind == .word, !isWord(first, ["cannot"]) {
            found.append(
                Rewording(
                    edits: [(SourceRange(first.range.start, first.range.start), "can ")],
                    message: "`can` is missing", label: "write `can \(typed(first.range))`"))
        }
        for (place, token) in written.enumerated()
        where token.kind == .comma && place + 1 < written.count && written[place + 1].isOne(of: [.can, .includes]) {
            found.append(
                Rewording(
                    edits: [(token.range, ";")], message: "each `can` is a line of its own",
                    label: "write `;`, or begin a new line"))
        }
        return found
    }

    private func rewordings(_ written: [Token], _ at: Int) -> [Rewording] {
        var found = capitals(written) + everyCustomer(written) + ends(written, at)
        if at < written.count {
            found +=
                slips(written, at) + reasons(written, at) + nouns(written, at) + lists(written, at)
                + synonyms(written, at)
            found += missing(written, at) + severalWords(written, at)
        }
        return found
    }

    /// `INVITE grace AS Viewer TO acme`
    private func capitals(_ written: [Token]) -> [Rewording] {
        let edits = written.compactMap { token -> (SourceRange, String)? in
            guard token.kind == .word, token.range.end - token.range.start < 16 else { return nil }
            let (text, small) = (source.text(token.range), source.text(token.range).lowercased())
            return text != small && Self.keywords.contains(small) ? (token.range, small) : nil
        }
        guard !edits.isEmpty else { return [] }
        let words = edits.map { "`\($0.1)`" }.joined(separator: ", ")
        return [Rewording(edits: edits, message: "keywords are written in small letters", label: "write \(words)")]
    }

    private static let keywords = Set(Keyword.allCases.map(\.spelling))

    /// `to every customer`, `to all the customers`
    private func everyCustomer(_ written: [Token]) -> [Rewording] {
        for (place, token) in written.enumerated() where place > 0 && isWord(token, Self.everyWords) {
            var end = place + 1
            while end < written.count, isWord(written[end], ["of", "the", "our", "my"]) { end += 1 }
            guard end < written.count, isWord(written[end], ["customer", "customers", "accounts", "clients"]) else {
                continue
            }
            return [
                Rewording(
                    edits: [(token.range.joined(written[end].range), "all customers")],
                    message: "every customer, now and later, is `all customers`", label: "write `all customers`")
            ]
        }
        return []
    }

    private static let everyWords = ["all", "every", "each", "any"]

    /// `acme, globex,`
    private func ends(_ written: [Token], _ at: Int) -> [Rewording] {
        guard at == written.count, let last = written.last, last.kind == .comma else { return [] }
        return [
            Rewording(edits: [(last.range, "")], message: "a name is missing behind `,`", label: "take this `,` out")
        ]
    }

    /// `because yearly audit`
    private func reasons(_ written: [Token], _ at: Int) -> [Rewording] {
        guard at > 0, written[at - 1].is(.because), written[at].kind == .word else { return [] }
        var last = at
        while last + 1 < written.count, written[last + 1].kind == .word,
            !written[last + 1].isOne(of: [.until, .to, .from, .as])
        { last += 1 }
        let range = written[at].range.joined(written[last].range)
        return [
            Rewording(
                edits: [(range, "\"\(source.text(range))\"")], message: "a reason is a text in double quotes",
                label: "write `\"\(typed(range))\"`")
        ]
    }

    /// `to customer acme`, `as a Viewer`, `then`
    private func nouns(_ written: [Token], _ at: Int) -> [Rewording] {
        var found: [Rewording] = []
        func takeOut(_ place: Int, _ message: String) {
            guard place > 0, place < written.count else { return }
            let start = written[place].range.start
            let end = place + 1 < written.count ? written[place + 1].range.start : written[place].range.end
            found.append(
                Rewording(
                    edits: [(SourceRange(start, end), "")], message: message,
                    label: "take `\(typed(written[place].range))` out"))
        }
        for place in [at - 1, at] where place > 0 && place < written.count {
            let token = written[place]
            if isWord(token, ["customer", "customers", "account", "client"]) {
                takeOut(place, "a customer is named by its name alone")
            } else if isWord(token, ["user", "users", "member", "manager"]) {
                takeOut(place, "a user is named by the name alone")
            } else if isWord(token, ["role", "roles"]) {
                takeOut(place, "a role is named by its name alone")
            } else if isWord(token, ["a", "an", "the", "then", "do", "new", "please"]) {
                takeOut(place, "`\(typed(token.range))` is too much here")
            }
        }
        if written[at].kind == .leftParenthesis,
            let close = written.indices.last(where: { written[$0].kind == .rightParenthesis })
        {
            found.append(
                Rewording(
                    edits: [(written[at].range, ""), (written[close].range, "")],
                    message: "a list of names has no parentheses", label: "take them out"))
        }
        return found
    }

    /// `grace and ivan`, `with plan = pro and region = EU`
    private func lists(_ written: [Token], _ at: Int) -> [Rewording] {
        guard at > 0, at + 1 < written.count, isWord(written[at], ["and", "plus", "or"]) else { return [] }
        // Each of several goes, and a comma comes to stand behind the name before.
        let edits = written.indices.filter { $0 >= at && $0 > 0 && isWord(written[$0], ["and", "plus", "or"]) }.map {
            (SourceRange(written[$0 - 1].range.end, written[$0].range.end), ",")
        }
        let isSetting = written[..<at].contains { $0.kind == .equal }
        return [
            Rewording(
                edits: edits, message: isSetting ? "settings stand apart by `,`" : "names in a list stand apart by `,`",
                label: "write `,`")
        ]
    }

    /// What is said for a clause word in English or in other tools.
    private static let synonyms: [(keyword: Keyword, words: [String])] = [
        (.to, ["in", "on", "at", "for", "into", "onto", "of", "within"]),
        (.from, ["in", "on", "at", "to", "of", "for"]),
        (.in, ["on", "at", "for", "of", "to", "inside", "within", "from"]),
        (.of, ["for", "in", "from", "at", "on"]),
        (.until, ["till", "til", "expires", "expiring", "ends", "through", "by", "before", "to"]),
        (.except, ["but", "without", "excluding", "besides", "minus", "except"]),
        (.because, ["reason", "since", "comment", "note", "cause"]),
        (.where, ["with", "if", "when", "having", "whose", "that"]),
        (.with, ["set", "where", "having", "using"]),
        (.as, ["is", "role", "like", "being", "to"]),
        (.can, ["may", "allow", "allows", "permit", "permits"]),
        (.includes, ["include", "extends", "inherits", "extend", "inherit"]),
        (.anything, ["everything", "all", "any"]),
        (.require, ["requires", "must", "ensure"]),
    ]

    private func synonyms(_ written: [Token], _ at: Int) -> [Rewording] {
        var found: [Rewording] = []
        // The word before may have been taken for a name.
        for place in [at, at - 1] where place > 0 {
            let token = written[place]
            guard token.kind == .word, token.range.end - token.range.start < 16,
                place == at || !token.isOne(of: Self.clauseWords)
            else { continue }
            let word = source.text(token.range).lowercased()
            for entry in Self.synonyms where entry.words.contains(word) && entry.keyword.spelling != word {
                var edits = [(token.range, entry.keyword.spelling)]
                found.append(stands(token, entry.keyword, edits))
                // `but not acme`, `expires on 2027-01-31`
                if place + 2 < written.count, isWord(written[place + 1], ["not", "on", "for", "at", "from"]) {
                    edits.append((SourceRange(token.range.end, written[place + 1].range.end), ""))
                    found.append(stands(token, entry.keyword, edits))
                }
            }
        }
        return found
    }

    /// `ot` for `to`
    private func slips(_ written: [Token], _ at: Int) -> [Rewording] {
        let token = written[at]
        guard at > 0, token.kind == .word, token.range.end - token.range.start < 16 else { return [] }
        let word = source.text(token.range).lowercased()
        return Self.clauseWords.all.filter {
            (isOneSlip(from: word, to: $0.spelling) || word == String($0.spelling.reversed())) && $0.spelling != word
        }.map {
            stands(token, $0, [(token.range, $0.spelling)])
        }
    }

    private func stands(_ token: Token, _ keyword: Keyword, _ edits: [(SourceRange, String)]) -> Rewording {
        Rewording(
            edits: edits, message: "`\(typed(token.range))` stands where `\(keyword.spelling)` belongs",
            label: "write `\(keyword.spelling)`")
    }

    /// The words without which a verb's sentence is none.
    private static let needed: [(verb: Keyword, words: [Keyword])] = [
        (.invite, [.as, .to]), (.assign, [.as, .to]), (.uninvite, [.from]), (.unassign, [.from]), (.rename, [.to]),
        (.reset, [.of]), (.hand, [.from, .to]), (.can, [.in]), (.who, [.in]),
    ]

    private func missing(_ written: [Token], _ at: Int) -> [Rewording] {
        let before = SourceRange(written[at].range.start, written[at].range.start)
        if expectedThings.contains(.equal), written[at].kind.isName {
            return [Rewording(edits: [(before, "= ")], message: "`=` is missing", label: "write `=` before it")]
        }
        guard let verb = written[0].keyword, let words = Self.needed.first(where: { $0.verb == verb })?.words else {
            return []
        }
        return words.filter { word in !written.contains { $0.is(word) } }.map { word in
            Rewording(
                edits: [(before, word.spelling + " ")], message: "`\(word.spelling)` is missing",
                label: "write `\(word.spelling) \(typed(written[at].range))`")
        }
    }

    /// `add user Anna Smith`
    private func severalWords(_ written: [Token], _ at: Int) -> [Rewording] {
        // Behind `has NAME` stands a type.
        guard at > 0, written[at].kind == .word, written[at - 1].kind == .word, written[at - 1].keyword == nil,
            !written[0].is(.has)
        else {
            return []
        }
        return (at...min(at + 2, written.count - 1)).map { last in
            let range = written[at - 1].range.joined(written[last].range)
            return Rewording(
                edits: [(range, "\"\(source.text(range))\"")],
                message: "a name of several words stands in double quotes",
                label: "write `\"\(typed(range))\"`")
        }
    }

    private func isWord(_ token: Token, _ words: [String]) -> Bool {
        guard token.kind == .word, token.range.end - token.range.start < 16 else { return false }
        return words.contains(source.text(token.range).lowercased())
    }
}
