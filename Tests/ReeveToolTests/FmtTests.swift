import Testing

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `reeve fmt` on files, directories and streams.
@Suite struct FmtTests {
    private let bench = Bench()
    private let typed = "add user a;add user b\nassign a to c as R\n"
    private let form = "add user a\nadd user b\nassign a as R to c\n"

    private func text(_ file: String) -> String { String(decoding: bench.read(file), as: UTF8.self) }

    private func mode(_ file: String) -> mode_t {
        var status = stat()
        return stat(bench.path(file), &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func rewritesAndNamesWhatChanged() {
        bench.write("a.reeve", typed)
        bench.write("b.reeve", form)
        chmod(bench.path("a.reeve"), 0o640)
        let outcome = bench.reeve("fmt", "a.reeve", "b.reeve", "a.reeve")
        #expect(outcome.status == 0 && outcome.output == "a.reeve\n" && outcome.errors == "")
        #expect(text("a.reeve") == form)
        #expect(mode("a.reeve") == 0o640)
        let again = bench.reeve("fmt", "a.reeve")
        #expect(again.status == 0 && again.output == "" && again.errors == "")
    }

    @Test func quietly() {
        bench.write("a.reeve", typed)
        #expect(bench.reeve("fmt", "--quiet", "a.reeve").output == "")
        #expect(text("a.reeve") == form)
    }

    private static let page =
        "# Page\n\nadd   user x\n```reeve\nadd   user a;add user b\n```\n1. one\n\n   ```reeve\n   define role R {\n"
        + "   can view user\n   }\n   ```\n```reeve ignore\nadd   user\n```\n```sh\nadd   user\n```\n~~~reeve\nadd   user c"

    @Test func blocksOfMarkdown() {
        bench.write("p.md", Self.page)
        #expect(bench.reeve("fmt", "--check", "p.md").status == 1)
        let difference = bench.reeve("fmt", "--diff", ".").output
        #expect(difference.contains("-add   user a;add user b\n+add user a\n+add user b\n"))
        #expect(difference.contains("-   can view user\n+     can view user\n"))
        #expect(bench.reeve("fmt", "p.md").output == "p.md\n")
        let form =
            "# Page\n\nadd   user x\n```reeve\nadd user a\nadd user b\n```\n1. one\n\n   ```reeve\n   define role R {\n"
            + "     can view user\n   }\n   ```\n```reeve ignore\nadd   user\n```\n```sh\nadd   user\n```\n~~~reeve\nadd user c"
        #expect(text("p.md") == form)
        #expect(bench.reeve("fmt", "--check", "p.md").status == 0)
        bench.write("crlf.md", "a\r\n```reeve\r\nadd   user a\r\n```\r\n")
        #expect(bench.reeve("fmt", "crlf.md").status == 0)
        #expect(text("crlf.md") == "a\r\n```reeve\r\nadd user a\r\n```\r\n")
    }

    @Test func aWrongBlockIsLeftAndTheOthersAreNot() {
        bench.write("p.md", "```reeve\nassing a\n```\n\n```reeve\nadd   user a\n```\n")
        let outcome = bench.reeve("fmt", "p.md")
        #expect(outcome.status == 3 && outcome.errors.contains("--> p.md:2:1"))
        #expect(text("p.md") == "```reeve\nassing a\n```\n\n```reeve\nadd user a\n```\n")
        bench.write("q.md", "```reeve skip\nadd user a\n```\n")
        #expect(bench.reeve("fmt", "q.md").errors.contains("error[unknown-directive]"))
    }

    @Test func directories() {
        bench.makeDirectory("d")
        bench.makeDirectory("d/e")
        bench.write("d/a.reeve", typed)
        bench.write("d/e/b.reeve", typed)
        bench.write("d/c.txt", typed)
        let outcome = bench.reeve("fmt", "d")
        #expect(outcome.status == 0 && outcome.lines == ["d/a.reeve", "d/e/b.reeve"])
        #expect(text("d/e/b.reeve") == form && text("d/c.txt") == typed)
    }

    @Test func throughALink() {
        bench.write("a.reeve", typed)
        symlink("a.reeve", bench.path("link.reeve"))
        #expect(bench.reeve("fmt", "link.reeve").status == 0)
        #expect(text("a.reeve") == form)
        var status = stat()
        #expect(lstat(bench.path("link.reeve"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func check() {
        bench.write("a.reeve", typed)
        bench.write("b.reeve", form)
        let outcome = bench.reeve("fmt", "--check", "a.reeve", "b.reeve")
        #expect(outcome.status == 1 && outcome.output == "a.reeve\n" && outcome.errors == "")
        #expect(text("a.reeve") == typed)
        let good = bench.reeve("fmt", "--check", "b.reeve")
        #expect(good.status == 0 && good.output == "")
    }

    @Test func difference() {
        bench.write("a.reeve", "# 1\n# 2\n# 3\n# 4\nadd user a;add user b\n# 5\n# 6\n# 7\n# 8")
        let outcome = bench.reeve("fmt", "--diff", "a.reeve")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                --- a.reeve
                +++ a.reeve
                @@ -2,8 +2,9 @@
                 # 2
                 # 3
                 # 4
                -add user a;add user b
                +add user a
                +add user b
                 # 5
                 # 6
                 # 7
                -# 8
                \\ No newline at end of file
                +# 8

                """)
        #expect(text("a.reeve").hasSuffix("# 8"))
        #expect(bench.reeve("fmt", "--diff", "--check", "a.reeve").status == 1)
    }

    @Test func differencesFarApart() {
        let lines = (1...40).map { $0 == 5 || $0 == 35 ? "add  user u\($0)\n" : "add user u\($0)\n" }
        bench.write("a.reeve", lines.joined())
        let heads = bench.reeve("fmt", "--diff", "a.reeve").lines.filter { $0.hasPrefix("@@") }
        #expect(heads == ["@@ -2,7 +2,7 @@", "@@ -32,7 +32,7 @@"])
    }

    @Test func standardInput() {
        let outcome = bench.reeve("fmt", "-", input: typed)
        #expect(outcome.status == 0 && outcome.output == form)
        let check = bench.reeve("fmt", "--check", "-", input: typed)
        #expect(check.status == 1 && check.output == "stdin\n")
        #expect(bench.reeve("fmt", "--check", "-", input: form).status == 0)
    }

    @Test func wrongScriptsAreLeftAlone() {
        bench.write("bad.reeve", "ad user  a\n")
        bench.write("good.reeve", typed)
        let outcome = bench.reeve("fmt", "bad.reeve", "good.reeve")
        #expect(outcome.status == 3 && outcome.output == "good.reeve\n")
        #expect(outcome.errors.contains("error[unknown-statement]") && outcome.errors.contains("bad.reeve:1:1"))
        #expect(text("bad.reeve") == "ad user  a\n")
        #expect(text("good.reeve") == form)
        let input = bench.reeve("fmt", "-", input: "ad user a")
        #expect(input.status == 3 && input.output == "" && input.errors.contains("stdin:1:1"))
    }

    @Test func asDocument() {
        bench.write("a.reeve", typed)
        bench.write("bad.reeve", "ad user  a\n")
        let outcome = bench.reeve("fmt", "--json", "--diff", "a.reeve", "bad.reeve")
        #expect(outcome.status == 3 && outcome.errors == "")
        for piece in ["\"format\": \"reeve.fmt/1\"", "\"a.reeve\"", "+add user a\\n", "\"unknown-statement\""] {
            #expect(outcome.output.contains(piece))
        }
    }

    @Test func calledWrongly() {
        #expect(bench.reeve("fmt").status == 64)
        #expect(bench.reeve("fmt", "-", "a.reeve").status == 64)
        #expect(bench.reeve("run", "--check", "a.reeve").status == 64)
        bench.write("a.reeve", typed)
        #expect(bench.reeve("fmt", "--read-only", "a.reeve").status == 64)
        #expect(text("a.reeve") == typed)
        let missing = bench.reeve("fmt", "none.reeve")
        #expect(missing.status == 3 && missing.errors.contains("error[missing-file]"))
        #expect(!bench.exists("reeve.store"))
    }

    @Test(.disabled(if: geteuid() == 0, "root may write everywhere")) func unwritable() {
        bench.makeDirectory("d")
        bench.write("d/a.reeve", typed)
        chmod(bench.path("d"), 0o500)
        let outcome = bench.reeve("fmt", "d/a.reeve")
        chmod(bench.path("d"), 0o700)
        #expect(outcome.status == 74 && outcome.errors.contains("error[unwritable-file]"))
        #expect(text("d/a.reeve") == typed)
    }
}
