import SeededRandom
import Testing

@testable import ReeveDomain

/// The tables below the state, against plain arrays and dictionaries.
@Suite struct StructureTests {
    @Test(arguments: 0..<4) func pagedArray(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var paged = PagedArray<Int>()
        var plain: [Int] = []
        var kept: [(PagedArray<Int>, [Int])] = []
        for step in 0..<4000 {
            switch random.below(10) {
            case 0..<7: plain.append(step); paged.append(step)
            case 7:
                paged.removeLast()
                if !plain.isEmpty { plain.removeLast() }
            default:
                guard !plain.isEmpty else { continue }
                let at = random.below(plain.count)
                plain[at] += 1
                paged[at] += 1
            }
            if step % 800 == 0 { kept.append((paged, plain)) }
        }
        kept.append((paged, plain))
        // Copies that were taken on the way still hold what they held.
        for (paged, plain) in kept {
            #expect(paged.count == plain.count)
            #expect((0..<paged.count).map { paged[$0] } == plain)
        }
        let filled = PagedArray(repeating: 7, count: 1025)
        #expect(filled.count == 1025 && filled[0] == 7 && filled[1024] == 7)
        var shrunk = PagedArray(repeating: 1, count: 513)
        for _ in 0..<514 { shrunk.removeLast() }
        shrunk.append(2)
        #expect(shrunk.count == 1 && shrunk[0] == 2)
    }

    /// Of many pages, in several groups: copies that are written to share what neither of them changed, and nothing else.
    @Test(arguments: 0..<2) func pagedArrayOfManyPages(seed: Int) {
        struct Wide: Sendable, Equatable { var a = 0, b = 1, c = 2, d = 3, e = 4, f = 5, g = 6 }
        var random = SeededRandom(seed: UInt64(40 + seed))
        var lines: [(PagedArray<Wide>, [Int])] = [(PagedArray(), [])]
        for number in 0..<20_000 {
            lines[0].0.append(Wide(a: number))
            lines[0].1.append(number)
        }
        for _ in 0..<12 {
            var line = random.pick(lines) ?? lines[0]
            for step in 0..<300 {
                let at = random.below(line.1.count)
                line.0[at].a += step
                line.1[at] += step
            }
            // Over the edge of a group, and back.
            for _ in 0..<random.below(9000) {
                line.0.removeLast()
                line.1.removeLast()
            }
            for number in 0..<random.below(9000) {
                line.0.append(Wide(a: number))
                line.1.append(number)
            }
            lines.append(line)
        }
        for (paged, plain) in lines {
            #expect(paged.count == plain.count)
            #expect((0..<paged.count).allSatisfy { paged[$0] == Wide(a: plain[$0]) })
        }
    }

