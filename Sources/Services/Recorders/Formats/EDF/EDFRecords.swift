import ECG
import TextCoding

/// The records of an EDF file, placed in time: those of a discontinuous file (EDF+D) leave gaps between them.
struct EDFRecords {
    private let header: EDFHeader
    private let bytes: [UInt8]
    private let samplesPerRecord: Int
    private let count: Int
    private let recordSize: Int
    /// For each signal, where its samples begin in a record.
    private let offsets: [Int]
    /// For each record, the number of the first sample in it.
    private let starts: [Int]
    private let marks: [(onset: Double, duration: Double, text: String)]
    private(set) var warnings: [String] = []

    /// - Parameter samplesPerRecord: of the leads that are read.
    init(_ header: EDFHeader, bytes: [UInt8], samplesPerRecord: Int) throws(RecordingError) {
        self.header = header
        self.bytes = bytes
        self.samplesPerRecord = samplesPerRecord
        guard samplesPerRecord > 0, header.recordDuration > 0 else {
            throw RecordingError(.edf, .offset(244), "records have no duration or no samples of an ECG")
        }
        var size = 0
        offsets = header.signals.map { signal in
            defer { size += signal.samplesPerRecord * header.bytesPerSample }
            return size
        }
        recordSize = size
        let available = (bytes.count - header.length) / size
        count = header.recordCount < 0 ? available : min(header.recordCount, available)
        if header.recordCount > available { warnings.append("the file ends after \(available) of \(header.recordCount) records") }

        var times: [Double] = []
        var marks: [(onset: Double, duration: Double, text: String)] = []
        let annotations = header.signals.firstIndex { $0.isAnnotations }
        for record in 0..<count {
            guard let annotations else { break }
            let start = header.length + record * recordSize + offsets[annotations]
            let list = EDFAnnotationList(bytes[start..<start + header.signals[annotations].samplesPerRecord * header.bytesPerSample])
            times.append(list.recordOnset ?? Double(record) * header.recordDuration)
            marks += list.marks
        }
        let origin = times.first ?? 0
        self.marks = marks.map { ($0.onset - origin, $0.duration, $0.text) }
        starts = Self.starts(times.map { $0 - origin }, count: count, header: header, samplesPerRecord: samplesPerRecord)
        let end = (starts.last ?? 0) + samplesPerRecord
        guard end <= count * samplesPerRecord + 10 * Recording.longestGap else { throw RecordingError(.edf, .file, "the records span too long a time") }
    }

    private static func starts(_ times: [Double], count: Int, header: EDFHeader, samplesPerRecord: Int) -> [Int] {
        let contiguous = (0..<count).map { $0 * samplesPerRecord }
        guard header.isDiscontinuous, times.count == count else { return contiguous }
        let placed = times.map { Int(min(max(($0 * Double(samplesPerRecord) / header.recordDuration).rounded(), 0), 1e12)) }
        let isOrdered = zip(placed, placed.dropFirst()).allSatisfy { $0 + samplesPerRecord <= $1 }
        return isOrdered ? placed : contiguous
    }

    func samples(of signal: Int) -> [Int32] {
        guard let last = starts.last else { return [] }
        let width = header.bytesPerSample
        return bytes.withUnsafeBytes { bytes in
            [Int32](unsafeUninitializedCapacity: last + samplesPerRecord) { output, initialized in
                var position = 0
                for (record, start) in starts.enumerated() {
                    while position < start {
                        output[position] = Recording.Lead.missing
                        position += 1
                    }
                    let offset = header.length + record * recordSize + offsets[signal]
                    for i in 0..<samplesPerRecord {
                        let place = offset + i * width
                        let low = Int32(bytes[place]) | Int32(bytes[place + 1]) << 8
                        output[position + i] = width == 2 ? low.signExtended(bits: 16) : (low | Int32(bytes[place + 2]) << 16).signExtended(bits: 24)
                    }
                    position += samplesPerRecord
                }
                initialized = position
            }
        }
    }

    func annotations(sampleRate: Double) -> [Recording.Annotation] {
        marks.compactMap { mark in
            guard let sample = Int(exactly: (mark.onset * sampleRate).rounded()), let length = Int(exactly: (mark.duration * sampleRate).rounded()) else { return nil }
            return Recording.Annotation(sample: sample, length: length, code: mark.text)
        }
    }
}

/// Time-stamped annotation lists of one record (EDF+ 2.2.2): `+onset[0x15 duration]0x14 text 0x14 … 0x00`.
struct EDFAnnotationList {
    /// When the record begins, which its first list says.
    private(set) var recordOnset: Double?
    private(set) var marks: [(onset: Double, duration: Double, text: String)] = []

    init(_ bytes: ArraySlice<UInt8>) {
        for (index, list) in bytes.split(separator: 0).enumerated() {
            let parts = list.split(separator: 0x14, omittingEmptySubsequences: false)
            let stamp = parts[0].split(separator: 0x15, maxSplits: 1)
            guard let onset = stamp.first.flatMap({ Double(String(decoding: $0, as: UTF8.self)) }), onset.isFinite else { continue }
            let duration = stamp.count > 1 ? Double(String(decoding: stamp[1], as: UTF8.self)) ?? 0 : 0
            if index == 0 { recordOnset = onset }
            for text in parts.dropFirst() where !text.isEmpty {
                marks.append((onset, duration.isFinite ? duration : 0, UndeclaredText.decode(text)))
            }
        }
    }
}
