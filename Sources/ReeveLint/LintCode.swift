/// Every finding of the linter. What is not found from the text alone is found by running the script in memory.
package enum LintCode: String, CaseIterable, Sendable {
    // Of one script's text
    case unusedVariable = "unused-variable"
    case unusedParameter = "unused-parameter"
    case unusedArgument = "unused-argument"
    case unusedLoopVariable = "unused-loop-variable"
    case shadowedVariable = "shadowed-variable"
    case emptyBlock = "empty-block"
    case emptyRole = "empty-role"
    case constantCondition = "constant-condition"
    case repeatedCondition = "repeated-condition"
    case unreachableBranch = "unreachable-branch"
    case needlessList = "needless-list"
    case negatedComparison = "negated-comparison"
    case idleRule = "idle-rule"
    case repeatedRuleLine = "repeated-rule-line"
    case duplicateName = "duplicate-name"
    case relativeTerm = "relative-term"
    case pastUntil = "past-until"
    case unexplainedReach = "unexplained-reach"
    case misplacedStatement = "misplaced-statement"
    case repeatedUse = "repeated-use"
    case repeatedExpectation = "repeated-expectation"
    case emptyTest = "no-expectation"

    // Of what the script makes
    case unusedProcedure = "unused-procedure"
    case unusedRole = "unused-role"
    case unassignableRole = "unassignable-role"
    case unusedKind = "unused-kind"
    case unpermittedAction = "unpermitted-action"
    case hiddenPermission = "hidden-permission"
    case redundantPermission = "redundant-permission"
    case redundantInclude = "redundant-include"
    case shadowedGrant = "shadowed-grant"
    case coveredGrant = "covered-grant"
    case redundantInvite = "redundant-invite"
    case grantToDisabled = "grant-to-disabled"
    case idleExcept = "idle-except"
    case idleStatement = "idle-statement"
    case undoneStatement = "undone-statement"
    case overwrittenValue = "overwritten-value"
    case similarNames = "similar-names"
    case vagueExpectation = "vague-expectation"
    case vacuousTest = "vacuous-test"
    case untestedReach = "untested-reach"

    // Of the comments that allow some
    case badSuppression = "bad-suppression"
    case idleSuppression = "idle-suppression"

    /// Whether the text of one script is enough to find it.
    package var needsOnlyText: Bool {
        switch self {
        case .unusedProcedure, .unusedRole, .unassignableRole, .unusedKind, .unpermittedAction, .hiddenPermission,
            .redundantPermission, .redundantInclude, .shadowedGrant, .coveredGrant, .redundantInvite, .grantToDisabled,
            .idleExcept, .idleStatement, .undoneStatement, .overwrittenValue, .similarNames, .vagueExpectation,
            .vacuousTest, .untestedReach, .idleRule:
            false
        default: true
        }
    }
}
