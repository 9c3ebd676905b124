import ECG
import Foundation
import Recorders
import Testing

@Suite struct FormatTests {
    @Test func `every format gives the samples that were put in`() throws {
        let recording = SampleRecording.make()
        for (name, source) in try SampleFiles(recording: recording).all {
            let file = try RecordingFile(reading: source)
            #expect(file.format.rawValue == name)
            #expect(file.warnings.isEmpty, "\(name): \(file.warnings)")
            #expect(file.recording.sampleRate == recording.sampleRate, "\(name)")
            for lead in recording.leads {
                let read = try #require(file.recording.lead(lead.name), "\(name) \(lead.name)")
                #expect(read.samples == lead.samples, "\(name) \(lead.name)")
                #expect(abs(read.scale - lead.scale) < 1e-9 && read.zero == 0, "\(name) \(lead.name)")
            }
        }
    }

    @Test(arguments: [ExportFormat.dicom, .aecg, .scp, .json])
    func `what is known of the recording goes along`(format: ExportFormat) throws {
        let recording = SampleRecording.make()
        let read = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: format))).recording
        #expect(read.facts.patientID == "P1" && read.facts.patientName == "张三" && read.facts.sex == "F")
        #expect(read.facts.birthDate == "1953-05-08" && read.facts.recordedAt == "2026-04-02T10:15:30")
        #expect(read.facts.highPassHertz == 0.05 && read.facts.lowPassHertz == 150 && read.facts.notchHertz == 50)
        #expect(read.facts.statements == recording.facts.statements)
        for (name, value) in recording.facts.measurements where !(format == .scp && name == "heartRate") {
            #expect(read.facts.measurements[name] == value, "\(name)")
        }
        #expect(read.medianBeat?.leads == recording.medianBeat?.leads)
        #expect(read.medianBeat?.fiducials == recording.medianBeat?.fiducials)
    }

    @Test func `EDF keeps marks and the patient`() throws {
        let read = try RecordingFile(reading: RecordingSource(bytes: SampleRecording.make().encoded(as: .edf))).recording
        #expect(read.annotations.map(\.sample) == [120, 520] && read.annotations.map(\.length) == [0, 40])
        #expect(read.facts.patientID == "P1" && read.facts.sex == "F" && read.facts.birthDate == "1953-05-08")
        #expect(read.sampleCount == 2500)
    }

    /// The same recording as one device's SCP-ECG and as another's aECG.
    @Test func `SCP-ECG and aECG of one recording are twins`() throws {
        let recording = SampleRecording.make()
        let scp = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: .scp))).recording
        let aecg = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: .aecg))).recording
        #expect(scp.leads == aecg.leads)
        #expect(scp.medianBeat == aecg.medianBeat)
    }

    @Test func `a sample that is missing stays missing where the format can say so`() throws {
        var recording = SampleRecording.make(count: 500)
        recording.leads[3].samples[7] = Recording.Lead.missing
        for format in [ExportFormat.dicom, .json] {
            let read = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: format))).recording
            #expect(read.leads[3].samples == recording.leads[3].samples)
            #expect(read.leads[3].microvolts[7].isNaN)
        }
    }

    @Test(arguments: [(0.5, 12), (10, 8), (10, 18), (10, 1)])
    func `lengths and numbers of leads`(seconds: Double, leads: Int) throws {
        let recording = SampleRecording.make(count: Int(seconds * 500), leads: leads)
        for format in ExportFormat.allCases {
            let read = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: format))).recording
            #expect(read.leads.prefix(leads).map(\.samples.count) == recording.leads.map(\.samples.count), "\(format)")
        }
    }

    @Test func `samples beyond 16 bits are written as 32 bits in DICOM and refused by SCP-ECG and EDF`() throws {
        var recording = SampleRecording.make(count: 500)
        recording.leads[0].samples[3] = 100_000
        let read = try RecordingFile(reading: RecordingSource(bytes: recording.encoded(as: .dicom))).recording
        #expect(read.leads[0].samples == recording.leads[0].samples)
        for format in [ExportFormat.scp, .edf] {
            #expect(throws: RecordingError.self) { try recording.encoded(as: format) }
        }
    }

    @Test func `limb leads follow from I and II without rounding`() throws {
        let full = SampleRecording.make(count: 100)
        let eight = Recording(sampleRate: 500, leads: full.leads.filter { !["III", "aVR", "aVL", "aVF"].contains($0.name) })
        let read = try RecordingFile(reading: RecordingSource(bytes: SampleFiles(recording: eight).muse)).recording
        #expect(read.leads.map(\.name) == SampleRecording.names)
        let (one, two) = (full.leads[0].samples[40], full.leads[1].samples[40])
        #expect(read.lead("aVR")?.microvolts[40] == -Float(one + two) * 1.25)
        #expect(read.lead("aVF")?.microvolts[40] == Float(2 * two - one) * 1.25)
    }

    @Test func `text of Chinese devices is read without being declared`() throws {
        var text = String(decoding: SampleFiles(recording: SampleRecording.make(count: 100)).mortara, as: UTF8.self)
        text = text.replacing("<SUBJECT ID=\"P1\"/>", with: "<SUBJECT ID=\"P1\" LAST_NAME=\"?\"/>")
        // 王 in GB 18030.
        let bytes = text.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1).map { Array($0) }.joined(separator: [0xcd, 0xf5])
        #expect(try RecordingFile(reading: RecordingSource(bytes: Array(bytes))).recording.facts.patientName == "王")
    }
}
