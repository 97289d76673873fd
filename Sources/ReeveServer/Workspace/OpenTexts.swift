import ReeveLanguage
import ReeveSyntax
import Synchronization

/// What is open in the editor, by name: that counts, whatever lies on the disk.
final class OpenTexts: Sendable {
    private let texts = Mutex<[String: SourceText]>([:])

    subscript(name: String) -> SourceText? {
        get { texts.withLock { $0[name] } }
        set { texts.withLock { $0[name] = newValue } }
    }
}

/// Gives a script the files it names, those first that are open.
struct OpenTextLoader: SourceLoader {
    let open: OpenTexts
    /// The directory of the script that is checked: nothing outside is looked at.
    let root: String
    let disk: any SourceLoader

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        let name = FileURI.resolve(path, from: script)
        if !path.hasPrefix("/"), name.hasPrefix(root + "/"), let text = open[name] { return text }
        let found = try disk.load(path, from: script)
        return open[found.name] ?? found
    }
}
