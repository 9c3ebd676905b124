import Paper
import Testing

@Suite struct CodeTests {
    @Test func `symbols have the modules that their standards say`() throws {
        // Start, six characters of set B, check: 8 × 11; stop: 13 (ISO/IEC 15417).
        #expect(try Paper.modules(of: Code(.code128, "ABCDEF")) == (101, 1))
        // 95 modules (ISO/IEC 15420).
        #expect(try Paper.modules(of: Code(.ean, "6901234567892")).columns == 95)
        // Version 1 is 21 modules (ISO/IEC 18004).
        #expect(try Paper.modules(of: Code(.qr, "YG1")) == (21, 21))
        #expect(try Paper.modules(of: Code(.dataMatrix, "A1")) == (10, 10))
    }

    @Test(arguments: [(Code.Kind.ean, "abc"), (.code39, "ab_c\u{7}"), (.qr, ""), (.code128, ""), (.gs1, "plain"), (.ean, "69012345678921234567")])
    func `what a symbology cannot hold is refused`(kind: Code.Kind, text: String) {
        #expect { try Paper.modules(of: Code(kind, text)) } throws: { ($0 as? PaperError)?.code == .badArgument }
    }

    @Test func `a code too long for any symbol is refused before it is tried`() {
        #expect(throws: PaperError.self) { try Paper.modules(of: Code(.qr, String(repeating: "医", count: 5000))) }
    }
}
