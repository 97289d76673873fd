import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveSyntax
import Testing

@testable import ReeveServer

@Suite struct ServerTests {
    @Test func startsAndStops() {
        let (status, messages) = Client.serve(
            [Client.request(7, "textDocument/hover", [:])] + Client.start + [
                Client.request(1, "initialize", [:]), Client.request(2, "no/such", [:]),
                Client.request(3, "shutdown", .null), Client.request(4, "shutdown", .null), Client.note("exit", .null),
            ])
        #expect(status == 0)
        let codes = messages.map { $0["error"]?["code"]?.integer }
        #expect(codes == [-32002, nil, -32600, -32601, nil, -32600])
        #expect(Client.serve(Client.start + [Client.note("exit", .null)]).status == 1)
        #expect(Client.serve(Client.start).status == 1)
    }

    @Test func findsWhatCheckFinds() {
        let text = "add user alice\ninvite alice as Admn to partner\nassing bob\n"
        let (_, messages) = Client.serve(Client.start + [Client.open("/w/a.reeve", text)])
        #expect(Client.codes(messages, "/w/a.reeve") == ["unknown-role", "unknown-statement"])
    }

    @Test func aScriptIsCheckedWhereItIsUsed() {
        let files = [
            "/w/main.reeve": "use \"roles.reeve\"\nuse \"people.reeve\"\n", "/w/roles.reeve": "define role Guest\n",
        ]
        let people = "add user alice\ninvite alice as Guest to partner\n"
        let opened = Client.start + [Client.open("/w/people.reeve", people)]
        #expect(Client.codes(Client.serve(opened, files: files).messages, "/w/people.reeve") == [])
        #expect(Client.codes(Client.serve(opened).messages, "/w/people.reeve") == ["unknown-role"])
        // An error in a file that is used is shown there, with the way to it.
        let broken = opened + [Client.open("/w/roles.reeve", "define role Gest\n")]
        let messages = Client.serve(broken, files: files).messages
        #expect(Client.codes(messages, "/w/people.reeve") == ["unknown-role"])
        let related = messages.last { $0["params"]?["uri"]?.text == "file:///w/people.reeve" }?["params"]?[
            "diagnostics"]?
            .items.first?["relatedInformation"]?.items.first
        #expect(related?["location"]?["uri"]?.text == "file:///w/main.reeve")
    }

