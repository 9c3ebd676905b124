import HL7

/// An order as a message that goes out unasked: LAB-28 of IHE LAW, or E1394 order records.
struct OrderDelivery {
    private static let sequence = HL7Sequence()

    let interpreter: Interpreter
    let store: AnalyzerStore
    let link: AnalyzerLink
    let profile: InstrumentProfile

    func message(_ order: WorkOrder) -> [UInt8] {
        let now = Clock.now()
        let codes = HostAnswers(store: store, interpreter: interpreter, link: link, profile: profile, sequence: Self.sequence, now: now).codes(of: order)
        if profile.language == .astm {
            let writer = ASTMOrders(profile: profile, delimiters: .suggested, charset: link.charset ?? .utf8, time: Clock.text(now))
            return writer.message([("", [(order, codes)])]).encoded
        }
        // The header that a reply would answer: the instrument as sender, ourselves as receiver.
        var header = HL7Segment("MSH")
        header.set(3, profile.senders.first ?? "ANALYZER")
        header.set(5, "YIGONG")
        let imagined = HL7Message(segments: [header])
        return HL7Orders(message: imagined, sample: order.sample, time: Clock.text(now), sequence: Self.sequence).work((order, codes)).encoded
    }
}
