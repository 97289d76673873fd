import Reeve

/// A session in memory, at 2026-01-01T00:00:00Z.
func memorySession(
    _ script: String = world, options change: (inout SessionOptions) -> Void = { _ in }
) throws(Failure) -> Session {
    var options = SessionOptions()
    options.clock = { 1_767_225_600_000 }
    options.systemUser = "root"
    change(&options)
    let session = try Session(options: options)
    if !script.isEmpty { try session.run(script, named: "world") }
    return session
}

let world = """
    define kind recipe in customer { has owner user; can view, create, edit, delete, run }
    define system role Admin { can do anything to anything }
    define system role Viewer { can view recipe }
    add customer acme, globex
    add user alice, bob
    add recipe "Sync orders" in acme
    invite alice as Admin to partner
    invite bob as Viewer to partner
    assign bob as Viewer to acme

    """
