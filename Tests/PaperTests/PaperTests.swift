import Foundation
import Paper
import Testing

/// A page with one mark of each kind.
private func everything() -> Drawing {
    var page = Drawing(.a5)
    page.rectangle(Rectangle(x: 10, y: 10, width: 60, height: 20), radius: 2, fill: Color(0xdff0ee), stroke: Stroke(0.3, Color(0x0f766e)))
    page.ellipse(Rectangle(x: 80, y: 10, width: 30, height: 20), fill: Color(0xf2b544).opacity(0.5))
    page.polygon([Point(10, 40), Point(40, 40), Point(25, 60)], fill: Color(0xb42318), stroke: Stroke(0.5))
    page.polyline((0..<200).map { Point(50 + Double($0) * 0.4, 50 + 8 * sin(Double($0) / 9)) }, Stroke(0.25, isRound: true))
    page.segments([Point(10, 70), Point(130, 70)], Stroke(0.2, dash: [2, 1]))
    page.text("心电图报告 ECG 12.5 mm/s", at: Point(10, 75), font: Font(5).bold())
    page.text("窦性心律，正常心电图。", at: Point(20, 95), font: Font(3.5, family: .serif), width: 30, rotation: -10)
    page.picture(Picture(.rgba([255, 0, 0, 255, 0, 0, 255, 128], width: 2, height: 1), isSharp: true), in: Rectangle(x: 80, y: 80, width: 20, height: 10))
    page.code(Code(.code128, "MZ2026000123"), in: Rectangle(x: 10, y: 120, width: 60, height: 12))
    page.code(Code(.qr, "医共"), in: Rectangle(x: 80, y: 110, width: 25, height: 25))
    var stamp = Drawing(PageSize(width: 20, height: 20))
    stamp.ellipse(Rectangle(x: 1, y: 1, width: 40, height: 18), stroke: Stroke(0.8, Color(0xb42318)))
    page.place(stamp, at: Point(110, 150), scale: 1.5, isClipped: true)
    return page
}

private func pngSize(_ png: [UInt8]) -> [Int] {
    [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
}

@Suite struct PaperTests {
    static let formats: [Paper.Format] = [.pdf, .svg, .png(dpi: 150), .jpeg(dpi: 150, quality: 90)]

    @Test(arguments: zip(formats, ["%PDF-1.5", "<?xml", "\u{89}PNG", "\u{FF}\u{D8}\u{FF}"]))
    func `every mark goes onto every kind of file`(format: Paper.Format, beginning: String) throws {
        let bytes = try Paper.render(everything(), as: format)
        #expect(bytes.prefix(beginning.unicodeScalars.count).elementsEqual(beginning.unicodeScalars.map { UInt8($0.value) }))
        #expect(bytes.count > 3000)
    }

    @Test(arguments: formats)
    func `equal drawings are equal bytes`(format: Paper.Format) throws {
        let first = try Paper.render(everything(), as: format)
        #expect(try Paper.render(everything(), as: format) == first)
    }

    @Test func `many threads render the same page at once`() async throws {
        let expected = try Paper.render(everything(), as: .pdf)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try Paper.render(everything(), as: .pdf) } }
            for try await bytes in group { #expect(bytes == expected) }
        }
    }

    @Test func `pixels are millimetres by dots an inch`() throws {
        let page = Drawing(PageSize.a4.landscape)
        #expect(pngSize(try Paper.render(page, as: .png(dpi: 254))) == [2970, 2100])
        #expect(pngSize(try Paper.render(page, as: .png(dpi: 150))) == [1754, 1240])
    }

    @Test func `a PDF has the pages' own sizes in points`() throws {
        let bytes = try Paper.render([Drawing(.a4), Drawing(PageSize.a5.landscape)], as: .pdf, description: .init(title: "报告"))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("/Count 2"))
        #expect(text.contains("[ 0 0 595.275574 841.889771 ]") || text.contains("595.27"))
        #expect(!text.contains("CreationDate"))
    }

    @Test func `what cannot be drawn is refused with a sentence`() {
        #expect(throws: PaperError.self) { try Paper.render(Drawing(PageSize(width: 0, height: 10)), as: .pdf) }
        #expect(throws: PaperError.self) { try Paper.render(Drawing(PageSize(width: .nan, height: 10)), as: .png()) }
        #expect(throws: PaperError.self) { try Paper.render([], as: .pdf) }
        #expect(throws: PaperError.self) { try Paper.render([Drawing(.a4), Drawing(.a4)], as: .svg) }
        #expect { try Paper.render(Drawing(PageSize(width: 5000, height: 5000)), as: .png(dpi: 300)) } throws: {
            ($0 as? PaperError)?.code == .tooLarge
        }
    }
}
