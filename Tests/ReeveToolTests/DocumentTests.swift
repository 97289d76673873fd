import Testing

@testable import ReeveTool

/// The JSON documents, whole: who reads them depends on every member.
@Suite struct DocumentTests {
    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
        return bench
    }

    @Test func plan() {
        let script = "reassign bob to acme, initrode because \"moves\"\nadd user bob\nprint \"hi\\u{9b}\"\n"
        let outcome = prepared().reeve("plan", "--json", "-c", script)
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                {
                  "format": "reeve.plan/1",
                  "store": "./reeve.store",
                  "changed": true,
                  "changes": [
                    {
                      "sign": "+",
                      "text": "bob manages initrode as Operator",
                      "script": "command",
                      "line": 1,
                      "because": "moves"
                    }
                  ],
                  "omittedChanges": 0,
                  "unchanged": 1,
                  "removals": [
                    {
                      "sign": "-",
                      "text": "bob: manages globex",
                      "script": "command",
                      "line": 1,
                      "because": "moves"
                    }
                  ],
                  "grantsRemoved": 1,
                  "notes": [
                    {
                      "text": "bob: lost globex, gained initrode",
                      "script": "command",
                      "line": 1
                    }
                  ],
                  "omittedNotes": 0,
                  "warnings": [],
                  "output": ["hi\\u009b"],
                  "usersAffected": 1,
                  "access": [
                    {
                      "user": "bob",
                      "gained": [
                        {
                          "account": "initrode",
                          "role": "Operator"
                        }
                      ],
                      "lost": [
                        {
                          "account": "globex",
                          "role": "Operator"
                        }
                      ],
                      "moved": [],
                      "text": "bob: gains initrode as Operator; loses globex as Operator"
                    }
                  ],
                  "head": null
                }

                """)
    }

    @Test func report() {
        let outcome = prepared().reeve("run", "--json", "-c", "add user bob")
        let expected = """
            {
              "format": "reeve.report/1",
              "store": "./reeve.store",
              "changed": false,
              "changes": [],
              "omittedChanges": 0,
              "unchanged": 1,
              "removals": [],
              "grantsRemoved": 0,
              "notes": [],
              "omittedNotes": 0,
              "warnings": [],
              "output": [],
              "head": "
            """
        #expect(outcome.output.hasPrefix(expected))
    }

    @Test func failure() {
        let outcome = prepared().reeve("plan", "--json", "-c", "\ninvite bob as Vewer to acme")
        #expect(outcome.status == 3 && outcome.errors == "")
        #expect(
            outcome.output == """
                {
                  "format": "reeve.failure/1",
                  "exit": 3,
                  "problems": [
                    {
                      "severity": "error",
                      "code": "unknown-role",
                      "message": "there is no role `Vewer`",
                      "file": "command",
                      "line": 2,
                      "column": 15,
                      "label": "did you mean `Viewer`?",
                      "notes": ["roles: Admin, Operator, Viewer"],
                      "fix": {
                        "start": 15,
                        "end": 20,
                        "replacement": "Viewer"
                      }
                    }
                  ],
                  "head": null
                }

                """)
    }

    @Test func textIsEscaped() {
        let hostile: JSON = .object([
            ("a\"\u{0}", "\u{1b}\\\"\n\t\u{7f}\u{9b}\u{202e}\u{feff}\u{e0001}é東\u{1f600}"), ("b", 1),
        ])
        #expect(
            hostile.rendered
                == "{\n  \"a\\\"\\u0000\": \"\\u001b\\\\\\\"\\n\\t\\u007f\\u009b\\u202e\\ufeff\\udb40\\udc01é東\u{1f600}\",\n  \"b\": 1\n}\n"
        )
    }

    @Test func emptyValues() {
        #expect(JSON.object([]).rendered == "{}\n")
        #expect(JSON.list([]).rendered == "[]\n")
        #expect(JSON.list([1, true, .null]).rendered == "[1, true, null]\n")
    }
}
