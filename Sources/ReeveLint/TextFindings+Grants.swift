import ReeveDomain
import ReeveSyntax

extension TextFindings {
    /// Terms and reach of what a script gives; tests have a clock and reasons of their own.
    mutating func grants(_ statements: [StatementSyntax]) {
        for statement in statements {
            switch statement.body {
            case .test: continue
            case .invite(_, _, _, let term): self.term(term)
            case .assign(_, _, let scope, let term):
                self.term(term)
                reach(scope, statement)
            case .reassign(_, _, let scope, let term):
                self.term(term)
                if let scope { reach(scope, statement) }
            default: break
            }
            for block in statement.blocks { grants(block.statements) }
        }
    }

    private mutating func term(_ term: TermSyntax) {
        if let duration = term.duration {
            report(
                .relativeTerm, "`for \(escaped(script.text(duration.range)))` counts from each run anew",
                duration.range,
                label: "write `until` and a date",
                notes: ["a second run prolongs the grant, and is never unchanged"])
        }
        if let until = term.until, let now, let end = script.instant(until), end <= now {
            report(
                .pastUntil, "`until \(escaped(script.text(until.range)))` is in the past: nothing is given",
                until.range,
                label: "take the statement out, or give it a later end")
        }
    }

    private mutating func reach(_ scope: ScopeSyntax, _ statement: StatementSyntax) {
        guard case .standing(nil, let except, let range) = scope, statement.because == nil else { return }
        let whole = except == nil ? "all customers" : "all customers but a few"
        report(
            .unexplainedReach, "this reaches \(whole), those of later included, and does not say why", range,
            label: "say why: because \"…\"",
            notes: ["the reason stands in the journal, and in every `why` that comes to this grant"])
    }

    // MARK: Expectations

    mutating func expectations() {
        for statement in script.statements {
            guard case .test(let name, _, let body) = statement.body else { continue }
            if !holdsExpectation(body.statements) {
                report(
                    .emptyTest, "this test asserts nothing", name.range, label: "a test holds at least one `expect`")
            }
            repeats(body.statements)
        }
    }

    private func holdsExpectation(_ statements: [StatementSyntax]) -> Bool {
        statements.contains { statement in
            switch statement.body {
            case .expect, .expectOutcome: true
            // What a procedure or file asserts is not seen from here.
            case .call, .use: true
            default: statement.blocks.contains { holdsExpectation($0.statements) }
            }
        }
    }

    /// The same question twice, with nothing done in between.
    private mutating func repeats(_ statements: [StatementSyntax]) {
        var asked: [String: Int] = [:]
        for statement in statements {
            switch statement.body {
            case .expect(let condition):
                let text = script.normalized(condition.range)
                if let line = asked[text] {
                    report(
                        .repeatedExpectation, "line \(line) expects the same, and nothing has happened since",
                        statement.range, label: "take it out", fix: script.removal(of: statement.range))
                } else {
                    asked[text] = script.line(statement.range.start)
                }
            // What was refused or changed nothing left everything as it was.
            case .expectOutcome(.error, _), .expectOutcome(.unchanged, _), .print, .can, .why, .whoCan, .whatCan,
                .whereCan, .show, .count:
                break
            default: asked = [:]
            }
            for block in statement.blocks { repeats(block.statements) }
        }
    }
}
