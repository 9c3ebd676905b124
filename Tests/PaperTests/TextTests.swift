import Paper
import Testing

@Suite struct TextTests {
    @Test func `a Han character is as wide as its em square`() throws {
        let extent = try Paper.measure(Text("医", font: Font(10)))
        #expect(abs(extent.width - 10) < 0.01)
        #expect(extent.lines == 1)
        #expect(extent.baseline > 7 && extent.baseline < extent.height)
    }

    @Test func `text is measured in proportion to its size`() throws {
        let small = try Paper.measure(Text("窦性心律 QTc 412 ms", font: Font(2)))
        let large = try Paper.measure(Text("窦性心律 QTc 412 ms", font: Font(20)))
        #expect(abs(large.width / small.width - 10) < 0.02)
    }

    @Test func `text breaks at its width and ends at its limit`() throws {
        let long = String(repeating: "窦性心动过速，", count: 12)
        let broken = try Paper.measure(Text(long, font: Font(4), width: 50))
        #expect(broken.lines == 8)
        #expect(broken.width <= 50.01)
        #expect(try Paper.measure(Text(long, font: Font(4), width: 50, lineLimit: 2)).lines == 2)
    }

    @Test(arguments: ["", "\u{0}", "a\u{0}b", "\u{202E}abc", "👩‍⚕️", String(repeating: "长", count: 3000)])
    func `odd text is drawn without harm`(text: String) throws {
        var page = Drawing(.a4)
        page.text(text, at: Point(10, 10), font: Font(3), width: 100)
        #expect(try Paper.render(page, as: .pdf).count > 500)
    }

    @Test func `a font without a size cannot be measured`() {
        #expect(throws: PaperError.self) { try Paper.measure(Text("a", font: Font(0))) }
        #expect(throws: PaperError.self) { try Paper.measure(Text("a", font: Font(.nan))) }
    }
}
