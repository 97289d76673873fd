import Testing

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Files that are no scripts, or hardly.
@Suite struct BadFileTests {
    private let bench = Bench()

    private func refused(_ file: String, _ code: String, _ message: String) {
        let outcome = bench.reeve("run", file)
        #expect(outcome.status == 3)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("error[\(code)]: \(message)"))
        #expect(!bench.exists("reeve.store"))
    }

    @Test func missing() { refused("none.reeve", "missing-file", "there is no file `none.reeve`\n") }

    @Test func missingDirectory() { refused("no/ne.reeve", "missing-file", "there is no file `no/ne.reeve`\n") }

    @Test func directory() {
        bench.makeDirectory("folder")
        refused("folder", "not-a-file", "`folder` is a directory\n")
    }

    @Test func pipe() {
        mkfifo(bench.path("pipe"), 0o600)
        refused("pipe", "not-a-file", "`pipe` is not a regular file\n")
    }

    @Test(.disabled(if: geteuid() == 0, "root may read every file: nothing to see here")) func unreadable() {
        bench.write("closed.reeve", "add user zed\n")
        chmod(bench.path("closed.reeve"), 0)
        refused("closed.reeve", "unreadable-file", "`closed.reeve` may not be read\n")
    }

    @Test func tooLarge() {
        bench.write("large.reeve", "add user zed\n")
        // Sparse: nothing is really written.
        truncate(bench.path("large.reeve"), (64 << 20) + 1)
        refused(
            "large.reeve", "too-long", "`large.reeve` has more than 64 MiB: to raise the bound, --limit script=BYTES\n")
    }

    @Test func asLargeAsMayBe() {
        var text = Array("add user zed\n#".utf8)
        text += [UInt8](repeating: UInt8(ascii: "x"), count: (64 << 20) - text.count)
        bench.write("full.reeve", bytes: text)
        #expect(bench.reeve("run", "full.reeve").changes == ["+ user zed"])
    }

    @Test func invalidText() {
        bench.write("bytes.reeve", bytes: Array("add user z".utf8) + [0xff, 0xfe, 0x0a])
        let outcome = bench.reeve("run", "bytes.reeve")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains(" --> bytes.reeve:1:11\n"))
        #expect(outcome.errors.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0a })
    }

    @Test func markAndCarriageReturns() {
        bench.write("windows.reeve", bytes: [0xef, 0xbb, 0xbf] + Array("add user zed\r\nadd user zoe\r\n".utf8))
        #expect(bench.reeve("run", "windows.reeve").changes == ["+ user zed", "+ user zoe"])
    }

    @Test func empty() {
        bench.write("empty.reeve", "")
        let outcome = bench.reeve("run", "empty.reeve")
        #expect(outcome.status == 0 && outcome.output == "  nothing changed\n")
    }

    @Test func onlyAMark() {
        bench.write("mark.reeve", bytes: [0xef, 0xbb, 0xbf])
        #expect(bench.reeve("run", "mark.reeve").status == 0)
    }

    @Test func controlCharacters() {
        bench.write("control.reeve", "# \u{1b}[2J\nadd user zed\u{202e}\n")
        let outcome = bench.reeve("run", "control.reeve")
        #expect(outcome.status == 3)
        #expect(!outcome.errors.contains("\u{1b}") && !outcome.errors.contains("\u{202e}"))
    }

    @Test func hostileNames() {
        let outcome = bench.reeve("run", "\u{1b}]0;x\u{7}.reeve")
        #expect(outcome.status == 3)
        #expect(outcome.errors == "error[missing-file]: there is no file `\\u{1b}]0;x\\u{7}.reeve`\n")
    }
}
