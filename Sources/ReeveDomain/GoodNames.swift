/// What may be a name.
extension Transaction {
    /// Names come from scripts and from CSV files: both are held to the same bounds.
    func requireGoodName(_ name: String, _ kind: String, _ lookAlike: String?, _ index: Int) throws(Refusal) {
        guard !name.isEmpty else {
            throw Refusal("bad-name", "a name cannot be empty", label: "write a name", subject: .name, index: index)
        }
        guard name.unicodeScalars.count <= nameLimit else {
            throw Refusal(
                "name-too-long",
                "a name has at most \(nameLimit) characters, this one has \(name.unicodeScalars.count)",
                notes: ["to raise the bound: --limit name=\(name.unicodeScalars.count)"], subject: .name, index: index)
        }
        guard !name.unicodeScalars.contains(where: isUnsafe) else {
            throw Refusal(
                "bad-name", "\(spelled(name)) has a character that cannot be seen", subject: .name, index: index)
        }
        guard !name.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) else {
            throw Refusal(
                "bad-name", "a name cannot be only spaces", label: "write a name", subject: .name, index: index)
        }
        if let lookAlike {
            throw Refusal(
                "confusable-name",
                "\(spelled(name)) looks like the \(kind) \(spelled(lookAlike)), which is another name",
                label: "did you mean `\(spelled(lookAlike))`?",
                notes: ["names of one kind may not differ only by case or by look-alike letters"]
                    + (strangeLetter(in: name, against: lookAlike).map { [$0] } ?? []), subject: .name, index: index)
        }
    }

    /// The plural, attributes and actions of a kind are printed like names, and held to the same.
    func requireGoodWords(_ request: KindRequest, since old: KindDefinition?) throws(Refusal) {
        if let plural = request.plural, plural != old?.plural { try requireGoodName(plural, "kind", nil, 0) }
        for attribute in request.attributes where old?.slot(of: attribute.name) == nil {
            try requireGoodName(attribute.name, "attribute", nil, 0)
        }
        for action in request.actions where old?.bit(of: action) == nil {
            try requireGoodName(action, "action", nil, 0)
        }
    }
}
