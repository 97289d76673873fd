/// What differs between two texts, line by line, in the form that `patch` reads.
struct LineDifference {
    private struct Edit {
        var mark: Character
        var text: String
    }

    private static let context = 3
    /// So far apart two texts are not compared line by line: the middle is one change.
    private static let mostEdits = 2_000

    private var edits: [Edit] = []

    init(_ old: [UInt8], _ new: [UInt8]) {
        var before = Self.lines(old)[...]
        var after = Self.lines(new)[...]
        var head: [Edit] = []
        while let line = before.first, line == after.first {
            head.append(Edit(mark: " ", text: line))
            before.removeFirst()
            after.removeFirst()
        }
        var tail: [Edit] = []
        while let line = before.last, line == after.last {
            tail.append(Edit(mark: " ", text: line))
            before.removeLast()
            after.removeLast()
        }
        edits = head + Self.middle(Array(before), Array(after)) + tail.reversed()
    }

    /// Lines with their ends: a last one without is marked as `diff` does it.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self) + "\n"
        }
        if bytes.last == UInt8(ascii: "\n") || bytes.isEmpty {
            lines.removeLast()
        } else if let last = lines.popLast() {
            lines.append(last + "\\ No newline at end of file\n")
        }
        return lines
    }

    /// The shortest way from one to the other (Myers 1986), while it is not too long.
    private static func middle(_ old: [String], _ new: [String]) -> [Edit] {
        if let path = shortest(old, new) { return path }
        return old.map { Edit(mark: "-", text: $0) } + new.map { Edit(mark: "+", text: $0) }
    }

    private static func shortest(_ old: [String], _ new: [String]) -> [Edit]? {
        let most = min(old.count + new.count, mostEdits)
        var reach = [0]
        var trace: [[Int]] = []
        for steps in 0...most {
            // reach[k]: how far the old text is read on diagonal 2k - steps.
            var next = [Int](repeating: 0, count: steps + 1)
            for k in 0...steps {
                let diagonal = 2 * k - steps
                var x = 0
                if steps > 0 {
                    let fromDelete = k > 0 ? reach[k - 1] + 1 : -1
                    let fromInsert = k < steps ? reach[k] : -1
                    x = max(fromDelete, fromInsert)
                }
                while x < old.count, x - diagonal < new.count, x >= diagonal, old[x] == new[x - diagonal] { x += 1 }
                next[k] = x
                if x >= old.count, x - diagonal >= new.count { return walk(old, new, trace + [next]) }
            }
            trace.append(next)
            reach = next
        }
        return nil
    }

    /// The way back from the end, step by step.
    private static func walk(_ old: [String], _ new: [String], _ trace: [[Int]]) -> [Edit] {
        var edits: [Edit] = []
        var (x, y) = (old.count, new.count)
        for steps in stride(from: trace.count - 1, through: 0, by: -1) {
            let diagonal = x - y
            let k = (diagonal + steps) / 2
            var start = (x: 0, isDelete: false)
            if steps > 0 {
                let before = trace[steps - 1]
                let fromDelete = k > 0 ? before[k - 1] + 1 : -1
                let fromInsert = k < steps ? before[k] : -1
                start = fromDelete >= fromInsert ? (fromDelete, true) : (fromInsert, false)
            }
            while x > start.x {
                x -= 1
                y -= 1
                edits.append(Edit(mark: " ", text: old[x]))
            }
            guard steps > 0 else { break }
            if start.isDelete {
                x -= 1
                edits.append(Edit(mark: "-", text: old[x]))
            } else {
                y -= 1
                edits.append(Edit(mark: "+", text: new[y]))
            }
        }
        return edits.reversed()
    }

    /// The changes with three lines around them.
    func unified(name: String) -> String {
        var out = "--- \(name)\n+++ \(name)\n"
        var index = 0
        var (oldLine, newLine) = (1, 1)
        while index < edits.count {
            guard let change = edits[index...].firstIndex(where: { $0.mark != " " }) else { break }
            let start = max(index, change - Self.context)
            oldLine += start - index
            newLine += start - index
            var end = change
            var last = change
            while end < edits.count, end - last <= 2 * Self.context {
                if edits[end].mark != " " { last = end }
                end += 1
            }
            end = min(edits.count, last + 1 + Self.context)
            let hunk = edits[start..<end]
            let oldCount = hunk.count { $0.mark != "+" }
            let newCount = hunk.count { $0.mark != "-" }
            out += "@@ -\(Self.span(oldLine, oldCount)) +\(Self.span(newLine, newCount)) @@\n"
            out += Self.text(hunk)
            oldLine += oldCount
            newLine += newCount
            index = end
        }
        return out
    }

    /// Of lines that changed side by side, those that go come first.
    private static func text(_ hunk: ArraySlice<Edit>) -> String {
        var out = ""
        var added = ""
        for edit in hunk {
            if edit.mark == "+" {
                added += "+" + edit.text
                continue
            }
            if edit.mark == " " {
                out += added
                added = ""
            }
            out += String(edit.mark) + edit.text
        }
        return out + added
    }

    private static func span(_ line: Int, _ count: Int) -> String {
        count == 1 ? "\(line)" : "\(count == 0 ? line - 1 : line),\(count)"
    }
}
