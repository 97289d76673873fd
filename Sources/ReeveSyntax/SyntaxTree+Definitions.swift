/// `define kind NAME [plural NAME] [in KIND] [{ … }]`
package struct KindSyntax: Equatable, Sendable {
    package enum Line: Equatable, Sendable {
        case has(AttributeSyntax)
        case can([NameSyntax])
    }
    package var name: NameSyntax
    package var plural: NameSyntax?
    package var parent: NameSyntax?
    package var lines: [Line]

    package init(name: NameSyntax, plural: NameSyntax?, parent: NameSyntax?, lines: [Line]) {
        self.name = name
        self.plural = plural
        self.parent = parent
        self.lines = lines
    }
}

/// `has NAME [TYPE]`
package struct AttributeSyntax: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case text, number, yesNo, date, instant, duration, user
        case oneOf([NameSyntax])
    }
    package var name: NameSyntax
    package var kind: Kind

    package init(name: NameSyntax, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// `define [system|inheritable] role NAME [{ … }]`
package struct RoleSyntax: Equatable, Sendable {
    package enum Class: UInt8, Sendable { case plain, system, inheritable }
    package enum Line: Equatable, Sendable {
        case includes(NamesSyntax, range: SourceRange)
        case permission(PermissionSyntax)
        case canGrant(roles: NamesSyntax, reach: ReachSyntax?, range: SourceRange)
    }
    package var roleClass: Class
    package var name: NameSyntax
    package var lines: [Line]
    /// False for a role that is only declared: it is there, and what it gives is said elsewhere.
    package var hasBody: Bool

    package init(roleClass: Class, name: NameSyntax, lines: [Line], hasBody: Bool) {
        self.roleClass = roleClass
        self.name = name
        self.lines = lines
        self.hasBody = hasBody
    }
}

/// `can ACTIONS KINDS [where …] [in all|own|unassigned customers [where COND]]`
package struct PermissionSyntax: Equatable, Sendable {
    /// Empty means `do anything to`.
    package var actions: [NameSyntax]
    /// Empty means `anything`.
    package var kinds: [NameSyntax]
    package var condition: RecordConditionSyntax?
    package var reach: ReachSyntax?
    package var range: SourceRange

    package init(
        actions: [NameSyntax], kinds: [NameSyntax], condition: RecordConditionSyntax?, reach: ReachSyntax?,
        range: SourceRange
    ) {
        self.actions = actions
        self.kinds = kinds
        self.condition = condition
        self.reach = reach
        self.range = range
    }
}

/// `where ATTRIBUTE = VALUE` or `where ATTRIBUTE in (VALUES)`
package struct RecordConditionSyntax: Equatable, Sendable {
    package var attribute: NameSyntax
    package var values: [ValueSyntax]
    /// Written with `in ( )` rather than `=`.
    package var isList: Bool

    package init(attribute: NameSyntax, values: [ValueSyntax], isList: Bool) {
        self.attribute = attribute
        self.values = values
        self.isList = isList
    }
}

/// `in all|own|unassigned customers [where COND]`
package struct ReachSyntax: Equatable, Sendable {
    package enum Base: UInt8, CaseIterable, Sendable { case all, own, unassigned }
    package var base: Base
    package var condition: ConditionSyntax?
    package var range: SourceRange

    package init(base: Base, condition: ConditionSyntax?, range: SourceRange) {
        self.base = base
        self.condition = condition
        self.range = range
    }
}

/// `define rule "NAME" { … }`
package struct RuleSyntax: Equatable, Sendable {
    package enum Line: Equatable, Sendable {
        case require(ConditionSyntax, because: NameSyntax?, range: SourceRange)
        case forbid(
            action: NameSyntax, kind: NameSyntax, when: ConditionSyntax, because: NameSyntax?, range: SourceRange)
        /// `warn when COND`, or `warn unless COND` (negated)
        case warn(ConditionSyntax, negated: Bool, because: NameSyntax?, range: SourceRange)
    }
    package var name: NameSyntax
    package var lines: [Line]

    package init(name: NameSyntax, lines: [Line]) {
        self.name = name
        self.lines = lines
    }
}
