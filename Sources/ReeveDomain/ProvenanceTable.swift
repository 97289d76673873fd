/// Who made each of many events: what a history gives one by one, kept small and found by number. About 30 bytes an event,
/// and each text once.
package struct ProvenanceTable: Sendable {
    private struct Row: Sendable {
        var run: Int32
        var actor: Int32
        var script: Int32
        var line: Int32
        var reason: Int32
    }
    /// What all events of a transaction have in common.
    private struct Run: Sendable {
        var transaction: Int64
        var time: Instant
        var systemUser: Int32
    }

    /// In ascending order, each once.
    private let wanted: [Int64]
    private var rows: [Row?]
    private var runs: [Run] = []
    private var texts: [String] = []
    private var numbers: [String: Int32] = [:]
    /// How many events have gone by.
    package private(set) var eventCount = 0
    /// The first of the wanted that has not gone by yet.
    private var next = 0

    /// - Parameter seqs: of the events that will be asked about, in any order.
    package init(for seqs: [Int64]) {
        var kept: [Int64] = []
        kept.reserveCapacity(seqs.count)
        for seq in seqs.sorted() where kept.last != seq { kept.append(seq) }
        wanted = kept
        rows = Array(repeating: nil, count: kept.count)
    }

    /// Whether an event is one of the wanted. Events are told in the order of their numbers.
    package mutating func wants(_ seq: Int64) -> Bool {
        eventCount += 1
        while next < wanted.count, wanted[next] < seq { next += 1 }
        return next < wanted.count && wanted[next] == seq
    }

    /// Keeps what is known of an event that `wants` has just said yes to.
    package mutating func keep(_ provenance: Provenance) {
        if runs.last?.transaction != provenance.transaction {
            runs.append(
                Run(
                    transaction: provenance.transaction, time: provenance.time,
                    systemUser: number(provenance.systemUser)))
        }
        rows[next] = Row(
            run: Int32(truncatingIfNeeded: runs.count - 1), actor: provenance.actor.map { number($0) } ?? -1,
            script: number(provenance.script), line: Int32(clamping: provenance.line),
            reason: provenance.reason.map { number($0) } ?? -1)
    }

    private mutating func number(_ text: String) -> Int32 {
        if let number = numbers[text] { return number }
        let number = Int32(truncatingIfNeeded: texts.count)
        texts.append(text)
        numbers[text] = number
        return number
    }

    /// Nil for an event that was not wanted, or that the journal did not have. Costs a binary search.
    package subscript(seq: Int64) -> Provenance? {
        var low = 0
        var high = wanted.count
        while low < high {
            let middle = (low + high) / 2
            if wanted[middle] < seq { low = middle + 1 } else { high = middle }
        }
        guard low < wanted.count, wanted[low] == seq, let row = rows[low] else { return nil }
        let run = runs[Int(row.run)]
        func text(_ number: Int32) -> String? { number < 0 ? nil : texts[Int(number)] }
        return Provenance(
            seq: seq, transaction: run.transaction, time: run.time, actor: text(row.actor),
            systemUser: texts[Int(run.systemUser)], script: texts[Int(row.script)], line: Int(row.line),
            reason: text(row.reason))
    }
}
