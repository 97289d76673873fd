/// Why the store could not do what was asked. Every function of this module that fails, fails with one of these.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable codes, each with a page in `reeve explain`.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// Another writer kept the lock for longer than we were willing to wait.
        case busy = "store-busy"
        /// Something stored is not what was stored: `file` and `offset` say where.
        case damaged = "store-damaged"
        /// There is no store here.
        case missing = "store-missing"
        /// There is something here already, where a store was to be made.
        case exists = "store-exists"
        /// Permissions, owner or links that would let somebody else in.
        case unsafe = "store-unsafe"
        /// The disk, or a quota, is full. The store is as it was before.
        case noSpace = "no-space"
        /// The system refused an operation. The store is as it was before.
        case ioFailed = "io-failed"
        /// It cannot be known whether the last transaction reached the disk. Nothing may be done with this handle any
        /// more; opening the store again decides.
        case outcomeUnknown = "outcome-unknown"
        /// A change was asked of a store that was opened for reading, or that lies on a read-only disk.
        case readOnly = "store-read-only"
        /// Written by a later version of Reeve.
        case newer = "store-newer"
        /// The snapshot, or an expected head, knows of more than the journal holds: a rollback, or tampering.
        case rolledBack = "store-rolled-back"
        /// Somebody stopped it.
        case interrupted
    }

    package let code: Code
    /// One sentence for a person, without a trailing full stop.
    package let message: String
    /// The file's name inside the store's directory.
    package var file: String?
    /// The byte in `file` where what is wrong begins.
    package var offset: Int64?
    /// What the system said, as an `errno`.
    package var systemError: Int32?

    package init(
        _ code: Code, _ message: String, file: String? = nil, offset: Int64? = nil, systemError: Int32? = nil
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.offset = offset
        self.systemError = systemError
    }

    /// Damage at a byte of a file.
    package static func damaged(_ file: String, at offset: Int64, _ message: String) -> StoreError {
        StoreError(.damaged, message, file: file, offset: offset)
    }

    /// The exit status of a command that ends with this error.
    package var exitStatus: Int32 {
        switch code {
        case .damaged, .rolledBack, .newer: 65
        case .busy: 75
        case .interrupted: 130
        case .missing, .exists: 64
        case .unsafe, .noSpace, .ioFailed, .outcomeUnknown, .readOnly: 74
        }
    }

    package var description: String {
        var text = "error[\(code.rawValue)]: \(message)"
        if let file {
            text += "\n  --> \(file)"
            if let offset { text += ", byte \(offset)" }
        }
        return text
    }
}
