import ReeveJSON
import SeededRandom
import Testing

@testable import ReeveServer

@Suite struct ServerFeatureTests {
    private func ask(
        _ method: String, _ text: String, _ more: [(String, JSON)] = [], files: [String: String] = [:]
    ) -> JSON? {
        let parameters: JSON = .object([("textDocument", ["uri": "file:///w/a.reeve"])] + more)
        let (_, messages) = Client.serve(
            Client.start + [Client.open("/w/a.reeve", text), Client.request(1, method, parameters)], files: files)
        return messages.last { $0["id"]?.integer == 1 }?["result"]
    }

    private func at(_ line: Int, _ character: Int) -> [(String, JSON)] {
        [("position", ["line": JSON(line), "character": JSON(character)])]
    }

    @Test func formatsOnlyWhatChanges() {
        let edit = ask("textDocument/formatting", "add user a\ninvite   a as b   to partner\nadd user c\n")?.items.first
        #expect(edit?["newText"]?.text == "invite a as b to partner\n")
        #expect(edit?["range"] == Client.range((1, 0), (2, 0)))
        #expect(ask("textDocument/formatting", "add user a\n")?.items.isEmpty == true)
        #expect(ask("textDocument/formatting", "assing\n") == .null)
    }

    @Test func offersFixes() {
        let actions = ask(
            "textDocument/codeAction", "add user alice\nassing bob\n", [("range", Client.range((1, 2), (1, 2)))])
        let edit = actions?.items.first?["edit"]?["changes"]?["file:///w/a.reeve"]?.items.first
        #expect(edit?["newText"]?.text == "assign")
        #expect(edit?["range"] == Client.range((1, 0), (1, 6)))
    }

    @Test func tellsWhatIsInAScript() {
        let text =
            "# one\n# two\ndefine role Guest {\n  can view user\n}\nadd user alice, bob\ntest \"t\" { print a }\n"
        let names = ask("textDocument/documentSymbol", text)?.items.compactMap { $0["name"]?.text }
        #expect(names == ["Guest", "alice", "bob", "\"t\""])
        let folds = ask("textDocument/foldingRange", text)?.items.map {
            [$0["startLine"]?.integer, $0["endLine"]?.integer]
        }
        #expect(folds == [[2, 3], [0, 1]])
    }

