/// The pages of a `PagedArray`, and who owns them. They lie in groups: what a first write after a copy counts anew is one
/// group and the list of groups, of a million elements some hundred owners, not all of them.
///
/// To count a reference is to write to memory far off, and each such write waits for the one before. So an owner is a
/// small object beside others, not the head of its page, and whoever is going to count many looks at all of them first:
/// looks do not wait for each other.
final class PageList {
    private static var groupShift: Int { 6 }
    private static var groupSize: Int { 1 << groupShift }
    private static var groupMask: Int { groupSize - 1 }

    /// Where each page's elements are.
    let places: UnsafeMutablePointer<UnsafeMutableRawPointer>
    private let groups: UnsafeMutablePointer<PageGroup>
    let capacity: Int
    private(set) var count = 0

    private var groupCount: Int { (count + Self.groupMask) >> Self.groupShift }

    /// - Parameter capacity: for how many pages there is room.
    init(capacity: Int) {
        self.capacity = capacity
        places = .allocate(capacity: capacity)
        groups = .allocate(capacity: (capacity + Self.groupMask) >> Self.groupShift)
    }

    /// - Parameter capacity: at least as many as there are pages.
    convenience init(copying other: PageList?, capacity: Int) {
        self.init(capacity: capacity)
        guard let other else { return }
        glance(at: other.groups, other.groupCount)
        count = other.count
        places.initialize(from: other.places, count: count)
        groups.initialize(from: other.groups, count: groupCount)
    }

    deinit {
        glance(at: groups, groupCount)
        groups.deinitialize(count: groupCount)
        groups.deallocate()
        places.deallocate()
    }

    subscript(index: Int) -> Page {
        @inline(__always) get { groups[index >> Self.groupShift].pages[index & Self.groupMask] }
    }

    /// Whether nobody else has the page; of a list that nobody else has.
    @inline(__always)
    func isOwned(_ index: Int) -> Bool {
        let group = index >> Self.groupShift
        guard isKnownUniquelyReferenced(&groups[group]) else { return false }
        // Nor is a reference to the group counted.
        let pages = Unmanaged.passUnretained(groups[group])._withUnsafeGuaranteedRef { $0.pages }
        return isKnownUniquelyReferenced(&pages[index & Self.groupMask])
    }

    func replace(_ index: Int, with page: Page) {
        let group = index >> Self.groupShift
        own(group)
        groups[group].pages[index & Self.groupMask] = page
        places[index] = page.memory
    }

    /// There is room.
    func append(_ page: Page) {
        let group = count >> Self.groupShift
        if count & Self.groupMask == 0 {
            // Most tables are of one page.
            (groups + group).initialize(to: PageGroup(capacity: group == 0 ? 4 : Self.groupSize))
        } else {
            own(group, room: groups[group].count + 1)
        }
        groups[group].append(page)
        places[count] = page.memory
        count += 1
    }

    func removeLast() {
        count -= 1
        let group = count >> Self.groupShift
        if count & Self.groupMask == 0 {
            (groups + group).deinitialize(count: 1)
        } else {
            own(group)
            groups[group].removeLast()
        }
    }

    private func own(_ group: Int, room: Int = 0) {
        let capacity = groups[group].capacity
        guard room > capacity || !isKnownUniquelyReferenced(&groups[group]) else { return }
        groups[group] = PageGroup(copying: groups[group], capacity: room > capacity ? Self.groupSize : capacity)
    }
}

/// Some pages' owners, one behind the other.
private final class PageGroup {
    let pages: UnsafeMutablePointer<Page>
    let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        pages = .allocate(capacity: capacity)
    }

    convenience init(copying other: PageGroup, capacity: Int) {
        self.init(capacity: capacity)
        glance(at: other.pages, other.count)
        count = other.count
        pages.initialize(from: other.pages, count: count)
    }

    deinit {
        glance(at: pages, count)
        pages.deinitialize(count: count)
        pages.deallocate()
    }

    func append(_ page: Page) {
        (pages + count).initialize(to: page)
        count += 1
    }

    func removeLast() {
        count -= 1
        (pages + count).deinitialize(count: 1)
    }
}

/// Who owns a page's memory. What lies in it the subclass knows.
class Page {
    private final var room: UnsafeMutableRawPointer?
    /// For how many elements there is room, and how many are there.
    final let capacity: Int
    final var count = 0

    /// Once it is allocated.
    final var memory: UnsafeMutableRawPointer { @inline(__always) get { room.unsafelyUnwrapped } }

    fileprivate init(capacity: Int) { self.capacity = capacity }

    fileprivate final func allocate(stride: Int, alignment: Int) {
        room = .allocate(byteCount: capacity * stride, alignment: alignment)
    }

    deinit { room?.deallocate() }
}

final class PageOf<Element>: Page {
    /// Without memory, until `allocate`.
    ///
    /// - Parameter capacity: for how many elements there is to be room.
    override init(capacity: Int) { super.init(capacity: capacity) }

    /// - Parameter room: for how many elements.
    convenience init(room: Int) {
        self.init(capacity: room)
        allocate()
    }

    /// - Parameter capacity: for how many elements there is room at least; there always is for those of the other.
    convenience init(copying other: Page, capacity: Int) {
        self.init(room: max(capacity, other.count))
        memory.assumingMemoryBound(to: Element.self).initialize(
            from: other.memory.assumingMemoryBound(to: Element.self), count: other.count)
        count = other.count
    }

    /// To be called once.
    func allocate() { allocate(stride: MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment) }

    deinit { memory.assumingMemoryBound(to: Element.self).deinitialize(count: count) }
}

/// Looks at every object, so that all of them are fetched from far memory together.
private func glance<Object: AnyObject>(at objects: UnsafeMutablePointer<Object>, _ count: Int) {
    // A reference is the object's address, and an object begins with its type's: never 0.
    let references = UnsafeRawPointer(objects)
    var least = UInt.max
    for index in 0..<count {
        let address = references.load(
            fromByteOffset: index * MemoryLayout<UnsafeRawPointer>.stride, as: UnsafeRawPointer.self)
        least = min(least, address.load(as: UInt.self))
    }
    precondition(least > 0)
}
