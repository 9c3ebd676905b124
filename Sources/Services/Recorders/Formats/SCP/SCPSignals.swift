import ECG

/// The wave of a record: leads (section 3), the places of beats (4), the reference beat (5) and the rhythm, or what is left of it
/// when the reference beat was subtracted (6).
struct SCPSignals {
    struct Lead {
        let name: String
        /// In samples of the whole recording, counted from 1.
        let start: Int
        let end: Int
        var count: Int { end - start + 1 }
    }

    /// Samples of section 5 or 6 as they stand there, before anything is undone.
    private struct Block {
        /// Nanovolts of a unit.
        let unit: Int
        /// Microseconds between samples.
        let interval: Int
        let isBimodal: Bool
        var leads: [[Int32]]
    }

    private let container: SCPContainer
    private var leads: [Lead] = []
    private var subtractsReferenceBeat = false
    private let beats: SCPBeats?
    private let huffman: SCPHuffman?
    private(set) var warnings: [String] = []

    init(_ container: SCPContainer) throws(RecordingError) {
        self.container = container
        if let section = container.reader(of: 2) { huffman = try SCPHuffman(section) } else { huffman = nil }
        if let section = container.reader(of: 4) { beats = try SCPBeats(section) } else { beats = nil }
        try readLeads()
    }

    private mutating func readLeads() throws(RecordingError) {
        var reader = try container.required(3, "definition of leads")
        let count = try reader.byte("the number of leads")
        let flags = try reader.byte("the flags of leads")
        subtractsReferenceBeat = flags & 1 != 0
        for _ in 0..<count {
            let start = try reader.u32("a lead")
            let end = try reader.u32("a lead")
            let code = try reader.byte("a lead")
            guard end >= start, end - start < Recording.mostSamples / max(count, 1) else {
                throw reader.failure("lead \(SCPLeads.name(code)) is said to have the samples \(start) to \(end)")
            }
            leads.append(Lead(name: SCPLeads.name(code), start: start, end: end))
        }
        guard !leads.isEmpty else { throw reader.failure("no lead is defined") }
    }

    func recording() throws(RecordingError) -> Recording {
        var rhythm = try block(6, "rhythm data") { $0.count }
        let reference = try referenceBlock()
        var interval = rhythm.interval
        if rhythm.isBimodal, let beats {
            // Protected stretches have the rate of the reference beat, all else a quarter of it.
            interval = reference?.interval ?? rhythm.interval
            for (index, lead) in leads.enumerated() {
                rhythm.leads[index] = SCPBimodal.restore(rhythm.leads[index], count: lead.count, protected: beats.protectedRanges(in: lead))
            }
        }
        var unit = rhythm.unit
        if subtractsReferenceBeat, let beats, let reference {
            guard reference.interval == interval else {
                throw RecordingError(.scp, .file, "the reference beat has samples every \(reference.interval) µs, the rhythm every \(interval) µs")
            }
            // Both are brought to a unit that divides theirs.
            unit = Self.greatestCommonDivisor(rhythm.unit, reference.unit)
            for (index, lead) in leads.enumerated() where index < reference.leads.count {
                rhythm.leads[index] = beats.adding(
                    reference.leads[index].map { $0 &* Int32(reference.unit / unit) }, to: rhythm.leads[index].map { $0 &* Int32(rhythm.unit / unit) },
                    of: lead)
            }
        }
        let rate = SampleInterval.rate(ofSeconds: Double(interval) / 1_000_000)
        var recording = Recording(sampleRate: rate, leads: [])
        // Leads that were not recorded at once begin and end at different samples of the recording.
        let first = leads.map(\.start).min() ?? 1
        for (lead, samples) in zip(leads, rhythm.leads) {
            let gap = min(lead.start - first, Recording.longestGap)
            let padded = [Int32](repeating: Recording.Lead.missing, count: gap) + samples
            recording.leads.append(Recording.Lead(name: lead.name, samples: padded, scale: Double(unit) / 1000))
        }
        recording.leads = recording.leads.withDerivedLimbLeads
        if let reference { recording.medianBeat = medianBeat(reference) }
        return recording
    }

    private func medianBeat(_ block: Block) -> Recording.MedianBeat {
        let waves = zip(leads, block.leads).map { Recording.Lead(name: $0.name, samples: $1, scale: Double(block.unit) / 1000) }
        return Recording.MedianBeat(sampleRate: SampleInterval.rate(ofSeconds: Double(block.interval) / 1_000_000), leads: waves.withDerivedLimbLeads)
    }

    private func referenceBlock() throws(RecordingError) -> Block? {
        guard var reader = container.reader(of: 5), reader.remaining > 6 else {
            guard !subtractsReferenceBeat else { throw RecordingError(.scp, .file, "the reference beat was subtracted, but is not there (section 5)") }
            return nil
        }
        try reader.skip(2, "section 5")
        let interval = try reader.u16("section 5")
        let milliseconds = beats?.referenceLength ?? 0
        let count = interval > 0 ? milliseconds * 1000 / interval : 0
        return try block(5, "reference beat") { _ in count }
    }

    /// - Parameter count: samples that a lead has; what is there where it says 0.
    private func block(_ number: Int, _ what: String, count: (Lead) -> Int) throws(RecordingError) -> Block {
        var reader = try container.required(number, what)
        let unit = try reader.u16(what)
        let interval = try reader.u16(what)
        let differences = try reader.byte(what)
        let isBimodal = try reader.byte(what) != 0 && number == 6 && (container.sections[6]?.protocolVersion ?? 0) < 30
        guard unit > 0, interval > 0, differences <= 2 else {
            throw reader.failure("\(unit) nV a unit, \(interval) µs between samples and \(differences). differences are not possible")
        }
        var lengths: [Int] = []
        for _ in leads { lengths.append(try reader.u16("the length of a lead")) }
        var block = Block(unit: unit, interval: interval, isBimodal: isBimodal, leads: [])
        for (lead, length) in zip(leads, lengths) {
            let place = reader.position
            let bytes = try reader.take(length, "\(what) of lead \(lead.name)")
            let expected = count(lead)
            let found = huffman.map { $0.decode(bytes, count: expected > 0 ? expected : length * 8) } ?? Array(bytes).littleEndian16
            // Some recorders count one sample more than they write. Bimodal data has fewer.
            guard isBimodal || expected == 0 || found.count >= expected - 1 else {
                throw RecordingError(.scp, .offset(place), "lead \(lead.name) has \(found.count) of \(expected) samples")
            }
            block.leads.append(Self.undo(differences, in: expected > 0 ? Array(found.prefix(expected)) : found))
        }
        return block
    }

    /// Samples from first or second differences (5.8.3), which recorders compute in 16 bits.
    private static func undo(_ differences: Int, in values: [Int32]) -> [Int32] {
        guard differences > 0 else { return values }
        var samples = values
        for i in differences..<max(samples.count, differences) {
            let sum = differences == 1 ? samples[i - 1] &+ samples[i] : samples[i - 1] &* 2 &- samples[i - 2] &+ samples[i]
            samples[i] = Int32(Int16(truncatingIfNeeded: sum))
        }
        return samples
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
}
