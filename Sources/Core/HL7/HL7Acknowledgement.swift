extension HL7Message {
    /// MSA-1 (HL7 table 0008).
    public enum Acknowledgement: String, Sendable {
        case accept = "AA"
        case error = "AE"
        case reject = "AR"
    }

    /// The general acknowledgement of this message: sender and receiver change places, MSA-2 echoes MSH-10 byte for byte.
    /// - Parameters:
    ///   - text: what is wrong, for MSA-3.
    ///   - time: MSH-7, as `20260501083000`.
    ///   - controlID: the acknowledgement's own MSH-10.
    public func acknowledgement(_ code: Acknowledgement, text: String = "", time: String, controlID: String) -> HL7Message {
        var reply = reply(type: "ACK", trigger: trigger, time: time, controlID: controlID)
        reply.segments.append(messageAcknowledgement(code, text: text))
        return reply
    }

    /// The header of a reply to this message.
    public func reply(type: String, trigger: String, structure: String = "", time: String, controlID: String) -> HL7Message {
        let received = self["MSH"]
        var header = HL7Segment("MSH", delimiters: delimiters)
        for (to, from) in [(3, 5), (4, 6), (5, 3), (6, 4), (11, 11), (12, 12), (18, 18)] {
            header.setRaw(to, received?.raw(from) ?? "")
        }
        header.set(7, time)
        let names = [type, trigger, structure].prefix(structure.isEmpty ? 2 : 3).filter { !$0.isEmpty }
        header.setRaw(9, names.joined(separator: String(decoding: [delimiters.component], as: UTF8.self)))
        header.set(10, controlID)
        return HL7Message(segments: [header], charset: charset)
    }

    /// The MSA segment of a reply to this message.
    public func messageAcknowledgement(_ code: Acknowledgement, text: String = "") -> HL7Segment {
        var segment = HL7Segment("MSA", [code.rawValue], delimiters: delimiters)
        segment.setRaw(2, self["MSH"]?.raw(10) ?? "")
        if !text.isEmpty { segment.set(3, text) }
        return segment
    }
}
