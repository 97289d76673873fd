import Foundation

/// One reader that is given bytes of any kind. What it must not do, ends the process: libFuzzer keeps the bytes.
protocol FuzzTarget: Sendable {
    init()
    /// Inputs to start from, made of the repository's scripts.
    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]]
    func check(_ bytes: [UInt8])
}

/// The targets by their names. `REEVE_FUZZ_TARGET` chooses one.
private let targets: [String: any FuzzTarget.Type] = [
    "syntax": SyntaxFuzz.self, "format": FormatFuzz.self, "csv": CSVFuzz.self, "keys": KeysFuzz.self,
    "run": RunFuzz.self, "snapshot": SnapshotFuzz.self, "journal": JournalFuzz.self, "events": EventsFuzz.self,
    "plan": PlanFuzz.self, "table": TableImportFuzz.self, "casbin": CasbinImportFuzz.self,
    "openfga": OpenFGAImportFuzz.self, "batch": BatchFuzz.self, "server": ServerFuzz.self,
]

private let target: any FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["REEVE_FUZZ_TARGET"] ?? ""
    guard let chosen = targets[name] else { fail("REEVE_FUZZ_TARGET is one of \(targets.keys.sorted())") }
    return chosen.init()
}()

/// What an input must never lead to.
func fail(_ what: String) -> Never {
    FileHandle.standardError.write(Data("FOUND: \(what)\n".utf8))
    abort()
}

func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fail(what()) }
}

/// With `REEVE_FUZZ_SEEDS=DIR` the seeds are written there, made of the scripts that are named on the standard input.
@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>
) -> CInt {
    guard let directory = ProcessInfo.processInfo.environment["REEVE_FUZZ_SEEDS"] else { return 0 }
    var scripts: [[UInt8]] = []
    while let path = readLine() {
        if let data = FileManager.default.contents(atPath: path) { scripts.append(Array(data)) }
    }
    do {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let seeds = target.seeds(scripts)
        for (index, seed) in seeds.enumerated() {
            try Data(seed).write(to: URL(filePath: "\(directory)/seed-\(index)"))
        }
        print("\(seeds.count) seeds")
    } catch { fail("\(error)") }
    exit(0)
}

/// One input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.check(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager calls an executable's `main` so, and links no other.
@_cdecl("ReeveFuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments) { testOneInput($0, $1) }
}
