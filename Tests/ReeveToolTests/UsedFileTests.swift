import Testing

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `use` and `csv` reach the files beside a script, and none outside its directory.
@Suite struct UsedFileTests {
    private let bench = Bench()

    init() {
        bench.makeDirectory("in")
        bench.makeDirectory("in/deep")
        bench.write("secret.reeve", "add user secret\n")
    }

    private func run(_ text: String, environment: [String: String] = [:]) -> Bench.Outcome {
        bench.write("in/main.reeve", text)
        return bench.reeve("run", "in/main.reeve")
    }

    @Test func besideTheScript() {
        bench.write("in/roles.reeve", "add user one\n")
        bench.write("in/deep/more.reeve", "use \"least.reeve\"\nuse \"../roles.reeve\"\n")
        bench.write("in/deep/least.reeve", "add user two\n")
        let outcome = run("use \"roles.reeve\"\nuse \"deep/more.reeve\"\nuse \"./deep/../roles.reeve\"\n")
        #expect(outcome.changes == ["+ user one", "+ user two"])
    }

    @Test func errorsNameTheUsedFile() {
        bench.write("in/deep/more.reeve", "add user two\nad user\n")
        #expect(run("use \"deep/more.reeve\"\n").errors.contains(" --> in/deep/more.reeve:2:1\n"))
    }

    @Test(arguments: [
        "../secret.reeve", "/etc/hostname", "deep/../../secret.reeve", "link.reeve", "linked/secret.reeve",
        "../in/../secret.reeve", "../none.reeve",
    ])
    func neverOutside(_ path: String) {
        symlink(bench.path("secret.reeve"), bench.path("in/link.reeve"))
        symlink(bench.directory, bench.path("in/linked"))
        let outcome = run("use \"\(path)\"\n")
        #expect(outcome.status == 3)
        #expect(outcome.errors.hasPrefix("error[outside-root]"))
    }

    @Test func linksWithinAreFollowed() {
        bench.write("in/deep/real.reeve", "add user one\n")
        symlink("deep/real.reeve", bench.path("in/alias.reeve"))
        #expect(run("use \"alias.reeve\"\nuse \"deep/real.reeve\"\n").changes == ["+ user one"])
    }

    @Test func theRootMayBeALink() {
        bench.write("in/roles.reeve", "add user one\n")
        bench.write("in/main.reeve", "use \"roles.reeve\"\n")
        symlink(bench.path("in"), bench.path("way"))
        #expect(bench.reeve("run", "way/main.reeve").changes == ["+ user one"])
    }

    @Test func missingAndFolders() {
        #expect(run("use \"none.reeve\"\n").errors.contains("error[missing-file]"))
        #expect(run("use \"deep\"\n").errors.contains("error[not-a-file]"))
        #expect(run("use \"\"\n").status == 3)
    }

    @Test func tablesOfHires() {
        bench.write("in/hires.csv", "login,email\nzed,zed@x.example\nzoe,zoe@x.example\n")
        let outcome = run("for each $row in csv \"hires.csv\" { add user $row.login with email = $row.email }\n")
        #expect(
            outcome.changes == ["+ user zed with email = zed@x.example", "+ user zoe with email = zoe@x.example"])
    }

    @Test func aTextUsesTheWorkingDirectory() {
        #expect(bench.reeve("run", "-c", "use \"secret.reeve\"").changes == ["+ user secret"])
        #expect(bench.reeve("run", "-", input: "use \"in/../secret.reeve\"").lines.first == "  1 unchanged")
        #expect(bench.reeve("run", "-c", "use \"../x.reeve\"").errors.contains("outside-root"))
    }
}
