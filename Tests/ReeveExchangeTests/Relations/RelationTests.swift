import Foundation
import Reeve
import ReeveDomain
import SeededRandom
import Testing

@testable import ReeveExchange

/// Every sort of name and place that ids are made of, as an application makes them that has only the documents.
struct RelationAsker {
    let target: ExportTarget
    let state: State

    private func id(_ name: String) -> String {
        var out = ""
        for scalar in name.unicodeScalars {
            let isKept =
                scalar.isASCII
                ? scalar.properties.isAlphabetic || "0123456789_-+".unicodeScalars.contains(scalar)
                    || target == .openfga && (scalar == "." || scalar == "@")
                : target == .openfga && scalar.properties.isAlphabetic
            if isKept {
                out.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16)
                    out += (target == .openfga ? "%" : "=") + (byte < 16 ? "0" : "") + digits
                }
            }
        }
        return out
    }

    func user(_ user: UserID) -> String { "user:" + id(state[user].name) }

    /// What is asked for a request: an object and a relation.
    func question(_ request: Request) -> (object: String, relation: String) {
        let kind = state[request.kind].definition.name
        switch request.subject {
        case .user(let user)?: return (self.user(user), "can_" + request.action)
        case .record(let record)?:
            var names: [String] = []
            var at: RecordID? = record
            while let here = at {
                names.insert(id(state[here].entity.name), at: 0)
                at = state[here].parent
            }
            names.insert(request.account.isPartner ? "partner" : id(state[request.account].name), at: 0)
            let home = state[state[record].kind].definition.name
            return (
                "\(home):" + names.joined(separator: "/"),
                request.action == "create" ? "can_create_\(kind)" : "can_\(request.action)"
            )
        default:
            var root = state[request.kind].definition.home
            while case .kind(let above) = root { root = state[above].definition.home }
            let isOurs = request.account.isPartner || root == .partner && request.kind != BuiltInKind.customer.id
            return (
                isOurs ? "partner:partner" : "customer:" + id(state[request.account].name),
                "can_\(request.action)_\(kind)"
            )
        }
    }
}

/// What a target's text decides, read by the tests' own reader.
func relationEngine(_ target: ExportTarget, _ access: AccessModel) throws -> RelationEngine {
    let model = target.model(of: access)
    switch target {
    case .openfga:
        return try OpenFGAText(model: fileText("model.fga", model), tuples: fileText("tuples.jsonl", model)).engine
    default:
        return try SpiceDBText(
            schema: fileText("schema.zed", model), relationships: fileText("relationships.txt", model)
        )
        .engine
    }
}

struct RelationTests {
    static let targets: [ExportTarget] = [.openfga, .spicedb]

    @Test(arguments: targets, 0..<5) func textDecidesAsReeveDoes(target: ExportTarget, seed: UInt64) throws {
        try compare(target, seed: 500 + seed)
    }

    /// `REEVE_RELATIONS=200 swift test --filter RelationTests`: as many worlds for each engine.
    @Test(.enabled(if: Self.sweep > 0), arguments: targets) func manyWorlds(target: ExportTarget) throws {
        for seed in 0..<UInt64(Self.sweep) { try compare(target, seed: 10_000 + seed) }
    }

    static let sweep = ProcessInfo.processInfo.environment["REEVE_RELATIONS"].flatMap { Int($0) } ?? 0

    private func compare(_ target: ExportTarget, seed: UInt64) throws {
        let world = try RandomAccess(seed: seed, terms: seed % 3 != 0, records: true)
        let state = world.state
        let asker = RelationAsker(target: target, state: state)
        var answers = [0, 0]
        for hours in [Int64(0), 20] {
            let now = Instant(milliseconds: RandomAccess.now.milliseconds + hours * 3_600_000)
            var access = AccessModel(state, now: now, flat: false)
            if !target.uncarried(of: access).isEmpty { access = AccessModel(state, now: now, flat: true) }
            let engine = try relationEngine(target, access)
            var askers: [UserID: RelationEngine.Asker] = [:]
            func ask(_ request: Request) throws {
                let question = asker.question(request)
                let one =
                    askers[request.user]
                    ?? .init(engine, asker.user(request.user), at: now, depth: target == .openfga ? 25 : 50)
                askers[request.user] = one
                let wanted = state.allows(request, at: now)
                answers[wanted ? 1 : 0] += 1
                let found = try one.check(question.object, question.relation)
                #expect(
                    found == wanted,
                    "\(target), world \(seed), \(now.text): \(asker.user(request.user)) \(question.relation) \(question.object)"
                )
            }
            try everyRequest(state, records: true, ask)
            for user in state.userIDs {
                for other in state.userIDs {
                    for action in ["view", "edit", "disable"] {
                        try ask(
                            Request(
                                user: user, action: action, kind: BuiltInKind.user.id, subject: .user(other),
                                account: .partner))
                    }
                }
            }
        }
        #expect(answers[0] > 0)
    }
}
