/// Why nothing can be made of a file.
package struct ImportProblem: Error {
    package let message: String
    package let hint: String
    /// The call was wrong, and not the file: the message is the right one.
    package let isUsage: Bool

    package init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
        isUsage = false
    }

    package init(usage: String) {
        message = usage
        hint = ""
        isUsage = true
    }
}
