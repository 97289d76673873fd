import Reeve
import ReeveDomain
import Testing

@testable import ReeveExchange

struct DifferenceTests {
    /// A file's rows by key, as whoever keeps a deployment in step has them.
    private func rows(_ model: any ExportedModel) -> [String: [String: String]] {
        var found: [String: [String: String]] = [:]
        for section in model.sections {
            model.rows(of: section.name) { row in
                #expect(found[section.name]?[row.key] == nil, "\(section.name) has \(row.key) twice")
                found[section.name, default: [:]][row.key] = row.text
            }
        }
        return found.filter { !$0.value.isEmpty }
    }

    @Test(arguments: ExportTarget.allCases, 0..<4) func appliedChangesMakeTheNewExport(
        target: ExportTarget, seed: UInt64
    ) throws {
        var world = try RandomAccess(seed: 300 + seed, terms: true, records: true)
        var old = AccessModel(world.state, now: RandomAccess.now, flat: true, kindsOnly: true)
        for round in 0..<6 {
            for _ in 0...round { world.step() }
            let later = Instant(milliseconds: RandomAccess.now.milliseconds + Int64(round) * 3_600_000)
            let new = AccessModel(world.state, now: later, flat: true, kindsOnly: true)
            var kept = rows(target.model(of: old))
            for change in changes(from: target.model(of: old), to: target.model(of: new)) {
                let name = change.section.name
                for row in change.deleted { #expect(kept[name]?.removeValue(forKey: row.key) == row.text) }
                for row in change.written { kept[name, default: [:]][row.key] = row.text }
            }
            #expect(kept.filter { !$0.value.isEmpty } == rows(target.model(of: new)), "world \(seed), round \(round)")
            #expect(changes(from: target.model(of: new), to: target.model(of: new)).isEmpty)
            old = new
        }
    }
}
