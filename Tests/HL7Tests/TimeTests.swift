import HL7
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        ("20210202151339", 1_612_250_019_000), ("20210202", 1_612_195_200_000), ("19700101080000", 0),
        ("20210915123330+0200", 1_631_702_010_000), ("20210915123330.5000-0700", 1_631_734_410_000), ("2024022923", 1_709_218_800_000),
    ])
    func `a time is the moment it names`(text: String, milliseconds: Int64) throws {
        let time = try #require(HL7Time(text))
        #expect(time.milliseconds() == milliseconds)
        #expect(HL7Time(milliseconds: milliseconds, offset: time.offset ?? 480).milliseconds() == milliseconds)
    }

    @Test(arguments: ["", "202", "20211302", "20210230", "20210202250000", "yesterday", "20230229"])
    func `what is no time of the calendar is refused`(text: String) { #expect(HL7Time(text) == nil) }

    @Test func `a time is written in fourteen digits`() { #expect(HL7Time("202105010830")?.text == "20210501083000") }
}
