/// A growing array in pages. A copy shares every page; a write copies only the page it touches, so that a
/// transaction, a plan, a test or a reader's view costs what it changes and not what exists.
///
/// What a first write after a copy counts anew is one group of pages and the list of groups (`PageList`).
package struct PagedArray<Element: Sendable>: @unchecked Sendable {
    // Unchecked for the pointers beside the list: they point into memory that is written to only by whoever owns it alone.

    /// 2 to 12 KiB a page: small enough to copy for one write, large enough that the list of pages stays in the cache.
    @inline(__always) private static var shift: Int {
        let stride = MemoryLayout<Element>.stride
        return stride <= 16 ? 9 : stride <= 48 ? 8 : 7
    }
    @inline(__always) package static var pageSize: Int { 1 << shift }
    @inline(__always) private static var mask: Int { pageSize - 1 }

    /// Where each page's elements are, in the list's own memory: a read loads an address and counts no reference.
    private var pages: UnsafeMutablePointer<UnsafeMutableRawPointer>?
    private var list: PageList?
    package private(set) var count = 0

    package var indices: Range<Int> { @inline(__always) get { 0..<count } }

    package init() {}

    package init(repeating element: Element, count: Int) {
        let pageCount = (count + Self.mask) >> Self.shift
        reserve(pageCount)
        // Owners are counted together, so they are to lie together: their memory comes after all of them.
        let pages = (0..<pageCount).map { _ in PageOf<Element>(capacity: min(count, Self.pageSize)) }
        var left = count
        for page in pages {
            page.count = min(left, Self.pageSize)
            page.allocate()
            page.memory.initializeMemory(as: Element.self, repeating: element, count: page.count)
            add(page)
            left -= page.count
        }
        self.count = count
    }

    package init(_ elements: some Collection<Element>) {
        for element in elements { append(element) }
    }

    /// Where the elements of an array lie that was just made, and of which there is no copy: whoever fills it need not ask
    /// each time who owns a page. To be thrown away before the array is copied.
    struct Places {
        // No reference to the list itself: with a second one the array would copy what it writes to.
        fileprivate let pages: ContiguousArray<UnsafeMutableRawPointer>
        fileprivate let count: Int

        /// Traps outside `0 ..< count`.
        @inline(__always)
        subscript(index: Int) -> UnsafeMutablePointer<Element> {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            let page = pages.withUnsafeBufferPointer { $0[index >> shift] }
            return page.assumingMemoryBound(to: Element.self) + (index & mask)
        }
    }

    var places: Places {
        Places(pages: ContiguousArray(UnsafeBufferPointer(start: pages, count: list?.count ?? 0)), count: count)
    }

    /// Traps outside `0 ..< count`: indices come from the tables, never from input.
    package subscript(index: Int) -> Element {
        @inline(__always) _read {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            // There is a page for every index below the count.
            yield elements(index >> Self.shift)[index & Self.mask]
        }
        @inline(__always) _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            let page = index >> Self.shift
            if !isOwned(page) { replace(page, capacity: page == 0 ? 0 : Self.pageSize) }
            yield &elements(page)[index & Self.mask]
        }
    }

    package mutating func append(_ element: Element) {
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            // The first page grows as it is needed: most tables are small.
            add(PageOf<Element>(room: page == 0 ? min(4, Self.pageSize) : Self.pageSize))
        } else if !isOwned(page) || page == 0 && at >= list.unsafelyUnwrapped[page].capacity {
            replace(page, capacity: page == 0 ? min(Self.pageSize, at * 2) : Self.pageSize)
        }
        (elements(page) + at).initialize(to: element)
        list.unsafelyUnwrapped[page].count = at + 1
        count += 1
    }

    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        let at = count & Self.mask
        let page = count >> Self.shift
        if at == 0 {
            ownList()
            list.unsafelyUnwrapped.removeLast()
            return
        }
        if !isOwned(page) { replace(page, capacity: page == 0 ? at + 1 : Self.pageSize) }
        (elements(page) + at).deinitialize(count: 1)
        list.unsafelyUnwrapped[page].count = at
    }

    /// Whether it is a copy of the other, or the other of it, and neither was changed since. Constant.
    func isCopy(of other: PagedArray) -> Bool { list === other.list && count == other.count }

    // MARK: Pages and their owners

    /// Of a page that is there.
    @inline(__always)
    private func elements(_ page: Int) -> UnsafeMutablePointer<Element> {
        pages.unsafelyUnwrapped[page].assumingMemoryBound(to: Element.self)
    }

    @inline(__always)
    private mutating func isOwned(_ page: Int) -> Bool {
        guard isKnownUniquelyReferenced(&list) else { return false }
        // Asked without counting a reference to the list, which would cost more than all that is asked.
        return Unmanaged.passUnretained(list.unsafelyUnwrapped)._withUnsafeGuaranteedRef { $0.isOwned(page) }
    }

    /// Puts a copy of a page in its place, with room for so many elements, or for those that are there.
    @inline(never)
    private mutating func replace(_ page: Int, capacity: Int) {
        ownList()
        let old = list.unsafelyUnwrapped[page]
        list.unsafelyUnwrapped.replace(page, with: PageOf<Element>(copying: old, capacity: capacity))
    }

    private mutating func add(_ page: Page) {
        reserve(1)
        list.unsafelyUnwrapped.append(page)
    }

    /// Makes room in a list that is this array's alone for so many pages more.
    private mutating func reserve(_ more: Int) {
        let room = (list?.count ?? 0) + more
        if room > list?.capacity ?? -1 { keep(PageList(copying: list, capacity: max(room, (list?.capacity ?? 0) * 2))) }
        ownList()
    }

    private mutating func ownList() {
        // Asked without a name for the list, which would be a second reference.
        guard !isKnownUniquelyReferenced(&list), let list else { return }
        keep(PageList(copying: list, capacity: list.capacity))
    }

    private mutating func keep(_ new: PageList) {
        list = new
        pages = new.places
    }
}
