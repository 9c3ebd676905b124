import Hematology
import HL7

/// Reads what an E1394 / LIS2-A2 message of an instrument says. Field numbers are the standard's, the record type being 1.
struct ASTMInterpretation {
    let message: ASTMMessage
    let profile: InstrumentProfile

    /// H-5, sender name, with its components.
    static func sender(of message: ASTMMessage) -> String {
        (message.header.repetitions(5).first ?? []).filter { !$0.isEmpty }.joined(separator: " ")
    }

    func messages() -> [AnalyzerMessage] {
        var base = AnalyzerMessage()
        base.sender = Self.sender(of: message)
        base.controlID = message.header.text(3)
        // H-12, processing: P production, Q quality control (LIS2-A2 section 6.12).
        if message.header.text(12) == "Q" { base.kind = .qc }
        if !message.isEnded { base.faults.append("the message has no terminator record") }
        var reading = Reading(base: base, profile: profile)
        for record in message.records.dropFirst() { reading.read(record) }
        return reading.finished
    }

    /// How far the records have been read: a patient's orders, an order's results, and comments on whatever stands before them.
    private struct Reading {
        private enum Subject { case message, order, result }

        let profile: InstrumentProfile
        var base: AnalyzerMessage
        var found: [AnalyzerMessage] = []
        private var current: AnalyzerMessage?
        private var subject = Subject.message

        init(base: AnalyzerMessage, profile: InstrumentProfile) {
            self.base = base
            self.profile = profile
        }

        var finished: [AnalyzerMessage] {
            var all = found
            if let current { all.append(current) }
            return all.isEmpty ? [other] : all
        }

        private var other: AnalyzerMessage {
            var message = base
            if message.kind != .qc { message.kind = .other }
            return message
        }

        mutating func read(_ record: ASTMRecord) {
            switch record.type {
            case "P":
                close()
                base.patient = Self.patient(record)
                base.alarms = []
                subject = .message
            case "O":
                open(record)
            case "R":
                if current == nil { current = base }
                read(result: record)
                subject = .result
            case "C":
                comment(record)
            case "M":
                read(manufacturer: record)
            case "Q":
                close()
                query(record)
            default:
                break
            }
        }

        private mutating func close() {
            if let current { found.append(current) }
            current = nil
        }

        /// A further order of the same sample continues its message unless it repeats a code: then it is another run.
        private mutating func open(_ record: ASTMRecord) {
            var order = base
            order.sample = sample(record)
            order.analysedAt = record.text(23)
            order.priority = ["S", "A", "E"].contains(record.text(6)) ? .stat : .routine
            // O-12, action code: Q is a control (LIS2-A2 section 8.4.12).
            if record.text(12) == "Q" { order.kind = .qc }
            subject = .order
            if let last = current, last.sample == order.sample, last.kind == order.kind, !last.sample.isEmpty { return }
            close()
            current = order
        }

        private func sample(_ record: ASTMRecord) -> String {
            if let fields = profile.sample?.fields {
                return fields.lazy.filter { $0.record == "O" }.map { record.text($0.field, component: $0.component) }.first { !$0.isEmpty } ?? ""
            }
            // O-3 is the specimen's id, O-4 the instrument's; rack and tube stand empty before it with some.
            return [3, 4].lazy.compactMap { field in record.repetitions(field).first?.first { !$0.isEmpty } }.first ?? ""
        }

        private static func patient(_ record: ASTMRecord) -> AnalyzerMessage.Patient {
            var patient = AnalyzerMessage.Patient()
            patient.id = [4, 3, 5].map { record.text($0) }.first { !$0.isEmpty } ?? ""
            patient.name = (record.repetitions(6).first ?? []).prefix(2).filter { !$0.isEmpty }.joined(separator: " ")
            patient.birthDate = record.text(8)
            patient.sex = record.text(9)
            return patient
        }

        private mutating func read(result record: ASTMRecord) {
            // R-3, universal test id: code and name stand in the manufacturer's parts, after three empty ones.
            let parts = record.repetitions(3).first ?? []
            let code = parts.first { !$0.isEmpty } ?? ""
            let value = record.text(4)
            if Self.namesGraphic(code), let file = Self.file(record) {
                current?.graphics.append(AnalyzerGraphic(name: code, file: file))
                return
            }
            let time = record.text(13).isEmpty ? record.text(12) : record.text(13)
            if current?.results.contains(where: { $0.code == code }) == true, let run = current {
                var again = run
                again.results = []
                again.graphics = []
                again.alarms = []
                close()
                current = again
                current?.analysedAt = time
            }
            if current?.analysedAt.isEmpty == true { current?.analysedAt = time }
            current?.results.append(
                AnalyzerResult(
                    code: code, name: code, value: value, unit: record.text(5),
                    flags: record.repetitions(7).flatMap { $0 }.filter { !$0.isEmpty }, range: record.text(6), analysedAt: time))
        }

        /// Sysmex names pictures by codes such as SCAT_WDF and DIST_RBC; the picture itself lies in a shared folder.
        private static func namesGraphic(_ code: String) -> Bool { code.hasPrefix("SCAT_") || code.hasPrefix("DIST_") }

        private static func file(_ record: ASTMRecord) -> String? {
            let path = record.delimiters.unescaped(record.raw(4)[...]).trimmed
            return path.isEmpty ? nil : path
        }

        private mutating func comment(_ record: ASTMRecord) {
            let text = record.repetitions(4).flatMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
            guard !text.isEmpty, text != "I" else { return }
            let last = (current?.results.count ?? 0) - 1
            switch subject {
            case .result where last >= 0: current?.results[last].comments.append(text)
            case .order, .result: current?.alarms.append(text)
            case .message: base.alarms.append(text)
            }
        }

        /// Horiba packs curves and list mode into M records; others of this type are for the manufacturer's own use.
        private mutating func read(manufacturer record: ASTMRecord) {
            let kind = record.text(3)
            guard ["HISTOGRAM", "MATRIX"].contains(kind) else { return }
            if current == nil { current = base }
            let name = record.text(5)
            func packed(_ field: Int) -> String { (record.repetitions(field).first ?? []).joined(separator: "^") }
            do throws(HematologyError) {
                let graphic = try HoribaGraphic.unpack(kind: kind, name: name, thresholds: packed(6), data: packed(7))
                current?.graphics.append(AnalyzerGraphic(name: name, graphic: graphic))
            } catch {
                current?.graphics.append(AnalyzerGraphic(name: name))
                current?.faults.append("\(name): \(error)")
            }
        }

        /// Q-3 names the sample: `patient^sample`, or `rack^tube^sample^mode` with Sysmex.
        private mutating func query(_ record: ASTMRecord) {
            for parts in record.repetitions(3) {
                var query = base
                query.kind = .query
                query.sample = parts.count > 2 && !parts[2].isEmpty ? parts[2] : parts.count > 1 && !parts[1].isEmpty ? parts[1] : parts.first ?? ""
                query.settings["range"] = record.raw(3)
                found.append(query)
            }
        }
    }
}
