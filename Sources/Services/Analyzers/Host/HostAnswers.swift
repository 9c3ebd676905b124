import HL7

/// What an instrument that asks for work is answered, from the orders of its sample.
struct HostAnswers {
    let store: AnalyzerStore
    let interpreter: Interpreter
    let link: AnalyzerLink
    let profile: InstrumentProfile
    let sequence: HL7Sequence
    let now: Int64

    /// The instrument's codes of an order's tests; what the profile does not know goes as it was ordered.
    func codes(of order: WorkOrder) -> [String] {
        let ours = Dictionary(profile.codes.map { ($0.value.analyte, $0.key) }, uniquingKeysWith: { min($0, $1) })
        return order.tests.map { ours[$0] ?? $0 }
    }

    /// Orders of a sample, marked as sent.
    private func orders(of sample: String) throws -> [WorkOrder] {
        let orders = try store.orders(sample: sample, link: link.id)
        for order in orders where order.state == "waiting" { try store.setOrder(order.id, state: "sent", at: now) }
        return orders
    }

    /// Answers E1394 queries with one message that holds all samples asked for.
    func answers(to message: ASTMMessage, _ contents: [AnalyzerMessage]) throws -> [ASTMMessage] {
        let queries = contents.filter { $0.kind == .query }
        guard !queries.isEmpty else { return [] }
        let found = try queries.map { ($0, try orders(of: $0.sample)) }
        let writer = ASTMOrders(profile: profile, delimiters: message.header.delimiters, charset: message.charset, time: Clock.text(now))
        return [writer.message(found.map { query, orders in (query.settings["range"] ?? "", orders.map { ($0, codes(of: $0)) }) })]
    }

    /// Answers an HL7 query in the way of its type.
    func answers(to message: HL7Message, _ contents: [AnalyzerMessage]) throws -> [HL7Message] {
        let sample = contents.first?.sample ?? ""
        let found = try orders(of: sample).map { ($0, codes(of: $0)) }
        let writer = HL7Orders(message: message, sample: sample, time: Clock.text(now), sequence: sequence)
        return switch message.type {
        case "ORM": [writer.orderResponse(found)]
        case "QRY": writer.displayResponse(found)
        default: writer.analyticalWork(found)
        }
    }
}
