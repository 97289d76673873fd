import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import Testing

/// What a no says would make it a yes, really does: each suggestion is pasted into a script and run, and asked again.
@Suite struct SuggestionProperty {
    @Test func everySuggestionIsAYes() {
        var (noes, helped, tried) = (0, 0, 0)
        for seed in 0..<60 {
            var world = RandomWorld(seed: UInt64(7_000 + seed), steps: 50)
            for _ in 0..<40 {
                guard let request = question(&world) else { continue }
                let proof = world.state.prove(request, at: world.now, history: NoHistory())
                guard !proof.isAllowed else {
                    #expect(proof.suggestions.isEmpty)
                    continue
                }
                noes += 1
                if !proof.suggestions.isEmpty { helped += 1 }
                for statements in proof.suggestions {
                    tried += 1
                    let after = run(statements.joined(separator: "\n"), on: world.state, at: world.now)
                    #expect(
                        after?.decide(request, at: world.now).isAllowed == true,
                        "seed \(7_000 + seed): \(proof.headline): \(statements)")
                }
            }
        }
        #expect(noes > 1000 && helped > noes / 2 && tried > helped, "\(noes) noes, \(helped) helped, \(tried) tried")
    }

    private func question(_ world: inout RandomWorld) -> Request? {
        let state = world.state
        guard let user = world.random.pick(state.userIDs), let kind = world.random.pick(state.kindIDs),
            let action = world.random.pick(state[kind].definition.liveActions),
            let account = world.random.pick([.partner] + state.customerIDs)
        else { return nil }
        var request = Request(user: user, action: action, kind: kind, account: account)
        if kind == BuiltInKind.customer.id, !account.isPartner {
            request.subject = .customer(account)
        } else if action != "create", world.random.percent(60),
            let record = world.random.pick(state.records(kind, in: .account(account)))
        {
            request.subject = .record(record)
        }
        return request
    }

    /// Nil where it is refused.
    private func run(_ script: String, on state: State, at now: Instant) -> State? {
        var transaction = Transaction(state: state, now: now, actor: .superuser)
        var interpreter = Interpreter(loader: NoFiles(), parameters: [:])
        do throws(ScriptFailure) {
            try interpreter.run([SourceText(name: "suggestion", text: script)], in: &transaction)
        } catch {
            var renderer = DiagnosticRenderer()
            Issue.record("\(renderer.render(error.diagnostics))")
            return nil
        }
        return transaction.state
    }
}

private struct NoFiles: SourceLoader {
    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        throw LoadFailure(code: "missing-file", message: "there is no file `\(path)`")
    }
}
