import Hematology
import HL7

/// Reads what an HL7 v2 message of an instrument says: ORU^R01 and OUL^R22 results, queries, orders.
struct HL7Interpretation {
    let message: HL7Message
    let profile: InstrumentProfile

    /// What the instrument calls itself.
    static func sender(of message: HL7Message) -> String {
        guard let header = message["MSH"] else { return "" }
        return [header.text(3), header.text(4)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    func messages() -> [AnalyzerMessage] {
        var base = AnalyzerMessage()
        base.sender = Self.sender(of: message)
        base.controlID = message.controlID
        base.patient = patient
        switch (message.type, message.trigger) {
        case ("ORU", _), ("OUL", _): return results(base)
        case ("QRY", _), ("QBP", _), ("ORM", _) where isQuery: return [query(base)]
        case ("ORM", _), ("OML", _), ("DSR", _): return [order(base)]
        case ("ACK", _), ("QCK", _), ("ORR", _), ("ORL", _), ("RSP", _): base.kind = .acknowledgement
        default: base.kind = .other
        }
        base.sample = sample(message.segments)
        return [base]
    }

    /// ORM^O01 with ORC-1 `RF` asks for an order (Mindray host query); with any other it is one.
    private var isQuery: Bool { message.type != "ORM" || message["ORC"]?.text(1) == "RF" }

    private var patient: AnalyzerMessage.Patient {
        var patient = AnalyzerMessage.Patient()
        guard let segment = message["PID"] else { return patient }
        patient.id = segment.text(3)
        let name = segment.repetitions(5).first ?? []
        patient.name = name.prefix(2).map { segment.delimiters.unescaped($0) }.filter { !$0.isEmpty }.joined(separator: " ")
        patient.birthDate = segment.text(7)
        patient.sex = segment.text(8)
        return patient
    }

    // MARK: - Results

    private func results(_ base: AnalyzerMessage) -> [AnalyzerMessage] {
        var base = base
        // HL7 table 0103 has P, D and T; analyzers write Q for quality control, or P^LJ and P^XB.
        let processing = message["MSH"]?.repetitions(11).first ?? []
        if processing.first == "Q" || processing.dropFirst().contains(where: { ["LJ", "XB", "XR", "QC"].contains($0) }) { base.kind = .qc }
        var found: [AnalyzerMessage] = []
        for group in groups() {
            var one = base
            one.sample = sample(group.before + group.segments, isResult: true)
            one.analysedAt = analysedAt(group.segments)
            one.priority = isStat(group.segments) ? .stat : .routine
            if group.segments.contains(where: { $0.name == "SPM" && $0.text(11) == "Q" }) { one.kind = .qc }
            read(group.segments, into: &one)
            if let last = found.last, last.sample == one.sample, Set(last.results.map(\.code)).isDisjoint(with: one.results.map(\.code)) {
                found[found.count - 1].add(one)
            } else {
                found.append(one)
            }
        }
        return found.isEmpty ? [base] : found
    }

    private struct Group {
        /// Segments that stand before the first order and hold for all: SPM and SAC of OUL^R22.
        let before: [HL7Segment]
        var segments: [HL7Segment]
    }

    /// One group an OBR, with all that follows it. ORC stands before its OBR, and SPM before the ORCs of its specimen.
    private func groups() -> [Group] {
        var groups: [Group] = []
        var before: [HL7Segment] = []
        var isOpen = false
        for segment in message.segments {
            switch segment.name {
            case "SPM" where message.type == "OUL":
                before = [segment]
                isOpen = false
            case "SAC" where message.type == "OUL":
                before.append(segment)
            case "OBR":
                groups.append(Group(before: before, segments: [segment]))
                isOpen = true
            case "OBX" where !isOpen, "NTE" where !isOpen && !groups.isEmpty:
                if groups.isEmpty || segment.name == "OBX" && message.type == "OUL" { groups.append(Group(before: before, segments: [])) }
                groups[groups.count - 1].segments.append(segment)
                isOpen = true
            default:
                if isOpen { groups[groups.count - 1].segments.append(segment) }
            }
        }
        return groups
    }

    private static let standardSample = ["SPM-2", "SAC-3", "OBR-3", "ORC-3", "OBR-2", "ORC-2", "QRD-8", "QPD-3"].compactMap(FieldPath.init)

    /// The profile's rule is about results; questions and orders name the sample where the standard has it.
    private func sample(_ segments: [HL7Segment], isResult: Bool = false) -> String {
        for path in (isResult ? profile.sample?.fields : nil) ?? Self.standardSample {
            guard let segment = segments.first(where: { $0.name == path.record }) else { continue }
            let text = segment.text(path.field, component: path.component).trimmed
            if !text.isEmpty { return text }
        }
        return ""
    }

    private func analysedAt(_ segments: [HL7Segment]) -> String {
        let candidates = [("OBX", 19), ("OBR", 7), ("OBX", 14), ("OBR", 22)]
        for (name, field) in candidates {
            let text = segments.first { $0.name == name && !$0.raw(field).isEmpty }?.text(field) ?? ""
            if !text.isEmpty { return text }
        }
        return ""
    }

    private func isStat(_ segments: [HL7Segment]) -> Bool {
        segments.contains { $0.name == "OBR" && ["S", "STAT", "E"].contains($0.text(5).uppercased()) || $0.name == "TQ1" && $0.text(9) == "S" }
    }

    private func read(_ segments: [HL7Segment], into message: inout AnalyzerMessage) {
        let observations = segments.filter { $0.name == "OBX" }
        var graphics = HL7Graphics(curves: profile.curves ?? [])
        for segment in segments {
            switch segment.name {
            case "OBX": if !graphics.take(segment) { read(observation: segment, into: &message) }
            case "NTE": note(segment.wholeText(3), on: &message, isAfterResult: !observations.isEmpty)
            default: break
            }
        }
        let unpacked = graphics.unpacked()
        message.graphics = unpacked.graphics
        message.faults += unpacked.faults
    }

    private func note(_ text: String, on message: inout AnalyzerMessage, isAfterResult: Bool) {
        guard !text.isEmpty else { return }
        if isAfterResult, !message.results.isEmpty {
            message.results[message.results.count - 1].comments.append(text)
        } else {
            message.alarms.append(text)
        }
    }

    private func read(observation segment: HL7Segment, into message: inout AnalyzerMessage) {
        let identifier = segment.repetitions(3).first ?? []
        let code = segment.delimiters.unescaped(identifier.first ?? "").trimmed
        let name = identifier.count > 1 ? segment.delimiters.unescaped(identifier[1]).trimmed : ""
        let value = Self.value(of: segment)
        // IS rows are alarms (`T`, `F`) and settings with Mindray; coded results of others come as CE and CWE.
        if segment.text(2) == "IS" {
            if value == "T" { message.alarms.append(name.isEmpty ? code : name) }
            if value != "T", value != "F" { message.settings[name.isEmpty ? code : name] = value }
            return
        }
        message.results.append(
            AnalyzerResult(
                code: code.isEmpty ? name : code, name: name, value: value, unit: segment.text(6),
                flags: segment.repetitions(8).compactMap(\.first).filter { !$0.isEmpty }, range: segment.wholeText(7),
                analysedAt: segment.text(14)))
    }

    /// OBX-5 as text: SN is comparator and number, coded values show their text, others their first component.
    private static func value(of segment: HL7Segment) -> String {
        let components = (segment.repetitions(5).first ?? []).map { segment.delimiters.unescaped($0) }
        switch segment.text(2) {
        case "SN": return components.joined().trimmed
        case "CE", "CWE", "CNE": return (components.count > 1 && !components[1].isEmpty ? components[1] : components.first ?? "").trimmed
        case "ST", "TX", "FT": return segment.wholeText(5).trimmed
        default: return (components.first ?? "").trimmed
        }
    }

    // MARK: - Queries and orders

    private func query(_ base: AnalyzerMessage) -> AnalyzerMessage {
        var query = base
        query.kind = .query
        query.sample = sample(message.segments)
        return query
    }

    private func order(_ base: AnalyzerMessage) -> AnalyzerMessage {
        var order = base
        order.kind = .order
        order.sample = sample(message.segments)
        return order
    }
}

extension AnalyzerMessage {
    /// Joins another order of the same sample.
    mutating func add(_ other: AnalyzerMessage) {
        results += other.results
        graphics += other.graphics
        alarms += other.alarms
        faults += other.faults
        settings.merge(other.settings) { first, _ in first }
        if other.priority == .stat { priority = .stat }
        if other.kind == .qc { kind = .qc }
        if analysedAt.isEmpty { analysedAt = other.analysedAt }
    }
}
