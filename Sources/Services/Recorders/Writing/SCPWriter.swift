import ECG

/// Writes SCP-ECG (EN 1064:2005+A1:2007) with second differences and the default Huffman table, both lossless.
enum SCPWriter {
    private static let protocolVersion = 20

    static func write(_ recording: Recording) throws(RecordingError) -> [UInt8] {
        let units = try CommonUnits(recording.leads, format: .scp)
        try units.requireSixteenBits(.scp)
        let interval = Int((1_000_000 / recording.sampleRate).rounded())
        guard (1...0xffff).contains(units.nanovolts), (1...0xffff).contains(interval) else {
            throw RecordingError(.scp, .file, "\(units.nanovolts) nV a unit every \(interval) µs cannot be written")
        }
        guard recording.leads.count <= 85 else { throw RecordingError(.scp, .file, "\(recording.leads.count) leads are too many") }
        var sections: [(number: Int, content: [UInt8])] = [
            (1, SCPDemographicsWriter.section(recording.facts)), (2, [0x1f, 0x4e]), (3, leads(units)),
        ]
        if let beat = recording.medianBeat, let content = try medianBeat(beat, of: units, interval: interval) {
            sections.append((4, content.locations))
            sections.append((5, content.wave))
        }
        sections.append((6, try wave(units.samples, nanovolts: units.nanovolts, interval: interval)))
        sections.append((7, SCPMeasurementsWriter.measurements(recording)))
        sections.append((8, SCPMeasurementsWriter.statements(recording.facts)))
        return record(sections)
    }

    /// Section 0 points to all twelve, those that are empty included (5.3).
    private static func record(_ sections: [(number: Int, content: [UInt8])]) -> [UInt8] {
        let pointersLength = SCPContainer.headerSize + 12 * 10
        var pointers = ByteWriter()
        var body: [UInt8] = []
        for number in 0...11 {
            let content = sections.first { $0.number == number }?.content
            var whole = content.map { section(number, $0) } ?? []
            if whole.count % 2 == 1 { whole = section(number, content! + [0]) }
            let length = number == 0 ? pointersLength : whole.count
            pointers.u16(number)
            pointers.u32(length)
            pointers.u32(length == 0 ? 0 : number == 0 ? 7 : 7 + pointersLength + body.count)
            body += whole
        }
        let content = section(0, pointers.bytes, reserved: Array("SCPECG".utf8)) + body
        var sized = ByteWriter()
        sized.u32(content.count + 6)
        sized.append(content)
        var record = ByteWriter()
        record.u16(Int(CRC16.of(sized.bytes)))
        record.append(sized.bytes)
        return record.bytes
    }

    private static func section(_ number: Int, _ content: [UInt8], reserved: [UInt8] = [0, 0, 0, 0, 0, 0]) -> [UInt8] {
        var rest = ByteWriter()
        rest.u16(number)
        rest.u32(content.count + SCPContainer.headerSize)
        rest.byte(protocolVersion)
        rest.byte(protocolVersion)
        rest.append(reserved)
        rest.append(content)
        var whole = ByteWriter()
        whole.u16(Int(CRC16.of(rest.bytes)))
        whole.append(rest.bytes)
        return whole.bytes
    }

    /// Section 3: all leads recorded at once, no reference beat subtracted.
    private static func leads(_ units: CommonUnits) -> [UInt8] {
        var content = ByteWriter()
        content.byte(units.names.count)
        content.byte(0x04 | min(units.names.count, 31) << 3)
        for (name, samples) in zip(units.names, units.samples) {
            content.u32(1)
            content.u32(samples.count)
            content.byte(SCPLeads.code(name))
        }
        return content.bytes
    }

    /// Sections 5 and 6: what a unit is, then for each lead its length and its code.
    private static func wave(_ leads: [[Int32]], nanovolts: Int, interval: Int) throws(RecordingError) -> [UInt8] {
        var content = ByteWriter()
        content.u16(nanovolts)
        content.u16(interval)
        content.byte(2)
        content.byte(0)
        let coded = leads.map { SCPHuffmanWriter.code(differences($0)) }
        for bytes in coded {
            guard bytes.count <= 0xffff else { throw RecordingError(.scp, .file, "a lead of \(bytes.count) bytes is longer than the format allows") }
            content.u16(bytes.count)
        }
        for bytes in coded { content.append(bytes) }
        return content.bytes
    }

    /// Second differences, in 16 bits as readers undo them.
    private static func differences(_ samples: [Int32]) -> [Int16] {
        samples.indices.map { i in
            let value = i < 2 ? samples[i] : samples[i] &- 2 &* samples[i - 1] &+ samples[i - 2]
            return Int16(truncatingIfNeeded: value)
        }
    }

    /// The median beat fits only if it has the leads, the unit and the rate of the rhythm.
    private static func medianBeat(
        _ beat: Recording.MedianBeat, of units: CommonUnits, interval: Int
    ) throws(RecordingError) -> (locations: [UInt8], wave: [UInt8])? {
        let leads = units.names.compactMap { name in beat.leads.first { $0.name == name } }
        let own = try CommonUnits(leads, format: .scp)
        let rate = Int((1_000_000 / max(beat.sampleRate, 1)).rounded())
        let count = own.samples.first?.count ?? 0
        guard leads.count == units.names.count, count > 0, (1...0xffff).contains(own.nanovolts), rate <= 0xffff,
            own.samples.allSatisfy({ $0.allSatisfy { Int16(exactly: $0) != nil } })
        else { return nil }
        // The length is in milliseconds: rounded up, so that no sample is lost.
        let milliseconds = (count * rate + 999) / 1000
        guard milliseconds * 1000 / rate == count else { return nil }
        var locations = ByteWriter()
        locations.u16(milliseconds)
        locations.u16((beat.fiducials["qrsOnset"] ?? 0) + 1)
        locations.u16(0)
        return (locations.bytes, try wave(own.samples, nanovolts: own.nanovolts, interval: rate))
    }
}
