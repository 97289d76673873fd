/// What people type who know other tools, and the sentence of this language that says it.
///
/// In a pattern a lower-case word stands for itself (`a|b` for either), a word in capitals for a name or a list of
/// names, `VAR` for a variable, and `REST` for all that is left, if anything. In the sentence a word in capitals is
/// replaced by what was typed there. The first pattern that fits a whole statement decides. A sentence with `…` or with
/// a choice in it cannot be put in the place of what was typed; any other can.
struct NearMiss {
    var pattern: [Substring]
    var sentence: String
    /// What was found, where the difference of the two does not say it.
    var message: String?
    /// Stands behind the caret instead of the sentence.
    var label: String?

    private init(_ pattern: String, _ sentence: String, says message: String? = nil, label: String? = nil) {
        self.pattern = pattern.split(separator: " ")
        self.sentence = sentence
        self.message = message
        self.label = label
    }

    /// The sentence is a single answer.
    var isExact: Bool { !sentence.contains("…") && !sentence.contains("`") }

    private static let swapped = "the user comes first, and the role behind `as`"
    private static let inRoles = "permissions stand in roles"

    private static let eitherGrant = "invite USERS as ROLE to SCOPE` or `assign USERS as ROLE to SCOPE"
    private static let openGrant = "invite USERS as ROLE to …` or `assign USERS as ROLE to …"
    private static let eitherRevoke = "uninvite USERS from SCOPE` or `unassign USERS from SCOPE"

