import Foundation
import ReeveDomain

@testable import Reeve
@testable import ReeveStorage

/// A kept plan whose hash fits, whatever is in it: somebody who may write to the file can make one. What is carried out of
/// it is what its scripts do, to the byte of the records that were reviewed, or nothing.
///
/// The store's name and head differ from process to process: `STORE!` and `HEAD!` stand for them. A byte `!` in front keeps
/// the bytes as they are, hash and all.
struct PlanFuzz: FuzzTarget {
    private let base = BaseStore()
    private static let raw = UInt8(ascii: "!")

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        var seeds: [[UInt8]] = []
        for script in pieces(of: scripts) where script.count < 4000 {
            guard let session = try? Session(base.files.copy(), options: BaseStore.options),
                let plan = try? session.prepare([Script(named: "script", bytes: script)]).plan
            else { continue }
            let body = replaced(body(of: plan.bytes), [(head, "HEAD!"), (store, "STORE!")])
            seeds.append(body)
            if seeds.count % 40 == 1 { seeds.append([Self.raw] + plan.bytes) }
        }
        return Array(seeds.prefix(400))
    }

    private var store: String { base.id.description }
    private var head: String { base.position.head.description }

    /// All but the line with the hash.
    private func body(of bytes: [UInt8]) -> [UInt8] {
        let end = bytes.dropLast().lastIndex(of: 10) ?? -1
        return Array(bytes[..<(end + 1)])
    }

    private func replaced(_ bytes: [UInt8], _ pairs: [(String, String)]) -> [UInt8] {
        guard var text = String(validating: bytes, as: UTF8.self) else { return bytes }
        for (old, new) in pairs { text = text.replacingOccurrences(of: old, with: new) }
        return Array(text.utf8)
    }

    func check(_ bytes: [UInt8]) {
        var document = bytes
        if bytes.first == Self.raw {
            document.removeFirst()
        } else {
            document = replaced(bytes, [("HEAD!", head), ("STORE!", store)])
            document += "{\"hash\":\"\(SHA256.digest(of: document))\"}\n".utf8
        }
        let files = base.files.copy()
        let before = base.bytes(of: JournalFormat.file(1))
        do throws(Failure) {
            let plan = try Plan(reading: document, named: "plan")
            // How much work a plan may ask for is its maker's to say; here it would only take time.
            guard plan.bounds.loopTurns <= 1000 else { return }
            let session = try Session(files, options: BaseStore.options)
            var applied = false
            do throws(Failure) {
                BaseStore.show(try session.apply(plan))
                applied = true
            } catch { BaseStore.show(error) }
            let added = ((try? files.contents(of: JournalFormat.file(1))) ?? []).dropFirst(before.count)
            // A script that is refused is recorded, as any attempt is.
            let lines = added.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
            let isRefusal = lines.count == 2 && lines[0].contains("\"event\":\"refused\"")
            require(applied || added.isEmpty || isRefusal, "a plan that was refused, and left something")
            require(!applied || added.starts(with: plan.records), "other records than those that were reviewed")
        } catch { BaseStore.show(error) }
        do throws(StoreError) {
            _ = try Store.verify(files)
        } catch { fail("the store: \(error)") }
    }
}
