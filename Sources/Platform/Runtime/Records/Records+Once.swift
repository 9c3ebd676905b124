internal import Database

extension Records {
    /// Runs a change in one transaction, and only the first time that its key is seen; then lets the messages go.
    func once(_ request: ChangeRequest, _ table: RecordTable, _ body: (RecordWork) throws -> Row) throws -> Row {
        do { return try perform(request, table, body) } catch let error as DatabaseError where error.kind == .constraint && request.key != nil {
            // The same click twice at the same moment: the other one won, and what it did is the answer.
            guard let done = try database.read({ try answered(request, table, $0) }) else { throw error }
            return done
        }
    }

    private func perform(_ request: ChangeRequest, _ table: RecordTable, _ body: (RecordWork) throws -> Row) throws -> Row {
        let (row, messages, changed) = try database.write { connection in
            let work = RecordWork(self, request.viewer, connection)
            if let done = try answered(request, table, connection) { return (done, [Message](), Set<String>()) }
            let row = try body(work)
            if let key = request.key {
                try connection.execute(
                    "INSERT INTO record_request (account, request, at, entity, record_id) VALUES (?, ?, ?, ?, ?)",
                    [.text(request.viewer.account), .text(key), .integer(work.now.milliseconds), .text(table.shape.name), .integer(row.id)])
            }
            return (row, work.messages, work.changed)
        }
        if !changed.isDisjoint(with: ["staff", "post", "organization"]) { viewers.forget() }
        feed.publish(messages)
        return row
    }

    /// What an earlier request with the same key did.
    private func answered(_ request: ChangeRequest, _ table: RecordTable, _ connection: any SQLConnection) throws -> Row? {
        guard let key = request.key else { return nil }
        let found = try connection.first(
            "SELECT entity, record_id FROM record_request WHERE account = ? AND request = ?", [.text(request.viewer.account), .text(key)])
        guard let found else { return nil }
        guard found.text(0) == table.shape.name else {
            throw RecordRefusal.wrongState(Phrase("这次提交已用于另一条记录", "this request was already used for another record"))
        }
        return try load(table, found.int64(1), connection)
    }
}