    static let table: [NearMiss] = [
        // SQL
        .init("select count ( * ) from SET", "count SET"),
        .init("select * from SET REST", "show SET REST"),
        .init("insert into users|user REST", "add user …"),
        .init("insert into customers|customer REST", "add customer …"),
        .init("delete from users|user where name = NAME", "remove user NAME"),
        .init("delete from customers|customer where name = NAME", "remove customer NAME"),
        .init(
            "update customers|customer set ATTRIBUTE = VALUE where name = NAME",
            "change customer NAME with ATTRIBUTE = VALUE"),
        .init("update users|user set ATTRIBUTE = VALUE where name = NAME", "change user NAME with ATTRIBUTE = VALUE"),
        .init("grant ACTION on KIND to USERS", "define role … { can ACTION KIND }", says: inRoles),
        .init("revoke ACTION on KIND from USERS", "define role … { … }", says: inRoles),
        // Terraform, Rego
        .init("resource KIND NAME", "add KIND NAME with …"),
        .init("variable NAME", "param $… default …"),
        .init("module NAME", "use …"),
        .init("output NAME", "print …"),
        .init("package NAME", "", says: "a script belongs to no package", label: "take it out"),
        .init("default NAME = VALUE", "", says: "nobody has access that no statement gave", label: "take it out"),
        // Granting
        .init("grant|give|add user|member|manager USERS access to SCOPE", "invite USERS as … to SCOPE"),
        .init("grant|give USERS access to SCOPE", "invite USERS as … to SCOPE"),
        .init("grant|give ROLE to USERS in|on|at|for SCOPE", eitherGrant),
        .init("grant|give USERS as ROLE to|in|on SCOPE", eitherGrant),
        .init("grant|give USERS ROLE in|on|at|for|to SCOPE", eitherGrant),
        .init("grant|give ROLE to USERS", openGrant),
        .init("grant|give USERS ROLE", "assign USERS as ROLE to …"),
        .init("grant|give|share REST", "invite … as … to …` or `assign … as … to …"),
        .init("make|promote|demote USERS a|an|to|as ROLE in|on|at|for|of SCOPE", eitherGrant),
        .init("make|promote|demote USERS ROLE in|on|at|for|of SCOPE", eitherGrant),
        .init("promote|demote USERS to|as ROLE", "reassign USERS as ROLE"),
        .init(
            "set|change|update role of USERS to|= ROLE", "reassign USERS as ROLE",
            says: "a manager's role is changed by `reassign`"),
        .init("make|promote|demote USERS a|an ROLE", "assign USERS as ROLE to …"),
        .init("VERB=assign|invite ROLE to USERS in|on|at|for SCOPE", "VERB USERS as ROLE to SCOPE", says: swapped),
        .init("assign USERS ROLE to all customers", "assign USERS as ROLE to all customers"),
        .init("VERB=assign|invite USERS ROLE to|in|on SCOPE", "VERB USERS as ROLE to SCOPE"),
        .init("VERB=assign|invite USERS as ROLE in|on|at|for SCOPE", "VERB USERS as ROLE to SCOPE"),
        .init("VERB=assign|invite USERS ROLE", "VERB USERS as ROLE to …"),
        .init("add user|member|manager USERS to SCOPE as ROLE", eitherGrant),
        .init("add user|member|manager USERS as ROLE to SCOPE", eitherGrant),
        .init("add user|member|manager USERS to SCOPE", "invite USERS as … to SCOPE` or `assign USERS as … to SCOPE"),
        .init("add USERS to SCOPE as ROLE", eitherGrant),
        .init("add USERS as ROLE to SCOPE", eitherGrant),
        .init("add USERS to SCOPE", "invite USERS as … to SCOPE` or `assign USERS as … to SCOPE"),
        .init("allow|permit USERS to ACTION KIND REST", "define role … { can ACTION KIND }", says: inRoles),
        .init("allow|permit REST", "define role … { can … }", says: inRoles),
        .init("deny|block USERS access to|in SCOPE", eitherRevoke),
        .init(
            "deny|block|prohibit REST", "define rule … { forbid … when … }", says: "what must not be is said in a rule"),
        // Taking away
        .init("remove|delete|kick user|member|manager USERS from SCOPE", eitherRevoke),
        .init("remove|delete|kick USERS from SCOPE", eitherRevoke),
        .init("revoke|take access of|from USERS to|in SCOPE", eitherRevoke),
        .init("revoke|take ROLE from|of USERS in|on|at|for SCOPE", eitherRevoke),
        .init("revoke|take USERS from SCOPE", "unassign USERS from SCOPE` or `unassign SCOPE from …"),
        .init("revoke|take|withdraw USERS", "uninvite USERS from …` or `unassign USERS from …"),
        .init("revoke|take|withdraw REST", "uninvite … from …` or `unassign … from …"),
        .init("VERB=unassign|uninvite USERS as ROLE from SCOPE", "VERB USERS from SCOPE"),
        .init("VERB=unassign|uninvite USERS to|in|of|at|for SCOPE", "VERB USERS from SCOPE"),
        .init("transfer|handover|move CUSTOMERS from GIVER to TAKER", "hand over CUSTOMERS from GIVER to TAKER"),
        .init("transfer|handover|move CUSTOMERS to TAKER", "hand over CUSTOMERS from … to TAKER"),
        .init("hand CUSTOMERS over to TAKER", "hand over CUSTOMERS from … to TAKER"),
        .init("hand CUSTOMERS over from GIVER to TAKER", "hand over CUSTOMERS from GIVER to TAKER"),
        // Things
        .init("create|new|add|make|insert WHAT=role|kind|rule|procedure REST", "define WHAT REST"),
        .init("create|new|add|make|insert CLASS=system|inheritable role REST", "define CLASS role REST"),
        .init("create|new|insert|register KIND NAMES REST", "add KIND NAMES REST"),
        .init("create|new|insert|register NAMES", "add … NAMES"),
        .init("make USERS ROLE", "assign USERS as ROLE to …"),
        .init("delete|drop|destroy|erase KIND NAMES REST", "remove KIND NAMES REST"),
        .init("delete|drop|destroy|erase NAMES", "remove … NAMES"),
        .init("update|modify|alter|edit KIND NAMES set|with REST", "change KIND NAMES with REST"),
        .init("change KIND NAMES set REST", "change KIND NAMES with REST"),
        .init(
            "update|modify|alter|edit|change|set KIND NAMES ATTRIBUTE = REST", "change KIND NAMES with ATTRIBUTE = REST"
        ),
        .init("change ATTRIBUTE of KIND NAME to VALUE", "change KIND NAME with ATTRIBUTE = VALUE"),
        .init("set ATTRIBUTE of KIND NAME to|= VALUE", "change KIND NAME with ATTRIBUTE = VALUE"),
        .init("set|var|const VAR = REST", "let VAR = REST"),
        .init("set|update|modify|alter|edit REST", "change … with …"),
        .init("WHAT=disable|enable NAMES", "WHAT user NAMES"),
        .init("deactivate|suspend KIND NAMES", "disable KIND NAMES"),
        .init("activate|reactivate KIND NAMES", "enable KIND NAMES"),
        .init(
            "rename NAME to OTHER", "rename customer NAME to OTHER` or `rename user NAME to OTHER",
            says: "what kind of thing is renamed is missing"),
        .init("rename KIND NAME as|into OTHER", "rename KIND NAME to OTHER"),
        .init("reset password for USERS", "reset password of USERS"),
        .init("reset USERS password", "reset password of USERS"),
        .init("reset password USERS", "reset password of USERS"),
        .init("define KIND=user|customer NAMES REST", "add KIND NAMES REST"),
        .init("reset USERS", "reset password of USERS"),
        .init("run|execute KIND NAMES REST", "do run KIND NAMES REST"),
        // Control
        .init("foreach VAR in REST", "for each VAR in REST"),
        .init("for VAR in REST", "for each VAR in REST"),
        .init("foreach|for NAME in REST", "for each $NAME in REST"),
        .init("elseif|elif|elsif REST", "else if REST"),
        .init("else REST", "if … { … } else { … }", says: "`else` stands behind the `}` of an `if`"),
        .init("while|until|loop|repeat REST", "for each $x in … { … }"),
        .init("import|include|load|source|require FILE", "use FILE"),
        .init("def|function|func|proc|procedure NAME REST", "define procedure NAME REST"),
        .init("WHAT=role|kind|rule|partner NAME REST", "define WHAT NAME REST"),
        .init("CLASS=system|inheritable role REST", "define CLASS role REST"),
        .init("echo|log|puts|say REST", "print REST"),
        .init("call|run|execute NAME", "NAME(…)"),
        .init("act USER in PLACE", "act as USER in PLACE { … }"),
        .init("login|as|sudo|su|impersonate REST", "act as … in … { … }"),
        .init("switch to PLACE", "act as … in PLACE { … }"),
        // Questions
        .init("show WHAT for NAME", "show WHAT of NAME"),
        .init("how many SET REST", "count SET REST", says: "`how many` is said `count` here"),
        .init("which customers can USER ACTION KIND", "where can USER ACTION KIND"),
        .init("does|do|has USER have access to|in PLACE", "can USER … in PLACE", says: "one asks what somebody can do"),
        .init("list|get|select|display|find|print all REST", "show REST"),
        .init("show|count all REST", "show REST"),
        .init("list|get|select|display|find|ls REST", "show REST"),
        .init("can USER ACTION KIND on|for|at|of PLACE", "can USER ACTION KIND in PLACE"),
        .init("who can ACTION KIND on|for|at|of PLACE", "who can ACTION KIND in PLACE"),
        .init("why does|is|has|did REST", "why can … in …"),
        .init("which users can REST", "who can REST"),
        .init("who is|are ROLE in|of|on|at PLACE", "show team of PLACE where role = ROLE"),
        .init("is USER a|an ROLE in|of|on|at PLACE", "show team of PLACE where role = ROLE"),
        .init("is USER ROLE in|of|on|at PLACE", "show team of PLACE where role = ROLE"),
        .init("who manages|owns PLACE", "show managers of PLACE"),
        .init("what USER can do REST", "what can USER do REST"),
        .init("assert|check|ensure|verify REST", "expect REST"),
    ]
}
