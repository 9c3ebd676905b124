import Foundation
import HL7

/// The recordings and documents inside an HL7 v2 result message (ORU^R01): OBX of type ED, whose fifth component is the data
/// (HL7 v2.5.1 2.A.24).
struct EmbeddedRecordings {
    struct Content {
        let name: String
        let bytes: [UInt8]
    }

    let contents: [Content]
    let sender: SenderFacts
    /// What is wrong with single OBX segments.
    private(set) var faults: [String] = []

    init(_ message: HL7Message) {
        var contents: [Content] = []
        var faults: [String] = []
        for (number, segment) in message.all("OBX").enumerated() where segment.text(2) == "ED" {
            let data = segment.text(5, component: 5)
            let coding = segment.text(5, component: 4).lowercased()
            let bytes = Self.bytes(data, coding: coding)
            guard let bytes, !bytes.isEmpty else {
                faults.append("OBX \(number + 1): the data is not \(coding.isEmpty ? "Base64" : coding)")
                continue
            }
            let kind = segment.text(5, component: 3)
            contents.append(Content(name: "\(message.controlID)-\(number + 1).\(kind.isEmpty ? "dat" : kind.lowercased())", bytes: bytes))
        }
        self.contents = contents
        self.faults = faults
        sender = Self.sender(message)
    }

    private static func bytes(_ text: String, coding: String) -> [UInt8]? {
        switch coding {
        case "base64", "": Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { [UInt8]($0) }
        case "hex": hexadecimal(text)
        case "a": Array(text.utf8)
        default: nil
        }
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// Patient and time from PID and OBR.
    private static func sender(_ message: HL7Message) -> SenderFacts {
        let patient = message["PID"]
        let name = [patient?.text(5), patient?.text(5, component: 2)].compactMap { $0?.nonEmpty }
        let isChinese = name.joined().unicodeScalars.contains { $0.properties.isIdeographic }
        let time = message["OBR"]?.text(7).nonEmpty ?? message["MSH"]?.text(7).nonEmpty
        return SenderFacts(
            patientID: patient?.text(3).nonEmpty, patientName: name.joined(separator: isChinese ? "" : " ").nonEmpty,
            sex: (patient?.text(8)).flatMap(Sex.code), birthDate: (patient?.text(7)).flatMap { Moment(digitsOf: $0)?.dateText },
            recordedAt: time.flatMap { Moment(digitsOf: $0)?.text })
    }
}