    /// Few hashes, so that chains are long and wrap around: removals must not cut them.
    @Test(arguments: 0..<6) func hashSlots(seed: Int) {
        var random = SeededRandom(seed: UInt64(100 + seed))
        var slots = HashSlots()
        var plain: [Int32: UInt32] = [:]
        let spread = [3, 14, 15, 40, 200, 4][seed % 6]
        for row in 0..<1001 {
            if random.percent(35), let (row, hash) = plain.randomElement(using: &random) {
                slots.remove(hash, row: row)
                plain[row] = nil
            } else {
                let hash = UInt32(random.below(spread)) &* 0x0fff_ffff &+ 14
                slots.insert(hash, row: Int32(row))
                plain[Int32(row)] = hash
            }
            if row % 250 != 0 { continue }
            #expect(slots.used == plain.count)
            for (row, hash) in plain { #expect(slots.find(hash) { $0 == row } == row) }
            for row in 0..<Int32(min(row, 40)) where plain[row] == nil {
                let found = (0..<spread).compactMap { at in
                    slots.find(UInt32(at) &* 0x0fff_ffff &+ 14) { $0 == row }
                }
                #expect(found.isEmpty)
            }
        }
        slots.remove(12345, row: 99)
        #expect(slots.used == plain.count)
    }

    /// Few hashes, as in `hashSlots`: of one group, of the last ones, which wrap around to the first, and of any.
    @Test(arguments: 0..<6) func taggedSlots(seed: Int) {
        struct Entry: Hashable {
            var hash: UInt64
            var row: Int
        }
        var random = SeededRandom(seed: UInt64(300 + seed))
        let free = Entry(hash: 0, row: -1)
        var slots = TaggedSlots(expecting: [0, 11, 40, 90, 333, 2000][seed], each: seed % 2 == 0 ? 5 : 3, free)
        var plain: Set<Entry> = []
        for row in 0..<1001 {
            if random.percent(35), let entry = plain.randomElement(using: &random) {
                if let place = slots.find(entry.hash, where: { $0 == entry }) { slots.remove(at: place) { $0.hash } }
                plain.remove(entry)
            } else {
                let group = random.one(0, 0x7fff_ffff, UInt64.max >> 33, UInt64(random.below(0x7fff_ffff)))
                let entry = Entry(hash: group << 33 | UInt64(random.below(3)) << 32, row: row)
                if slots.isFull { slots.grow(free) { $0.hash } }
                slots.insert(entry.hash, entry)
                plain.insert(entry)
            }
            if row % 250 != 0 { continue }
            #expect(slots.used == plain.count)
            for entry in plain {
                let place = slots.find(entry.hash) { $0 == entry }
                #expect(place.map { slots[$0] } == entry)
            }
            var seen: Set<Entry> = []
            slots.forEach { seen.insert($0) }
            #expect(seen == plain)
            #expect(slots.find(1 << 63) { $0.row == -1 } == nil)
        }
    }

    /// A name's key is the same of the string and of its bytes, however the string lies in memory.
    @Test func nameKeys() {
        var random = SeededRandom(seed: 11)
        let scalars = Array("abcxyzABC019-_. @\u{1}\u{7f}äßéΩ€東京🙂".unicodeScalars)
        for round in 0..<3000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<random.below(round % 3 == 0 ? 40 : 12) { text.append(scalars[random.below(scalars.count)]) }
            let name = String(text)
            let bytes = Array(name.utf8)
            let key = bytes.withUnsafeBufferPointer { NameKey($0, .ofThisProcess) }
            // The same characters in memory of their own, where a short string does not put them.
            var large = String(repeating: "x", count: 60) + name
            large.removeFirst(60)
            for same in [name, large, String(decoding: bytes, as: UTF8.self), String(("y" + name).dropFirst())] {
                #expect(NameKey(same, .ofThisProcess) == key)
            }
            #expect(key.isLong == (bytes.count > NameKey.mostBytes))
            if !key.isLong { #expect(key.text == name) }
        }
    }

    @Test func nameIndex() {
        var random = SeededRandom(seed: 7)
        var index = NameIndex<UInt64>()
        var plain: [String: Int32] = [:]
        for row in 0..<Int32(3000) {
            let name = "name-\(random.below(700))"
            let scope = UInt64(random.below(3))
            index.set(name, scope: scope, row: row)
            plain["\(scope) \(name)"] = row
        }
        for number in 0..<710 {
            for scope in 0..<UInt64(3) {
                let name = "name-\(number)"
                #expect(index.row(named: name, scope: scope) == plain["\(scope) \(name)"])
            }
        }
        var seen: [String: Int32] = [:]
        index.forEach { scope, name, row in seen["\(scope) \(name)"] = row }
        #expect(seen == plain)
        #expect(index.row(named: "", scope: 0) == nil)
    }

    @Test(arguments: 0..<4) func grantTable(seed: Int) {
        struct Key: Hashable {
            var user: UserID
            var account: AccountID
        }
        var random = SeededRandom(seed: UInt64(200 + seed))
        var table = GrantTable()
        var plain: [Key: Grant] = [:]
        for step in 0..<1200 {
            let key = Key(
                user: UserID(Int32(random.below(12 + seed * 20))), account: AccountID(Int32(random.below(9))))
            // A word on what is to come, right or wrong, is of no account.
            if random.percent(2) { table.expect(more: random.one(0, 1, 40, 3000)) }
            if random.percent(40) {
                table.remove(key.user, key.account)
                plain[key] = nil
            } else {
                let term = random.one(
                    Term.always, Term(from: .earliest), Term(from: Instant(milliseconds: 5), until: .latest))
                let grant = Grant(
                    user: key.user, account: key.account, role: RoleID(Int32(random.below(5))), term: term,
                    seq: Int64(step))
                table.set(grant)
                plain[key] = grant
            }
            guard step % 150 == 0 else { continue }
            #expect(table.count == plain.count)
            for raw in 0..<Int32(80) {
                let (user, account) = (UserID(raw), AccountID(raw))
                #expect(
                    table.of(user)
                        == plain.values.filter { $0.user == user }.sorted { $0.account < $1.account })
                #expect(
                    table.of(account)
                        == plain.values.filter { $0.account == account }.sorted { $0.user < $1.user })
                #expect(table.hasAny(user) == plain.keys.contains { $0.user == user })
                #expect(table.hasAny(account) == plain.keys.contains { $0.account == account })
            }
            for (key, grant) in plain { #expect(table[key.user, key.account] == grant) }
            var all: [Key: Grant] = [:]
            table.forEach { all[Key(user: $0.user, account: $0.account)] = $0 }
            #expect(all == plain)
        }
    }

