import ReeveSyntax

/// The candidate that was probably meant: one letter in three may be wrong, swapped, missing or too many.
func nearest(to typed: String, among candidates: [String]) -> String? {
    let typed = Array(typed.utf8.prefix(64))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.utf8)
        let distance = editDistance(typed, letters)
        if distance <= max(1, letters.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
}

/// Letters changed, added, left out, or swapped with their neighbour (optimal string alignment).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var twoBack: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in 0..<b.count {
            var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, twoBack[j - 1] + 1) }
            row.append(cost)
        }
        twoBack = previous
        previous = row
    }
    return previous[b.count]
}

/// An argument as it may be shown: shortened, and safe on a terminal.
func printable(_ argument: String) -> String {
    let shown = escaped(argument.prefix(80))
    return shown.utf8.count < argument.utf8.count && argument.count > 80 ? shown + "…" : shown
}
