import ReeveDomain

/// A model and its tuples, as the tests read them out of an export's text, and the decision as the engines' documents
/// describe it (openfga.dev, Concepts and Configuration Language; authzed.com, Schema Language and Caveats). Nothing here is
/// the exporter's.
struct RelationEngine {
    indirect enum Rule: Equatable {
        case this([Subject])
        case computed(String)
        case arrow(through: String, String)
        case union([Rule])
        case intersection([Rule])
        case exclusion(Rule, Rule)
    }

    /// What a relation may be given to directly.
    struct Subject: Hashable {
        var type: String
        var relation: String?
        var isWildcard = false
        var condition: String?
    }

    struct Tuple: Hashable {
        var object: String
        var relation: String
        var subject: String
        var condition: String?
        var begins: Instant?
        var ends: Instant?
    }

    struct Problem: Error, CustomStringConvertible { var description: String }

    var types: [String: [String: Rule]] = [:]
    var conditions: [String: [String]] = [:]
    private var tuples: [String: [Tuple]] = [:]

    static func type(of object: String) -> String { String(object.prefix { $0 != ":" }) }

    // MARK: Reading

    mutating func add(_ tuple: Tuple) throws(Problem) {
        let type = Self.type(of: tuple.object)
        guard case .this(let subjects)? = types[type]?[tuple.relation] else {
            throw Problem(description: "\(type)#\(tuple.relation) is no relation that tuples are written for")
        }
        let parts = tuple.subject.split(separator: "#", maxSplits: 1).map(String.init)
        let given = Subject(
            type: Self.type(of: parts[0]), relation: parts.count > 1 ? parts[1] : nil,
            isWildcard: parts[0].hasSuffix(":*"), condition: tuple.condition)
        guard subjects.contains(given) else {
            throw Problem(description: "\(tuple): the type restrictions of \(type)#\(tuple.relation) do not have it")
        }
        let wanted = tuple.condition.map { conditions[$0] ?? [] } ?? []
        guard wanted.contains("begins") == (tuple.begins != nil), wanted.contains("ends") == (tuple.ends != nil) else {
            throw Problem(description: "\(tuple): other context than its condition wants")
        }
        let key = tuple.object + "#" + tuple.relation
        guard !(tuples[key] ?? []).contains(where: { $0.subject == tuple.subject }) else {
            throw Problem(description: "\(tuple) is written twice")
        }
        tuples[key, default: []].append(tuple)
    }

    /// What both engines refuse of a model: what names nothing, arrows through what is no set of objects, wildcards that
    /// come in by sets of users, and relations that are made of themselves.
    func check() throws(Problem) {
        for (type, relations) in types {
            for (name, rule) in relations { try check(rule, "\(type)#\(name)", relations) }
            for name in relations.keys { try findCycle(name, relations, []) }
        }
    }

    private func check(_ rule: Rule, _ place: String, _ relations: [String: Rule]) throws(Problem) {
        switch rule {
        case .this(let subjects):
            guard !subjects.isEmpty else { throw Problem(description: "\(place) is given to nothing") }
            for subject in subjects {
                guard let known = types[subject.type] else {
                    throw Problem(description: "\(place): no type \(subject.type)")
                }
                if let condition = subject.condition, conditions[condition] == nil {
                    throw Problem(description: "\(place): no condition \(condition)")
                }
                guard let relation = subject.relation else { continue }
                guard case .this(let inner)? = known[relation] else {
                    throw Problem(description: "\(place): \(subject.type) has no relation \(relation)")
                }
                if inner.contains(where: \.isWildcard) {
                    throw Problem(description: "\(place): \(subject.type)#\(relation) has a wildcard")
                }
            }
        case .computed(let name):
            guard relations[name] != nil else { throw Problem(description: "\(place): no relation \(name)") }
        case .arrow(let through, let name):
            guard case .this(let subjects)? = relations[through] else {
                throw Problem(description: "\(place): \(through) has no tuples of its own")
            }
            for subject in subjects {
                guard subject.relation == nil, !subject.isWildcard, types[subject.type]?[name] != nil else {
                    throw Problem(description: "\(place): \(name) cannot be looked at through \(through)")
                }
            }
        case .union(let parts), .intersection(let parts):
            for part in parts { try check(part, place, relations) }
        case .exclusion(let base, let not):
            try check(base, place, relations)
            try check(not, place, relations)
        }
    }

    private func findCycle(_ name: String, _ relations: [String: Rule], _ path: [String]) throws(Problem) {
        guard !path.contains(name) else { throw Problem(description: "\(name) is made of itself: \(path)") }
        func visit(_ rule: Rule) throws(Problem) {
            switch rule {
            case .this, .arrow: return
            case .computed(let next): try findCycle(next, relations, path + [name])
            case .union(let parts), .intersection(let parts): for part in parts { try visit(part) }
            case .exclusion(let base, let not):
                try visit(base)
                try visit(not)
            }
        }
        if let rule = relations[name] { try visit(rule) }
    }

    // MARK: Deciding

    /// One user at one time; what has been found is remembered.
    final class Asker {
        let engine: RelationEngine
        let user: String
        let now: Instant
        /// How deep an answer may be: OpenFGA's limit is 25 steps, SpiceDB's 50.
        let depth: Int
        private var known: [String: Bool] = [:]

        init(_ engine: RelationEngine, _ user: String, at now: Instant, depth: Int) {
            self.engine = engine
            self.user = user
            self.now = now
            self.depth = depth
        }

        func check(_ object: String, _ relation: String) throws(Problem) -> Bool { try check(object, relation, depth) }

        private func check(_ object: String, _ relation: String, _ left: Int) throws(Problem) -> Bool {
            let key = object + "#" + relation
            if let found = known[key] { return found }
            guard left > 0 else { throw Problem(description: "\(key) is too deep") }
            guard let rule = engine.types[RelationEngine.type(of: object)]?[relation] else {
                throw Problem(description: "\(key) is not in the model")
            }
            let found = try holds(rule, object, relation, left)
            known[key] = found
            return found
        }

        private func holds(_ rule: Rule, _ object: String, _ relation: String, _ left: Int) throws(Problem) -> Bool {
            switch rule {
            case .this:
                for tuple in engine.tuples[object + "#" + relation] ?? [] where isLive(tuple) {
                    let parts = tuple.subject.split(separator: "#", maxSplits: 1).map(String.init)
                    if parts.count > 1 {
                        if try check(parts[0], parts[1], left - 1) { return true }
                    } else if tuple.subject == user || tuple.subject == "user:*" {
                        return true
                    }
                }
                return false
            case .computed(let name): return try check(object, name, left - 1)
            case .arrow(let through, let name):
                for tuple in engine.tuples[object + "#" + through] ?? [] where isLive(tuple) {
                    if try check(tuple.subject, name, left - 1) { return true }
                }
                return false
            case .union(let parts):
                for part in parts where try holds(part, object, relation, left) { return true }
                return false
            case .intersection(let parts):
                for part in parts where try !holds(part, object, relation, left) { return false }
                return true
            case .exclusion(let base, let not):
                guard try holds(base, object, relation, left) else { return false }
                return try !holds(not, object, relation, left)
            }
        }

        private func isLive(_ tuple: Tuple) -> Bool {
            if let begins = tuple.begins, now < begins { return false }
            if let ends = tuple.ends, now >= ends { return false }
            return true
        }
    }
}
