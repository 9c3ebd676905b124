import DICOM
import Testing

@Suite("Specific Character Set (0008,0005)")
struct CharacterSetTests {
    /// Examples of PS3.5 Annexes H, I, J and K, byte for byte.
    static let annexes: [(terms: [String], bytes: [UInt8], name: String)] = [
        (  // H.3.1
            ["", "ISO 2022 IR 87"],
            Array("Yamada^Tarou=".utf8) + jis("\u{1b}$B;3ED\u{1b}(B^\u{1b}$BB@O:\u{1b}(B=\u{1b}$B$d$^$@\u{1b}(B^\u{1b}$B$?$m$&\u{1b}(B"),
            "Yamada^Tarou=山田^太郎=やまだ^たろう"
        ),
        (  // H.3.2
            ["ISO 2022 IR 13", "ISO 2022 IR 87"],
            [0xd4, 0xcf, 0xc0, 0xde, 0x5e, 0xc0, 0xdb, 0xb3, 0x3d]
                + jis("\u{1b}$B;3ED\u{1b}(J^\u{1b}$BB@O:\u{1b}(J=\u{1b}$B$d$^$@\u{1b}(J^\u{1b}$B$?$m$&\u{1b}(J"),
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
        ),
        (  // I.2
            ["", "ISO 2022 IR 149"],
            Array("Hong^Gildong=".utf8) + [0x1b, 0x24, 0x29, 0x43, 0xfb, 0xf3, 0x5e, 0x1b, 0x24, 0x29, 0x43, 0xd1, 0xce, 0xd4, 0xd7, 0x3d]
                + [0x1b, 0x24, 0x29, 0x43, 0xc8, 0xab, 0x5e, 0x1b, 0x24, 0x29, 0x43, 0xb1, 0xe6, 0xb5, 0xbf],
            "Hong^Gildong=洪^吉洞=홍^길동"
        ),
        (  // J.1
            ["ISO_IR 192"],
            Array("Wang^XiaoDong=".utf8) + [0xe7, 0x8e, 0x8b, 0x5e, 0xe5, 0xb0, 0x8f, 0xe6, 0x9d, 0xb1, 0x3d],
            "Wang^XiaoDong=王^小東="
        ),
        (  // J.3
            ["GB18030"],
            Array("Wang^XiaoDong=".utf8) + [0xcd, 0xf5, 0x5e, 0xd0, 0xa1, 0xb6, 0xab, 0x3d],
            "Wang^XiaoDong=王^小东="
        ),
        (  // K.2
            ["", "ISO 2022 IR 58"],
            Array("Zhang^XiaoDong=".utf8) + [0x1b, 0x24, 0x29, 0x41, 0xd5, 0xc5, 0x5e, 0x1b, 0x24, 0x29, 0x41, 0xd0, 0xa1, 0xb6, 0xab, 0x3d],
            "Zhang^XiaoDong=张^小东="
        ),
    ]

