import ReeveDomain
import SeededRandom

/// A world that grew out of random commands, of the superuser and of its own users, while its clock went on.
struct RandomWorld {
    var random: SeededRandom
    var state = State()
    var now = Instant(milliseconds: 1_767_225_600_000)
    var entries: [History.Entry] = []
    /// Whether roles say `can grant`.
    var handsOutFreely = true
    /// Commands that were carried out, and refused, by the code.
    var performed = 0
    var refusals: [String: Int] = [:]

    static let hour: Int64 = 3_600_000
    static let userNames = ["ada", "bob", "cleo", "dan", "eve", "fay", "gus", "hal"]
    static let customerNames = ["acme", "globex", "initech", "hooli", "umbrella", "stark"]
    static let roleNames = ["Admin", "Viewer", "Editor", "Success", "Access", "Clerk", "Lead"]

    init(seed: UInt64, steps: Int, handsOutFreely: Bool = true) {
        random = SeededRandom(seed: seed)
        self.handsOutFreely = handsOutFreely
        begin()
        for _ in 0..<steps { step() }
    }

    /// Kinds, users, customers and roles to start with; all of it may change later.
    private mutating func begin() {
        let all = ["view", "create", "edit", "delete"]
        let text = Attribute(name: "note", type: .text)
        let owner = Attribute(name: "owner", type: .user)
        let status = Attribute(name: "stage", type: .oneOf(["draft", "live"]))
        run(
            .defineKind(
                KindRequest(
                    name: "customer", plural: nil, home: nil,
                    attributes: [
                        Attribute(name: "plan", type: .oneOf(["free", "pro"])), Attribute(name: "region", type: .text),
                        Attribute(name: "seats", type: .number), owner,
                    ], actions: [])))
        define("recipe", .customer, [status, owner], all + ["run", "lock"])
        define("job", .kind(id("recipe")), [owner, text], all + ["rerun"])
        define("step", .kind(id("job")), [owner], all + ["lock"])
        define("staff", .partner, [owner], all + ["lock"])
        define("badge", .kind(id("staff")), [text], all)
        run(.addUsers(Self.userNames, []))
        for name in Self.customerNames.dropLast() { run(.addCustomers([name], customerValues())) }
        for _ in 0..<5 { run(roleCommand()) }
        for _ in 0..<30 { run(recordCommand()) }
        for _ in 0..<16 { run(grantCommand()) }
    }

    private mutating func define(_ name: String, _ home: KindHome, _ attributes: [Attribute], _ actions: [String]) {
        run(
            .defineKind(
                KindRequest(name: name, plural: nil, home: home, attributes: attributes, actions: actions)))
    }

    func id(_ kind: String) -> KindID { state.kind(kind) ?? KindID(0) }

    /// One transaction of one command, then the clock goes on.
    mutating func step() {
        let actor: Actor =
            random.percent(65) ? .superuser : random.pick(state.userIDs).map { .user($0) } ?? .superuser
        run(command(), by: actor)
        if random.percent(40) { advance() }
    }

    mutating func advance() {
        now = Instant(milliseconds: now.milliseconds + Int64(random.below(30)) * Self.hour)
    }

    /// Whether it was carried out.
    @discardableResult
    mutating func run(_ command: Command?, by actor: Actor = .superuser) -> Bool {
        guard let command else { return false }
        let attempt = Attempt.perform(command, on: state, at: now, by: actor)
        guard attempt.refusal == nil else {
            refusals[attempt.refusal?.code ?? "", default: 0] += 1
            return false
        }
        state = attempt.state
        entries += attempt.entries
        performed += 1
        return true
    }
}
