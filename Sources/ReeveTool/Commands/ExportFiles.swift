import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The files of one export: written beside their places first, so that a reader finds the old ones or the new ones whole.
final class ExportFiles {
    private let directory: String
    private let shown: String
    private var names: [String] = []
    private var open: [String: UnsafeMutablePointer<FILE>] = [:]
    private var problem: String?
    private var written: Written

    /// - Parameters:
    ///   - directory: for the system; made where it is not there.
    ///   - shown: as it was given.
    ///   - progress: where it is shown how far this is.
    init(_ directory: String, shown: String, _ progress: Progress?) {
        self.directory = directory
        self.shown = shown
        written = Written(progress)
    }

    deinit {
        for file in open.values { fclose(file) }
        for name in open.keys { unlink(temporary(name)) }
    }

    private func temporary(_ name: String) -> String { "\(directory)/\(name).new" }

    func begin(with files: [String]) throws(Failure) {
        if mkdir(directory, 0o755) != 0, errno != EEXIST { throw failure(String(cString: strerror(errno))) }
        for name in files where open[name] == nil {
            guard let file = fopen(temporary(name), "w") else { throw failure(String(cString: strerror(errno))) }
            names.append(name)
            open[name] = file
        }
    }

    func write(_ piece: String, to name: String) {
        guard problem == nil, let file = open[name] else { return }
        let bytes = Array(piece.utf8)
        written.add(bytes.count)
        if fwrite(bytes, 1, bytes.count, file) != bytes.count { problem = String(cString: strerror(errno)) }
    }

    /// - Returns: the files' names, each in its place.
    func end() throws(Failure) -> [String] {
        for name in names {
            guard let file = open[name] else { continue }
            if fclose(file) != 0, problem == nil { problem = String(cString: strerror(errno)) }
            open[name] = nil
            if problem != nil { unlink(temporary(name)) }
        }
        if let problem { throw failure(problem) }
        for name in names where rename(temporary(name), "\(directory)/\(name)") != 0 {
            throw failure(String(cString: strerror(errno)))
        }
        return names
    }

    private func failure(_ why: String) -> Failure {
        Failure(.inputOutput, "io-failed", "`\(printable(shown))` cannot be written to: \(why)")
    }
}

/// How much of a document there is, for whoever waits for it.
struct Written {
    private let progress: Progress?
    private var length = 0
    private var next = Self.step
    private static let step = 1 << 16

    init(_ progress: Progress?) { self.progress = progress }

    mutating func add(_ bytes: Int) {
        length += bytes
        // Pieces may be as small as a word.
        guard length >= next else { return }
        next = length + Self.step
        let length = length
        progress?.show { "\(length >> 10) KiB written" }
    }
}
