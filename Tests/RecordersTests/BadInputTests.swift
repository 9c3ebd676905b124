import ECG
import Foundation
import Recorders
import Testing

@Suite struct BadInputTests {
    private static let samples = Result { try SampleFiles(recording: SampleRecording.make(count: 600)).all }

    @Test func `every format cut at every kilobyte is told of, with a place`() throws {
        for (name, source) in try Self.samples.get() {
            for length in stride(from: 0, to: source.bytes.count, by: 1024) {
                var cut = source
                cut.bytes = Array(source.bytes.prefix(length))
                do {
                    // What can still be read is read, with a warning.
                    let file = try RecordingFile(reading: cut)
                    #expect(file.recording.sampleCount <= 600, "\(name) cut at \(length)")
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }

    @Test func `bytes changed at random crash no reader`() throws {
        var random = Random(seed: 3)
        for (_, source) in try Self.samples.get() {
            for _ in 0..<150 {
                var damaged = source
                for _ in 0..<(1 + random.next(below: 6)) {
                    let end = random.next(below: 2) == 0 ? min(1200, source.bytes.count) : source.bytes.count
                    damaged.bytes[random.next(below: end)] = UInt8(truncatingIfNeeded: random.next())
                }
                _ = try? RecordingFile(reading: damaged)
            }
        }
    }

    @Test func `a wrong checksum is a warning`() throws {
        var scp = try SampleRecording.make(count: 600).encoded(as: .scp)
        scp[0] ^= 0xff
        let file = try RecordingFile(reading: RecordingSource(bytes: scp))
        #expect(file.warnings == ["the checksum of the record does not fit"])
        #expect(file.recording.leads[0].samples == SampleRecording.make(count: 600).leads[0].samples)
    }

    @Test(arguments: ["0", "-500", "1e300", "nan"])
    func `rates that nothing samples at are refused`(rate: String) {
        let json = "{\"format\": \"yigong-ecg\", \"sampleRate\": \(rate), \"leads\": [{\"name\": \"I\", \"samples\": [1, 2]}]}"
        #expect(throws: RecordingError.self) { try RecordingFile(reading: RecordingSource(bytes: Array(json.utf8))) }
    }

    @Test(arguments: ["0", "1e12"])
    func `gains that nothing has are refused`(scale: String) {
        let json = "{\"format\": \"yigong-ecg\", \"sampleRate\": 500, \"leads\": [{\"name\": \"I\", \"scale\": \(scale), \"samples\": [1, 2]}]}"
        #expect(throws: RecordingError.self) { try RecordingFile(reading: RecordingSource(bytes: Array(json.utf8))) }
    }

    @Test func `an absurd number of samples is refused before memory is taken for it`() {
        let header = "r 200 360 9000000000000000000\n" + String(repeating: "r.dat 16\n", count: 200)
        #expect(throws: RecordingError.self) {
            try RecordingFile(reading: RecordingSource(bytes: Array(header.utf8), name: "r.hea") { _ in nil })
        }
    }

    @Test func `entities, external files and depth of XML lead nowhere`() {
        let bomb = "<!DOCTYPE ECG [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><ECG><CHANNEL NAME=\"&b;\"/></ECG>"
        let external = "<!DOCTYPE ECG [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><ECG><CHANNEL NAME=\"I\" DATA=\"AAAA\">&a;</CHANNEL></ECG>"
        let deep = String(repeating: "<a>", count: 5000)
        for text in [bomb, external, deep] {
            #expect(throws: RecordingError.self) { try RecordingFile(reading: RecordingSource(bytes: Array(text.utf8))) }
        }
    }

    @Test func `a header of WFDB cannot reach out of its folder`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("r 1 360 10\n../../../../etc/passwd 16 200 16 0 0 0 0 I\n".utf8).write(to: folder.appendingPathComponent("r.hea"))
        #expect(throws: RecordingError.self) { try RecordingFile(path: folder.appendingPathComponent("r").path) }
    }
}
