import ReeveDomain
import ReeveStorage
import Synchronization
import Testing

@testable import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Questions on a part of the store against the same questions on all of it.
@Suite struct ExcerptTests {
    private enum Outcome: Equatable {
        case answers([ReeveDomain.Answer])
        case failure(String)

        init(_ ask: () throws(Failure) -> [Reeve.Answer]) {
            do throws(Failure) {
                self = .answers(try ask().map(\.data))
            } catch {
                self = .failure("\(error.exitStatus) \(error)")
            }
        }
    }

    private static var worlds: Int {
        getenv("REEVE_EXCERPTS").flatMap { Int(String(cString: $0)) } ?? 12
    }

    @Test func answersAreThoseOfTheWhole() throws {
        var answered: [String: Int] = [:]
        var asked = 0
        for seed in 0..<Self.worlds {
            let world = try ExcerptWorld(
                seed: UInt64(seed) + 1, steps: 30 + seed % 5 * 15, fillers: seed % 3 == 0 ? 700 : 0)
            for viewer in [nil, nil, world.user, world.user] {
                let user = viewer.map { $0.contains("\"") ? "bob" : $0 }
                var options = world.options
                options.isReadOnly = true
                // The whole tells the journal again, and looks at no index.
                var whole = options
                whole.indexLimit = .max
                let session = try? Session(opening: world.path, as: user, options: whole)
                for _ in 0..<30 {
                    let (form, text) = world.question(by: user)
                    let expected = Outcome { () throws(Failure) -> [Reeve.Answer] in
                        if let session { return try session.ask(text) }
                        return try Session(opening: world.path, as: user, options: whole).ask(text)
                    }
                    let question = "seed \(seed) as \(user ?? "superuser"): \(text)"
                    asked += 1
                    if let part = ExcerptAnswers.of(
                        Script(named: "question", text: text), as: user, PosixFileSystem(path: world.path), options)
                    {
                        #expect(Outcome.answers(part.map(\.data)) == expected, "\(question)")
                        answered[(user == nil ? "" : "as ") + form, default: 0] += 1
                    }
                    if asked % 16 == 0 {
                        let either = Outcome { () throws(Failure) -> [Reeve.Answer] in
                            try Session.ask(text, of: world.path, as: user, options: options)
                        }
                        #expect(either == expected, "\(question)")
                    }
                }
            }
        }
        // Each form really is answered in place.
        for form in [
            "can", "why", "who", "what", "where", "access", "team", "managers", "thing", "definitions", "several",
            "record", "audit", "as can", "as audit", "as what", "as where",
        ] {
            #expect(answered[form, default: 0] > 0, "\(form)")
        }
        #expect(answered["wide"] == nil && answered["as wide"] == nil)
        if getenv("REEVE_EXCERPTS") != nil { print("asked \(asked), in place: \(answered)") }
    }

    private func store(_ change: (String) throws -> Void) throws -> [Reeve.Answer]? {
        let world = try ExcerptWorld(seed: 3, steps: 20, fillers: 700)
        try change(world.path)
        return ExcerptAnswers.of(
            Script(named: "question", text: "can bob view recipe in acme"), as: nil, PosixFileSystem(path: world.path),
            world.options)
    }

    @Test func isAnsweredInPlaceWhereAllIsWell() throws {
        #expect(try store { _ in } != nil)
    }

    /// Whatever byte of the index is changed, or of the lines that are read, the part gives no answer of its own.
    @Test func damageIsNoAnswer() throws {
        let world = try ExcerptWorld(seed: 3, steps: 20, fillers: 700)
        let question = Script(named: "question", text: "what can bob do in acme")
        func answer() -> [ReeveDomain.Answer]? {
            ExcerptAnswers.of(question, as: nil, PosixFileSystem(path: world.path), world.options)?.map(\.data)
        }
        let right = try #require(answer())
        var refused = 0
        for file in ["snapshot.index", "snapshot.json"] {
            let path = world.path + "/" + file
            let descriptor = open(path, O_RDWR)
            defer { close(descriptor) }
            var status = stat()
            fstat(descriptor, &status)
            var at: off_t = 0
            while at < status.st_size {
                var byte: UInt8 = 0
                pread(descriptor, &byte, 1, at)
                var other = byte ^ 1
                pwrite(descriptor, &other, 1, at)
                if let answer = answer() { #expect(answer == right, "\(file) \(at)") } else { refused += 1 }
                if at % 5 == 0 {
                    // The whole is got over it, too: by the hash, or by the journal.
                    let whole = try Session.ask("what can bob do in acme", of: world.path, options: world.options)
                    #expect(whole.map(\.data) == right, "\(file) \(at)")
                }
                pwrite(descriptor, &byte, 1, at)
                at += file == "snapshot.index" ? 1 + status.st_size / 400 : 97
            }
        }
        #expect(refused > 300)
        #expect(answer() == right)
    }

    @Test func anIndexOfAnotherSnapshotIsNone() throws {
        #expect(
            try store { path in
                let session = try Session(opening: path)
                // The snapshot goes on, and its index does not: no session without the option writes one of a small one.
                for number in 0..<300 { try session.run("add user late-\(number)", named: "x") }
            } == nil)
    }

    /// A question commits nothing, so that rules which time has broken do not keep it from being answered.
    @Test func lapsedRulesAreNoReasonToBeSilent() throws {
        let time = Mutex<Int64>(1_767_225_600_000)
        let session = try memorySession { options in options.clock = { time.withLock { $0 } } }
        try session.run(
            """
            define rule "two" { require count(team of partner) >= 3 }
            add user carl
            invite carl as Viewer to partner until 2026-01-02
            """, named: "x")
        time.withLock { $0 += 48 * 3_600_000 }
        #expect(try session.ask("can alice view recipe in acme").count == 1)
    }
}
