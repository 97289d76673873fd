import Reeve
import ReeveDomain
import SeededRandom
import Testing

@testable import ReeveExchange

struct RelationNameTests {
    private static let hostile = [
        "a, b (c) \"d\" #%", "*", "user:*", "x#y@z", "a/b", "|12", "%2f", "=2f", "job\u{2028}", "łódź", "москва", "名前",
        "e\u{301}",
        "[live_until:{}]", "// x", "*/", "\u{1b}[2J", "a\nb", " ", "+-_.@",
    ]

    private func names(_ random: inout SeededRandom) -> String {
        let scalars = (0..<(1 + random.below(12))).map { _ -> Unicode.Scalar in
            random.percent(60)
                ? Unicode.Scalar(UInt8(random.below(128)))
                : Unicode.Scalar(UInt32(random.below(0xd7ff))) ?? "x"
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @Test(arguments: [RelationDialect.openFGA, .spiceDB]) func idsLeadBackToNames(dialect: RelationDialect) {
        var random = SeededRandom(seed: 7)
        var seen: [String: String] = [:]
        for name in Self.hostile + (0..<5_000).map({ _ in names(&random) }) {
            let id = dialect.encoded(name)
            // What stands between the parts of ids, or marks those without names, is in none.
            #expect(!id.contains("/") && !id.contains("|") && !id.contains("*"))
            let isGood = id.unicodeScalars.allSatisfy { scalar in
                switch dialect {
                case .openFGA: !":# \t\n".unicodeScalars.contains(scalar) && !scalar.properties.isWhitespace
                case .spiceDB:
                    scalar.isASCII
                        && (scalar.properties.isAlphabetic || "0123456789_-=+".unicodeScalars.contains(scalar))
                }
            }
            #expect(isGood, "\(quoted(name))")
            #expect(dialect.decoded(id).map { Array($0.utf8) } == Array(name.utf8), "\(quoted(name))")
            if let other = seen.updateValue(name, forKey: id) { #expect(Array(other.utf8) == Array(name.utf8)) }
        }
        #expect(RelationDialect.openFGA.encoded("fay@x.example") == "fay@x.example")
        #expect(RelationDialect.spiceDB.encoded("fay@x.example") == "fay=40x=2eexample")
        #expect(dialect.decoded("a*b") == nil)
    }

    @Test(arguments: [RelationDialect.openFGA, .spiceDB]) func relationsOfDifferentThingsDiffer(
        dialect: RelationDialect
    ) {
        var random = SeededRandom(seed: 8)
        let plain = ["edit", "edit_x", "x", "_", "a b", "Edit", "2x", "x_25f", "", "kind_x", "model"]
        func words() -> [String] {
            var seen: Set<[UInt8]> = []
            return (plain + (0..<60).map { _ in names(&random) }).filter {
                !$0.isEmpty && seen.insert(Array($0.utf8)).inserted
            }
        }
        var relations: Set<String> = []
        var types: Set<String> = []
        var count = 0
        let kinds = words()
        for (number, name) in kinds.enumerated() {
            let stamp = Stamp(seq: Int64(number), time: Instant(milliseconds: 0), actor: nil)
            let actions = Array(words().prefix(64))
            let kind = Kind(
                definition: KindDefinition(name: name, plural: name, home: .customer, attributes: [], actions: actions),
                created: stamp, modified: stamp)
            for action in actions {
                let relation = dialect.relation("can", action, kind)
                relations.insert(relation)
                count += 1
                #expect(relation.utf8.count <= dialect.longestRelation)
                #expect(relation.wholeMatch(of: /[a-z][a-z0-9_]{1,62}[a-z0-9]/) != nil, "\(relation)")
            }
            let type = dialect.type(of: kind)
            types.insert(type)
            #expect(type.wholeMatch(of: /[a-z][a-z0-9_]{1,62}[a-z0-9]/) != nil, "\(type)")
            #expect(type != "model" && type != "partner")
        }
        #expect(relations.count == count)
        #expect(types.count == kinds.count)
    }

    /// Names of everything that the model and its tuples are made of, as hostile as Reeve takes them.
    @Test(arguments: RelationTests.targets) func hostileNamesDecideAsReeveDoes(target: ExportTarget) throws {
        let long = String(repeating: "名", count: 128)
        let kind = String(repeating: "k", count: 100)
        let session = try Session()
        try session.run(
            """
            define partner Initech
            define kind "\(kind)" in customer { has owner user; can view, edit, "\(String(repeating: "a", count: 90))" }
            define kind "model" in customer { can view, edit }
            define kind "*/ }\\" x" in customer { can view, "ed it*/" }
            define kind "ip" in "\(kind)" { can view, create }
            define system role "a, b (c) #%*" { can do anything to anything }
            define role "\(long)" { can view "\(kind)" where owner = $user; can "\(String(repeating: "a", count: 90))" "\(kind)" in all customers where name = "x]\\{\\"*/" }
            add user "\(long)", "u:*#@ [x]\\{\\"}", "//"
            add customer "\(long)", "x]\\{\\"*/", "|12"
            invite "//" as "a, b (c) #%*" to partner
            assign "//" as "a, b (c) #%*" to all customers except "|12"
            invite "\(long)" as "\(long)" to "\(long)", "x]\\{\\"*/" until 2126-01-01
            add "\(kind)" "\(long)" in "\(long)" with owner = "\(long)"
            add ip "\(long)" in "\(kind)" "\(long)" in "\(long)"
            """, named: "world")
        let state = session.view.everything
        let now = RandomAccess.now
        let access = AccessModel(state, now: now, flat: false)
        let engine = try relationEngine(target, access)
        let model = RelationModel(access, target == .openfga ? .openFGA : .spiceDB)
        // What long names are told by instead is looked up; the rest is as the tests spell it.
        var yes = 0
        for user in state.userIDs {
            let one = RelationEngine.Asker(engine, model.object(user), at: now, depth: 25)
            try everyRequest(state, records: true) { request in
                guard request.user == user else { return }
                let kind = state[request.kind]
                let found: Bool
                if case .record(let record)? = request.subject {
                    let suffix = request.action == "create" ? kind : nil
                    found = try one.check(
                        model.object(record), model.dialect.relation("can", request.action, suffix))
                } else {
                    let isOurs = state.root(of: request.kind) == .partner && request.kind != BuiltInKind.customer.id
                    found = try one.check(
                        model.object(isOurs ? .partner : request.account),
                        model.dialect.relation("can", request.action, kind))
                }
                yes += found ? 1 : 0
                #expect(found == state.allows(request, at: now), "\(request)")
            }
        }
        #expect(yes > 50)
    }

    @Test(arguments: RelationTests.targets) func whatItCannotCarryIsNamed(target: ExportTarget) throws {
        let session = try Session()
        try session.run(
            """
            define partner Initech
            define system role Admin { can do anything to anything; can view member in unassigned customers }
            add user alice
            add customer acme
            invite alice as Admin to partner
            assign alice as Admin to acme until 2126-01-01
            """, named: "world")
        let state = session.view.everything
        #expect(
            target.uncarried(of: AccessModel(state, now: RandomAccess.now, flat: false)).map(\.statement) == [
                "assign alice as Admin to acme until 2126-01-01"
            ])
        #expect(target.uncarried(of: AccessModel(state, now: RandomAccess.now, flat: true)).isEmpty)
    }

    /// The model's JSON says what its language says.
    @Test func bothFormsOfAModelSayTheSame() throws {
        let world = try RandomAccess(seed: 500, terms: true, records: true)
        let model = ExportTarget.openfga.model(of: AccessModel(world.state, now: RandomAccess.now, flat: false))
        let engine = try OpenFGAText(model: fileText("model.fga", model), tuples: "").engine
        #expect(try openFGATypes(json: fileText("model.json", model)) == engine.types)
    }
}
