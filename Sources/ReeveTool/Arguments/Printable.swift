import ReeveSyntax

/// An argument as it may be shown: shortened, and safe on a terminal.
func printable(_ argument: String) -> String {
    let shown = argument.prefix(80)
    return escaped(shown) + (shown.endIndex < argument.endIndex ? "…" : "")
}
