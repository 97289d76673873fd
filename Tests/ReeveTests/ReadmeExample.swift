import Reeve

func grant(in store: String) throws(Failure) -> Bool {
    let session = try Session(opening: store, as: "ops")
    let report = try session.run("assign alice as Admin to all customers", named: "console")
    print(report)  // + alice manages all customers as Admin
    return try session.view.can("alice", "edit", "recipe", in: "acme")
}
