import ReeveDomain

/// Who has which role where, from a table: `user, account, role`, and what more of `route, from, until, reason` there is. What
/// `reeve export review` writes is such a table.
package struct CSVImport {
    /// What a column may be called, in small letters.
    private static let names: [(String, [String])] = [
        ("user", ["user", "username", "user name", "login", "email", "e-mail", "member"]),
        ("account", ["account", "customer", "tenant", "organization", "organisation", "org", "workspace", "domain"]),
        ("role", ["role"]), ("route", ["route"]), ("status", ["user status"]), ("from", ["from", "begins", "start"]),
        ("until", ["until", "expires", "expiry", "ends", "end", "valid until"]),
        ("reason", ["reason", "because", "comment", "note"]),
    ]

    private var access: ImportedAccess
    private let columns: [String: Int]
    private let file: String
    private let now: Instant

    /// - Throws: which of `user`, `account`, `role` the table lacks.
    package init(_ columns: [String], file: String, now: Instant) throws(ImportProblem) {
        access = ImportedAccess("csv \(file)")
        self.file = file
        self.now = now
        var found: [String: Int] = [:]
        for (index, column) in columns.enumerated() {
            let word = Self.trimmed(column).lowercased()
            for (name, spellings) in Self.names where spellings.contains(word) && found[name] == nil {
                found[name] = index
            }
        }
        self.columns = found
        let missing = ["user", "account", "role"].filter { found[$0] == nil }
        guard missing.isEmpty else {
            throw ImportProblem(
                "\(file) has no column `\(missing.joined(separator: "`, `"))`",
                hint: "its first row names the columns: user, account, role, and if you like route, from, until, reason"
                    + (columns.isEmpty
                        ? "" : "; it has " + columns.prefix(12).map { spelled($0) }.joined(separator: ", "))
            )
        }
    }

    package mutating func add(_ fields: [String], line: Int) {
        let place = "\(file):\(line)"
        func field(_ name: String) -> String? {
            guard let index = columns[name], index < fields.count else { return nil }
            let text = Self.trimmed(Self.withoutGuard(fields[index]))
            return text.isEmpty ? nil : text
        }
        guard let user = field("user"), let account = field("account"), let role = field("role") else {
            return access.leave("a row without a user, an account or a role", at: place)
        }
        // That comes along with the role on the partner's team.
        if field("route") == "partner role" {
            return access.leave(
                "\(quoted(user)) reaches \(quoted(account)) through the role on the partner's team", at: place)
        }
        var terms = ImportedAccess.Terms(reason: field("reason"))
        if let reason = terms.reason, reason.unicodeScalars.contains(where: isUnsafe) {
            access.leave("a reason with characters that cannot be seen: \(quoted(reason))", at: place)
            terms.reason = nil
        }
        for (name, path) in [("from", \ImportedAccess.Terms.from), ("until", \ImportedAccess.Terms.until)] {
            guard let text = field(name) else { continue }
            guard let instant = Self.instant(text) else {
                return access.leave(
                    "\(quoted(user)) in \(quoted(account)): `\(name)` is \(quoted(text)); write it as 2026-12-31",
                    at: place)
            }
            terms[keyPath: path] = instant
        }
        if let until = terms.until, until <= now || terms.from.map({ until <= $0 }) ?? false {
            return access.leave(
                "\(quoted(user)) as \(quoted(role)) in \(quoted(account)): ended on \(until.text)", at: place)
        }
        // Nobody is on the team of all of them.
        if field("route") == "manager" || account.hasPrefix("all customers") {
            guard !account.hasPrefix("all customers ") else {
                return access.leave(
                    "\(quoted(user)) manages \(quoted(account)): a table does not tell what that covers", at: place)
            }
            access.assign(user, as: role, to: account == "all customers" ? nil : account, terms, at: place)
        } else {
            access.invite(user, as: role, to: account, terms, at: place)
        }
        if field("status")?.lowercased() == "disabled" { access.disable(user: user) }
    }

    package var imported: ImportedAccess { access }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while scalars.first?.properties.isWhitespace ?? false { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
        return String(scalars)
    }

    /// Without the apostrophe that keeps a spreadsheet from calculating.
    private static func withoutGuard(_ text: String) -> String {
        guard text.hasPrefix("'"), let next = text.dropFirst().first, "=+-@＝＋－＠".contains(next) else { return text }
        return String(text.dropFirst())
    }

    /// `2026-12-31`, an instant, or `31.12.2026`; what begins with a month in some countries and a day in others is neither.
    private static func instant(_ text: String) -> Instant? {
        if let found = Instant(date: text) ?? Instant(instant: text) { return found }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].utf8.count == 4, (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count)
        else { return nil }
        func two(_ part: Substring) -> String { part.utf8.count == 1 ? "0" + part : String(part) }
        return Instant(date: "\(parts[2])-\(two(parts[1]))-\(two(parts[0]))")
    }
}
