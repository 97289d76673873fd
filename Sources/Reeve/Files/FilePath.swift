/// Paths as text: `/` between parts, nothing looked up.
enum FilePath {
    static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    /// `path` as seen from `directory`; an empty directory is the present one.
    static func join(_ directory: String, _ path: String) -> String {
        if isAbsolute(path) || directory.isEmpty { return path }
        return directory.utf8.last == UInt8(ascii: "/") ? directory + path : directory + "/" + path
    }

    /// Everything before the last `/`; empty where there is none.
    static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        if slash == path.utf8.startIndex { return "/" }
        return String(path[..<slash])
    }

    /// The parts of a relative path without `.` and `..`; nil where it climbs out of where it starts.
    static func normalized(_ parts: [Substring]) -> [Substring]? {
        var kept: [Substring] = []
        for part in parts where part != "." && !part.isEmpty {
            if part == ".." {
                guard kept.popLast() != nil else { return nil }
            } else {
                kept.append(part)
            }
        }
        return kept
    }

    /// `path` without the leading `directory/`; nil where it does not lie in it.
    static func relative(_ path: String, to directory: String) -> String? {
        let prefix = directory.utf8.last == UInt8(ascii: "/") ? directory : directory + "/"
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
}
