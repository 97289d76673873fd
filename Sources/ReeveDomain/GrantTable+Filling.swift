extension GrantTable {
    /// Adds many grants, as `set` does one by one, and notes when they end. Sixteen are looked for before they are set:
    /// their places lie all over a large table, and so memory is waited for once and not sixteen times.
    ///
    /// - Parameter target: what is to be looked at when a grant ends.
    /// - Returns: how many were there before.
    @discardableResult
    mutating func fill(
        _ grants: [Grant], noting expiries: inout ExpiryQueue, as target: (Grant) -> ExpiryQueue.Target
    ) -> Int {
        var known = 0
        var start = 0
        while start < grants.count {
            let end = min(start + 16, grants.count)
            for index in start..<end where self[grants[index].user, grants[index].account] != nil { known += 1 }
            for index in start..<end {
                set(grants[index])
                if let until = grants[index].term.until { expiries.add(until, target(grants[index])) }
            }
            start = end
        }
        return known
    }
}
