import ReeveJSON
import ReeveSyntax

/// The forms of the statement that is being written, and where in them the writer is.
package struct StatementSignatures: Equatable, Sendable {
    package struct Form: Equatable, Sendable {
        /// `uninvite USERS from ACCOUNTS [because "…"]`
        package var text: String
        /// Its clauses, in UTF-16 units of the text.
        package var clauses: [Range<Int>]
        /// The clause that the cursor stands in; nil where the statement is none of this form.
        package var active: Int?

        package init(text: String, clauses: [Range<Int>], active: Int?) {
            self.text = text
            self.clauses = clauses
            self.active = active
        }
    }
    package var forms: [Form]
    /// The form that fits best.
    package var best: Int
    /// What the statement does, and what the parser could take here.
    package var notes: [String]

    package init(forms: [Form], best: Int, notes: [String]) {
        self.forms = forms
        self.best = best
        self.notes = notes
    }
}

extension Server {
    /// `textDocument/signatureHelp`: the form of the statement that is being written, and what may stand here.
    func signatureHelp(_ parameters: JSON) throws(ResponseError) -> JSON {
        let document = try document(parameters)
        let offset = try place(parameters, document)
        try settle(document)
        guard let (text, _, _) = moment(document, offset), let found = workspace.options.signatures(text) else {
            return .null
        }
        let notes: JSON = ["kind": "markdown", "value": .text(found.notes.joined(separator: "\n\n"))]
        let forms = found.forms.map { form -> JSON in
            .members([
                ("label", .text(form.text)), ("documentation", notes),
                (
                    "parameters",
                    .list(form.clauses.map { ["label": [JSON($0.lowerBound), JSON($0.upperBound)]] })
                ),
                ("activeParameter", form.active.map { JSON($0) }),
            ])
        }
        return .members([
            ("signatures", .list(forms)), ("activeSignature", JSON(found.best)),
            ("activeParameter", found.forms[found.best].active.map { JSON($0) }),
        ])
    }
}
