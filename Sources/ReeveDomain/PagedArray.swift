/// A growing array in pages. A copy shares every page; a write copies only the page it touches, so that a
/// transaction, a plan, a test or a reader's view costs what it changes and not what exists.
package struct PagedArray<Element: Sendable>: @unchecked Sendable {
    // Unchecked for the pointer beside each owner: it points into the owner's own memory, which is written to only by
    // whoever owns it alone.
    private struct Page {
        var owner: PageBuffer<Element>
        // Beside its owner, so that a read loads an address and counts no reference.
        var elements: UnsafeMutablePointer<Element>

        init(capacity: Int) {
            let made = PageBuffer<Element>.create(minimumCapacity: capacity) { _ in 0 }
            owner = unsafeDowncast(made, to: PageBuffer<Element>.self)
            elements = made.withUnsafeMutablePointerToElements { $0 }
        }

        var count: Int {
            get { owner.withUnsafeMutablePointerToHeader { $0.pointee } }
            nonmutating set { owner.withUnsafeMutablePointerToHeader { $0.pointee = newValue } }
        }

        /// A page of its own with the same elements.
        func copy(capacity: Int) -> Page {
            let page = Page(capacity: capacity)
            page.elements.initialize(from: elements, count: count)
            page.count = count
            return page
        }
    }

    /// About 8 KiB a page: small enough to copy for one write, large enough that the list of pages stays in the cache.
    @inline(__always) private static var shift: Int {
        let stride = MemoryLayout<Element>.stride
        return stride <= 4 ? 11 : stride <= 8 ? 10 : stride <= 16 ? 9 : stride <= 48 ? 8 : 7
    }
    @inline(__always) package static var pageSize: Int { 1 << shift }
    @inline(__always) private static var mask: Int { pageSize - 1 }

    private var pages: [Page] = []
    package private(set) var count = 0

    package init() {}

    package init(repeating element: Element, count: Int) {
        var left = count
        pages.reserveCapacity((count + Self.mask) >> Self.shift)
        while left > 0 {
            let size = min(left, Self.pageSize)
            let page = Page(capacity: size)
            page.elements.initialize(repeating: element, count: size)
            page.count = size
            pages.append(page)
            left -= size
        }
        self.count = count
    }

    /// Traps outside `0 ..< count`: indices come from the tables, never from input.
    package subscript(index: Int) -> Element {
        @inline(__always) _read {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield pages[index >> Self.shift].elements[index & Self.mask]
        }
        @inline(__always) _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            let page = index >> Self.shift
            if !isKnownUniquelyReferenced(&pages[page].owner) {
                pages[page] = pages[page].copy(capacity: max(pages[page].count, page == 0 ? 0 : Self.pageSize))
            }
            yield &pages[page].elements[index & Self.mask]
        }
    }

    package mutating func append(_ element: Element) {
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            // The first page grows as it is needed: most tables are small.
            pages.append(Page(capacity: page == 0 ? min(4, Self.pageSize) : Self.pageSize))
        } else if !isKnownUniquelyReferenced(&pages[page].owner) || at >= pages[page].owner.capacity {
            pages[page] = pages[page].copy(capacity: page == 0 ? min(Self.pageSize, at * 2) : Self.pageSize)
        }
        (pages[page].elements + at).initialize(to: element)
        pages[page].count = at + 1
        count += 1
    }

    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            pages.removeLast()
            return
        }
        if !isKnownUniquelyReferenced(&pages[page].owner) {
            pages[page] = pages[page].copy(capacity: page == 0 ? at + 1 : Self.pageSize)
        }
        (pages[page].elements + at).deinitialize(count: 1)
        pages[page].count = at
    }
}

/// The memory of one page; its header says how many elements are there.
private final class PageBuffer<Element>: ManagedBuffer<Int, Element> {
    deinit {
        _ = withUnsafeMutablePointers { count, elements in elements.deinitialize(count: count.pointee) }
    }
}
