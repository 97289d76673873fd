import Testing

@testable import ReeveStorage

func parsed(_ text: String) throws(JSONError) -> JSONValue { try parsed(Array(text.utf8)) }

func parsed(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var writer = ByteWriter()
    writer.raw(bytes)
    return try JSONValue(parsing: writer.bytes)
}

func written(_ value: JSONValue) -> String {
    var writer = ByteWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "[1,]", "{,}", "[01]", "[+1]", "[.5]", "[1.]", "[1e]", "[-]", "NaN",
        "tru", #"["\x"]"#, #"["\u12"]"#, #"["\ud800"]"#, #"["\udc00\ud800"]"#, "[\"\u{01}\"]", "[\"\n\"]", "[1 2]",
        "", "  ", "1 2", #"{"a" 1}"#, #"{a:1}"#, #"["a]"#, "[1", "{\"a\":1", "'a'",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try parsed(text) }
    }

    @Test(
        arguments: [
            [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0x80, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff],
        ] as [[UInt8]])
    func `what is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try parsed([0x22] + bytes + [0x22]) }
    }

    @Test func `depth is bounded at 64`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try parsed(nested(64))
        #expect(throws: JSONError.self) { try parsed(nested(65)) }
        #expect(throws: JSONError.self) { try parsed(String(repeating: "[", count: 1_000_000)) }
    }

    @Test func `numbers stay as they are written`() throws {
        #expect(try parsed("[1.0,1,-0,1e400,0.1]")["x"] == nil)
        #expect(written(try parsed("[1.0,1,-0,1e400,0.1]")) == "[1.0,1,-0,1e400,0.1]")
        #expect(try parsed("9223372036854775807").integer == .max)
        #expect(try parsed("9223372036854775808").integer == nil)
        #expect(try parsed("1.0").integer == nil)
    }

    @Test func `whole numbers of a known schema have one spelling`() throws {
        // Around each power of ten the written form has another length.
        let tens = sequence(first: 1) { $0 < Int64.max / 10 ? $0 * 10 : nil }
        let lengths = tens.flatMap { ["\($0 - 1)", "\($0)", "\(-$0)", "\($0 / 9 * 8 + 1)"] }
        for text in ["7", "-7", "9223372036854775807", "-9223372036854775808"] + lengths {
            var writer = ByteWriter()
            writer.raw(Array(text.utf8))
            var scanner = JSONScanner(writer.bytes)
            let value = try scanner.integer()
            #expect(String(value) == text)
            var again = ByteWriter()
            again.integer(value)
            #expect(String(decoding: again.bytes, as: UTF8.self) == text)
        }
        for text in ["", "-", "+1", "01", "-0", "00", "9223372036854775808", "-9223372036854775809", "x"] {
            var writer = ByteWriter()
            writer.raw(Array(text.utf8))
            #expect(throws: JSONError.self) {
                var scanner = JSONScanner(writer.bytes)
                return try scanner.integer()
            }
        }
    }

    @Test func `every scalar comes back, and nothing unseen is written raw`() throws {
        for value in 0...UInt32(0x10ffff) where value < 0x3000 || value % 61 == 0 || value & 0xff00 == 0xfe00 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "ab" + String(Character(scalar)) + "cdefghijklmno"
            let json = written(.string(text))
            #expect(json.unicodeScalars.allSatisfy { !$0.mustBeEscapedInJSON })
            let back = try parsed(json).text
            #expect(back?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }

    @Test func `texts of every length keep their place for a quote`() throws {
        for length in 0..<40 {
            for place in 0..<length {
                var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                bytes[place] = [0x22, 0x5c, 0x7f, 0x0a][place % 4]
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(try parsed(written(.string(text))).text == text)
            }
        }
    }
}
