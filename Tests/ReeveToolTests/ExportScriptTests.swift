import Testing

@testable import ReeveTool

/// `reeve export reeve` from the command line.
@Suite struct ExportScriptTests {
    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
        return bench
    }

    @Test func itsPlanIsEmptyAndANewStoreIsTheSame() {
        let bench = prepared()
        let out = bench.reeve("export", "reeve", "--out", "saved.reeve")
        #expect(out.status == 0 && out.lines == ["reeve: saved.reeve"])
        let plan = bench.reeve("plan", "saved.reeve", "--exit-code")
        #expect(plan.status == 0 && plan.changes.isEmpty)
        #expect(bench.reeve("fmt", "--check", "saved.reeve").status == 0)
        #expect(bench.reeve("run", "saved.reeve", "--store", "new.store").status == 0)
        let (one, other) = (
            bench.reeve("export", "reeve").lines.dropFirst(),
            bench.reeve("export", "reeve", "--store", "new.store").lines.dropFirst()
        )
        #expect(one == other && one.count > 10)
    }

    @Test func rolesMayNameEachOther() {
        let bench = Bench()
        let text = """
            define role Leader
            define role Deputy { can grant Leader in all customers }
            define role Leader { can grant Deputy, Leader; can view customer in all customers }
            """
        #expect(bench.reeve("run", "-c", text).status == 0)
        // What is only declared stays as it is.
        #expect(bench.reeve("plan", "-c", "define role Leader", "--exit-code").status == 0)
        let script = bench.reeve("export", "reeve").lines
        #expect(script.contains("define role Leader") || script.contains("define role Deputy"))
        #expect(bench.reeve("plan", "-c", script.joined(separator: "\n"), "--exit-code").status == 0)
        #expect(bench.reeve("run", "-c", "define role X { }; define role X { can view role }").status == 3)
    }

    @Test func whatIsRemovedIsNotNamedAgain() {
        let bench = Bench()
        bench.reeve(
            "run", "-c",
            """
            define kind customer { has lead user }
            define kind task in customer { has owner user; can view, edit }
            add user ann, ben; add customer acme
            define role Lead { can view task where owner in (ann, $user); can edit task where owner = ann }
            define rule "watch ann" { warn when ann has access to acme; warn when ben has access to acme }
            """)
        bench.reeve("run", "-c", "remove user ann")
        let out = bench.reeve("export", "reeve")
        #expect(out.status == 0)
        #expect(!out.lines.contains { $0.contains("ann") && !$0.contains("watch ann") })
        #expect(out.lines.contains("  can view task where owner = $user"))
        #expect(out.errors.contains("a line of the rule \"watch ann\" names something that was removed"))
        #expect(out.errors.contains("role Lead names something that was removed"))
        #expect(bench.reeve("check", "-c", out.lines.joined(separator: "\n"), "--store", "new.store").status == 0)
    }

    /// Otherwise the rule could not be written again.
    @Test func whatARuleNamesOfAKindStays() {
        let bench = Bench()
        bench.reeve(
            "run", "-c",
            """
            define kind customer { has plan; has region }
            define kind task in customer { has owner user; can view, edit, close, reopen }
            define rule guard {
              forbid close task when $customer.plan = free
              require no(tasks where owner is not set)
              warn when count(users who can reopen task in partner) > 3 or count(customers where region = EU) > 9
            }
            """)
        for (text, what) in [
            ("define kind task in customer { has owner user; can view, edit, reopen }", "without the action close"),
            ("define kind task in customer { has owner user; can view, edit, close }", "without the action reopen"),
            ("define kind task in customer { can view, edit, close, reopen }", "without the attribute owner"),
            ("define kind customer { has plan }", "without the attribute region"),
            ("define kind customer { has region }", "without the attribute plan"),
        ] {
            let refused = bench.reeve("run", "-c", text)
            #expect(refused.status == 3 && refused.errors.contains(what), "\(refused.errors)")
            #expect(refused.errors.contains("error[would-orphan]") && refused.errors.contains("rule guard"))
        }
        let free = "define kind task in customer { has owner user; has note; can view, close, reopen }"
        #expect(bench.reeve("run", "-c", free).status == 0)
    }

    @Test func mistakesAreTold() {
        let bench = Bench()
        #expect(bench.reeve("export", "reeve").errors.contains("there is no store"))
        let prepared = prepared()
        #expect(prepared.reeve("export", "reeve", "--out", "missing/dir/x.reeve").status == 74)
        #expect(prepared.reeve("export", "reeve", "--out", "").status == 64)
        #expect(prepared.reeve("export", "reeve", "--flatten").status == 64)
    }
}