    /// Small ones, and one of so many grants that its slots are put aside in several parts.
    @Test(arguments: [0, 1, 40, 700, 20_000]) func filledGrantTable(count: Int) {
        var random = SeededRandom(seed: UInt64(400 + count))
        let (users, accounts) = count < 1000 ? (20, 50) : (300, 400)
        let pairs = (0..<users * accounts).shuffled(using: &random).prefix(count)
        var filling = GrantTable.Filling(count: count, users: users, accounts: accounts)
        var (filled, plain) = (GrantTable(), GrantTable())
        var lines: [GrantTable.Filling.Line] = []
        var terms: [(row: Int, term: Term)] = []
        for (number, pair) in pairs.enumerated() {
            let grant = Grant(
                user: UserID(Int32(pair / accounts)), account: AccountID(Int32(pair % accounts)),
                role: RoleID(Int32(random.below(9))),
                term: random.percent(3) ? Term(from: Instant(milliseconds: Int64(number))) : .always,
                seq: Int64(number))
            plain.set(grant)
            lines.append(
                .init(
                    user: grant.user.raw, account: grant.account.raw, role: grant.role.raw,
                    isLimited: grant.term != .always, seq: grant.seq))
            if grant.term != .always { terms.append((number, grant.term)) }
        }
        filling.add(lines)
        filling.add(terms)
        let second: Int32?
        (filled, second) = filling.finish()
        #expect(second == nil && filled.count == count)
        // What was laid from both ends must hold when something is taken out between.
        for step in 0..<4 {
            for user in 0..<Int32(users) { #expect(filled.of(UserID(user)) == plain.of(UserID(user))) }
            for account in 0..<Int32(accounts) {
                #expect(filled.of(AccountID(account)) == plain.of(AccountID(account)))
            }
            for pair in pairs where random.percent(20 + step * 10) {
                let (user, account) = (UserID(Int32(pair / accounts)), AccountID(Int32(pair % accounts)))
                filled.remove(user, account)
                plain.remove(user, account)
            }
        }
    }

    @Test(arguments: 0..<4) func secondGrants(seed: Int) {
        var random = SeededRandom(seed: UInt64(500 + seed))
        let count = 20_000
        let pairs = (0..<300 * 400).shuffled(using: &random).prefix(count)
        var lines = pairs.map {
            GrantTable.Filling.Line(
                user: Int32($0 / 400), account: Int32($0 % 400), role: 1, isLimited: false, seq: 1)
        }
        var least = count
        for _ in 0...seed * 3 {
            let (first, other) = (random.below(count), random.below(count))
            guard first != other else { continue }
            lines[max(first, other)] = lines[min(first, other)]
        }
        var seen: Set<Int> = []
        for (number, line) in lines.enumerated() where !seen.insert(Int(line.user) * 400 + Int(line.account)).inserted {
            least = min(least, number)
        }
        var filling = GrantTable.Filling(count: count, users: 300, accounts: 400)
        for start in stride(from: 0, to: count, by: 256) { filling.add(Array(lines[start..<min(start + 256, count)])) }
        #expect(filling.finish().second == (least < count ? Int32(least) : nil))
    }

    @Test func expiryQueue() {
        var random = SeededRandom(seed: 9)
        var queue = ExpiryQueue()
        var plain: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<3000 {
            if random.percent(60) {
                let until = now + Int64(random.below(500))
                plain.append(until)
                queue.add(Instant(milliseconds: until), .standing(UserID(Int32(until))))
            } else {
                now += Int64(random.below(20))
                let at = Instant(milliseconds: now)
                #expect(queue.hasEnded(at: at) == plain.contains { $0 <= now })
                var taken: [Int64] = []
                while case .standing(let user)? = queue.next(at: at) { taken.append(Int64(user.raw)) }
                #expect(taken == plain.filter { $0 <= now }.sorted())
                plain.removeAll { $0 <= now }
            }
        }
        queue.add(nil, .standing(UserID(0)))
        #expect(!queue.hasEnded(at: Instant(milliseconds: now)))
    }

    @Test func skeletons() {
        for (one, other) in [
            ("Admin", "admin"), ("b\u{43e}b", "bob"), ("\u{391}cme", "acme"), ("\u{440}artner", "partner"),
        ] { #expect(skeleton(one) == skeleton(other), "\(one) \(other)") }
        for (one, other) in [("bob", "rob"), ("acme", "acme2"), ("", "a"), ("Müller", "Moller")] {
            #expect(skeleton(one) != skeleton(other), "\(one) \(other)")
        }
        for name in ["Admin", "Straße", "ÀÉ", "İstanbul", "\u{3a3}\u{3c2}", "x"] {
            #expect(skeleton(skeleton(name)) == skeleton(name), "\(name)")
        }
    }
}
