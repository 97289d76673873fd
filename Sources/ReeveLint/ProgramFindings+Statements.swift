import ReeveDomain
import ReeveLanguage
import ReeveSyntax

extension ProgramFindings {
    mutating func statements() {
        idle()
        undone()
    }

    private struct Place: Hashable {
        var file: String
        var range: SourceRange
    }

    /// Run on nothing, a statement that finds all as it wants it repeats what the script itself said above.
    private mutating func idle() {
        guard program.beganEmpty else { return }
        var order: [Place] = []
        var traces: [Place: StatementTrace] = [:]
        var worked: Set<Place> = []
        for trace in program.traces {
            let place = Place(file: trace.source.name, range: trace.statement.range)
            if traces[place] == nil {
                order.append(place)
                traces[place] = trace
            }
            if trace.after > trace.before || trace.unchanged == 0 { worked.insert(place) }
        }
        for place in order where !worked.contains(place) {
            guard let trace = traces[place], let script = script(trace.source) else { continue }
            // What ended before it began gives nothing for a reason of its own.
            if let until = trace.statement.until, let end = script.instant(until), end <= program.now { continue }
            report(
                .idleStatement, "this changes nothing: a statement above has made it so", trace.source, place.range,
                label: "take it out",
                // What stands in a block may be reached in another way in another run.
                fix: script.statements.contains { $0.range == place.range } ? script.removal(of: place.range) : nil)
        }
    }

    /// What the script gives, makes or sets, and takes back or sets anew further down.
    private mutating func undone() {
        enum Subject: Hashable {
            case member(UserID, AccountID)
            case assignment(UserID, AccountID)
            case thing(Thing)
            case lock(RecordID)
            case status(Thing)
            case value(Thing, String)
        }
        var made: [Subject: Int64] = [:]
        func key(_ event: Event) -> Subject? {
            switch event {
            case .userAdded(let id, _, _): .thing(.user(id))
            case .customerAdded(let id, _, _): .thing(.customer(id))
            case .recordAdded(let id, _, _, _, _, _): .thing(.record(id))
            case .invited(let user, let account, _, _): .member(user, account)
            case .assigned(let user, let account, _): .assignment(user, account)
            case .lockSet(let id, true): .lock(id)
            case .statusSet(let thing, true): .status(thing)
            default: nil
            }
        }
        for entry in program.events {
            if let subject = key(entry.event) {
                if case .invited = entry.event, let earlier = made[subject] { tell(earlier, entry.context.seq, false) }
                made[subject] = entry.context.seq
                continue
            }
            var gone: [Subject] = []
            switch entry.event {
            case .uninvited(let user, let account, .revoked): gone = [.member(user, account)]
            case .unassigned(let user, let account, .revoked): gone = [.assignment(user, account)]
            case .removed(let thing): gone = [.thing(thing)]
            case .lockSet(let id, false): gone = [.lock(id)]
            case .statusSet(let thing, false): gone = [.status(thing)]
            default: break
            }
            for subject in gone {
                guard let earlier = made.removeValue(forKey: subject) else { continue }
                tell(earlier, entry.context.seq, true)
            }
        }
        overwritten()
    }

    private mutating func tell(_ earlier: Int64, _ later: Int64, _ isUndone: Bool) {
        guard let first = program.trace(of: earlier), let last = program.trace(of: later),
            first.statement.range != last.statement.range || first.source.name != last.source.name,
            let script = script(last.source)
        else { return }
        report(
            isUndone ? .undoneStatement : .overwrittenValue,
            isUndone ? "what this does is undone further down" : "this is replaced further down", first.source,
            first.statement.range,
            label: "line \(script.line(last.statement.range.start)) \(isUndone ? "takes it back" : "sets it anew")",
            notes: ["a script says how things should be when it is done"])
    }

    /// One attribute of one thing, set by two statements.
    private mutating func overwritten() {
        struct Attribute: Hashable {
            var thing: Thing
            var slot: Int
        }
        var set: [Attribute: Int64] = [:]
        for entry in program.events {
            let thing: Thing
            let changes: [AttributeChange]
            switch entry.event {
            case .userAdded(let id, _, let values): (thing, changes) = (.user(id), values)
            case .customerAdded(let id, _, let values): (thing, changes) = (.customer(id), values)
            case .recordAdded(let id, _, _, _, _, let values): (thing, changes) = (.record(id), values)
            case .changed(let changed, let values): (thing, changes) = (changed, values)
            default: continue
            }
            for change in changes {
                let attribute = Attribute(thing: thing, slot: change.slot)
                if let earlier = set[attribute] { tell(earlier, entry.context.seq, false) }
                set[attribute] = entry.context.seq
            }
        }
    }
}

extension StatementSyntax {
    /// When what it gives ends.
    fileprivate var until: ValueSyntax? {
        switch body {
        case .invite(_, _, _, let term), .assign(_, _, _, let term), .reassign(_, _, _, let term): term.until
        default: nil
        }
    }
}
