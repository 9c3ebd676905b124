import ECG

/// Reads the signals of a record that is in one piece.
struct WFDBSignals {
    let header: WFDBHeader
    let source: RecordingSource

    init(_ header: WFDBHeader, source: RecordingSource) {
        self.header = header
        self.source = source
    }

    func reading() throws(RecordingError) -> Reading {
        guard !header.signals.isEmpty else { throw RecordingError(.wfdb, .file, "the record has no signals") }
        var samples = [[Int32]](repeating: [], count: header.signals.count)
        var warnings: [String] = []
        for group in groups() {
            try read(group, into: &samples, warnings: &warnings)
        }
        let chosen = voltages()
        let perFrame = chosen.map { header.signals[$0].samplesPerFrame }.max() ?? 1
        var recording = Recording(sampleRate: header.frameRate * Double(perFrame), leads: [])
        for (index, signal) in header.signals.enumerated() {
            let name = signal.label.isEmpty ? "signal \(index)" : signal.label
            guard chosen.contains(index), signal.samplesPerFrame == perFrame else {
                let rate = header.frameRate * Double(signal.samplesPerFrame)
                recording.facts.other["signal \(name)"] = "left out: \(signal.unit), \(rate) a second"
                continue
            }
            recording.leads.append(lead(signal, name: name, samples: samples[index]))
        }
        return Reading(recording: recording, warnings: warnings)
    }

    /// Signals that are voltages. A record of nothing else than, say, pressures has no ECG.
    private func voltages() -> [Int] {
        header.signals.indices.filter { Voltage.microvolts(ofOne: header.signals[$0].unit) != nil }
    }

    private func lead(_ signal: WFDBHeader.Signal, name: String, samples: [Int32]) -> Recording.Lead {
        let unit = Voltage.microvolts(ofOne: signal.unit) ?? 1000
        return Recording.Lead(name: LeadName.usual(name), samples: samples, scale: unit / signal.gain, zero: signal.baseline ?? signal.zero)
    }

    /// Signals that lie in one file, frame by frame; a header lists them one after another.
    private func groups() -> [Range<Int>] {
        var found: [Range<Int>] = []
        for (index, signal) in header.signals.enumerated() {
            if let last = found.last, header.signals[last.lowerBound].file == signal.file {
                found[found.count - 1] = last.lowerBound..<index + 1
            } else {
                found.append(index..<index + 1)
            }
        }
        return found
    }

    private func read(_ group: Range<Int>, into samples: inout [[Int32]], warnings: inout [String]) throws(RecordingError) {
        let first = header.signals[group.lowerBound]
        guard first.file != "~" else { return }
        guard let bytes = first.file == source.name ? source.bytes : source.sibling(first.file) else {
            throw RecordingError(.wfdb, .file, "the signal file \(first.file) is not there")
        }
        guard group.allSatisfy({ header.signals[$0].storage == first.storage }) else {
            throw RecordingError(.wfdb, .file, "the signals in \(first.file) differ in format")
        }
        let frameSize = group.reduce(0) { $0 + header.signals[$1].samplesPerFrame }
        let start = min(first.prolog, bytes.count)
        let available = first.storage.sampleCount(inBytes: bytes.count - start) / frameSize
        let frames = min(header.frames ?? available, available)
        if let expected = header.frames, expected > available {
            warnings.append("\(first.file) ends after \(available) of \(expected) samples")
        }
        guard frames * frameSize <= Recording.mostSamples else { throw RecordingError(.wfdb, .file, "\(first.file) has too many samples") }
        var offset = 0
        for index in group {
            let signal = header.signals[index]
            var column = first.storage.samples(bytes[start...], offset: offset, width: signal.samplesPerFrame, of: frameSize, frames: frames)
            offset += signal.samplesPerFrame
            if signal.storage == .differences8 { column.integrate(from: Int32(truncatingIfNeeded: signal.initialValue)) }
            if let warning = checksumWarning(signal, column, isWhole: frames == (header.frames ?? frames)) { warnings.append(warning) }
            if let missing = signal.storage.missing, missing != Recording.Lead.missing {
                for i in column.indices where column[i] == missing { column[i] = Recording.Lead.missing }
            }
            column.shift(by: signal.skew)
            samples[index] = column
        }
    }

    /// The header has the sum of all samples, in 16 bits.
    private func checksumWarning(_ signal: WFDBHeader.Signal, _ samples: [Int32], isWhole: Bool) -> String? {
        guard isWhole, let expected = signal.checksum else { return nil }
        let sum = samples.reduce(Int32(0)) { $0 &+ $1 }
        guard Int16(truncatingIfNeeded: sum) != Int16(truncatingIfNeeded: expected) else { return nil }
        return "\(signal.label): the checksum of the samples is \(Int16(truncatingIfNeeded: sum)), the header says \(expected)"
    }
}

extension [Int32] {
    fileprivate mutating func integrate(from start: Int32) {
        var value = start
        for i in indices {
            value &+= self[i]
            self[i] = value
        }
    }

    /// Takes samples off the start and fills up the end, so that a signal that was sampled late is in step again.
    fileprivate mutating func shift(by count: Int) {
        guard count > 0 else { return }
        let kept = dropFirst(count)
        self = kept + [Int32](repeating: Recording.Lead.missing, count: self.count - kept.count)
    }
}
