import ReeveDomain

/// The date that someone meant who wrote it another way: `12/31/2027`, `31.12.2027`, `tomorrow`, `2027-02-30`. Nil where
/// it could be read in two ways, or not at all.
func dateMeant(by text: String, now: Instant) -> String? {
    switch text.lowercased() {
    case "today", "now": return now.dateText
    case "tomorrow": return now.adding(milliseconds: 86_400_000)?.dateText
    case "yesterday": return now.adding(milliseconds: -86_400_000)?.dateText
    default: break
    }
    // 20270131
    if text.utf8.count == 8, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(text) {
        return date(number / 10_000, number / 100 % 100, number % 100)
    }
    let parts = text.split(whereSeparator: { "/.-".contains($0) }).map(String.init)
    guard parts.count == 3, parts.allSatisfy({ $0.utf8.count <= 4 }) else { return nil }
    let numbers = parts.compactMap { part in part.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(part) : nil }
    guard numbers.count == 3 else { return nil }
    if parts[0].utf8.count == 4 { return date(numbers[0], numbers[1], numbers[2]) }
    guard parts[2].utf8.count == 4 else { return nil }
    let (first, second) = (numbers[0], numbers[1])
    // 3/4/2027 is a day in March or in April.
    if first > 12 { return date(numbers[2], second, first) }
    if second > 12 || first == second { return date(numbers[2], first, second) }
    return nil
}

/// A day beyond the end of its month is the month's last.
private func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    guard (1...12).contains(month), (1...31).contains(day), (1000...9999).contains(year) else { return nil }
    for last in stride(from: day, through: max(1, day - 3), by: -1) {
        let text = "\(year)-\(two(month))-\(two(last))"
        if Instant(date: text) != nil { return text }
    }
    return nil
}
