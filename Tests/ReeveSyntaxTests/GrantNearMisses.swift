/// What people type for granting and taking away, who know other tools. `%0A` stands for the byte 0A.
let grantNearMisses: [ErrorCase] = [
    ErrorCase(
        ##"grant Admin to alice"##,
        ##"""
        error[near-miss]: `grant` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | grant Admin to alice
          | ^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to …` or `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"grant alice Admin"##,
        ##"""
        error[near-miss]: `grant` is said `assign` here
         --> x.reeve:1:1
          |
        1 | grant alice Admin
          | ^^^^^^^^^^^^^^^^^ write `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"grant alice Admin in acme"##,
        ##"""
        error[near-miss]: `grant` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | grant alice Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to acme` or `assign alice as Admin to acme`
        """##),
    ErrorCase(
        ##"give bob Viewer on acme, globex"##,
        ##"""
        error[near-miss]: `give` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | give bob Viewer on acme, globex
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Viewer to acme, globex` or `assign bob as Viewer to acme, globex`
        """##),
    ErrorCase(
        ##"give bob access to acme"##,
        ##"""
        error[near-miss]: `give` is said `invite` here
         --> x.reeve:1:1
          |
        1 | give bob access to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as … to acme`
        """##),
    ErrorCase(
        ##"grant everything"##,
        ##"""
        error[near-miss]: `grant` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | grant everything
          | ^^^^^^^^^^^^^^^^ write `invite … as … to …` or `assign … as … to …`
        """##),
    ErrorCase(
        ##"make alice Admin"##,
        ##"""
        error[near-miss]: `make` is said `assign` here
         --> x.reeve:1:1
          |
        1 | make alice Admin
          | ^^^^^^^^^^^^^^^^ write `assign alice as Admin to …`
        """##),
    ErrorCase(
        ##"make alice an Admin in acme"##,
        ##"""
        error[near-miss]: `make` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | make alice an Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `invite alice as Admin to acme` or `assign alice as Admin to acme`
        """##),
    ErrorCase(
        ##"promote bob to Admin"##,
        ##"""
        error[near-miss]: `promote` is said `reassign` here
         --> x.reeve:1:1
          |
        1 | promote bob to Admin
          | ^^^^^^^^^^^^^^^^^^^^ write `reassign bob as Admin`
        fix: "reassign bob as Admin"
        """##),
    ErrorCase(
        ##"add bob to acme"##,
        ##"""
        error[near-miss]: `add` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | add bob to acme
          | ^^^^^^^^^^^^^^^ write `invite bob as … to acme` or `assign bob as … to acme`
        """##),
    ErrorCase(
        ##"add user bob to acme"##,
        ##"""
        error[near-miss]: `add` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | add user bob to acme
          | ^^^^^^^^^^^^^^^^^^^^ write `invite bob as … to acme` or `assign bob as … to acme`
        """##),
    ErrorCase(
        ##"add bob to acme as Admin"##,
        ##"""
        error[near-miss]: `add` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | add bob to acme as Admin
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Admin to acme` or `assign bob as Admin to acme`
        """##),
    ErrorCase(
        ##"assign bob Admin to acme"##,
        ##"""
        error[near-miss]: `as` is missing
         --> x.reeve:1:1
          |
        1 | assign bob Admin to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to acme`
        fix: "assign bob as Admin to acme"
        """##),
    ErrorCase(
        ##"assign bob Admin to all customers"##,
        ##"""
        error[near-miss]: `as` is missing
         --> x.reeve:1:1
          |
        1 | assign bob Admin to all customers
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to all customers`
        fix: "assign bob as Admin to all customers"
        """##),
    ErrorCase(
        ##"assign bob as Admin in acme"##,
        ##"""
        error[near-miss]: `in` stands where `to` belongs
         --> x.reeve:1:1
          |
        1 | assign bob as Admin in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to acme`
        fix: "assign bob as Admin to acme"
        """##),
    ErrorCase(
        ##"invite bob Admin to acme"##,
        ##"""
        error[near-miss]: `as` is missing
         --> x.reeve:1:1
          |
        1 | invite bob Admin to acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^ write `invite bob as Admin to acme`
        fix: "invite bob as Admin to acme"
        """##),
    ErrorCase(
        ##"assign Admin to bob in acme"##,
        ##"""
        error[near-miss]: the user comes first, and the role behind `as`
         --> x.reeve:1:1
          |
        1 | assign Admin to bob in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `assign bob as Admin to acme`
        fix: "assign bob as Admin to acme"
        """##),
    ErrorCase(
        ##"remove bob from acme"##,
        ##"""
        error[near-miss]: `remove` is said `uninvite` or `unassign` here
         --> x.reeve:1:1
          |
        1 | remove bob from acme
          | ^^^^^^^^^^^^^^^^^^^^ write `uninvite bob from acme` or `unassign bob from acme`
        """##),
    ErrorCase(
        ##"remove user bob from acme"##,
        ##"""
        error[near-miss]: `remove` is said `uninvite` or `unassign` here
         --> x.reeve:1:1
          |
        1 | remove user bob from acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^ write `uninvite bob from acme` or `unassign bob from acme`
        """##),
    ErrorCase(
        ##"revoke Admin from bob"##,
        ##"""
        error[near-miss]: `revoke` is said `unassign` here
         --> x.reeve:1:1
          |
        1 | revoke Admin from bob
          | ^^^^^^^^^^^^^^^^^^^^^ write `unassign Admin from bob` or `unassign bob from …`
        """##),
    ErrorCase(
        ##"revoke bob"##,
        ##"""
        error[near-miss]: `revoke` is said `uninvite` or `unassign` here
         --> x.reeve:1:1
          |
        1 | revoke bob
          | ^^^^^^^^^^ write `uninvite bob from …` or `unassign bob from …`
        """##),
    ErrorCase(
        ##"delete user x"##,
        ##"""
        error[near-miss]: `delete` is said `remove` here
         --> x.reeve:1:1
          |
        1 | delete user x
          | ^^^^^^^^^^^^^ write `remove user x`
        fix: "remove user x"
        """##),
    ErrorCase(
        ##"allow bob to edit recipe in acme"##,
        ##"""
        error[near-miss]: permissions stand in roles
         --> x.reeve:1:1
          |
        1 | allow bob to edit recipe in acme
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `define role … { can edit recipe }`
        """##),
    ErrorCase(
        ##"deny bob edit"##,
        ##"""
        error[near-miss]: what must not be is said in a rule
         --> x.reeve:1:1
          |
        1 | deny bob edit
          | ^^^^^^^^^^^^^ write `define rule … { forbid … when … }`
        """##),
    ErrorCase(
        ##"share acme with bob"##,
        ##"""
        error[near-miss]: `share` is said `invite` or `assign` here
         --> x.reeve:1:1
          |
        1 | share acme with bob
          | ^^^^^^^^^^^^^^^^^^^ write `invite … as … to …` or `assign … as … to …`
        """##),
    ErrorCase(
        ##"transfer acme from bob to alice"##,
        ##"""
        error[near-miss]: `transfer` is said `hand over` here
         --> x.reeve:1:1
          |
        1 | transfer acme from bob to alice
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `hand over acme from bob to alice`
        fix: "hand over acme from bob to alice"
        """##),
    ErrorCase(
        ##"transfer acme to alice"##,
        ##"""
        error[near-miss]: `transfer` is said `hand over` here
         --> x.reeve:1:1
          |
        1 | transfer acme to alice
          | ^^^^^^^^^^^^^^^^^^^^^^ write `hand over acme from … to alice`
        """##),
]
