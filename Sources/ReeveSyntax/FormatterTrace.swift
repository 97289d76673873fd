/// A tree as a row of numbers, without places: two scripts with the same row mean the same. Symbols count by number, so
/// both scripts are read with one table.
///
/// On the way it notes the names that could stand without quotes.
struct FormatterTrace {
    private(set) var shape: [Int32] = []
    /// Where names in quotes stand that mean the same without them.
    private(set) var bareNames: Set<Int32> = []

    private let symbols: SymbolTable

    init(_ statements: [StatementSyntax], _ symbols: SymbolTable) {
        self.symbols = symbols
        list(statements) { $0.statement($1) }
    }

    // MARK: Pieces

    mutating func put(_ number: Int) { shape.append(Int32(truncatingIfNeeded: number)) }
    mutating func put(_ flag: Bool) { shape.append(flag ? 1 : 0) }

    mutating func list<Element>(_ elements: [Element], _ each: (inout FormatterTrace, Element) -> Void) {
        put(elements.count)
        for element in elements { each(&self, element) }
    }

    mutating func some<Element>(_ element: Element?, _ each: (inout FormatterTrace, Element) -> Void) {
        put(element != nil)
        if let element { each(&self, element) }
    }

    /// A value or a text: whether it stands in quotes may matter.
    mutating func text(_ name: NameSyntax) {
        put(Int(name.form.rawValue))
        piece(name)
    }

    /// A name of something: in quotes or not, it is the same, unless a word of the language stands there.
    mutating func name(_ name: NameSyntax) {
        guard name.form == .string, Keyword(name.symbol) == nil else { return text(name) }
        bareNames.insert(name.range.start)
        put(Int(NameSyntax.Form.word.rawValue))
        piece(name)
    }

    private mutating func piece(_ name: NameSyntax) {
        put(Int(name.symbol.id))
        put(name.attribute.map { Int($0.id) } ?? -1)
        list(symbols.template(name)) { trace, part in
            switch part {
            case .text(let symbol): trace.put(Int(symbol.id))
            case .variable(let variable): trace.text(variable)
            }
        }
    }

    mutating func names(_ names: NamesSyntax) { list(names.all) { $0.name($1) } }

    mutating func value(_ value: ValueSyntax) {
        text(value.name)
        put(value.unit.map { Int($0.rawValue) } ?? -1)
    }

    mutating func place(_ place: PlaceSyntax) {
        list(place.steps) { trace, step in
            trace.some(step.kind) { $0.name($1) }
            trace.name(step.name)
        }
    }

    mutating func term(_ term: TermSyntax) {
        some(term.from) { $0.value($1) }
        some(term.until) { $0.value($1) }
        some(term.duration) { $0.value($1) }
    }

    mutating func settings(_ settings: [SettingSyntax]) {
        list(settings) { trace, setting in
            trace.name(setting.attribute)
            trace.value(setting.value)
        }
    }

    mutating func scope(_ scope: ScopeSyntax) {
        switch scope {
        case .named(let names):
            put(0)
            self.names(names)
        case .standing(let condition, let except, _):
            put(1)
            some(condition) { $0.condition($1) }
            some(except) { $0.names($1) }
        }
    }

    mutating func customers(_ customers: CustomersSyntax) {
        switch customers {
        case .named(let names):
            put(0)
            self.names(names)
        case .all: put(1)
        }
    }

    mutating func block(_ block: BlockSyntax) { list(block.statements) { $0.statement($1) } }

    mutating func statement(_ statement: StatementSyntax) {
        body(statement.body)
        some(statement.because) { $0.text($1) }
    }
}
