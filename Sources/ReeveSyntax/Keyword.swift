/// Every word that means something in some place of the grammar. No word is reserved: where a name is required, any of
/// these is one. The raw values are the first ids of every `SymbolTable`, so the parser compares numbers.
package enum Keyword: Int32, CaseIterable, Sendable {
    case access, act, add, all, and, any, anything, `as`, assign, at
    case because, by
    case can, cannot, change, contains, count, csv, customers
    case date, day, days, `default`, define, descending, disable, `do`, duration
    case each, `else`, enable, error, everything, except, expect
    case first, `for`, forbid, from
    case grant
    case hand, has, hour, hours
    case `if`, `in`, inactive, includes, including, inheritable, instant, invite, `is`, it
    case kind
    case `let`, lock
    case manager, minute, minutes
    case no, not, number
    case of, one, or, over, own
    case param, partner, password, plural, print, procedure
    case reassign, remove, rename, require, reset, role, rule
    case `self`, set, show, since, sort, system
    case tagged, team, test, text, through, to
    case unassign, unassigned, unchanged, uninvite, unless, unlock, until, use, user, users
    case warn, warning, week, weeks, what, when, `where`, which, who, why, with, without
    case yesNo

    /// As it is written in a script.
    package var spelling: String {
        self == .yesNo ? "yes/no" : "\(self)"
    }

    package var symbol: Symbol { Symbol(id: rawValue) }

    /// Nil where the symbol is no keyword.
    package init?(_ symbol: Symbol) {
        self.init(rawValue: symbol.id)
    }
}

/// A set of keywords in one machine word pair: what could go on a sentence.
struct KeywordSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private(set) var bits: UInt128

    init(bits: UInt128 = 0) {
        self.bits = bits
    }

    init(arrayLiteral keywords: Keyword...) {
        bits = 0
        for keyword in keywords { insert(keyword) }
    }

    var isEmpty: Bool { bits == 0 }

    func contains(_ keyword: Keyword) -> Bool {
        bits & (1 << UInt128(UInt32(bitPattern: keyword.rawValue))) != 0
    }

    /// False for symbols that are no keyword.
    func contains(_ symbol: Symbol) -> Bool {
        symbol.id >= 0 && symbol.id < 128 && bits & (1 << UInt128(UInt32(bitPattern: symbol.id))) != 0
    }

    mutating func insert(_ keyword: Keyword) {
        bits |= 1 << UInt128(UInt32(bitPattern: keyword.rawValue))
    }

    @inline(__always)
    mutating func formUnion(_ other: KeywordSet) {
        bits |= other.bits
    }

    @inline(__always)
    func subtracting(_ other: KeywordSet) -> KeywordSet {
        KeywordSet(bits: bits & ~other.bits)
    }

    func union(_ other: KeywordSet) -> KeywordSet {
        KeywordSet(bits: bits | other.bits)
    }

    /// In alphabetical order.
    var all: [Keyword] {
        Keyword.allCases.filter(contains)
    }
}
