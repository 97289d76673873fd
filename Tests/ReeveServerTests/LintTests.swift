import ReeveJSON
import Testing

@testable import ReeveServer

/// What the linter finds, in the editor.
@Suite struct ServerLintTests {
    private static let script = "let $x = acme\nadd user alice, bob, alice\n"

    @Test func findingsAreShown() {
        let (_, messages) = Client.serve(Client.start + [Client.open("/w/a.reeve", Self.script)])
        #expect(Client.codes(messages, "/w/a.reeve") == ["unused-variable", "duplicate-name"])
        let items = messages.last?["params"]?["diagnostics"]?.items ?? []
        #expect(items.first?["severity"]?.integer == 2 && items.first?["tags"] == [1])
        #expect(items.first?["range"] == Client.range((0, 4), (0, 6)))
    }

    @Test func commentsAllowThem() {
        let allowed = "# lint: allow unused-variable because \"it is shown\"\n" + Self.script
        let (_, messages) = Client.serve(Client.start + [Client.open("/w/a.reeve", allowed)])
        #expect(Client.codes(messages, "/w/a.reeve") == ["duplicate-name"])
        let (_, idle) = Client.serve(
            Client.start + [
                Client.open("/w/a.reeve", "# lint: allow unused-variable because \"why\"\nadd user alice\n")
            ])
        #expect(Client.codes(idle, "/w/a.reeve") == ["idle-suppression"])
    }

    @Test func theyAreMended() {
        let (_, messages) = Client.serve(
            Client.start + [
                Client.open("/w/a.reeve", Self.script),
                Client.request(
                    1, "textDocument/codeAction",
                    ["textDocument": ["uri": "file:///w/a.reeve"], "range": Client.range((0, 5), (0, 5))]),
            ])
        let action = messages.last { $0["id"]?.integer == 1 }?["result"]?.items.first
        #expect(action?["title"]?.text == "Take `let $x = acme` out")
        let edit = action?["edit"]?["changes"]?["file:///w/a.reeve"]?.items.first
        #expect(edit?["range"] == Client.range((0, 0), (1, 0)) && edit?["newText"] == "")
    }

    /// A role that one program gives nobody and another does is used, and what a script that is not open would be found
    /// to do is not shown.
    @Test func runsAreThoseOfWhoeverUsesTheScript() {
        let roles = "define system role Guest { can view user }\n"
        let give = "add user zed\ninvite zed as Guest to partner\n"
        func codes(_ files: [String: String]) -> [String]? {
            let opened = Client.start + [Client.open("/w/roles.reeve", roles)]
            return Client.codes(Client.serve(opened, files: files).messages, "/w/roles.reeve")
        }
        let idle = "use \"roles.reeve\"\n" + give.replacing("as Guest", with: "as Other")
        #expect(codes(["/w/main.reeve": "use \"roles.reeve\"\n" + give]) == [])
        #expect(
            codes([
                "/w/main.reeve": "use \"roles.reeve\"\ndefine system role Other { can view user }\n"
                    + give
                    .replacing("as Guest", with: "as Other")
            ]) == ["unused-role"])
        // One that does not run says nothing.
        #expect(codes(["/w/main.reeve": idle]) == [])
    }

    /// While nobody has looked again, what was found moves along with its text.
    @Test func findingsMoveWithTheirText() {
        let client = Client([JSON]())
        let server = Client.server(client)
        for message in Client.start { server.serve(message) }
        server.serve(Client.open("/w/a.reeve", Self.script))
        server.serve(Client.change("/w/a.reeve", 2, (1, 0), (1, 0), "\n\n"))
        let lines = client.messages.filter { $0["method"]?.text == "textDocument/publishDiagnostics" }.map {
            $0["params"]?["diagnostics"]?.items.map { $0["range"]?["start"]?["line"]?.integer }
        }
        #expect(lines.last == [0, 3])
        #expect(!lines.dropFirst().contains([]))
    }

    @Test func errorsComeBeforeFindings() {
        let text = "let $x = acme\nassing bob\n"
        let (_, messages) = Client.serve(Client.start + [Client.open("/w/a.reeve", text)])
        #expect(Client.codes(messages, "/w/a.reeve") == ["unknown-statement"])
    }
}