    @Test func knowsTheStore() {
        var transaction = Transaction(state: State(), now: Instant(milliseconds: 0), actor: .superuser)
        var interpreter = Interpreter()
        #expect(throws: Never.self) {
            try interpreter.run(
                [SourceText(name: "s", text: "add user alice\ndefine role Guest\n")], in: &transaction)
        }
        let opened = Client.start + [Client.open("/w/a.reeve", "invite alice as Guest to partner\n")]
        #expect(Client.codes(Client.serve(opened, state: transaction.state).messages, "/w/a.reeve") == [])
        #expect(Client.codes(Client.serve(opened).messages, "/w/a.reeve") == ["unknown-user"])
    }

    /// After any changes the same is found as in a text that was opened as it is now.
    @Test func goesOnFromBeforeTheChange() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "add user alice", "add user \"bob\" with email = b", "add customer acme",
            "define role Guest { can view user }",
            "invite alice as Guest to acme", "if count(users) > 0 {", "}", "invite bob as Guest",
            "to acme until 2030-01-01",
            "use \"b.reeve\"", "# é𝄞", "where", "let $x = customers", "print $x", "\"", "{", "remove user alice",
        ]
        for _ in 0..<60 {
            var lines = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }
            var messages = Client.start + [Client.open("/w/a.reeve", lines.joined(separator: "\n"))]
            for version in 2..<8 {
                let line = Int.random(in: 0..<lines.count, using: &random)
                let new = pieces.randomElement(using: &random) ?? ""
                messages.append(
                    Client.change("/w/a.reeve", version, (line, 0), (line, lines[line].utf16.count), new))
                lines[line] = new
            }
            let files = ["/w/b.reeve": "add user carol\nadd user alice\nassing"]
            // One server meets the changes one by one, with a check between them.
            let client = Client([JSON]())
            let server = Client.server(client, files)
            for message in messages { server.serve(message) }
            let fresh = Client.serve(
                Client.start + [Client.open("/w/a.reeve", lines.joined(separator: "\n"))], files: files)
            let script = lines.joined(separator: "\n")
            #expect(
                Client.codes(client.messages, "/w/a.reeve") == Client.codes(fresh.messages, "/w/a.reeve"), "\(script)")
        }
    }

    @Test func standsMangledMessages() {
        var random = SystemRandomNumberGenerator()
        let good =
            (Client.start + [
                Client.open("/w/a.reeve", "add user alice\n"),
                Client.change("/w/a.reeve", 2, (0, 4), (9, 99), "é\u{1d11e}\n"),
                Client.request(
                    1, "textDocument/completion",
                    ["textDocument": ["uri": "file:///w/a.reeve"], "position": ["line": 0, "character": 3]]),
                Client.request(
                    2, "textDocument/signatureHelp",
                    ["textDocument": ["uri": "file:///w/a.reeve"], "position": ["line": 0, "character": 9]]),
                Client.request(
                    3, "textDocument/semanticTokens/full/delta",
                    ["textDocument": ["uri": "file:///w/a.reeve"], "previousResultId": "1"]),
                Client.request(
                    4, "textDocument/codeAction",
                    ["textDocument": ["uri": "file:///w/a.reeve"], "range": Client.range((0, 0), (1, 9))]),
                Client.request(
                    5, "textDocument/rename",
                    [
                        "textDocument": ["uri": "file:///w/a.reeve"], "position": ["line": 0, "character": 11],
                        "newName": "bob",
                    ]),
            ]).flatMap { FrameReader.frame($0.compact) }
        for _ in 0..<400 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default:
                    bytes.insert(
                        contentsOf: Array(
                            "{[\"\\ud800 99999999999999999999:\r\n\r\n".utf8.shuffled(using: &random).prefix(9)), at: at
                    )
                }
            }
            #expect([0, 1].contains(Client.server(Client(bytes)).run()))
        }
    }

    @Test func skipsBadHeaders() {
        var frames = FrameReader()
        frames.feed(Array("rubbish\r\n\r\nContent-Length: x\r\n\r\nContent-Length: 2\r\nX: y\r\n\r\n{}".utf8))
        #expect(frames.next() == .broken("a header that is none was skipped"))
        #expect(frames.next() == .broken("a header that is none was skipped"))
        #expect(frames.next() == .message(Array("{}".utf8)))
        frames.feed(Array("Content-Length: 99999999999\r\n\r\n".utf8))
        #expect(frames.next() == .broken("a message has at most 536870912 bytes"))
    }

    @Test func countsAsEditorsDo() {
        let table = LineTable(Array("a\r\né𝄞b\rc\n".utf8))
        #expect(table.count == 4)
        #expect(table.position(9, .utf16) == TextPosition(line: 1, character: 3))
        #expect(table.position(9, .utf8) == TextPosition(line: 1, character: 6))
        #expect(table.offset(TextPosition(line: 1, character: 2), .utf16) == 5)
        #expect(table.offset(TextPosition(line: 1, character: 99), .utf16) == 10)
        #expect(table.offset(TextPosition(line: 99, character: 0), .utf16) == 13)
        for offset in 0..<13 {
            for encoding in PositionEncoding.allCases {
                let position = table.position(Int32(offset), encoding)
                #expect(table.position(table.offset(position, encoding), encoding) == position)
            }
        }
    }

    @Test func readsJSON() throws {
        let text = #"{"a": [1, -2.5, true, null, "x\n\u00e9\ud834\udd1e\ud800"], "b": {}}"#
        let json = try JSON(reading: Array(text.utf8))
        #expect(json["a"]?.items.last?.text == "x\né𝄞\u{fffd}")
        #expect(try JSON(reading: json.compact) == json)
        for bad in [
            "", "{", "[1,]", "\"", "tru", "1 2", "{\"a\" 1}", "\"\\x\"", String(repeating: "[", count: 100_000),
        ] {
            #expect(throws: JSONProblem.self) { try JSON(reading: Array(bad.utf8)) }
        }
    }
}
