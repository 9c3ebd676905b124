import ECG

/// SCP-ECG (EN 1064, ISO 11073-91064), versions 1 to 3. Clause numbers are those of EN 1064:2005+A1:2007.
enum SCPParser: RecordingParser {
    static let format = RecordingFormat.scp

    /// A record begins with its CRC and length, then section 0, which has its length and `SCPECG` in its header; older
    /// recorders leave the word out.
    static func recognises(_ source: RecordingSource) -> Bool {
        let bytes = source.bytes
        guard bytes.count >= 6 + SCPContainer.headerSize + 10 * 4 else { return false }
        if bytes.starts(withASCII: "SCPECG", at: 16) { return true }
        var reader = ByteReader(bytes, .scp, from: 2)
        guard let size = try? reader.u32(""), (try? reader.skip(2, "")) != nil, let section = try? reader.u16(""), let length = try? reader.u32(""),
            let version = try? reader.byte("")
        else { return false }
        return section == 0 && abs(size - bytes.count) <= 2 && (120...2000).contains(length) && (10...40).contains(version)
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let container = try SCPContainer(source.bytes)
        let signals = try SCPSignals(container)
        var recording = try signals.recording()
        var warnings = container.warnings + signals.warnings
        // What follows is beside the wave: where it is damaged, the wave still counts.
        do throws(RecordingError) {
            recording.facts = try SCPDemographics.facts(container)
        } catch {
            warnings.append("section 1: \(error.message)")
        }
        do throws(RecordingError) {
            try SCPMeasurements.add(to: &recording, from: container)
        } catch {
            warnings.append("measurements: \(error.message)")
        }
        do throws(RecordingError) {
            recording.facts.statements = try SCPMeasurements.statements(container)
        } catch {
            warnings.append("section 8: \(error.message)")
        }
        return Reading(recording: recording, warnings: warnings)
    }
}
