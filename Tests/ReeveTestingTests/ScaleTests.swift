import Synchronization
import Testing

@testable import ReeveTesting

@Suite struct ScaleTests {
    /// Any order of the files, and many at a time, make the same report.
    @Test func theOrderOfWorkChangesNothing() async throws {
        var files: [String: String] = ["s/world.reeve": Desk.world]
        for index in 0..<20 {
            files["s/t\(index).reeve"] = """
                use "world.reeve"
                test "a" { expect count(users) = \(index % 3) }
                test "b" { invite bob as Operator to acme; expect bob has access to acme }
                """
        }
        let inOrder = try Desk.run(files, at: ["s"]) { $0.coverage = true }
        let backwards = try Desk.run(
            files, at: ["s"], { $0.coverage = true },
            workers: { count, work in for index in (0..<count).reversed() { work(index) } })
        var one = TerminalReport()
        var other = TerminalReport()
        #expect(one.text(inOrder) == other.text(backwards))
        #expect(JUnitReport.text(inOrder) == JUnitReport.text(backwards))
        #expect(inOrder.suites.map(\.coverage) == backwards.suites.map(\.coverage))
        #expect(inOrder.counts == "26 passed, 14 failed")
    }

    /// 2,000 tests over a small fixture and over one of 20,000 grants: all pass, and the output tells the time of each.
    @Test func testsCostWhatTheyDo() throws {
        var times: [Int] = []
        for grants in [200, 20_000] {
            let start = ContinuousClock.now
            let result = try Desk.run(["big.reeve": Self.script(grants: grants, tests: 2_000)], at: ["big.reeve"]) {
                $0.stopwatch = { Int64((ContinuousClock.now - start) / .microseconds(1)) }
            }
            #expect(result.counts == "2000 passed, 0 failed")
            let sum = result.suites[0].tests.reduce(0) { $0 + $1.microseconds }
            times.append(Int(sum) / 2_000)
        }
        print("a test over 200 grants: \(times[0]) µs, over 20,000: \(times[1]) µs")
    }

    private static func script(grants: Int, tests: Int) -> String {
        let (users, customers) = (grants / 10, grants / 5)
        var lines = [
            "define partner Initech", "define kind recipe in customer { can view, create, edit }",
            "define system role Viewer { can view recipe }", "define system role Editor { can view, edit recipe }",
        ]
        for index in 0..<users { lines.append("add user u\(index)") }
        for index in 0..<customers { lines.append("add customer c\(index)") }
        for index in 0..<grants {
            lines.append("invite u\(index % users) as Viewer to c\((index * 7 + index / users) % customers)")
        }
        for index in 0..<tests {
            let (user, customer) = ("u\(index % users)", "c\(index % customers)")
            lines.append("test t\(index) {")
            lines.append("  expect \(user) cannot edit recipe in \(customer)")
            lines.append("  invite \(user) as Editor to \(customer)")
            lines.append("  expect \(user) can edit recipe in \(customer)")
            lines.append("}")
        }
        return lines.joined(separator: "\n")
    }
}
