import ReeveJSON
import SeededRandom
import Testing

@testable import ReeveServer

/// The text that the server has is the one that the editor has, whatever was typed where, and whoever changed their mind.
@Suite struct ServerTextTests {
    private static let pieces = [
        "add user alice", "\n", "\r\n", "\r", "é", "𝄞", "e\u{301}", "👩‍👩‍👧", "\u{feff}", "\t", " ", "\"", "#", "", "x",
        "\u{2028}",
        "let $x = acme\n", "\n\n",
    ]

    /// The same edits, on an array of scalars.
    private struct Model {
        var scalars: [Unicode.Scalar] = []

        /// Each line's first scalar.
        private var starts: [Int] {
            var starts = [0]
            for index in scalars.indices {
                let isLast = index + 1 == scalars.count || scalars[index + 1] != "\n"
                if scalars[index] == "\n" || scalars[index] == "\r" && isLast { starts.append(index + 1) }
            }
            return starts
        }

        func position(_ index: Int, _ encoding: PositionEncoding) -> (Int, Int) {
            let line = starts.lastIndex { $0 <= index } ?? 0
            let before = String(String.UnicodeScalarView(scalars[starts[line]..<index]))
            let character =
                switch encoding {
                case .utf8: before.utf8.count
                case .utf16: before.utf16.count
                case .utf32: before.unicodeScalars.count
                }
            return (line, character)
        }

        /// No editor stands between `\r` and `\n`.
        func isPlace(_ index: Int) -> Bool {
            !(index > 0 && index < scalars.count && scalars[index - 1] == "\r" && scalars[index] == "\n")
        }

        var text: String { String(String.UnicodeScalarView(scalars)) }
    }

    @Test(arguments: PositionEncoding.allCases) func edits(_ encoding: PositionEncoding) {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20 {
            var model = Model(scalars: Array((0..<12).map { _ in Self.piece(&random) }.joined().unicodeScalars))
            let client = Client([JSON]())
            let server = Client.server(client)
            server.serve(
                Client.request(
                    0, "initialize",
                    ["capabilities": ["general": ["positionEncodings": [.text(encoding.rawValue)]]]]))
            server.serve(Client.note("initialized", [:]))
            server.serve(Client.open("/w/a.reeve", model.text))
            for version in 2..<30 {
                // Several changes in one message count one after the other; now and then the whole text comes.
                var changes: [JSON] = []
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let new = Self.piece(&random)
                    if Int.random(in: 0..<12, using: &random) == 0 {
                        model.scalars = Array((model.text + new).unicodeScalars)
                        changes.append(["text": .text(model.text)])
                        continue
                    }
                    let places = (0...model.scalars.count).filter(model.isPlace)
                    let from = places.randomElement(using: &random) ?? 0
                    let to = places.filter { $0 >= from }.prefix(9).randomElement(using: &random) ?? from
                    let range = Client.range(model.position(from, encoding), model.position(to, encoding))
                    model.scalars.replaceSubrange(from..<to, with: Array(new.unicodeScalars))
                    changes.append(["range": range, "text": .text(new)])
                }
                server.serve(
                    Client.note(
                        "textDocument/didChange",
                        [
                            "textDocument": ["uri": "file:///w/a.reeve", "version": JSON(version)],
                            "contentChanges": .list(changes),
                        ]))
                let document = server.workspace.document("file:///w/a.reeve")
                #expect(document.map { String(decoding: $0.source.bytes, as: UTF8.self) } == model.text)
                #expect(document?.version == Int64(version))
            }
            // And what it says of it is what a server says that was given it whole.
            let fresh = Client.serve(Client.start + [Client.open("/w/a.reeve", model.text)]).messages
            #expect(Client.codes(client.messages, "/w/a.reeve") == Client.codes(fresh, "/w/a.reeve"), "\(model.text)")
        }
    }

    private static func piece(_ random: inout SeededRandom) -> String { pieces.randomElement(using: &random) ?? "" }

    // MARK: Changing one's mind

    /// Long enough that a check looks up many times.
    private static let long = (0..<4_000).map { "add user u\($0)\n" }.joined()

    private static func hover(_ id: Int) -> JSON {
        Client.request(
            id, "textDocument/hover",
            ["textDocument": ["uri": "file:///w/a.reeve"], "position": ["line": 0, "character": 1]])
    }

    @Test(arguments: [1, 5, 20]) func aRequestIsTakenBackWhileItIsAnswered(_ looks: Int) {
        let client = Client(
            Client.start + [Client.open("/w/a.reeve", Self.long), Self.hover(1)], thenAfter: looks,
            [Client.note("$/cancelRequest", ["id": 1]), Self.hover(2)])
        _ = Client.server(client).run()
        let answers = client.messages.filter { $0["id"]?.integer == 1 }
        // Answered once, in whichever way.
        #expect(answers.count == 1)
        #expect(answers.first?["error"]?["code"]?.integer == -32800)
        #expect(client.messages.contains { $0["id"]?.integer == 2 && $0["error"] == nil })
    }

    @Test func whatWasAnsweredCannotBeTakenBack() {
        let client = Client(
            Client.start + [Client.open("/w/a.reeve", "add user a\n"), Self.hover(1)], thenAfter: 50_000,
            [Client.note("$/cancelRequest", ["id": 1]), Client.note("$/cancelRequest", ["id": "no"]), Self.hover(2)])
        _ = Client.server(client).run()
        #expect(client.messages.filter { $0["id"]?.integer == 1 }.map { $0["error"] } == [nil])
        #expect(client.messages.contains { $0["id"]?.integer == 2 && $0["error"] == nil })
    }

    /// A change that comes while the one before is checked: of that, nothing is said any more.
    @Test func aNewerChangeAbandonsOlderWork() {
        let client = Client(
            Client.start + [Client.open("/w/a.reeve", Self.long)], thenAfter: 10,
            [
                Client.change("/w/a.reeve", 2, (0, 0), (0, 0), "assing\n"),
                Client.change("/w/a.reeve", 3, (0, 0), (1, 0), ""),
            ])
        _ = Client.server(client).run()
        let versions = client.messages.filter { $0["method"]?.text == "textDocument/publishDiagnostics" }.map {
            $0["params"]?["version"]?.integer
        }
        #expect(!versions.isEmpty && versions.allSatisfy { $0 == 3 })
    }
}
