import Reeve
import ReeveDomain
import ReeveExchange
import ReeveStorage

/// `reeve export html`: one page for people who would rather look than read.
struct PageExport {
    let call: Call
    let session: Session

    func run() throws(Failure) -> Int32 {
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let view = session.view
        let state = view.everything
        let told = Told()
        let made = try session.past(
            of: AccessReview(state, now: now).origins, since: state.seq - Timeline.most + 1
        ) { event, entry in told.timeline.add(event, entry) }
        told.timeline.all = made.eventCount
        let page = AccessPage(
            state, now: now, past: AccessPage.Past(made: made, timeline: told.timeline), head: view.head ?? "")
        let path = call.invocation.values[.out]?.last
        let sink = try DocumentSink(call, path)
        page.write(hash: sha256InBase64, sink.write)
        try sink.end()
        if let path { report(path, state, now) }
        return 0
    }

    private final class Told {
        var timeline = Timeline()
    }

    private func report(_ path: String, _ state: State, _ now: Instant) {
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.export/1"), ("target", "html"), ("seq", .number(state.seq)),
                    ("asOf", .text(now.text)), ("file", .text(path)),
                ]))
        }
        guard !call.console.isQuiet else { return }
        call.console.line("html: \(printable(path)), as of \(now.text)")
    }
}

/// As the header of a page names what it allows (Content Security Policy 3, hash-source).
func sha256InBase64(_ text: String) -> String {
    var hash = SHA256()
    hash.update(text: text)
    let digits = Array("\(hash.finalize())".utf8)
    func value(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for place in 0..<4 {
            out.append(place <= group.count ? letters[Int(bits >> 18 & 63)] : UInt8(ascii: "="))
            bits <<= 6
        }
    }
    return String(decoding: out, as: UTF8.self)
}
