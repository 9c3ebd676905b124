import ECG

/// A recording as a file delivered it.
public struct RecordingFile: Sendable {
    public let format: RecordingFormat
    public internal(set) var recording: Recording
    /// What is wrong with the file although it could be read, such as a checksum that does not fit.
    public let warnings: [String]

    /// Reads any supported format, which is recognised by its content.
    public init(reading source: RecordingSource) throws(RecordingError) {
        guard !source.bytes.isEmpty else { throw RecordingError(nil, .file, "the file is empty") }
        let reading: Reading
        if let parser = Self.binary.first(where: { $0.recognises(source) }) {
            (format, reading) = (parser.format, try parser.read(source))
        } else if XMLFormats.recognises(source) {
            (format, reading) = try XMLFormats.read(source)
        } else if WFDBParser.recognises(source) {
            (format, reading) = (.wfdb, try WFDBParser.read(source))
        } else {
            throw RecordingError(nil, .file, "this is no ECG format that is known here")
        }
        try reading.recording.check(as: format)
        recording = reading.recording
        warnings = reading.warnings
    }

    /// Reads a file of the disk.
    public init(path: String) throws(RecordingError) {
        try self.init(reading: RecordingSource(path: path))
    }

    /// Formats that are known by their first bytes. The signal files of WFDB are not, so that it comes last.
    private static let binary: [any RecordingParser.Type] = [
        DICOMParser.self, SCPParser.self, ISHNEParser.self, EDFParser.self, JSONParser.self, MFERParser.self,
    ]
}

/// One format.
protocol RecordingParser: Sendable {
    static var format: RecordingFormat { get }
    /// Whether the content is of this format; says nothing about its being sound.
    static func recognises(_ source: RecordingSource) -> Bool
    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading
}

/// What a parser found.
struct Reading {
    var recording: Recording
    var warnings: [String] = []
}

extension Recording {
    /// Samples of all leads together that are held in memory: 48 hours of 12 leads at 200 Hz.
    static let mostSamples = 420_000_000
    static let mostLeads = 256
    /// Samples that may be missing before a lead begins, so that a few bytes do not ask for gigabytes of nothing.
    static let longestGap = 2_000_000
    /// Of intracardiac recorders and pacemaker channels, with room to spare.
    static let highestRate = 100_000.0

    /// Refuses what no recorder measures, so that nothing that follows has to.
    func check(as format: RecordingFormat) throws(RecordingError) {
        guard sampleRate.isFinite, sampleRate > 0, sampleRate <= Self.highestRate else {
            throw RecordingError(format, .file, "\(sampleRate) samples a second is not a sampling rate")
        }
        guard !leads.isEmpty, leads.contains(where: { !$0.samples.isEmpty }) else { throw RecordingError(format, .file, "no ECG signal in it") }
        for lead in leads {
            guard lead.scale.isFinite, lead.scale != 0, abs(lead.scale) <= 1e6, lead.zero.isFinite else {
                throw RecordingError(format, .file, "lead \(lead.name) has \(lead.scale) µV a unit, which is no gain")
            }
        }
    }
}
