import Foundation

/// Nanoseconds of a clock that is never set.
func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

/// How long something takes, in nanoseconds.
func duration(of body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds()
    try body()
    return Double(nanoseconds() - start)
}

/// The middle one; of an even number the upper of the two. 0 of none.
func median(_ values: [Double]) -> Double { quantile(0.5, of: values) }

/// The value below which this part of all lies.
func quantile(_ part: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    return values.sorted()[min(values.count - 1, Int(Double(values.count) * part))]
}

/// What the process holds in memory now, and the most it ever held, in bytes; 0 where the system does not tell.
func memory() -> (now: Int, peak: Int) {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return (0, 0) }
    func kibibytes(_ name: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
    return (kibibytes("VmRSS") * 1024, kibibytes("VmHWM") * 1024)
}

/// One line of the output: what was measured, and numbers by name, as JSON. Names are this program's own words.
func report(_ what: String, _ numbers: KeyValuePairs<String, Double>) {
    let fields = numbers.map { "\"\($0.key)\":\($0.value)" }
    print("{" + (["\"what\":\"\(what)\""] + fields).joined(separator: ",") + "}")
}

/// Runs a body in so many threads at once.
///
/// - Returns: nanoseconds from the start of the first to the end of the last.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Double {
    let done = DispatchGroup()
    return duration {
        for number in 0..<count {
            done.enter()
            let thread = Thread {
                body(number)
                done.leave()
            }
            thread.start()
        }
        done.wait()
    }
}