    @Test func colors() {
        let data = ask("textDocument/semanticTokens/full", "add user \"é\"  # x\nprint $y\n")?["data"]?.items
        #expect(
            data?.compactMap(\.integer) == [0, 0, 3, 0, 0, 0, 9, 3, 1, 0, 0, 5, 3, 3, 0, 1, 0, 5, 0, 0, 0, 6, 2, 2, 0])
    }

    /// After any changes the client that asks for differences has the same colors as one that asks for all.
    @Test func colorDifferences() {
        let server = Client.server(Client([JSON]()))
        for message in Client.start { server.serve(message) }
        server.serve(Client.open("/w/a.reeve", "add user a\nprint $x\n"))
        func ask(_ method: String, _ more: [(String, JSON)] = []) -> JSON? {
            try? server.feature(
                "textDocument/semanticTokens/" + method,
                .object([("textDocument", ["uri": "file:///w/a.reeve"])] + more))
        }
        var random = SeededRandom(seed: 3)
        let all = ask("full")
        var (id, data) = (all?["resultId"]?.text ?? "", all?["data"]?.items ?? [])
        #expect(!data.isEmpty)
        for version in 2..<60 {
            let new = ["# c\n", "print \"a\"\n", "\n", "add ", "$y ", "as "].randomElement(using: &random) ?? ""
            let line = Int.random(in: 0...2, using: &random)
            server.serve(Client.change("/w/a.reeve", version, (line, 0), (line, version % 3), new))
            let difference = ask("full/delta", [("previousResultId", .text(id))])
            #expect(difference?["data"] == nil)
            for edit in difference?["edits"]?.items ?? [] {
                let start = Int(edit["start"]?.integer ?? 0)
                let end = start + Int(edit["deleteCount"]?.integer ?? 0)
                data.replaceSubrange(start..<end, with: edit["data"]?.items ?? [])
            }
            #expect(difference?["resultId"]?.text != id)
            id = difference?["resultId"]?.text ?? ""
            let (_, fresh) = (0, ask("range", [("range", Client.range((0, 0), (999, 0)))]))
            #expect(fresh?["data"]?.items == data)
        }
        // Whoever asks with another's id is told all.
        #expect(ask("full/delta", [("previousResultId", "none")])?["data"]?.items == data)
    }

    @Test func findsDefinitions() {
        let files = [
            "/w/main.reeve": "use \"roles.reeve\"\nuse \"a.reeve\"", "/w/roles.reeve": "\ndefine role Guest\n",
        ]
        let text = "add user alice\ninvite alice as Guest to partner\n"
        let found = ask("textDocument/definition", text, at(1, 17), files: files)?.items
        #expect(found?.first?["uri"]?.text == "file:///w/roles.reeve")
        #expect(found?.first?["range"] == Client.range((1, 12), (1, 17)))
        #expect(ask("textDocument/definition", text, at(1, 8))?.items.first?["range"] == Client.range((0, 9), (0, 14)))
    }

    @Test func findsUses() {
        let files = ["/w/main.reeve": "use \"roles.reeve\"\nuse \"a.reeve\"", "/w/roles.reeve": "define role Guest\n"]
        let text = "add user alice\ninvite alice as Guest to partner because \"Guest\"\n"
        let found = ask("textDocument/references", text, at(1, 17), files: files)?.items
        #expect(found?.map { $0["uri"]?.text } == ["file:///w/a.reeve", "file:///w/roles.reeve"])
        let none = ask(
            "textDocument/references", text, at(1, 17) + [("context", ["includeDeclaration": .flag(false)])],
            files: files)
        #expect(none?.items.count == 1)
    }

    private static let renamed = """
        define role Guest { can view user }
        add user alice, bob
        let $who = users where name = alice
        print "{$now}: {$who}"
        invite alice as Guest to partner because "alice"

        """

    @Test func renames() {
        func edits(_ place: [(String, JSON)], _ name: String) -> [JSON]? {
            ask("textDocument/rename", Self.renamed, place + [("newName", .text(name))])?["changes"]?[
                "file:///w/a.reeve"]?.items
        }
        #expect(edits(at(4, 18), "New guest")?.map { $0["newText"]?.text } == ["\"New guest\"", "\"New guest\""])
        // Taken, and not a name.
        #expect(edits(at(1, 10), "bob") == nil)
        #expect(edits(at(1, 10), "al\u{202e}ice") == nil)
        // A variable, in strings as well.
        #expect(edits(at(2, 6), "she")?.count == 2)
        let inString = edits(at(3, 18), "she") ?? []
        #expect(inString.map { $0["range"] } == [Client.range((3, 16), (3, 20)), Client.range((2, 4), (2, 8))])
        #expect(inString.allSatisfy { $0["newText"]?.text == "$she" })
        #expect(edits(at(2, 6), "now") == nil && edits(at(2, 6), "two words") == nil)
        // Where nothing is made known there is nothing to rename.
        #expect(ask("textDocument/prepareRename", Self.renamed, at(4, 30)) == .null)
        #expect(ask("textDocument/prepareRename", Self.renamed, at(0, 13))?["placeholder"]?.text == "Guest")
    }

    @Test func formatsAPart() {
        let text = "add   user a\nadd   user b\nadd   user c\n"
        let edits = ask("textDocument/rangeFormatting", text, [("range", Client.range((1, 0), (1, 3)))])?.items
        #expect(edits?.count == 1)
        #expect(edits?.first?["newText"]?.text == "add user b")
        #expect(edits?.first?["range"] == Client.range((1, 0), (1, 12)))
    }

    @Test func findsSymbolsOfTheWorkspace() {
        let files = ["/w/roles.reeve": "define role Guest\nadd user gustav\n"]
        let found = ask("workspace/symbol", "add user augusta\n", [("query", "gu")], files: files)?.items
        #expect(found?.compactMap { $0["name"]?.text }.sorted() == ["Guest", "augusta", "gustav"])
    }

    @Test func isOvertaken() {
        let uri: JSON = ["uri": "file:///w/a.reeve"]
        let (_, messages) = Client.serve(
            Client.start + [
                Client.open("/w/a.reeve", "add user alice\n"),
                Client.request(
                    1, "textDocument/codeAction", ["textDocument": uri, "range": Client.range((0, 0), (0, 1))]),
                Client.request(2, "textDocument/foldingRange", ["textDocument": uri]),
                Client.note("$/cancelRequest", ["id": 2]),
                Client.change("/w/a.reeve", 2, (0, 0), (0, 0), "#"),
                Client.request(3, "textDocument/foldingRange", ["textDocument": uri]),
            ])
        func code(_ id: Int64) -> Int64? { messages.first { $0["id"]?.integer == id }?["error"]?["code"]?.integer }
        #expect(code(1) == -32801)
        #expect(code(2) == -32800)
        #expect(code(3) == nil)
    }
}
