/// Every option of the command line: how it is spelled, what it takes, where it belongs.
enum Flag: String, CaseIterable, Sendable {
    case store = "--store"
    case actor = "--as"
    case set = "--set"
    case now = "--now"
    case limit = "--limit"
    case json = "--json"
    case format = "--format"
    case quiet = "--quiet"
    case color = "--color"
    case readOnly = "--read-only"
    case yes = "--yes"
    case maxRemovals = "--max-removals"
    case text = "-c"
    case exitCode = "--exit-code"
    case expect = "--expect"
    case filter = "--filter"
    case tag = "--tag"
    case failed = "--failed"
    case failFast = "--fail-fast"
    case jobs = "--jobs"
    case watch = "--watch"
    case coverage = "--coverage"
    case min = "--min"
    case mutate = "--mutate"
    case report = "--report"
    case check = "--check"
    case diff = "--diff"
    case out = "--out"
    case flatten = "--flatten"
    case kindsOnly = "--kinds-only"
    case since = "--since"
    case batch = "--batch"
    case expand = "--expand"
    case separator = "--separator"
    case fix = "--fix"
    case help = "--help"
    case version = "--version"

    /// What stands behind it; nil for one that stands alone.
    var value: String? {
        switch self {
        case .store: "DIR"
        case .actor: "USER"
        case .set: "NAME=VALUE"
        case .now: "INSTANT"
        case .limit: "BOUND=N"
        case .color: "auto|always|never"
        case .format: "table|json|csv"
        case .maxRemovals: "N"
        case .text: "TEXT"
        case .expect: "HASH"
        case .filter: "RE"
        case .tag: "NAME"
        case .jobs: "N"
        case .min: "P"
        case .report: "junit=F,tap=F,github"
        case .out: "PATH"
        case .separator: "comma|semicolon"
        case .since: "SEQ[@INSTANT]"
        case .flatten, .kindsOnly, .batch, .expand, .failed, .failFast, .watch, .coverage, .mutate, .check, .diff, .fix:
            nil
        case .json, .quiet, .readOnly, .yes, .exitCode, .help, .version: nil
        }
    }

    var summary: String {
        switch self {
        case .store: "the store (or REEVE_STORE; else ./reeve.store, made on the first change)"
        case .actor: "run as this user, with their permissions (or REEVE_AS; else as the superuser)"
        case .set: "give a `param` of the script its value; may be repeated"
        case .now: "take this for the present time: 2026-12-31 or 2026-12-31T18:00:00Z"
        case .limit:
            "raise or lower a bound: script, string, name, nesting, depth, turns, steps, errors; may be repeated"
        case .json: "print one JSON document, which carries its `format`"
        case .format: "how answers are written; `--json` is `--format json`"
        case .quiet: "print only errors, what `print` says, and the last line"
        case .color: "colors; auto: on a terminal, unless NO_COLOR is set or TERM is `dumb`"
        case .readOnly: "refuse every change"
        case .yes: "take away as many grants as the script says, unasked"
        case .maxRemovals: "take away up to N grants unasked"
        case .text: "the script itself, instead of a file"
        case .exitCode: "exit 2 where the plan holds changes"
        case .expect: "compare with a head (`seq:hash`) or a plan's hash that was printed and kept elsewhere"
        case .filter: "run tests whose `file: name` holds this regular expression"
        case .tag: "run tests that bear this tag; may be repeated"
        case .failed: "run what failed when it was last run (kept in ./.reeve-failed)"
        case .failFast: "stop behind the first failure"
        case .jobs: "files that run at the same time (as many as there are processors)"
        case .watch: "run again whenever a file changes"
        case .coverage: "name the permissions, grants and rules that no expectation depends on"
        case .min: "with --coverage: exit 1 below so many percent"
        case .mutate: "drop and widen each of them, and name what no test misses"
        case .report: "write reports beside the terminal's: JUnit, TAP, annotations for GitHub"
        case .check: "write nothing; name the scripts that are not in their form, and exit 1 where there are any"
        case .diff: "write nothing; print what would change, as a unified diff"
        case .out: "where to write: a directory for several files, else a file"
        case .flatten: "resolve terms as of now, and say until when that holds"
        case .since: "write what has changed since the export at this record of the journal"
        case .kindsOnly: "leave out what holds of single records: conditions on them, and locks"
        case .batch: "read one `can` question a line from the standard input, and write `yes` or `no` a line"
        case .expand: "a line for each account that a grant leads to, instead of one for each grant"
        case .separator: "what stands between the fields of a CSV file"
        case .fix: "mend what has one answer"
        case .help: "this text"
        case .version: "the version"
        }
    }

    /// Those that a command takes.
    static func all(of command: Command) -> [Flag] {
        allCases.filter { flag in
            flag.commands?.contains { $0 == command.name || $0.hasPrefix(command.name + " ") } ?? true
        }
    }

    /// The commands it belongs to; nil for all.
    var commands: [String]? {
        switch self {
        case .text: ["run", "plan", "check"]
        case .exitCode: ["plan"]
        case .limit: ["run", "plan", "check", "test", "ask", "fmt", "repl", "import"]
        case .format: ["ask", "repl"]
        case .out: ["export", "import", "plan"]
        case .flatten, .kindsOnly, .since, .expand, .separator: ["export"]
        case .batch: ["ask"]
        case .expect: ["store verify", "apply"]
        case .filter, .tag, .failed, .failFast, .jobs, .watch, .coverage, .min, .mutate: ["test"]
        case .report: ["test", "lint"]
        case .fix: ["lint"]
        case .check, .diff: ["fmt"]
        default: nil
        }
    }
}

enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }
