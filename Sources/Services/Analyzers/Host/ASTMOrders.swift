import HL7

/// Writes orders as E1394 records.
struct ASTMOrders {
    let profile: InstrumentProfile
    let delimiters: ASTMDelimiters
    let charset: HL7Charset
    let time: String

    /// - Parameter answers: for each sample asked for, Q-3 as it came, and the orders with the instrument's codes.
    func message(_ answers: [(range: String, orders: [(order: WorkOrder, codes: [String])])]) -> ASTMMessage {
        var records = [record("H", [2: headerDelimiters, 5: "Yigong", 12: "P", 13: "1", 14: time])]
        var patients = 0
        for answer in answers {
            for (order, codes) in answer.orders {
                patients += 1
                records.append(patient(order, number: patients))
                records.append(self.order(order, codes, range: answer.range))
            }
        }
        // L-3: I says that nothing is known of what was asked for (E1394-97 section 13.1.3).
        records.append(record("L", [2: "1", 3: patients > 0 ? "N" : "I"]))
        return ASTMMessage(records: records, charset: charset, isEnded: true)
    }

    private var headerDelimiters: String {
        String(decoding: [delimiters.repetition, delimiters.component, delimiters.escape], as: UTF8.self)
    }

    private var separator: String { String(decoding: [delimiters.component], as: UTF8.self) }

    private func patient(_ order: WorkOrder, number: Int) -> ASTMRecord {
        let name = order.patient.name.split(separator: " ").map { delimiters.escaped(String($0)) }.joined(separator: separator)
        return record(
            "P",
            [
                2: String(number), 4: delimiters.escaped(order.patient.id), 6: name, 8: order.patient.birthDate,
                9: order.patient.sex.isEmpty ? "U" : order.patient.sex,
            ])
    }

    /// A sample asked for by rack and tube is answered with the same words; E1394 wants its number alone.
    private func order(_ order: WorkOrder, _ codes: [String], range: String) -> ASTMRecord {
        let parts = range.split(separator: Character(separator), omittingEmptySubsequences: false)
        let specimen = parts.count > 2 ? range : delimiters.escaped(order.sample)
        let padding = String(repeating: separator, count: max(0, (profile.codeComponent ?? 4) - 1))
        let tests = codes.map { padding + delimiters.escaped($0) }.joined(separator: String(decoding: [delimiters.repetition], as: UTF8.self))
        return record(
            "O",
            [
                2: "1", 3: specimen, 5: tests, 6: order.priority == .stat ? "S" : "R", 7: time, 12: "N", 16: delimiters.escaped(order.specimen),
                26: range.isEmpty ? "O" : "Q",
            ])
    }

    private func record(_ type: String, _ fields: [Int: String]) -> ASTMRecord {
        var all = [String](repeating: "", count: fields.keys.max() ?? 1)
        all[0] = type
        for (number, text) in fields { all[number - 1] = text }
        return ASTMRecord(all, delimiters: delimiters)
    }
}
