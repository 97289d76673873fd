extension State {
    func roleLookAlike(of name: String) -> String? {
        let wanted = skeleton(name)
        return roleIDs.map { self[$0].definition.name }.first { $0 != name && skeleton($0) == wanted }
    }

    func ruleLookAlike(of name: String) -> String? {
        let wanted = skeleton(name)
        return ruleIDs.map { self[$0].definition.name }.first { $0 != name && skeleton($0) == wanted }
    }

    func kindLookAlike(of name: String) -> String? {
        let wanted = skeleton(name)
        return kindIDs.flatMap { [self[$0].definition.name, self[$0].definition.plural] }
            .first { $0 != name && skeleton($0) == wanted }
    }
}

/// Where a name looks like another in a letter of another alphabet, that letter: the eye does not find it.
func strangeLetter(in name: String, against other: String) -> String? {
    for (index, (a, b)) in zip(name.unicodeScalars, other.unicodeScalars).enumerated()
    where a != b && !(a.isASCII && b.isASCII) {
        return "its letter \(index + 1) is \(codePoint(a)), where \(spelled(other)) has \(codePoint(b))"
    }
    return nil
}

private func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}
