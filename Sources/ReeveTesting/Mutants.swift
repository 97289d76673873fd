import ReeveDomain
import ReeveLanguage

/// A fixture's state with one thing made other than its script says, by the events that would make it so.
package struct Mutant {
    package var item: CoverageItem
    package var events: [Event]

    package init(item: CoverageItem, events: [Event]) {
        self.item = item
        self.events = events
    }

    package func state(_ original: State, at now: Instant) -> State {
        var state = original
        for event in events {
            state.apply(event, EventContext(seq: state.seq + 1, time: now, actor: nil))
        }
        return state
    }
}

/// Everything that is dropped or widened in turn.
struct Mutants {
    let state: State
    let log: FixtureLog
    let now: Instant

    init(_ fixture: Fixture) {
        state = fixture.state
        log = fixture.log
        now = fixture.now
    }

    /// Each permission, grant and line of a rule, left out.
    var drops: [Mutant] { permissionDrops + grantDrops + ruleDrops }

    /// Each permission, scope, class of role, grant and rule, made wider than it is.
    var widenings: [Mutant] { permissionWidenings + grantWidenings + ruleWidenings }

    func item(_ group: CoverageItem.Group, _ place: CoverageItem.Place, _ text: String, _ change: String? = nil)
        -> CoverageItem
    {
        CoverageItem(group: group, place: place, text: text, change: change)
    }

    // MARK: Rules

    private var ruleDrops: [Mutant] {
        state.ruleIDs.flatMap { id -> [Mutant] in
            let rule = state[id]
            let place = log.place(of: rule.modified.seq)
            return rule.definition.lines.indices.map { index in
                var definition = rule.definition
                let line = definition.lines.remove(at: index)
                let event: Event =
                    definition.lines.isEmpty ? .removed(.rule(id)) : .ruleDefined(id, definition)
                return Mutant(item: item(.rules, place, title(rule, line)), events: [event])
            }
        }
    }

    /// What refuses or warns sometimes is made to do so always: does a test do what the rule lets pass?
    private var ruleWidenings: [Mutant] {
        let always = Formula.not(.test(.never))
        return state.ruleIDs.flatMap { id -> [Mutant] in
            let rule = state[id]
            let place = log.place(of: rule.modified.seq)
            return rule.definition.lines.indices.compactMap { index in
                var definition = rule.definition
                let change: String
                switch definition.lines[index] {
                case .require: return nil
                case .forbid(let action, let kind, _, let because):
                    definition.lines[index] = .forbid(action: action, kind: kind, when: always, because: because)
                    change = "always"
                case .warn(_, let because):
                    definition.lines[index] = .warn(always, because: because)
                    change = "always"
                }
                return Mutant(
                    item: item(.rules, place, title(rule, rule.definition.lines[index]), change),
                    events: [.ruleDefined(id, definition)])
            }
        }
    }

    private func title(_ rule: Rule, _ line: RuleLine) -> String {
        let text =
            switch line {
            case .require(let formula, _): state.text(RuleLine.require(formula, because: nil))
            case .forbid(let action, let kind, let formula, _):
                state.text(RuleLine.forbid(action: action, kind: kind, when: formula, because: nil))
            case .warn(let formula, _): state.text(RuleLine.warn(formula, because: nil))
            }
        return "rule \(quoted(rule.definition.name)): \(text)"
    }
}
