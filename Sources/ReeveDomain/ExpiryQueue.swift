/// What ends, by when: a binary heap. Entries are hints: whoever takes one looks whether the grant still ends then.
package struct ExpiryQueue: Sendable {
    package enum Target: Hashable, Sendable {
        case member(UserID, AccountID)
        case assignment(UserID, AccountID)
        case standing(UserID)
    }
    private var heap = PagedArray<(until: Instant, target: Target)>()

    mutating func add(_ until: Instant?, _ target: Target) {
        guard let until else { return }
        heap.append((until, target))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].until < heap[parent].until else { return }
            swap(child, parent)
            child = parent
        }
    }

    /// The first that ends at or before `now`, taken out.
    mutating func next(at now: Instant) -> Target? {
        guard heap.count > 0, heap[0].until <= now else { return nil }
        let target = heap[0].target
        let last = heap.count - 1
        swap(0, last)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].until < heap[least].until { least = child }
            }
            if least == parent { return target }
            swap(parent, least)
            parent = least
        }
    }

    /// Whether something may have ended: a cheap look before a commit.
    package func hasEnded(at now: Instant) -> Bool { heap.count > 0 && heap[0].until <= now }

    private mutating func swap(_ a: Int, _ b: Int) {
        guard a != b else { return }
        let kept = heap[a]
        heap[a] = heap[b]
        heap[b] = kept
    }
}

extension State {
    /// The first instant behind `now` at which a grant begins or ends by itself; nil where none does. Linear in the grants.
    package func nextTurn(after now: Instant) -> Instant? {
        var next: Instant?
        func look(_ term: Term) {
            for end in [term.from, term.until] {
                if let end, end > now, next.map({ end < $0 }) ?? true { next = end }
            }
        }
        members.forEach { look($0.term) }
        assignments.forEach { look($0.term) }
        for user in standingManagers { manager(user)?.standing.forEach { look($0.term) } }
        return next
    }
}
