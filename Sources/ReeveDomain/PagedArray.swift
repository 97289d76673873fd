/// A growing array in pages. A copy shares every page; a write copies only the page it touches, so that a
/// transaction, a plan, a test or a reader's view costs what it changes and not what exists.
package struct PagedArray<Element: Sendable>: Sendable {
    private static var shift: Int { 9 }
    private static var pageSize: Int { 1 << shift }
    private static var mask: Int { pageSize - 1 }

    private var pages: [[Element]] = []
    package private(set) var count = 0

    package init() {}

    package init(repeating element: Element, count: Int) {
        var left = count
        while left > 0 {
            pages.append([Element](repeating: element, count: min(left, Self.pageSize)))
            left -= Self.pageSize
        }
        self.count = count
    }

    /// Traps outside `0 ..< count`: indices come from the tables, never from input.
    package subscript(index: Int) -> Element {
        get { pages[index >> Self.shift][index & Self.mask] }
        _modify { yield &pages[index >> Self.shift][index & Self.mask] }
    }

    package mutating func append(_ element: Element) {
        if count & Self.mask == 0 {
            var page: [Element] = []
            if count > 0 { page.reserveCapacity(Self.pageSize) }
            page.append(element)
            pages.append(page)
        } else {
            pages[count >> Self.shift].append(element)
        }
        count += 1
    }

    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        pages[count >> Self.shift].removeLast()
        if count & Self.mask == 0 { pages.removeLast() }
    }
}
