/// The things that a statement names, in order and each once. One alone, as nearly every statement has it, needs no
/// memory.
package enum Several<Element: Sendable>: RandomAccessCollection, Sendable {
    case one(Element)
    case list([Element])

    package init(_ elements: [Element]) { self = .list(elements) }

    package var startIndex: Int { 0 }

    package var endIndex: Int {
        switch self {
        case .one: 1
        case .list(let elements): elements.count
        }
    }

    /// Traps outside the indices, as an array does.
    package subscript(index: Int) -> Element {
        switch self {
        case .one(let element):
            precondition(index == 0)
            return element
        case .list(let elements): return elements[index]
        }
    }

    /// The same as an array.
    package var all: [Element] {
        switch self {
        case .one(let element): [element]
        case .list(let elements): elements
        }
    }
}

extension Several: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) { self = .list(elements) }
}
