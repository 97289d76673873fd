import Reeve
import ReeveDomain
import ReeveLanguage

/// What the arguments say, before anything is done about it.
struct Invocation: Sendable {
    /// The first argument that is no option; `store` has its second one in `operands`.
    var command: String?
    var operands: [String] = []
    /// What stood behind `-c`.
    var text: String?
    var store: String?
    var actor: String?
    var parameters: [String: String] = [:]
    var now: Instant?
    var bounds = Bounds()
    var maxRemovals: Int?
    var expectedHead: String?
    var color = ColorChoice.auto
    /// How answers are written; `--json` is `--format json`.
    var format = AnswerFormat.table
    /// What stood behind options that one command reads for itself.
    var values: [Flag: [String]] = [:]
    /// The options that stand alone, and those given of the rest.
    var flags: Set<Flag> = []

    func has(_ flag: Flag) -> Bool { flags.contains(flag) }

    /// Reads the arguments: options stand anywhere before `--`, values behind them or behind `=`.
    init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                for operand in rest { take(operand) }
                break
            }
            if argument == "-" || !argument.hasPrefix("-") {
                take(argument)
                continue
            }
            let (name, inline) = Self.split(argument)
            guard let flag = Flag(rawValue: name == "-h" ? "--help" : name) else { throw Self.unknown(name) }
            flags.insert(flag)
            guard let placeholder = flag.value else {
                if inline != nil { throw .usage("`\(flag.rawValue)` takes no value") }
                continue
            }
            guard let value = inline ?? rest.popFirst(), flag == .text || inline != nil || !value.hasPrefix("--") else {
                throw .usage("`\(flag.rawValue)` wants a value: \(flag.rawValue) \(placeholder)")
            }
            try set(flag, value)
        }
        if has(.json) { format = .json }
        // `reeve -c TEXT` is `reeve run -c TEXT`.
        if command == nil, text != nil { command = "run" }
    }

    private mutating func take(_ operand: String) {
        if command == nil { command = operand } else { operands.append(operand) }
    }

    private static func split(_ argument: String) -> (name: String, value: String?) {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
        return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }

    private static func unknown(_ name: String) -> Failure {
        let near = nearest(to: name, among: Flag.allCases.map(\.rawValue))
        return .usage("there is no option `\(printable(name))`", hint: near.map { "did you mean `\($0)`?" })
    }

    private mutating func set(_ flag: Flag, _ value: String) throws(Failure) {
        switch flag {
        case .store:
            guard !value.isEmpty else { throw .usage("`--store` wants a directory") }
            store = value
        case .actor:
            guard !value.isEmpty else { throw .usage("`--as` wants a user's name") }
            actor = value
        case .set: try addParameter(value)
        case .now:
            guard let instant = Instant(instant: value) ?? Instant(date: value) else {
                throw .usage(
                    "`--now` wants a date or an instant, not `\(printable(value))`",
                    hint: "such as 2026-12-31 or 2026-12-31T18:00:00Z")
            }
            now = instant
        case .limit: try setBound(value)
        case .color:
            guard let choice = ColorChoice(rawValue: value) else {
                throw .usage("`--color` is auto, always or never, not `\(printable(value))`")
            }
            color = choice
        case .format:
            guard let choice = AnswerFormat(rawValue: value) else {
                throw .usage("`--format` is table, json or csv, not `\(printable(value))`")
            }
            format = choice
        case .maxRemovals:
            guard !value.isEmpty, value.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let most = Int(value) else {
                throw .usage("`--max-removals` wants a whole number, not `\(printable(value))`")
            }
            maxRemovals = most
        case .text:
            guard text == nil else { throw .usage("`-c` may be given once") }
            text = value
        case .expect: expectedHead = value
        case .out, .since, .separator, .filter, .tag, .jobs, .min, .report: values[flag, default: []].append(value)
        case .flatten, .kindsOnly, .batch, .expand, .failed, .failFast, .watch, .coverage, .mutate, .check, .diff, .fix,
            .json, .quiet,
            .readOnly,
            .yes,
            .exitCode,
            .help,
            .version:
            break
        }
    }

    private mutating func setBound(_ setting: String) throws(Failure) {
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names = Bounds.named.map(\.name)
        guard parts.count == 2, let found = Bounds.named.first(where: { $0.name == parts[0] }) else {
            throw .usage(
                "`--limit` wants BOUND=N, not `\(printable(setting))`",
                hint: nearest(to: parts[0], among: names).map { "did you mean `\($0)`?" }
                    ?? "the bounds are: \(names.joined(separator: ", "))")
        }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(parts[1]),
            (1...found.most).contains(number)
        else {
            throw .usage("`--limit \(found.name)` wants a number from 1 to \(found.most), not `\(printable(parts[1]))`")
        }
        bounds[keyPath: found.bound] = number
    }

    private mutating func addParameter(_ setting: String) throws(Failure) {
        guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
            throw .usage("`--set` wants NAME=VALUE, not `\(printable(setting))`")
        }
        var name = setting[..<equals]
        // `--set '$team=red'` is what a reader of the script may well write.
        if name.first == "$" { name = name.dropFirst() }
        guard !name.isEmpty else { throw .usage("`--set` wants NAME=VALUE, not `\(printable(setting))`") }
        let value = String(setting[setting.index(after: equals)...])
        guard parameters.updateValue(value, forKey: String(name)) == nil else {
            throw .usage("`--set` gives `\(printable(String(name)))` twice")
        }
    }
}

extension Failure {
    /// The command line itself is wrong.
    static func usage(_ message: String, hint: String? = nil) -> Failure {
        Failure(.usage, "usage", message, notes: hint.map { [$0] } ?? [])
    }
}
