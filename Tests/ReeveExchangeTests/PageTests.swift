import Foundation
import ReeveDomain
import ReeveExchange
import Testing

@testable import Reeve
@testable import ReeveTool

/// The page of `reeve export html` against the decision function: what its data says, looked up as its script does.
@Suite struct PageTests {
    private struct Line {
        var user: Int
        var place: Int
        var role: Int
        var flags: Int
    }

    private func page(_ world: ScriptWorld) throws -> String {
        let state = world.state
        var timeline = Timeline()
        let made = try world.session.past(of: AccessReview(state, now: ScriptWorld.now).origins, since: 0) {
            timeline.add($0, $1)
        }
        timeline.all = made.eventCount
        var text = ""
        AccessPage(
            state, now: ScriptWorld.now, past: AccessPage.Past(made: made, timeline: timeline), head: "1:ab"
        ).write(hash: sha256InBase64) { text += $0 }
        return text
    }

    private func data(of page: String) throws -> [String: Any] {
        let start = try #require(page.range(of: "id=\"data\">")?.upperBound)
        let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)?.lowerBound)
        let object = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
        return try #require(object as? [String: Any])
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func saysWhatIsDecided(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        let state = world.state
        let data = try data(of: try page(world))
        func list<Element>(_ path: String...) throws -> [Element] {
            var at: Any? = data
            for key in path { at = (at as? [String: Any])?[key] }
            return try #require(at as? [Element], "\(path)")
        }
        let users: [String] = try list("users", "name")
        let customers: [String] = try list("customers", "name")
        let roles: [[String: Any]] = try list("roles")
        let counts: [Int] = try list("lines", "of")
        let places: [Int] = try list("lines", "place")
        let lineRoles: [Int] = try list("lines", "role")
        let flags: [Int] = try list("lines", "flags")
        let wide: [[Int]] = try list("wide")
        let sets: [[Int]] = try list("sets")
        let owners = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        #expect(owners.count == places.count)
        func holds(_ set: Int, _ customer: Int) -> Bool {
            var at = 0
            for index in stride(from: 0, to: sets[set].count, by: 2) {
                let start = at + sets[set][index]
                at = start + sets[set][index + 1]
                if start <= customer, customer < at { return true }
            }
            return false
        }
        for (user, name) in users.enumerated() {
            let id = try #require(state.user(name))
            for place in 0...customers.count {
                let account = place == 0 ? AccountID.partner : try #require(state.account(customers[place - 1]))
                let deciding = places.indices.filter { line in
                    guard owners[line] == user else { return false }
                    if places[line] >= 0 { return places[line] == place && flags[line] & 4 != 0 }
                    return place > 0 && holds(wide[-1 - places[line]][2], place - 1)
                }
                guard state.hasAccess(id, to: account, at: ScriptWorld.now) else {
                    #expect(deciding.isEmpty)
                    continue
                }
                let effective = try #require(state.effectiveRole(of: id, in: account, at: ScriptWorld.now))
                #expect(deciding.count == 1)
                let line = try #require(deciding.first)
                #expect(roles[lineRoles[line]]["name"] as? String == state[effective.role].definition.name)
                #expect(flags[line] & 3 == Int(effective.route.name.rawValue))
            }
        }
        let off: [Int] = try list("users", "off")
        #expect(off.count == state.userIDs.count { state[$0].isDisabled })
        let free: [Int] = try list("customers", "free")
        #expect(
            Set(free.map { customers[$0] })
                == Set(
                    state.customerIDs.filter { state.isUnassigned($0, at: ScriptWorld.now) }.map { state[$0].name }))
    }

    /// The matrix, cell by cell, against a decision for somebody who holds the role where it counts.
    @Test(arguments: 0..<2 as Range<UInt64>) func rolesPermitWhatTheMatrixSays(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        let data = try data(of: try page(world))
        let kinds = try #require(data["kinds"] as? [[String: Any]])
        for role in try #require(data["roles"] as? [[String: Any]]) {
            let name = try #require(role["name"] as? String)
            try world.session.run("add user probe; add customer probed", named: "probe")
            try world.session.run("invite probe as \(name) to probed", named: "probe")
            let can = try #require(role["can"] as? [Int])
            var cells: [[Int]: Int] = [:]
            for at in stride(from: 0, to: can.count, by: 3) { cells[[can[at], can[at + 1]]] = can[at + 2] }
            for (k, kind) in kinds.enumerated() where kind["home"] as? String == "in customer" {
                for (a, action) in try #require(kind["actions"] as? [String]).enumerated() {
                    let answer = try world.session.view.can(
                        "probe", action, try #require(kind["name"] as? String), in: "probed")
                    switch cells[[k, a]] {
                    case nil: #expect(!answer, "\(name) \(action)")
                    case -1: #expect(answer, "\(name) \(action)")
                    // Words: it depends on the customer or the record.
                    default: break
                    }
                }
            }
            try world.session.run("remove customer probed and everything in it; remove user probe", named: "probe")
        }
    }

    @Test func allowsItsOwnAndNothingElse() throws {
        let text = try page(try ScriptWorld(seed: 1))
        func between(_ start: String, _ end: String, _ from: String.Index) throws -> String {
            let open = try #require(text.range(of: start, range: from..<text.endIndex)?.upperBound)
            let close = try #require(text.range(of: end, range: open..<text.endIndex)?.lowerBound)
            return String(text[open..<close])
        }
        let policy = try between("Content-Security-Policy\" content=\"", "\"", text.startIndex)
        let style = sha256InBase64(try between("<style>", "</style>", text.startIndex))
        let script = sha256InBase64(try between("<script>", "</script>", text.startIndex))
        #expect(
            policy
                == "default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; base-uri 'none'; form-action 'none'"
        )
        // Nothing from elsewhere, and nothing that makes markup of text.
        for word in [
            "http:", "https:", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(",
            " style=\"", "onclick=",
        ] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(text.components(separatedBy: "<script").count == 3)
    }

    @Test func base64() {
        #expect(sha256InBase64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(sha256InBase64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }
}
