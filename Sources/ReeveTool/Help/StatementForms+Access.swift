extension StatementForm {
    static let access: [StatementForm] = [
        StatementForm(
            "invite", "invite USERS as ROLE to ACCOUNTS [from WHEN] [until WHEN | for DURATION] [because \"…\"]",
            meaning: [
                "Puts users on the teams of accounts: customers, or `partner`. A member gets the new role.",
                "The role on an account's team decides there, whatever else the user holds.",
            ],
            example: ["invite dave as Operator to acme, globex until 2026-12-31 because \"covers for alice\""],
            needs: "`create member` in the account (`edit member` for another role), and all that the role gives",
            neighbours: ["uninvite", "assign", "reassign"]),
        StatementForm(
            "uninvite", "uninvite USERS from ACCOUNTS [because \"…\"]",
            meaning: [
                "Takes users off the teams of accounts. Whoever leaves the partner's team manages customers no more.",
                "Work they did stays.",
            ],
            example: ["uninvite dave from globex"], needs: "`delete member` in the account",
            neighbours: ["invite", "unassign"]),
        StatementForm(
            "assign",
            "assign USERS as ROLE to CUSTOMERS [from WHEN] [until WHEN | for DURATION] [because \"…\"]",
            "assign USERS as ROLE to all customers [where COND] [except CUSTOMERS] [until WHEN]",
            meaning: [
                "Makes members of the partner's team managers of customers. It only adds to what they manage.",
                "`all customers` stands: it covers customers that are added later.",
                "A manager has one role everywhere: another one is given by `reassign`.",
            ],
            example: [
                "assign alice as Admin to all customers",
                "assign bob as Operator to all customers where region = EU except acme",
            ],
            needs: "`create manager`, and all that the role gives", neighbours: ["reassign", "unassign", "hand over"]),
        StatementForm(
            "reassign", "reassign USER [as ROLE] [to CUSTOMERS | to all customers [where COND] [except CUSTOMERS]]",
            meaning: [
                "Gives a manager another role (`as`), or replaces all that they manage (`to`), or both."
            ],
            example: ["reassign bob as Operator to all customers except acme"],
            needs: "`edit manager`, and all that the role gives", neighbours: ["assign", "unassign", "hand over"]),
        StatementForm(
            "unassign", "unassign USERS from CUSTOMERS", "unassign USERS from all customers",
            meaning: [
                "Takes customers out of what managers manage; the second form ends their being managers.",
                "Where `all customers` covers the customer, say: reassign bob to all customers except acme",
            ],
            example: ["unassign bob from globex"], needs: "`delete manager`",
            neighbours: ["assign", "reassign", "uninvite"]),
        StatementForm(
            "hand over", "hand over CUSTOMERS | all customers from USER to USER",
            meaning: [
                "Moves customers from one manager to another, who keeps their role, or takes the giver's.",
                "`all customers` here is everything that the giver manages.",
            ],
            example: ["hand over acme, globex from bob to dave"], needs: "`edit manager`",
            neighbours: ["assign", "reassign"]),
    ]
}
