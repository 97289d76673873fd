import ReeveServer
import Testing

@testable import ReeveTool

/// The form that an editor shows while a statement is written.
@Suite struct SignatureTests {
    private func clause(_ text: String) -> (form: String, clause: String?)? {
        guard let found = StatementForm.signatures(in: text) else { return nil }
        let form = found.forms[found.best]
        let units = Array(form.text.utf16)
        return (form.text, form.active.map { String(decoding: units[form.clauses[$0]], as: UTF16.self) })
    }

    @Test(arguments: [
        ("invite ", "invite USERS"), ("invite al", "invite USERS"), ("invite alice ", "as ROLE"),
        ("invite alice, ", "invite USERS"), ("invite alice as ", "as ROLE"), ("invite alice as Adm", "as ROLE"),
        ("invite alice as Admin ", "to ACCOUNTS"), ("invite alice as Admin to ", "to ACCOUNTS"),
        ("invite alice as Admin to acme until ", "[until WHEN | for DURATION]"),
        ("invite alice as Admin to acme because ", "[because \"…\"]"),
        ("assign bob as Operator to all customers except ", "[except CUSTOMERS]"),
        ("unassign bob ", "from CUSTOMERS"), ("why can ", "why can | cannot USER ACTION KIND"),
        ("why cannot alice edit recipe in ", "[in PLACE]"), ("hand over acme from ", "from USER"),
        ("add user ", "add customer | user NAMES"), ("add user a with ", "[with ATTRIBUTE = VALUE, …]"),
        ("print \"a\"; rename user a ", "to NAME"), ("define system role R { can view ", "can ACTIONS KINDS"),
    ])
    func theClauseIsTheOneBeingWritten(_ text: String, _ expected: String) {
        let found = clause(text)
        #expect(found?.clause?.hasPrefix(expected) == true, "\(String(describing: found))")
    }

    @Test func nothingBegunHasNoForm() {
        for text in ["", "  ", "inv", "add user a\n", "print 1; "] { #expect(clause(text) == nil, "\(text)") }
    }

    @Test func theParserSaysWhatMayFollow() {
        #expect(StatementForm.signatures(in: "invite alice as ")?.notes.last == "Here: <role>")
        #expect(StatementForm.signatures(in: "unassign bob ")?.notes.last?.contains("from") == true)
    }

    /// Behind every word of every example, the statement's own form is found, and a clause of it.
    @Test(arguments: StatementForm.all.map(\.name)) func everyExampleHasItsForm(_ name: String) throws {
        let form = try #require(StatementForm.all.first { $0.name == name })
        for clause in form.forms.flatMap({ text in
            StatementForm.signatures(in: form.example[0] + " ")?.forms ?? []
        }) {
            let ends = clause.clauses.map(\.upperBound)
            #expect(clause.clauses.first?.lowerBound == 0 && ends.last == clause.text.utf16.count)
            #expect(zip(ends, clause.clauses.dropFirst()).allSatisfy { $0 < $1.lowerBound })
        }
        guard let line = form.example.first, line.hasPrefix(name.prefix { $0 != " " }) else { return }
        let words = line.split(separator: " ")
        for count in 1..<max(2, words.count) {
            let text = words.prefix(count).joined(separator: " ") + " "
            guard let found = StatementForm.signatures(in: text) else {
                // Within a string, or behind the statement's end.
                continue
            }
            #expect(found.forms.count > 0 && found.forms.indices.contains(found.best), "\(text)")
            if count >= name.split(separator: " ").count + (name.hasPrefix("define") ? 1 : 0) {
                #expect(found.forms.map(\.text) == form.forms, "\(text)")
            }
        }
    }
}
