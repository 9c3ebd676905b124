import Foundation
import HL7

/// A made-up blood count, the same for the same number: values near the middle of their ranges, and curves of the shapes that
/// the cells have.
public struct SimulatedSample: Sendable {
    private let number: Int
    private let profile: InstrumentProfile
    private let time: String

    public init(number: Int, profile: InstrumentProfile, time: Date) {
        self.number = number
        self.profile = profile
        self.time = Clock.text(Int64(time.timeIntervalSince1970 * 1000))
    }

    private var sample: String { "S" + String(100_000 + number) }

    /// Analyte, middle, unit.
    private static let counts: [(String, Double, String)] = [
        ("WBC", 6.2, "10*9/L"), ("NEU#", 3.6, "10*9/L"), ("LYM#", 1.9, "10*9/L"), ("MON#", 0.42, "10*9/L"), ("EOS#", 0.15, "10*9/L"),
        ("BAS#", 0.03, "10*9/L"), ("RBC", 4.62, "10*12/L"), ("HGB", 139, "g/L"), ("MCV", 89.1, "fL"), ("MCH", 30.1, "pg"), ("MCHC", 335, "g/L"),
        ("RDW-CV", 12.8, "%"), ("PLT", 231, "10*9/L"), ("MPV", 9.6, "fL"), ("PCT", 0.221, "%"),
    ]

    private var values: [(code: String, name: String, value: String, unit: String)] {
        let codes = Dictionary(profile.codes.map { ($0.value.analyte, $0.key) }, uniquingKeysWith: { min($0, $1) })
        return Self.counts.enumerated().compactMap { position, count in
            guard let code = codes[count.0] else { return nil }
            // A spread of a tenth, from the number and the place alone.
            let step = Double((number * 37 + position * 11) % 21 - 10) / 100
            let digits = count.1 < 1 ? 3 : count.1 < 100 ? 2 : 0
            return (code, count.0, String(format: "%.\(digits)f", count.1 * (1 + step)), count.2)
        }
    }

    /// The results, in the profile's language.
    public var message: [UInt8] { profile.language == .hl7 ? hl7(results) : astm(results: true) }

    /// The question for the sample's orders.
    public var query: [UInt8] { profile.language == .hl7 ? hl7(orderQuery) : astm(results: false) }

    // MARK: - HL7

    private func hl7(_ body: [HL7Segment]) -> [UInt8] {
        var header = HL7Segment("MSH")
        header.set(3, profile.senders.first.map { $0 + "80" } ?? "SIMULATOR")
        header.set(4, "Simulator")
        header.set(7, time)
        header.set(9, body.contains { $0.name == "OBX" } ? "ORU" : "ORM", body.contains { $0.name == "OBX" } ? "R01" : "O01")
        header.set(10, String(number))
        header.set(11, "P")
        header.set(12, "2.3.1")
        header.set(18, "UNICODE")
        return HL7Message(segments: [header] + body).encoded
    }

    private var orderQuery: [HL7Segment] {
        var order = HL7Segment("ORC")
        order.set(1, "RF")
        order.set(3, sample)
        return [order]
    }

    private var results: [HL7Segment] {
        var request = HL7Segment("OBR")
        request.set(1, "1")
        request.set(3, sample)
        request.set(4, "00001", "Automated Count", "99MRC")
        request.set(7, time)
        var segments = [HL7Segment("PID", ["1"]), request]
        func add(_ type: String, _ code: String, _ name: String, _ value: String, _ unit: String = "") {
            var observation = HL7Segment("OBX", [String(segments.count - 1), type])
            observation.set(3, code, name, code.contains("-") ? "LN" : "99MRC")
            observation.setRaw(5, value)
            observation.set(6, unit)
            observation.set(11, "F")
            segments.append(observation)
        }
        for value in values { add("NM", value.code, value.name, value.value, value.unit) }
        for curve in profile.curves ?? [] {
            let shape = Self.shape(curve.name, number)
            for (line, channel) in zip(curve.lines, shape.lines) { add("NM", line, "\(curve.name). Line", String(channel)) }
            if let width = curve.width { add("NM", width, "\(curve.name). Meta Length", "2") }
            let bytes = shape.channels.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
            add("ED", curve.data, "\(curve.name). Binary", "^Application^Octet-stream^Base64^" + Data(bytes).base64EncodedString())
        }
        return segments
    }

    /// Bells on channels: one for red cells and platelets, three for white cells.
    private static func shape(_ name: String, _ number: Int) -> (channels: [UInt16], lines: [Int]) {
        let shift = Double(number % 9) - 4
        let (count, bells, lines): (Int, [(Double, Double, Double)], [Int]) = switch name.prefix(3) {
        case "WBC": (128, [(22 + shift / 2, 5, 900), (48, 8, 420), (84 + shift, 13, 1500)], [12, 40, 72])
        case "RBC": (256, [(88 + shift, 14, 255)], [29, 152])
        default: (64, [(11 + shift / 4, 6, 255)], [3, 47])
        }
        let channels = (0..<count).map { channel in
            UInt16(bells.reduce(0) { $0 + $1.2 * exp(-pow((Double(channel) - $1.0) / $1.1, 2) / 2) }.rounded())
        }
        return (channels, lines)
    }

    // MARK: - ASTM

    private func astm(results: Bool) -> [UInt8] {
        let name = profile.senders.first ?? "SIMULATOR"
        let padding = String(repeating: "^", count: (profile.codeComponent ?? 4) - 1)
        let usesInstrumentID = profile.sample?.fields?.first?.description == "O-4.3"
        var records = [#"H|\^&|||\#(name)100^00-01|||||||P|E1394-97|\#(time)"#]
        if results {
            records += ["P|1", usesInstrumentID ? "O|1||^^\(sample)^M|\(padding)WBC|||||||N" : "O|1|\(sample)||\(padding)WBC|R"]
            records += values.enumerated().map { "R|\($0 + 1)|\(padding)\($1.code)^1|\($1.value)|\($1.unit)||N||F||||\(time)" }
        } else {
            records.append("Q|1|^\(sample)||ALL||||||||O")
        }
        records.append("L|1|N")
        return Array(records.map { $0 + "\r" }.joined().utf8)
    }
}
