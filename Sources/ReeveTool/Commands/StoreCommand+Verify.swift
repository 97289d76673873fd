import Reeve
import ReeveStorage

extension StoreCommand {
    static func verify(_ call: Call) throws(Failure) {
        var expected: Head?
        if let text = call.invocation.expectedHead {
            guard let head = Head(text) else {
                throw .usage("`--expect` wants a head as a run prints it, SEQ:HASH, not `\(printable(text))`")
            }
            expected = head
        }
        let progress = call.console.progress
        let report = try stored { () throws(StoreError) in
            try Store.verify(PosixFileSystem(path: call.storePath), expecting: expected) { done, total in
                progress?.show { "verifying: \(Progress.percent(Int(done), of: Int(total)))" }
            }
        }
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.store-verify/1"), ("store", .text(call.store)),
                    ("id", .text(report.store.description)), ("head", .text(report.head.description)),
                    ("expected", JSON(expected?.description)), ("transactions", .number(report.transactions)),
                    ("events", .number(report.events)), ("segments", JSON(report.segments)),
                    ("bytes", .number(report.bytes)), ("tornBytes", .number(report.tornBytes)),
                    ("snapshotProblem", JSON(report.snapshotProblem)),
                ]))
        }
        if let problem = report.snapshotProblem {
            call.console.message("warning[snapshot-damaged]: \(problem); the next change writes it anew")
        }
        if report.tornBytes > 0 {
            call.console.message(
                "warning[torn-tail]: \(report.tornBytes) bytes at the end are no whole transaction; "
                    + "the next change cuts them off, and keeps them aside")
        }
        show(
            [
                ("sound", "transactions \(report.transactions), events \(report.events), bytes \(report.bytes)"),
                ("head", report.head.description),
            ], call)
    }
}
