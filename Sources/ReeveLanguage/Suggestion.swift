/// The nearest of some names to a misspelt one, or nil where none is near. Costs the candidates' lengths; done only
/// when an error is shown.
package func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(128))
    guard !wanted.isEmpty else { return nil }
    let bound = wanted.count <= 3 ? 1 : wanted.count <= 6 ? 2 : 3
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().unicodeScalars.prefix(128))
        guard abs(letters.count - wanted.count) < (best?.distance ?? bound + 1) else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= bound, distance < (best?.distance ?? .max) { best = (candidate, distance) }
    }
    return best?.name
}

/// Insertions, deletions, substitutions, and swaps of neighbours (optimal string alignment).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [Int](repeating: i + 1, count: b.count + 1)
        for j in b.indices {
            let same = a[i] == b[j]
            row[j + 1] = min(last[j] + (same ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
