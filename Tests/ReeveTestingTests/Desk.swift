import ReeveLanguage
import ReeveSyntax
import Synchronization

@testable import ReeveTesting

/// A small world and some ways to run tests over it.
enum Desk {
    static let world = """
        define partner "Initech"
        define kind recipe in customer { can view, create, edit, delete, run }
        define system role Operator { can view, run recipe }
        define role Auditor { can view audit }
        add user ann, bob
        add customer acme, globex
        invite ann as Operator to acme
        define rule "no guests" { forbid create member when $role = Auditor }

        """

    static func run(
        _ files: [String: String], at paths: [String] = [""], _ change: (inout TestOptions) -> Void = { _ in },
        workers: TestRunner.Workers = TestRunner.inOrder
    ) throws(ScriptFailure) -> TestRunResult {
        let files = MemoryTestFiles(files)
        var options = TestOptions()
        change(&options)
        let scripts = try TestFinder(files).scripts(at: paths)
        return TestRunner(files, options).run(scripts, workers: workers)
    }

    /// One file `a.reeve`: the world, and then this.
    static func run(
        _ text: String, _ change: (inout TestOptions) -> Void = { _ in }
    ) throws(ScriptFailure) -> TestRunResult {
        try run(["a.reeve": world + text], at: ["a.reeve"], change)
    }

    /// The codes of all that failed.
    static func codes(_ result: TestRunResult) -> [String] {
        result.suites.flatMap { $0.fixtureFailures + $0.tests.flatMap(\.failures) }.map(\.code)
    }
}
