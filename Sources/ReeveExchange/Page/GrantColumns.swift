import ReeveDomain

/// The lines of a review as a page holds them: a column for each thing to know, small numbers instead of texts, and sets of
/// customers as runs, each once.
struct GrantColumns {
    private let access: AccessModel
    private let provenances: ProvenanceTable
    private(set) var texts: PageTexts

    private var perUser: [UserID: Int] = [:]
    private var place: [Int] = []
    private var role: [Int] = []
    private var flags: [Int] = []
    private var term: [Int] = []
    private var made: [Int] = []
    private var at: [Int] = []
    private var grants = 0

    private var roleNumbers: [RoleID: Int] = [:]
    private var wide: [(text: Int, covers: Int, decides: Int)] = []
    private var sets: [[Int]] = []
    private var setNumbers: [[Int]: Int] = [:]
    private var terms: [Term] = []
    private var termNumbers: [Term: Int] = [:]
    private struct Maker: Hashable {
        var time: Int64
        var who: Int
        var why: Int
        var script: Int
    }
    private var makers: [Maker] = []
    private var makerNumbers: [Maker: Int] = [:]

    init(_ access: AccessModel, _ provenances: ProvenanceTable, _ texts: PageTexts) {
        self.access = access
        self.provenances = provenances
        self.texts = texts
        for (number, role) in access.roles.enumerated() { roleNumbers[role] = number }
    }

    mutating func add(_ line: ReviewLine) {
        perUser[line.user, default: 0] += 1
        if line.route != .partner { grants += 1 }
        role.append(roleNumbers[line.role] ?? 0)
        let isWaiting = line.term.from.map { $0 > access.now } ?? false
        flags.append(Int(line.route.rawValue) | (line.decides > 0 ? 4 : 0) | (isWaiting ? 8 : 0))
        if let account = line.account {
            place.append(access.index(of: account) + 1)
        } else {
            let sets = (set(line.covered), set(line.decided))
            wide.append((texts.number(line.place), sets.0, sets.1))
            place.append(-wide.count)
        }
        term.append(number(line.term))
        let provenance = provenances[line.seq]
        made.append(provenance.map { maker($0) } ?? -1)
        at.append(provenance?.line ?? 0)
    }

    private mutating func number(_ term: Term) -> Int {
        if let number = termNumbers[term] { return number }
        termNumbers[term] = terms.count
        terms.append(term)
        return terms.count - 1
    }

    private mutating func maker(_ provenance: Provenance) -> Int {
        let maker = Maker(
            time: provenance.time.milliseconds, who: texts.number(provenance.who),
            why: provenance.reason.map { texts.number($0) } ?? -1, script: texts.number(provenance.script))
        if let number = makerNumbers[maker] { return number }
        makerNumbers[maker] = makers.count
        makers.append(maker)
        return makers.count - 1
    }

    /// Runs of neighbours in the order of names: how far on each begins, and how long it is.
    private mutating func set(_ accounts: [AccountID]) -> Int {
        var runs: [Int] = []
        var end = 0
        for account in accounts {
            let index = access.index(of: account)
            if index == end, !runs.isEmpty {
                runs[runs.count - 1] += 1
            } else {
                runs += [index - end, 1]
            }
            end = index + 1
        }
        if let number = setNumbers[runs] { return number }
        setNumbers[runs] = sets.count
        sets.append(runs)
        return sets.count - 1
    }

    func write(users: [UserID], _ give: (String) -> Void) {
        give("\"grants\":\(grants),\n\"lines\":{\"of\":\(pageNumbers(users.map { perUser[$0] ?? 0 }))")
        for (name, column) in [
            ("place", place), ("role", role), ("flags", flags), ("term", term), ("made", made), ("at", at),
        ] {
            give(",\n\"\(name)\":")
            pageList(column, give) { String($0) }
        }
        give("},\n\"wide\":")
        pageList(wide, give) { "[\($0.text),\($0.covers),\($0.decides)]" }
        give(",\n\"sets\":")
        pageList(sets, give, pageNumbers)
        give(",\n\"terms\":")
        pageList(terms, give) { "[\(text($0.from)),\(text($0.until))]" }
        give(",\n\"made\":")
        pageList(makers, give) { "[\($0.time),\($0.who),\($0.why),\($0.script)]" }
        give(",\n")
    }

    private func text(_ instant: Instant?) -> String { instant.map { String($0.milliseconds) } ?? "null" }
}

extension Provenance {
    /// A name, or the superuser and whom the operating system knew.
    var who: String { actor ?? (systemUser.isEmpty ? "superuser" : "superuser (\(systemUser))") }
}
