extension StatementForm {
    static let definitions: [StatementForm] = [
        StatementForm(
            "define partner", "define partner NAME", meaning: ["Names the partner, whose team manages customers."],
            example: ["define partner \"Initech\""], neighbours: ["define role", "add"]),
        StatementForm(
            "define kind",
            "define kind NAME [plural NAME] in partner | customer | KIND { [has ATTRIBUTES] can ACTIONS }",
            meaning: [
                "Says what kinds of records there are, what is known of them, and what may be done to them.",
                "Run again it is unchanged; changed it replaces. Built-in kinds are extended: define kind customer { … }",
            ],
            example: [
                "define kind recipe in customer {",
                "  has status one of draft, running, stopped",
                "  has seats number; has renewal date; has note",
                "  can view, create, edit, delete, run",
                "}",
            ], needs: "`create kind` or `edit kind`", neighbours: ["define role", "add", "do"]),
        StatementForm(
            "define role",
            "define [system | inheritable] role NAME { [includes ROLES] can ACTIONS KINDS [where …] [in … customers] }",
            meaning: [
                "A set of permissions. `system` and `inheritable` roles may be given to managers, any role to teams."
            ],
            example: [
                "define system role Operator {", "  can view, edit customer in own customers", "  can view member", "}",
            ], needs: "`create role` or `edit role`", neighbours: ["define kind", "invite", "assign"]),
        StatementForm(
            "define rule", "define rule NAME { require COND | forbid ACTION KIND when COND | warn when COND }",
            meaning: ["What must hold after every run, what may not be done, and what is worth a warning."],
            example: [
                "define rule \"keep one administrator\" {",
                "  require count(team of partner where role = Admin) >= 1", "}",
            ], needs: "`create rule` or `edit rule`", neighbours: ["define role"]),
        StatementForm(
            "define procedure", "define procedure NAME($A, $B) { … }",
            meaning: ["Statements under a name, to be called: onboard(acme, alice)"],
            example: [
                "define procedure onboard($customer, $manager) {", "  assign $manager as Operator to $customer", "}",
            ],
            neighbours: ["let", "use"]),
    ]

    static let things: [StatementForm] = [
        StatementForm(
            "add", "add customer | user NAMES [with ATTRIBUTE = VALUE, …]",
            "add KIND NAMES [in PLACE] [with ATTRIBUTE = VALUE, …]",
            meaning: ["Adds customers, users and records. What is there already is unchanged."],
            example: [
                "add customer acme, globex with region = EU", "add user alice with email = alice@initech.example",
            ],
            needs: "`create` on the kind", neighbours: ["change", "rename", "remove"]),
        StatementForm(
            "change", "change KIND NAMES [in PLACE] with ATTRIBUTE = VALUE, …",
            "change KIND NAMES [in PLACE] without ATTRIBUTE, …",
            meaning: ["Sets attributes, or takes them away."],
            example: ["change customer acme with region = US", "change customer acme without region"],
            needs: "`edit` on the kind", neighbours: ["add", "rename"]),
        StatementForm(
            "rename", "rename KIND NAME [in PLACE] to NAME",
            meaning: ["Another name for the same thing: its grants, versions and history stay."],
            example: ["rename user alice to alice.ng"], needs: "`edit` on the kind", neighbours: ["change", "add"]),
        StatementForm(
            "remove", "remove KIND NAMES [in PLACE]", "remove customer NAMES and everything in it",
            meaning: ["Removes things; what hangs on them must be gone, or go with them. The journal keeps all."],
            example: ["remove customer globex and everything in it"], needs: "`delete` on the kind",
            neighbours: ["disable", "uninvite", "unassign"]),
        StatementForm(
            "disable", "disable user | customer NAMES",
            meaning: [
                "Nothing is removed, and nobody gets in: a disabled user anywhere, anyone into a disabled customer."
            ],
            example: ["disable user alice"], needs: "`disable` on the kind", neighbours: ["enable", "remove"]),
        StatementForm(
            "enable", "enable user | customer NAMES", meaning: ["Ends what `disable` began."],
            example: ["enable user alice"],
            needs: "`disable` on the kind, and for a user all that their grants give", neighbours: ["disable"]),
        StatementForm(
            "lock", "lock KIND NAMES in PLACE", meaning: ["A locked record is changed by nobody who may not lock it."],
            example: ["lock recipe \"Sync orders\" in acme"], needs: "`lock` on the kind", neighbours: ["unlock"]),
        StatementForm(
            "unlock", "unlock KIND NAMES in PLACE", meaning: ["Ends what `lock` began."],
            example: ["unlock recipe \"Sync orders\" in acme"], needs: "`lock` on the kind", neighbours: ["lock"]),
        StatementForm(
            "reset", "reset password of USERS", meaning: ["Journaled; whoever keeps the passwords acts on it."],
            example: ["reset password of alice"], needs: "`reset user`, and all that the user's grants give",
            neighbours: ["disable"]),
        StatementForm(
            "do", "do ACTION KIND NAMES in PLACE",
            meaning: ["Any other action of the kind: it is checked, and journaled as work."],
            example: ["do run recipe \"Sync orders\" in acme"], needs: "the action on the kind",
            neighbours: ["define kind", "act as"]),
    ]
}
