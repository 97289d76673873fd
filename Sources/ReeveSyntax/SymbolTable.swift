/// A spelling that was seen while lexing, by number: equal symbols of one table are equal names (after NFC).
package struct Symbol: Hashable, Sendable {
    package let id: Int32

    package init(id: Int32) { self.id = id }
}
