import HL7

/// Writes orders as the HL7 messages that instruments understand.
struct HL7Orders {
    typealias Order = (order: WorkOrder, codes: [String])

    /// What asked.
    let message: HL7Message
    let sample: String
    let time: String
    let sequence: HL7Sequence

    private func segment(_ name: String, _ fields: [Int: String]) -> HL7Segment {
        var segment = HL7Segment(name, delimiters: message.delimiters)
        for (number, text) in fields { segment.set(number, text) }
        return segment
    }

    private func patient(_ order: WorkOrder) -> HL7Segment {
        var patient = segment("PID", [1: "1", 3: order.patient.id, 7: order.patient.birthDate, 8: order.patient.sex])
        let name = order.patient.name.split(separator: " ", maxSplits: 1).map(String.init)
        patient.set(5, name.first ?? "", name.count > 1 ? name[1] : "")
        return patient
    }

    // MARK: - Mindray hematology: ORM^O01, ORR^O02

    /// ORC-1 `AF` gives the order; MSA-1 `AR` says that there is none.
    func orderResponse(_ orders: [Order]) -> HL7Message {
        var reply = message.reply(type: "ORR", trigger: "O02", time: time, controlID: sequence.next())
        guard let order = orders.first?.order else {
            reply.segments.append(message.messageAcknowledgement(.reject, text: "no order for this sample"))
            return reply
        }
        reply.segments.append(message.messageAcknowledgement(.accept))
        reply.segments += [patient(order), segment("PV1", [1: "1"]), segment("ORC", [1: "AF", 2: sample])]
        var request = segment("OBR", [1: "1", 2: sample, 6: time])
        request.set(4, "00001", "Automated Count", "99MRC")
        var mode = segment("OBX", [1: "1", 2: "IS", 5: order.testMode, 11: "F"])
        mode.set(3, "08003", "Test Mode", "99MRC")
        reply.segments += [request, mode]
        return reply
    }

    // MARK: - Mindray chemistry: QRY^Q02, QCK^Q02, DSR^Q03

    func displayResponse(_ orders: [Order]) -> [HL7Message] {
        var check = message.reply(type: "QCK", trigger: "Q02", time: time, controlID: sequence.next())
        check.segments += [message.messageAcknowledgement(.accept), segment("ERR", [1: "0"]), segment("QAK", [1: "SR", 2: orders.isEmpty ? "NF" : "OK"])]
        guard let (order, codes) = orders.first else { return [check] }
        var reply = message.reply(type: "DSR", trigger: "Q03", time: time, controlID: sequence.next())
        reply.segments += [message.messageAcknowledgement(.accept), segment("ERR", [1: "0"]), segment("QAK", [1: "SR", 2: "OK"])]
        reply.segments += message.segments.filter { ["QRD", "QRF"].contains($0.name) }
        // Rows by their places, as the maker's interface manual lists them: patient, tube, sample, then a row a test.
        let known = [
            1: order.patient.id, 3: order.patient.name, 4: order.patient.birthDate, 5: order.patient.sex, 21: order.sample, 22: order.dayNumber ?? order.sample,
            23: time, 24: order.priority == .stat ? "Y" : "N", 26: order.specimen,
        ]
        reply.segments += (1...28).map { segment("DSP", [1: String($0), 3: known[$0] ?? ""]) }
        reply.segments += codes.enumerated().map { position, code in
            var row = segment("DSP", [1: String(29 + position)])
            row.set(3, code, "", "", "")
            return row
        }
        return [check, reply]
    }

    // MARK: - IHE LAW: QBP^Q11, RSP^K11, OML^O33 (PaLM TF-2b, LAB-27 and LAB-28)

    func analyticalWork(_ orders: [Order]) -> [HL7Message] {
        var response = message.reply(type: "RSP", trigger: "K11", structure: "RSP_K11", time: time, controlID: sequence.next())
        response.segments.append(message.messageAcknowledgement(.accept))
        let tag = message["QPD"]?.text(2) ?? ""
        response.segments.append(segment("QAK", [1: tag, 2: orders.isEmpty ? "NF" : "OK"]))
        response.segments += message.all("QPD")
        return [response] + orders.map(work)
    }

    func work(_ order: Order) -> HL7Message {
        var header = message.reply(type: "OML", trigger: "O33", structure: "OML_O33", time: time, controlID: sequence.next())
        var first = header.segments[0]
        first.set(11, "P")
        first.set(12, message.version.isEmpty ? "2.5.1" : message.version)
        first.set(15, "NE")
        first.set(16, "AL")
        first.set(18, "UNICODE UTF-8")
        first.set(21, "LAB-28", "IHE")
        header.charset = .utf8
        var specimen = segment("SPM", [1: "1", 2: order.order.sample, 4: order.order.specimen])
        specimen.set(11, "P", "", "HL70369")
        header.segments = [first, patient(order.order), specimen, segment("SAC", [3: order.order.sample])]
        for (position, code) in order.codes.enumerated() {
            let request = segment("OBR", [2: "\(order.order.id)-\(position + 1)", 4: code])
            header.segments += [
                segment("ORC", [1: "NW", 9: time]), segment("TQ1", [9: order.order.priority == .stat ? "S" : "R"]), request, segment("TCD", [1: code]),
            ]
        }
        return header
    }
}

extension WorkOrder {
    /// The counting mode that covers the tests: a differential where one of its cells is ordered.
    fileprivate var testMode: String {
        let cells = ["NEU", "LYM", "MON", "EOS", "BAS"]
        return tests.contains { test in cells.contains { test.hasPrefix($0) } || test == "CBC+DIFF" } ? "CBC+DIFF" : "CBC"
    }
}
