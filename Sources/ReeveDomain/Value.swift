/// What an attribute may hold.
package enum AttributeType: Hashable, Sendable {
    case text, number, yesNo, date, instant, duration, user
    case oneOf([String])

    /// As it is written behind `has NAME`.
    package var spelling: String {
        switch self {
        case .text: "text"
        case .number: "number"
        case .yesNo: "yes/no"
        case .date: "date"
        case .instant: "instant"
        case .duration: "duration"
        case .user: "user"
        case .oneOf(let values): "one of " + values.map(spelled).joined(separator: ", ")
        }
    }
}

/// An attribute's value. Numbers are finite; durations are milliseconds.
package enum Value: Hashable, Sendable {
    case text(String)
    case number(Double)
    case yesNo(Bool)
    case date(Instant)
    case instant(Instant)
    case duration(milliseconds: Int64)
    /// Only looked at, never kept in an attribute: the role of a holder.
    case role(RoleID)
    case user(UserID)
}

/// Sets an attribute, or takes it away (nil). `slot` is the attribute's index in its kind.
package struct AttributeChange: Hashable, Sendable {
    package var slot: Int
    package var value: Value?

    package init(slot: Int, value: Value?) {
        self.slot = slot
        self.value = value
    }
}

/// The largest magnitude a number may have: beyond it doubles no longer hold every whole number.
package let largestNumber = 9_007_199_254_740_992.0

/// `12`, `0.5`, `-3`: no exponent, no trailing zeros.
package func numberText(_ number: Double) -> String {
    if let whole = Int64(exactly: number) { return String(whole) }
    // `1.5e-05`: within the bounds of numbers an exponent is below zero.
    let parts = number.description.split(separator: "e")
    guard parts.count == 2, let mantissa = parts.first, let exponent = Int(parts[1]), exponent < 0 else {
        return number.description
    }
    var digits = mantissa.filter { $0 != "." && $0 != "-" }
    while digits.last == "0" { digits.removeLast() }
    return (number < 0 ? "-" : "") + "0." + String(repeating: "0", count: -exponent - 1) + digits
}

/// `8 hours`, in the largest unit that is exact.
package func durationText(milliseconds: Int64) -> String {
    for (unit, size) in [("week", 604_800_000), ("day", 86_400_000), ("hour", 3_600_000)] as [(String, Int64)]
    where milliseconds % size == 0 && milliseconds != 0 {
        let count = milliseconds / size
        return "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
    let count = milliseconds / 60_000
    return "\(count) minute\(count == 1 ? "" : "s")"
}
