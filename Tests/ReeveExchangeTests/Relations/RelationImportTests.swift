import Foundation
import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// What `reeve export openfga` writes, read back by `reeve import openfga`.
struct RelationImportTests {
    private func tuples(_ text: String) throws -> [OpenFGAImport.Tuple] {
        try text.split(separator: "\n").enumerated().map { number, line in
            let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            var terms: ImportedAccess.Terms?
            if let condition = json["condition"] as? [String: Any] {
                let context = try #require(condition["context"] as? [String: String])
                terms = .init(
                    from: context["begins"].flatMap { Instant(instant: $0) },
                    until: context["ends"].flatMap { Instant(instant: $0) })
            }
            return .init(
                user: try #require(json["user"] as? String), relation: try #require(json["relation"] as? String),
                object: try #require(json["object"] as? String), place: "t \(number + 1)", terms: terms)
        }
    }

    private func imported(_ access: AccessModel) throws -> ImportedAccess {
        let model = ExportTarget.openfga.model(of: access)
        return try OpenFGAImport(
            model: fileText("model.fga", model), named: "m", tuples: tuples(fileText("tuples.jsonl", model)), from: "t"
        ).imported
    }

    /// Whoever holds no role of which something was left out is answered as before: in every account, of every kind, now
    /// and later.
    @Test func ourOwnExportReadBack() throws {
        var compared = 0
        var yes = 0
        for seed in 800..<816 as Range<UInt64> {
            let world = try RandomAccess(seed: seed, terms: seed % 2 == 1)
            let state = world.state
            var access = AccessModel(state, now: RandomAccess.now, flat: false, kindsOnly: true)
            if !ExportTarget.openfga.uncarried(of: access).isEmpty { access = access.flattened }
            let imported = try imported(access)
            let made = try session(of: imported).view.everything
            let clean = state.roleIDs.filter { role in
                let name = quoted(state[role].definition.name)
                return !imported.left.contains { $0.what.hasPrefix(name + ": ") }
            }
            for hours in access.isFlat ? [Int64(0)] : [0, 15, 40] {
                let now = Instant(milliseconds: RandomAccess.now.milliseconds + hours * 3_600_000)
                everyRequest(state, records: false) { request in
                    let held =
                        state.members.of(request.user).map(\.role)
                        + (state.manager(request.user).map { [$0.role] } ?? [])
                    guard held.allSatisfy(clean.contains) else { return }
                    let kind = state[request.kind].definition.name
                    let account =
                        request.account.isPartner ? AccountID.partner : made.account(state[request.account].name)
                    let wanted = state.allows(request, at: now)
                    var found = false
                    if let user = made.user(state[request.user].name), let kind = made.kind(kind), let account {
                        found = made.allows(
                            Request(user: user, action: request.action, kind: kind, account: account), at: now)
                    }
                    compared += 1
                    yes += wanted ? 1 : 0
                    #expect(
                        found == wanted,
                        "world \(seed), \(now.text): \(state[request.user].name) \(request.action) \(kind) in \(access.name(request.account))"
                    )
                }
                for user in state.userIDs {
                    for action in ["view", "edit"] {
                        let held = state.members.of(user).map(\.role)
                        guard held.allSatisfy(clean.contains), let other = made.user(state[user].name) else { continue }
                        func ask(_ state: State, _ user: UserID) -> Bool {
                            state.allows(
                                Request(
                                    user: user, action: action, kind: BuiltInKind.user.id, subject: .user(user),
                                    account: .partner), at: now)
                        }
                        #expect(
                            ask(made, other) == ask(state, user), "world \(seed): \(state[user].name) \(action) self")
                    }
                }
            }
        }
        #expect(compared > 3_000 && yes > 300)
    }

    @Test func whatIsLeftOutIsSaid() throws {
        let session = try Session()
        try session.run(
            """
            define partner Initech
            define kind customer { has plan one of free, pro }
            define kind recipe in customer { has owner user; can view, edit }
            define kind job in recipe { can view }
            define system role Admin { can do anything to anything }
            define system role Own { can view recipe in own customers; can edit recipe in all customers; can view self }
            define role Guest { can edit recipe where owner = $user; can view recipe in all customers where plan = pro }
            add user alice, bob
            add customer acme with plan = pro
            add customer globex, hooli with plan = free
            invite alice, bob as Own to partner
            assign alice as Admin to all customers except globex
            assign bob as Admin to all customers
            invite bob as Guest to acme until 2126-01-01
            add recipe r in acme with owner = bob
            """, named: "world")
        let access = AccessModel(session.view.everything, now: RandomAccess.now, flat: false)
        var imported = try imported(access)
        #expect(
            Set(imported.left.map(\.what)) == [
                "\"Guest\": to edit recipe that meets a condition",
                "\"Guest\": to view recipe in customers where plan = pro",
                "\"alice\" manages all customers, but some: here those 2 of now, by name",
                "1 records, with their locks and what they have",
            ])
        var text = ""
        imported.script { text += $0 }
        for line in [
            "define kind job in recipe { can view }", "can create, delete, disable, edit, view anything",
            "define role Guest {}",
            "can view recipe in own customers",
            "can edit recipe in all customers", "can view self", "assign bob as Admin to all customers",
            "assign alice as Admin to acme, hooli", "invite bob as Guest to acme until 2126-01-01",
        ] {
            #expect(text.contains(line), "\(line)\n\(text)")
        }
        // What is above what comes first.
        let recipe = try #require(text.firstRange(of: "define kind recipe"))
        let job = try #require(text.firstRange(of: "define kind job"))
        #expect(recipe.lowerBound < job.lowerBound)
    }
}
