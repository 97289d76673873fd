extension StatementForm {
    static let control: [StatementForm] = [
        StatementForm(
            "act as", "act as USER [in ACCOUNT] { … }",
            meaning: [
                "Logs the user in, switches to the account, runs the block with their permissions, and logs out.",
                "The superuser acts as anyone, others only as themselves.",
            ],
            example: ["act as alice in acme {", "  invite dave as Operator to acme", "}"], neighbours: ["do", "invite"]),
        StatementForm(
            "let", "let $NAME = VALUE | SET", meaning: ["A name for a value or a set."],
            example: ["let $eu = customers where region = EU"], neighbours: ["param", "for each"]),
        StatementForm(
            "param", "param $NAME [default VALUE]",
            meaning: ["A value from outside: reeve run --set team=red"], example: ["param $team default \"blue\""],
            neighbours: ["let"]),
        StatementForm(
            "for each", "for each $NAME in SET { … }", "for each $ROW in csv \"FILE\" { … }",
            meaning: ["Once for each member of the set, or row of the file; its columns are $ROW.name."],
            example: ["for each $c in customers where region = EU {", "  assign bob as Operator to $c", "}"],
            neighbours: ["let", "if"]),
        StatementForm(
            "if", "if COND { … } [else if COND { … }] [else { … }]", meaning: ["Statements under a condition."],
            example: ["if count(customers) > 10 {", "  print \"many\"", "}"], neighbours: ["for each"]),
        StatementForm(
            "use", "use \"FILE\"",
            meaning: [
                "Runs another file, once; its procedures become known. The path is relative to this file, and stays",
                "below the directory of the script that was run.",
            ],
            example: ["use \"roles.reeve\""], neighbours: ["define procedure"]),
        StatementForm(
            "print", "print TEXT | VALUE | SET", meaning: ["Says something in the report."],
            example: ["print \"Onboarded acme\""], neighbours: ["show", "count"]),
    ]

    static let questions: [StatementForm] = [
        StatementForm(
            "can", "can USER ACTION KIND [NAME] [in PLACE] [as of WHEN]",
            meaning: ["Yes or no, and the line that decides."],
            example: ["can alice edit recipe in acme"], neighbours: ["why", "who can"]),
        StatementForm(
            "why", "why can | cannot USER ACTION KIND [NAME] [in PLACE] [as of WHEN]",
            meaning: ["The whole proof: every route, which one decides, and who granted it when and where."],
            example: ["why can alice edit recipe in acme"], neighbours: ["can", "show"]),
        StatementForm(
            "who can", "who can ACTION KIND [NAME] [in PLACE]", meaning: ["Users, and through what."],
            example: ["who can edit recipe in acme"], neighbours: ["can", "what can", "where can"]),
        StatementForm(
            "what can", "what can USER do [in PLACE]", meaning: ["Kinds and actions."],
            example: ["what can alice do in acme"], neighbours: ["can", "who can"]),
        StatementForm(
            "where can", "where can USER ACTION KIND", meaning: ["The customers in which they can."],
            example: ["where can alice edit recipe"], neighbours: ["can", "who can"]),
        StatementForm(
            "show", "show SET [sort by FIELD [descending]] [first N] [as of WHEN]", "show KIND NAME [in PLACE]",
            meaning: ["Users, customers, managers, teams, roles, records, audit, access; or one thing, whole."],
            example: ["show customers where region = EU sort by name first 10", "show access of alice"],
            neighbours: ["count", "who can"]),
        StatementForm(
            "count", "count SET", meaning: ["How many."], example: ["count customers where region = EU"],
            neighbours: ["show"]),
    ]
}
