/// Counts the things that the sets, conditions and rules of one run look at, so that none runs without an end.
///
/// Once it is used up, or told to stop, sets come out empty and conditions false, at once: nothing that was worked out
/// with such a meter counts, and whoever set it must look at `outcome` before anything of it is kept. One run uses it, on
/// one thread.
package final class WorkMeter: @unchecked Sendable {
    package enum Outcome: Hashable, Sendable { case within, usedUp, interrupted }

    package let limit: Int
    package private(set) var outcome = Outcome.within
    private var spent = 0
    /// Asked now and then, not for each thing.
    private let isInterrupted: (@Sendable () -> Bool)?
    private var nextLook = WorkMeter.lookEvery
    private static let lookEvery = 4096

    /// - Parameters:
    ///   - limit: how many things may be looked at.
    ///   - isInterrupted: whether to stop at once.
    package init(limit: Int, isInterrupted: (@Sendable () -> Bool)? = nil) {
        self.limit = limit
        self.isInterrupted = isInterrupted
    }

    /// Counts things that are about to be looked at. Returns whether to go on.
    func spend(_ things: Int) -> Bool {
        guard outcome == .within else { return false }
        spent = spent.addingReportingOverflow(things).partialValue
        if spent > limit || spent < 0 {
            outcome = .usedUp
        } else if let isInterrupted, spent >= nextLook {
            nextLook = spent + WorkMeter.lookEvery
            if isInterrupted() { outcome = .interrupted }
        }
        return outcome == .within
    }
}

extension State {
    /// Counts things that are about to be looked at; without a meter there is no end to them. Returns whether to go on.
    func spend(_ things: Int) -> Bool { meter?.spend(things) ?? true }

    /// How many things there are to look through to find a noun's; those that are found come on top.
    func lookedThrough(_ source: NounSet.Source) -> Int {
        switch source {
        case .users: users.rows.count
        case .customers, .customersOf: accounts.rows.count
        case .records(_, in: .anywhere): records.rows.count
        case .managers(nil): managers.count
        case .managers: standingManagers.count
        case .roles, .rules, .kinds, .team, .records: 1
        }
    }
}
