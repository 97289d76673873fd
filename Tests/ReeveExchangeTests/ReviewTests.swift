import ReeveDomain
import ReeveExchange
import ReeveLanguage
import ReeveSyntax
import Testing

@testable import Reeve

/// The access review against the decision function: it tells no more and no less than what is true.
@Suite struct ReviewTests {
    private struct Place: Hashable {
        var user: UserID
        var account: AccountID
    }

    @Test(arguments: 0..<16 as Range<UInt64>) func everyDecidingRouteOnce(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        let state = world.state
        var told: [Place: (RoleID, RouteName)] = [:]
        var routes: [Place: Int] = [:]
        AccessReview(state, now: ScriptWorld.now).access { line in
            guard let account = line.account else { return #expect(Bool(false), "an account is missing") }
            let place = Place(user: line.user, account: account)
            routes[place, default: 0] += 1
            guard line.decides == 1 else { return }
            #expect(told.updateValue((line.role, line.route), forKey: place) == nil)
        }
        for user in state.userIDs {
            for account in [.partner] + state.customerIDs {
                let place = Place(user: user, account: account)
                let found = told.removeValue(forKey: place)
                #expect(routes[place, default: 0] == state.routes(of: user, to: account, at: ScriptWorld.now).count)
                guard state.hasAccess(user, to: account, at: ScriptWorld.now) else {
                    #expect(found == nil)
                    continue
                }
                let effective = state.effectiveRole(of: user, in: account, at: ScriptWorld.now)
                #expect(found?.0 == effective?.role)
                #expect(found?.1 == effective?.route.name)
            }
        }
        #expect(told.isEmpty)
        // Both forms count the same: what grants decide is what users get to.
        let review = AccessReview(state, now: ScriptWorld.now)
        var byGrants: [UserID: Int] = [:]
        var byAccess: [UserID: Int] = [:]
        review.grants { byGrants[$0.user, default: 0] += $0.decides }
        review.access { byAccess[$0.user, default: 0] += $0.decides }
        for user in state.userIDs { #expect(byGrants[user, default: 0] == byAccess[user, default: 0]) }
    }

    /// What a line offers to take it away takes away that grant.
    @Test(arguments: 0..<4 as Range<UInt64>) func revocationsRevoke(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        var lines: [ReviewLine] = []
        AccessReview(world.state, now: ScriptWorld.now).grants { lines.append($0) }
        for line in lines where line.route != .partner {
            guard let statement = line.revocation else { continue }
            let copy = try ScriptWorld(seed: seed)
            try copy.session.run(statement, named: "revoke")
            var left: [Int64] = []
            AccessReview(copy.state, now: ScriptWorld.now).grants { left.append($0.seq) }
            #expect(!left.contains(line.seq), "\(statement)")
        }
    }

    /// Every line names the statement that stands behind it, and reads back as it was written.
    @Test(arguments: 0..<6 as Range<UInt64>) func linesHaveTheirOrigin(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        let review = AccessReview(world.state, now: ScriptWorld.now)
        let made = try world.session.past(of: review.origins)
        var text = AccessReview.columns.joined(separator: ",") + "\n"
        var rows: [[String]] = []
        review.grants { line in
            let provenance = made[line.seq]
            #expect(provenance?.script == "steps.reeve")
            #expect(provenance?.systemUser == "root")
            rows.append(review.row(line, provenance))
            text += (rows.last ?? []).map(CSVField.text).joined(separator: ",") + "\r\n"
        }
        let source = SourceText(name: "review.csv", bytes: Array(text.utf8))
        let read = try readCSV(source).map(\.fields)
        // An apostrophe stands before what a spreadsheet would calculate.
        #expect(read.map { $0.map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 } } == rows)
        #expect(read.joined().allSatisfy { !($0.hasPrefix("=") || $0.hasPrefix("-") || $0.hasPrefix("+")) })
    }
}
