import ReeveDomain

/// A table's grants in the order in which a snapshot has them: of a user by the names of the accounts.
struct GrantOrder {
    /// Of one user after another: the place of the account in the order of names, and in the low half the grant's row.
    private var places: [UInt64]
    /// By a user's number, where theirs begin; in the end, where all end.
    private var starts: [Int]

    /// Linear, but for sorting what each user has.
    ///
    /// - Parameter accountRank: by an account's number its place in the order of names.
    init(_ table: GrantTable, users: Int, _ accountRank: [Int32]) {
        starts = [Int](repeating: 0, count: users + 1)
        places = [UInt64](repeating: 0, count: table.count)
        guard table.count > 0 else { return }
        var next = [Int](repeating: 0, count: users + 1)
        table.forEachRow { user, _, _ in next[Int(user.raw) + 1] += 1 }
        for user in 0..<users { next[user + 1] += next[user] }
        starts = next
        table.forEachRow { user, account, row in
            let place = next[Int(user.raw)]
            next[Int(user.raw)] = place + 1
            places[place] = UInt64(accountRank[Int(account.raw)]) << 32 | UInt64(row)
        }
        places.withUnsafeMutableBufferPointer { places in
            for user in 0..<users where starts[user + 1] - starts[user] > 1 {
                var own = UnsafeMutableBufferPointer(rebasing: places[starts[user]..<starts[user + 1]])
                own.sort()
            }
        }
    }

    func of(_ user: UserID) -> ArraySlice<UInt64> { places[starts[Int(user.raw)]..<starts[Int(user.raw) + 1]] }
}
