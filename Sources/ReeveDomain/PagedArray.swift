/// A growing array in pages. A copy shares every page; a write copies only the page it touches, so that a
/// transaction, a plan, a test or a reader's view costs what it changes and not what exists.
///
/// The pages' owners lie in groups, and what a first write after a copy counts anew is one group and the list of groups:
/// of a million elements some hundred owners, not all of them.
package struct PagedArray<Element: Sendable>: @unchecked Sendable {
    // Unchecked for the pointers beside the owners: they point into the owners' memory, which is written to only by
    // whoever owns it alone.
    private typealias Group = ContiguousArray<PageBuffer<Element>>

    /// About 8 KiB a page: small enough to copy for one write, large enough that the list of pages stays in the cache.
    @inline(__always) private static var shift: Int {
        let stride = MemoryLayout<Element>.stride
        return stride <= 4 ? 11 : stride <= 8 ? 10 : stride <= 16 ? 9 : stride <= 48 ? 8 : 7
    }
    @inline(__always) package static var pageSize: Int { 1 << shift }
    @inline(__always) private static var mask: Int { pageSize - 1 }
    @inline(__always) private static var groupShift: Int { 6 }
    @inline(__always) private static var groupMask: Int { 1 << groupShift - 1 }

    /// Where each page's elements are: a read loads an address and counts no reference, and a copy of the list is one of
    /// plain bytes.
    private var pages: ContiguousArray<UnsafeMutablePointer<Element>> = []
    private var owners: ContiguousArray<Group> = []
    package private(set) var count = 0

    package var indices: Range<Int> { @inline(__always) get { 0..<count } }

    package init() {}

    package init(repeating element: Element, count: Int) {
        var left = count
        pages.reserveCapacity((count + Self.mask) >> Self.shift)
        while left > 0 {
            let size = min(left, Self.pageSize)
            let page = PageBuffer<Element>.make(capacity: pages.isEmpty ? size : Self.pageSize)
            page.elements.initialize(repeating: element, count: size)
            page.count = size
            add(page)
            left -= size
        }
        self.count = count
    }

    /// Where the elements of an array lie that was just made, and of which there is no copy: whoever fills it need not ask
    /// each time who owns a page. To be thrown away before the array is copied.
    struct Places {
        fileprivate let pages: ContiguousArray<UnsafeMutablePointer<Element>>
        fileprivate let count: Int

        /// Traps outside `0 ..< count`.
        @inline(__always)
        subscript(index: Int) -> UnsafeMutablePointer<Element> {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return pages.withUnsafeBufferPointer { $0[index >> shift] } + (index & mask)
        }
    }

    var places: Places { Places(pages: pages, count: count) }

    /// Traps outside `0 ..< count`: indices come from the tables, never from input.
    package subscript(index: Int) -> Element {
        @inline(__always) _read {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            // There is a page for every index below the count: it need not be asked for twice.
            yield pages.withUnsafeBufferPointer { $0[index >> Self.shift] }[index & Self.mask]
        }
        @inline(__always) _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            let page = index >> Self.shift
            if !isKnownUniquelyReferenced(&owners[page >> Self.groupShift][page & Self.groupMask]) {
                replace(page, capacity: page == 0 ? 0 : Self.pageSize)
            }
            yield &pages[page][index & Self.mask]
        }
    }

    package mutating func append(_ element: Element) {
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            // The first page grows as it is needed: most tables are small.
            add(PageBuffer<Element>.make(capacity: page == 0 ? min(4, Self.pageSize) : Self.pageSize))
        } else if !isOwned(page) || page == 0 && at >= owner(page).capacity {
            replace(page, capacity: page == 0 ? min(Self.pageSize, at * 2) : Self.pageSize)
        }
        (pages[page] + at).initialize(to: element)
        owner(page).count = at + 1
        count += 1
    }

    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            pages.removeLast()
            owners[page >> Self.groupShift].removeLast()
            if page & Self.groupMask == 0 { owners.removeLast() }
            return
        }
        if !isOwned(page) { replace(page, capacity: page == 0 ? at + 1 : Self.pageSize) }
        (pages[page] + at).deinitialize(count: 1)
        owner(page).count = at
    }

    // MARK: Pages and their owners

    @inline(__always)
    private func owner(_ page: Int) -> PageBuffer<Element> {
        owners[page >> Self.groupShift][page & Self.groupMask]
    }

    @inline(__always)
    private mutating func isOwned(_ page: Int) -> Bool {
        isKnownUniquelyReferenced(&owners[page >> Self.groupShift][page & Self.groupMask])
    }

    /// Puts a copy of a page in its place, with room for so many elements, or for those that are there.
    @inline(never)
    private mutating func replace(_ page: Int, capacity: Int) {
        let old = owner(page)
        let new = PageBuffer<Element>.make(capacity: max(capacity, old.count))
        new.elements.initialize(from: old.elements, count: old.count)
        new.count = old.count
        owners[page >> Self.groupShift][page & Self.groupMask] = new
        pages[page] = new.elements
    }

    private mutating func add(_ page: PageBuffer<Element>) {
        if pages.count & Self.groupMask == 0 { owners.append([]) }
        owners[owners.count - 1].append(page)
        pages.append(page.elements)
    }
}

/// The memory of one page; its header says how many elements are there.
private final class PageBuffer<Element>: ManagedBuffer<Int, Element> {
    static func make(capacity: Int) -> PageBuffer<Element> {
        unsafeDowncast(create(minimumCapacity: capacity) { _ in 0 }, to: PageBuffer<Element>.self)
    }

    var elements: UnsafeMutablePointer<Element> { withUnsafeMutablePointerToElements { $0 } }

    var count: Int {
        get { withUnsafeMutablePointerToHeader { $0.pointee } }
        set { withUnsafeMutablePointerToHeader { $0.pointee = newValue } }
    }

    deinit {
        _ = withUnsafeMutablePointers { count, elements in elements.deinitialize(count: count.pointee) }
    }
}