    private static func jis(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("the examples of PS3.5 Annexes H to K", arguments: annexes.indices)
    func decodesAnnexes(number: Int) {
        let (terms, bytes, name) = Self.annexes[number]
        #expect(CharacterSet(declared: terms).decode(bytes, delimiters: .personName) == name)
    }

    @Test("what is written is what the annexes show", arguments: [0, 2, 3, 4, 5])
    func encodesAnnexes(number: Int) {
        let (terms, bytes, name) = Self.annexes[number]
        #expect(CharacterSet(declared: terms).encode(name) == bytes)
    }

    @Test(
        "single-byte sets",
        arguments: [
            ("ISO_IR 100", [0xe9], "é"), ("ISO_IR 101", [0xe8], "č"), ("ISO_IR 109", [0xb1], "ħ"), ("ISO_IR 110", [0xb1], "ą"),
            ("ISO_IR 144", [0xbb], "Л"), ("ISO_IR 127", [0xe4], "ل"), ("ISO_IR 126", [0xe1], "α"), ("ISO_IR 138", [0xf9], "ש"),
            ("ISO_IR 148", [0xfe], "ş"), ("ISO_IR 166", [0xa1], "ก"), ("ISO_IR 203", [0xa4], "€"), ("ISO_IR 13", [0xd4], "ﾔ"),
        ] as [(String, [UInt8], String)])
    func singleByte(term: String, bytes: [UInt8], text: String) {
        let set = CharacterSet(declared: [term])
        #expect(set.decode(bytes) == text)
        #expect(set.encode(text) == bytes)
    }

    @Test("a set that is reached by escape in the middle (PS3.3 C.12.1.1.2)")
    func codeExtension() {
        let set = CharacterSet(declared: ["ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126"])
        let bytes: [UInt8] = [0xe9, 0x20, 0x1b, 0x2d, 0x4c, 0xbb, 0x20, 0x1b, 0x2d, 0x46, 0xe1, 0x5c, 0xe9]
        #expect(set.decode(bytes) == "é Л α\\é")
        #expect(set.encode("é Л α\\é") == bytes)
    }

    @Test("GBK counts as GB 18030, in whatever spelling", arguments: ["GBK", "GB18030", "gb18030", "GB 18030"])
    func gbk(term: String) {
        #expect(CharacterSet(declared: [term]) == .gb18030)
        #expect(CharacterSet(term: term) == .gb18030)
    }

    @Test("a backslash or caret that is half of a Chinese character splits nothing", arguments: ["乗", "刓", "塡", "媆", "廫", "乛", "俕", "僞"])
    func trailBytes(character: String) throws {
        let trail = CharacterSet.gb18030.encode(character).last
        #expect(trail == 0x5c || trail == 0x5e)
        var dataSet = DataSet(characterSet: .gb18030)
        dataSet.set(.patientName, "Li^Ming=\(character)^\(character)明")
        dataSet.set(.otherPatientNames, ["\(character)一", "二\(character)"])
        dataSet.set(.studyDescription, ["胸\(character)", "部"])
        let read = try parse(dataSet.encode(transferSyntax: .explicitVRLittleEndian))
        #expect(read.strings(.specificCharacterSet) == ["GB18030"])
        #expect(read.personName(.patientName)?.ideographic.givenName == "\(character)明")
        #expect(read.strings(.otherPatientNames) == ["\(character)一", "二\(character)"])
        #expect(read.strings(.studyDescription) == ["胸\(character)", "部"])
    }

    @Test("every character of the Basic Multilingual Plane survives GB 18030")
    func gb18030IsComplete() {
        let set = CharacterSet.gb18030
        let lost = (UInt32(1)...0xfffd).compactMap(Unicode.Scalar.init).filter { scalar in
            // The private use area is where GB 18030's editions differ.
            !(0xe000...0xf8ff).contains(scalar.value) && set.decode(set.encode(String(scalar))) != String(scalar)
        }
        #expect(lost.count <= 24, "\(lost)")
        #expect(set.decode(set.encode("𠀀😀")) == "𠀀😀")
    }

    @Test("text without a declared set is read by the caller's default, or as Latin-1 that can be had back")
    func undeclared() throws {
        let bytes = element(.patientName, "PN", [0xce, 0xe2, 0xce, 0xc0, 0xc9, 0xfa])
        #expect(try parse(bytes).string(.patientName) == "ÎâÎÀÉú")
        #expect(try parse(bytes, defaultCharacterSet: .gb18030).string(.patientName) == "吴卫生")
        let declared = element(.specificCharacterSet, "CS", Array("ISO_IR 100".utf8)) + bytes
        #expect(try parse(declared, defaultCharacterSet: .gb18030).string(.patientName) == "ÎâÎÀÉú")
    }

    @Test("an item has the set of what is around it, or its own")
    func items() throws {
        let name: [UInt8] = [0xcd, 0xf5]
        let own = element(.specificCharacterSet, "CS", Array("ISO_IR 100".utf8)) + element(.patientName, "PN", name)
        let bytes = element(.specificCharacterSet, "CS", Array("GB18030 ".utf8))
            + element(.referencedStudySequence, "SQ", item(element(.patientName, "PN", name)) + item(own))
        #expect(try parse(bytes).items(.referencedStudySequence).map { $0.string(.patientName) } == ["王", "Íõ"])
    }

    @Test("what a set lacks becomes a question mark")
    func unencodable() {
        #expect(CharacterSet.latin1.encode("é张") == [0xe9, UInt8(ascii: "?")])
        #expect(!CharacterSet.latin1.canEncode("张"))
        #expect(CharacterSet.gb2312.canEncode("张三"))
        #expect(!CharacterSet.gb2312.canEncode("張"))
    }
}

@Suite("Person names (PS3.5 6.2.1)")
struct PersonNameTests {
    @Test func groupsAndComponents() {
        let name = PersonName("Adams^John Robert^Quincy^Rev.^B.A. M.Div.=王^小东")
        #expect(name.alphabetic.components == ["Adams", "John Robert", "Quincy", "Rev.", "B.A. M.Div."])
        #expect(name.formatted == "王小东")
        #expect(name.text == "Adams^John Robert^Quincy^Rev.^B.A. M.Div.=王^小东")
        #expect(PersonName("=王^小东").alphabetic.isEmpty)
        #expect(PersonName("Doe^^").text == "Doe")
        #expect(PersonName("Doe^Jane").formatted == "Doe Jane")
    }
}
