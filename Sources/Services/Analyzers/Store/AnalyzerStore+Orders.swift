import Database

/// Work for the analyzers: which analytes of which sample.
public struct WorkOrder: Sendable, Codable {
    public var id: Int64
    /// The number on the tube.
    public var sample: String
    /// The instrument it is for; nil for any that asks.
    public var link: String?
    /// Our codes of analytes, or the instrument's own.
    public var tests: [String]
    public var patient: AnalyzerMessage.Patient
    public var priority: AnalyzerMessage.Priority
    public var specimen: String
    /// The number of the day that the sample has on an instrument without a barcode reader, and the day (`20260501`).
    public var dayNumber: String?
    public var day: String?
    /// `waiting`, `sent`, `done`, `cancelled`.
    public var state: String
    public var createdAt: Int64

    public init(
        sample: String, link: String? = nil, tests: [String], patient: AnalyzerMessage.Patient = .init(), priority: AnalyzerMessage.Priority = .routine,
        specimen: String = "", dayNumber: String? = nil, day: String? = nil
    ) {
        id = 0
        self.sample = sample
        self.link = link
        self.tests = tests
        self.patient = patient
        self.priority = priority
        self.specimen = specimen
        self.dayNumber = dayNumber
        self.day = day
        state = "waiting"
        createdAt = 0
    }
}

extension AnalyzerStore {
    /// Enters an order. Runs that came before it and waited for it are matched.
    public func add(_ order: WorkOrder, at time: Int64) throws -> Int64 {
        try database.write { connection in
            let id = try connection.nextID(of: "work_order")
            try connection.execute(
                """
                INSERT INTO work_order (id, sample, link_id, tests, patient, priority, specimen, day_number, day, created_at, state, changed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
                """,
                [
                    .integer(id), .text(order.sample), SQLValue(order.link), .text(JSONText.of(order.tests)), .text(JSONText.of(order.patient)),
                    .text(order.priority.rawValue), .text(order.specimen), SQLValue(order.dayNumber), SQLValue(order.day), .integer(time), .integer(time),
                ])
            try connection.execute(
                "UPDATE run SET state = 'matched', reason = NULL, order_id = ? WHERE sample = ? AND state = 'waiting' AND reason = 'noOrder'",
                [.integer(id), .text(order.sample)])
            if connection.changes > 0 { try connection.execute("UPDATE work_order SET state = 'done' WHERE id = ?", [.integer(id)]) }
            return id
        }
    }

    private static let orderColumns = "id, sample, link_id, tests, patient, priority, specimen, day_number, day, state, created_at"

    /// Orders of a sample that an instrument may do; newest first.
    func orders(sample: String, link: String) throws -> [WorkOrder] {
        try database.read {
            try $0.query(
                "SELECT \(Self.orderColumns) FROM work_order WHERE sample = ? AND (link_id IS NULL OR link_id = ?) AND state <> 'cancelled' ORDER BY id DESC",
                [.text(sample), .text(link)]
            ).map(WorkOrder.init)
        }
    }

    /// Orders that wait to be sent to an instrument which does not ask.
    func ordersToSend(link: String) throws -> [WorkOrder] {
        try database.read {
            try $0.query("SELECT \(Self.orderColumns) FROM work_order WHERE link_id = ? AND state = 'waiting' ORDER BY id LIMIT 50", [.text(link)])
                .map(WorkOrder.init)
        }
    }

    public func orders(limit: Int = 100) throws -> [WorkOrder] {
        try database.read {
            try $0.query("SELECT \(Self.orderColumns) FROM work_order ORDER BY id DESC LIMIT ?", [.integer(limit)]).map(WorkOrder.init)
        }
    }

    public func setOrder(_ id: Int64, state: String, fault: String? = nil, at time: Int64) throws {
        try database.write {
            try $0.execute(
                "UPDATE work_order SET state = ?, fault = ?, changed_at = ? WHERE id = ? AND state <> 'done'",
                [.text(state), SQLValue(fault), .integer(time), .integer(id)])
        }
    }
}

extension WorkOrder {
    fileprivate init(_ row: SQLRow) {
        self.init(
            sample: row.text(1), link: row.optionalText(2), tests: JSONText.read(row.text(3), as: [String].self) ?? [],
            patient: JSONText.read(row.text(4), as: AnalyzerMessage.Patient.self) ?? .init(),
            priority: AnalyzerMessage.Priority(rawValue: row.text(5)) ?? .routine, specimen: row.text(6), dayNumber: row.optionalText(7),
            day: row.optionalText(8))
        id = row.int64(0)
        state = row.text(9)
        createdAt = row.int64(10)
    }
}
