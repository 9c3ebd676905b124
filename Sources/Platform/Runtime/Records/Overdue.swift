internal import Database

extension Records {
    /// Tells those at whose desk a record has stayed too long, once for each time that it was due.
    /// - Returns: how many records they were told of.
    @discardableResult
    public func tellOverdue() throws -> Int {
        try catalogue.shapes.reduce(0) { count, shape in
            guard let workflow = shape.workflow, !workflow.deadlines.isEmpty else { return count }
            return count + (try tellOverdue(shape, workflow))
        }
    }

    private func tellOverdue(_ shape: EntityShape, _ workflow: WorkflowShape) throws -> Int {
        let table = try table(shape.name)
        let clock = Viewer(account: "system", displayName: "system")
        let late = Filter.between(SystemField.dueAt.rawValue, nil, .integer(now().milliseconds))
        let (count, messages) = try database.write { connection in
            let work = RecordWork(self, clock, connection)
            var count = 0
            for row in try rows(table, where: late, order: "\"due_at\" DESC", limit: 1000, connection) where try isNew(row, shape, work) {
                count += 1
                for notice in notices(row, shape, workflow) { try work.tell(notice) }
            }
            return (count, work.messages)
        }
        feed.publish(messages)
        return count
    }

    /// Notes that a record was told of; false where it was before.
    private func isNew(_ row: Row, _ shape: EntityShape, _ work: RecordWork) throws -> Bool {
        let key = "due \(shape.name) \(row.id) \(row[SystemField.dueAt.rawValue].integer ?? 0)"
        let known = try work.connection.first("SELECT 1 FROM record_request WHERE account = 'system' AND request = ?", [.text(key)])
        guard known == nil else { return false }
        try work.connection.execute(
            "INSERT INTO record_request (account, request, at, entity, record_id) VALUES ('system', ?, ?, ?, ?)",
            [.text(key), .integer(work.now.milliseconds), .text(shape.name), .integer(row.id)])
        return true
    }

    /// To whoever holds a duty that the deadline names, at the organisation at which that duty could take the next step.
    private func notices(_ row: Row, _ shape: EntityShape, _ workflow: WorkflowShape) -> [Notice] {
        guard let state = shape.stateField.flatMap({ row[$0.name].text }) else { return [] }
        let title = shape.titles.first.flatMap { row[$0].text } ?? String(row.id)
        let words = Phrase("\(shape.label) \(title) 已超期，请尽快处理", "\(shape.englishLabel) \(title) is overdue")
        return workflow.deadlines.filter { $0.state == state }.flatMap(\.duties).compactMap { duty in
            let move = workflow.moves.first { $0.from.contains(state) && $0.duties.contains(duty) }
            let field = move?.organizationField ?? SystemField.ownerOrganization.rawValue
            return row[field].integer.map { Notice(to: .duty(duty.code, organization: $0), words, entity: shape.name, record: row.id) }
        }
    }
}
