import Foundation
import Reeve
import ReeveDomain
import ReeveExchange
import ReeveSyntax
import Testing

/// A store as a script, read again.
@Suite struct ScriptTests {
    static let worlds = ProcessInfo.processInfo.environment["REEVE_WORLDS"].flatMap(Int.init) ?? 40

    private static func export(_ session: Session, at now: Int64) throws -> (text: String, notes: [String]) {
        var text = ""
        let state = session.view.everything
        let script = ReeveScript(
            state, now: Instant(milliseconds: now), made: try session.past(of: ReeveScript.origins(of: state)))
        let notes = try script.write { text += $0 }
        return (text, notes)
    }

    /// The plan on the same store is empty; on a new one the script makes the same, decides the same, and is written the
    /// same again.
    @Test func randomWorldsComeBack() throws {
        var statements = 0
        var questions = 0
        for seed in 0..<Self.worlds {
            let world = try ScriptedWorld(seed: UInt64(9_000 + seed), statements: 150)
            statements += world.done
            let now = world.clock.now
            let (text, notes) = try Self.export(world.session, at: now)
            // A name that is no more cannot be said: then the definition differs, and says the same.
            if notes.isEmpty {
                do throws(Failure) {
                    let plan = try world.session.plan(text, named: "export")
                    let nothing = try world.session.plan("", named: "nothing")
                    #expect(plan.changes.isEmpty, "world \(seed): \(plan.changes.map(\.text))")
                    #expect(plan.removals.map(\.text) == nothing.removals.map(\.text), "world \(seed)")
                } catch {
                    Issue.record("world \(seed) has no plan: \(error)")
                }
            }
            let again = try Session(options: ScriptedWorld.options(world.clock))
            do throws(Failure) {
                try again.run(text, named: "export")
            } catch {
                Issue.record("world \(seed): \(error)\n\(text)")
                continue
            }
            let pictures = (
                WorldPicture(world.state, at: Instant(milliseconds: now)),
                WorldPicture(again.view.everything, at: Instant(milliseconds: now))
            )
            if notes.isEmpty {
                #expect(
                    pictures.0 == pictures.1,
                    "world \(seed): \(pictures.0.facts.difference(from: pictures.1.facts))")
            }
            let second = try Self.export(again, at: now).text
            let lines = [text, second].map { $0.split(separator: "\n").filter { !$0.hasPrefix("#") } }
            #expect(lines[0] == lines[1], "world \(seed): \(lines[1].difference(from: lines[0]))")
            let isDark = notes.contains { $0.hasSuffix("shows fewer customers") }
            questions += agree(world, again, seed, showingCustomers: !isDark)
            guard case .formatted(let bytes) = Formatter.format(SourceText(name: "export", text: text)) else {
                Issue.record("world \(seed) is no script")
                continue
            }
            #expect(String(decoding: bytes, as: UTF8.self) == text, "world \(seed) is not in its form")
        }
        #expect(statements > Self.worlds * 50)
        #expect(questions > Self.worlds * 200)
        print("export reeve: \(Self.worlds) worlds, \(statements) statements, \(questions) questions")
    }

    /// Asks both the same by name, now and later.
    private func agree(_ world: ScriptedWorld, _ again: Session, _ seed: Int, showingCustomers: Bool) -> Int {
        let (one, other) = (world.state, again.view.everything)
        var asked = 0
        for _ in 0..<300 {
            guard let user = world.random.pick(one.userIDs), let kind = world.random.pick(one.kindIDs),
                let action = world.random.pick(one[kind].definition.liveActions),
                let account = world.random.pick([.partner] + one.customerIDs)
            else { continue }
            let isCustomer = kind == BuiltInKind.customer.id && !account.isPartner
            if isCustomer && action == "view" && !showingCustomers { continue }
            let later = Int64(world.random.below(4)) * 200 * ScriptedWorld.hour
            let now = Instant(milliseconds: world.clock.now + later)
            let here = one.decide(
                Request(
                    user: user, action: action, kind: kind, subject: isCustomer ? .customer(account) : nil,
                    account: account), at: now)
            guard let otherUser = other.user(one[user].name), let otherKind = other.kind(one[kind].definition.name),
                let otherAccount = account.isPartner ? .partner : other.account(one[account].name)
            else {
                Issue.record("world \(seed): a name is missing")
                continue
            }
            let there = other.decide(
                Request(
                    user: otherUser, action: action, kind: otherKind,
                    subject: isCustomer ? .customer(otherAccount) : nil, account: otherAccount), at: now)
            asked += 1
            #expect(
                here.isAllowed == there.isAllowed,
                "world \(seed): \(one[user].name) \(action) \(one[kind].definition.name) in \(one[account].name) at \(now.text)"
            )
        }
        return asked
    }
}
