import Reeve

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A directory of its own, in which commands are called without a process. Removed at the end.
final class Bench {
    let directory: String
    /// 2026-01-01T00:00:00Z
    static let now: Int64 = 1_767_225_600_000
    var systemUser = "root"
    var interrupts = Interrupts.none
    var progress: ProgressTerminal?

    init() {
        var template = Array("/tmp/reeve-tool-XXXXXX".utf8CString)
        directory = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/reeve-tool-none"
    }

    deinit {
        removeTree(directory)
    }

    func path(_ name: String) -> String { directory + "/" + name }

    func write(_ name: String, _ text: String) { write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) {
        guard let file = fopen(path(name), "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func makeDirectory(_ name: String) { mkdir(path(name), 0o700) }

    func read(_ name: String) -> [UInt8] {
        guard let file = fopen(path(name), "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let got = fread(&chunk, 1, chunk.count, file), got > 0 { bytes += chunk[..<got] }
        return bytes
    }

    func exists(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    /// Every file of the store and its bytes.
    var storeBytes: [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for name in names(in: path("reeve.store")) { found[name] = read("reeve.store/" + name) }
        return found
    }

    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
        /// The lines that tell of a change.
        var changes: [String] { lines.filter { $0.hasPrefix("+ ") || $0.hasPrefix("~ ") || $0.hasPrefix("- ") } }
    }

    @discardableResult
    func reeve(
        _ arguments: String..., input: String = "", environment: [String: String] = [:], terminal: Bool = false,
        now: Int64 = Bench.now
    ) -> Outcome {
        reeve(arguments, input: input, environment: environment, terminal: terminal, now: now)
    }

    func reeve(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], terminal: Bool = false,
        now: Int64 = Bench.now
    ) -> Outcome {
        let output = MemorySink(isTerminal: terminal)
        let errors = MemorySink(isTerminal: terminal)
        let streams = Streams(
            input: MemorySource(Array(input.utf8), isTerminal: terminal), output: output, errors: errors)
        let surroundings = Surroundings(
            streams: streams, environment: environment, clock: { now }, directory: directory, systemUser: systemUser,
            interrupts: interrupts, progress: progress)
        let status = Tool.run(arguments, surroundings)
        return Outcome(status: status, output: output.text, errors: errors.text)
    }
}

func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
            field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

private func removeTree(_ path: String) {
    // A link is removed before anybody looks behind it.
    guard unlink(path) != 0 else { return }
    for name in names(in: path) { removeTree(path + "/" + name) }
    rmdir(path)
}

/// Partner, roles, users and customers that most tests start from.
let world = """
    define partner "Initech"
    define kind customer { has region one of EU, US }
    define kind recipe in customer { has status one of draft, running; can view, create, edit, delete, run, lock }
    define system role Admin { can do anything to anything }
    define system role Operator { can view, run recipe }
    define system role Viewer { can view recipe }
    add user alice, bob, dave, root
    add customer acme, globex, initrode with region = EU
    invite root, alice as Admin to partner
    invite bob as Viewer to partner
    assign bob as Operator to acme, globex

    """

extension Bench {
    /// The permissions of a file.
    func mode(_ name: String) -> UInt32 {
        var about = stat()
        return stat(path(name), &about) == 0 ? UInt32(about.st_mode) & 0o777 : 0
    }
}
