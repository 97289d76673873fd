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
    package var spelling: String { Self.spellings[Int(rawValue)] }

    /// In the order of the cases: every run interns them all, and to ask the compiler's tables for the name of a case is
    /// slow.
    private static let spellings = """
        access act add all and any anything as assign at because by can cannot change contains count csv
        customers date day days default define descending disable do duration each else enable error
        everything except expect first for forbid from grant hand has hour hours if in inactive includes
        including inheritable instant invite is it kind let lock manager minute minutes no not number of one
        or over own param partner password plural print procedure reassign remove rename require reset role
        rule self set show since sort system tagged team test text through to unassign unassigned unchanged
        uninvite unless unlock until use user users warn warning week weeks what when where which who why
        with without yes/no
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    /// Every other spelling has a greater number.
    static var lastSymbol: Int32 { Self.yesNo.rawValue }

    package var symbol: Symbol { Symbol(id: rawValue) }

    /// Nil where the symbol is no keyword.
    package init?(_ symbol: Symbol) {
        self.init(rawValue: symbol.id)
    }
}

/// A set of keywords in two machine words: what could go on a sentence.
struct KeywordSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    @inline(__always)
    init(arrayLiteral keywords: Keyword...) {
        for keyword in keywords { insert(keyword) }
    }

    var isEmpty: Bool { low | high == 0 }

    @inline(__always)
    func contains(_ keyword: Keyword) -> Bool { contains(keyword.symbol) }

    /// False for symbols that are no keyword.
    @inline(__always)
    func contains(_ symbol: Symbol) -> Bool {
        let id = UInt32(bitPattern: symbol.id)
        return id < 128 && (id < 64 ? low : high) &>> UInt64(id) & 1 != 0
    }

    @inline(__always)
    mutating func insert(_ keyword: Keyword) {
        let bit = UInt64(1) &<< UInt64(UInt32(bitPattern: keyword.rawValue))
        if keyword.rawValue < 64 { low |= bit } else { high |= bit }
    }

    @inline(__always)
    mutating func formUnion(_ other: KeywordSet) {
        low |= other.low
        high |= other.high
    }

    @inline(__always)
    func subtracting(_ other: KeywordSet) -> KeywordSet {
        var left = self
        left.low &= ~other.low
        left.high &= ~other.high
        return left
    }

    @inline(__always)
    func union(_ other: KeywordSet) -> KeywordSet {
        var both = self
        both.formUnion(other)
        return both
    }

    /// In alphabetical order.
    var all: [Keyword] {
        Keyword.allCases.filter(contains)
    }
}
