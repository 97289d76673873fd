import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

/// An evaluator that says what Reeve says to anything would prove nothing: in a world where every rule matters, each text
/// that is spoiled has to be noticed.
struct RelationFaultTests {
    private static let script = """
        define partner Initech
        define kind recipe in customer { can view, edit, delete, lock }
        define kind job in recipe { can view, edit }
        define kind customer { has plan one of free, pro }
        define system role Admin { can do anything to anything }
        define system role Viewer { can view recipe, job }
        define system role Editor { can view, edit, delete recipe; can edit job }
        define system role Reach { can edit recipe in all customers; can view recipe in own customers; can edit self }
        define system role Own { can edit recipe; can view recipe in own customers }
        define role Jobs { can edit job }
        define system role Pro { can edit recipe in all customers where plan = pro }
        add user alice, bob, carl, dora, fred, gina, hank
        add customer acme, globex, hooli with plan = free
        add customer wonka, stark with plan = pro
        add recipe r, s in hooli
        add job j in recipe r in hooli
        add recipe t in hooli
        add job k in recipe t in hooli
        invite alice, bob as Reach to partner
        invite dora as Viewer to partner until 2026-01-20
        invite fred as Pro to partner
        assign alice as Admin to all customers except globex
        assign alice as Admin to all customers where plan = pro
        assign bob as Viewer to hooli
        assign dora as Admin to acme, globex
        invite alice as Viewer to acme
        invite bob as Own to stark
        assign bob as Viewer to stark
        invite fred as Viewer to stark
        invite gina as Jobs to hooli
        invite hank as Viewer to partner
        invite hank as Own to acme
        invite carl as Editor to hooli until 2026-02-01
        lock recipe r in hooli
        lock recipe s in hooli
        disable customer wonka
        """

    private typealias Fault = (from: String, to: String)

    /// In the model, or among the tuples.
    private static let openFGA: [Fault] = [
        ("by_manager: manages but not member", "by_manager: manages"), ("staff but not (member or manages)", "staff"),
        ("staff but not (member or manages)", "staff but not member"),
        ("staff but not (member or manages)", "staff but not manages"),
        ("(assigned or standing) and staff", "assigned or standing"), ("(assigned or standing)", "assigned"),
        ("(assigned or standing)", "standing"), ("manager from set but not excepted", "manager from set"),
        (" but not disabled", ""), ("can_edit: may_edit but not barred", "can_edit: may_edit"),
        ("but not (barred or locked_below)", ""), ("and seen from parent", ""),
        ("may_edit_job and may_view_recipe", "may_edit_job"), ("manages and tm_", "staff and tm_"),
        ("can_edit_user from partner or own_edit", "can_edit_user from partner"),
        ("\"ends\": \"2026-02-01T00", "\"ends\": \"2026-01-11T00"),
        ("{\"user\": \"user:*\", \"relation\": \"locked\", \"object\": \"recipe:hooli/r\"}", ""),
        ("\"relation\": \"staff\", \"object\": \"role:Pro\"", "\"relation\": \"staff\", \"object\": \"role:Admin\""),
    ]
    private static let spiceDB: [Fault] = [
        ("by_manager = manages - member", "by_manager = manages"), ("staff - (member + manages)", "staff"),
        ("staff - (member + manages)", "staff - member"), ("staff - (member + manages)", "staff - manages"),
        ("(assigned + standing) & staff", "assigned + standing"), ("(assigned + standing)", "assigned"),
        ("(assigned + standing)", "standing"), ("set->manager - excepted", "set->manager"), (" - disabled", ""),
        ("can_edit = may_edit - barred", "can_edit = may_edit"), ("- (barred + locked_below)", ""),
        ("& parent->seen", ""), ("may_edit_job & may_view_recipe", "may_edit_job"),
        ("manages & team->tm_", "staff & team->tm_"),
        ("partner->can_edit_user + own_edit", "partner->can_edit_user"),
        ("{\"ends\": \"2026-02-01T00", "{\"ends\": \"2026-01-11T00"), ("recipe:hooli/r#locked@user:*", ""),
        ("role:Pro#staff@user:fred", "role:Admin#staff@user:fred"),
    ]

    @Test(arguments: RelationTests.targets) func spoiledTextsAreNoticed(target: ExportTarget) throws {
        var options = SessionOptions()
        options.clock = { RandomAccess.start }
        let session = try Session(options: options)
        try session.run(Self.script, named: "world")
        let state = session.view.everything
        let model = target.model(of: AccessModel(state, now: RandomAccess.now, flat: false))
        let head = fileText(target == .openfga ? "model.fga" : "schema.zed", model)
        let tuples = fileText(target == .openfga ? "tuples.jsonl" : "relationships.txt", model)
        #expect(try disagrees(target, state, head, tuples) == nil)
        for fault in target == .openfga ? Self.openFGA : Self.spiceDB {
            let spoiled = (head.replacing(fault.from, with: fault.to), tuples.replacing(fault.from, with: fault.to))
            #expect(spoiled != (head, tuples), "nothing to spoil: \(fault.from)")
            // A text that is refused is noticed too.
            do {
                #expect(try disagrees(target, state, spoiled.0, spoiled.1) != nil, "\(fault.from) -> \(fault.to)")
            } catch is RelationEngine.Problem {}
        }
    }

    /// The first request that the text decides otherwise than Reeve does.
    private func disagrees(
        _ target: ExportTarget, _ state: State, _ head: String, _ tuples: String
    ) throws -> Request? {
        let engine =
            target == .openfga
            ? try OpenFGAText(model: head, tuples: tuples).engine
            : try SpiceDBText(schema: head, relationships: tuples).engine
        let asker = RelationAsker(target: target, state: state)
        for days in [Int64(10), 24] {
            let now = Instant(milliseconds: RandomAccess.start + days * 86_400_000)
            var wrong: Request?
            var askers: [UserID: RelationEngine.Asker] = [:]
            func ask(_ request: Request) throws {
                guard wrong == nil else { return }
                let one = askers[request.user] ?? .init(engine, asker.user(request.user), at: now, depth: 25)
                askers[request.user] = one
                let question = asker.question(request)
                if try one.check(question.object, question.relation) != state.allows(request, at: now) {
                    wrong = request
                }
            }
            try everyRequest(state, records: true, ask)
            for user in state.userIDs {
                try ask(
                    Request(
                        user: user, action: "edit", kind: BuiltInKind.user.id, subject: .user(user), account: .partner))
            }
            if let wrong { return wrong }
        }
        return nil
    }
}
