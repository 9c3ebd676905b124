internal import Database

/// What someone wants done with a record, once: a request with the same key that comes again is answered, not repeated.
public struct ChangeRequest: Sendable {
    public let key: String?
    public let viewer: Viewer

    /// - Parameter key: made by whoever asks, new for each click; nil where nothing comes twice.
    public init(by viewer: Viewer, key: String? = nil) {
        self.viewer = viewer
        self.key = key.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
    }
}

extension Records {
    /// Makes a record.
    /// - Parameter organization: where it belongs, of those at which the viewer has a post; their first unless given.
    public func create(_ entity: String, _ values: [String: JSON], at organization: Int64? = nil, _ request: ChangeRequest) throws -> Row {
        let table = try table(entity)
        let shape = table.shape, viewer = request.viewer
        let duties = Set(shape.policies.filter { $0.verb == .create }.flatMap { $0.duties.map(\.code) })
        let posts = viewer.posts(for: duties)
        guard let post = organization == nil ? posts.first : posts.first(where: { $0.organization == organization }) else {
            throw refused(.create, shape, viewer)
        }
        return try once(request, table) { work in
            var row = shape.blankRow()
            row[SystemField.ownerOrganization.rawValue] = post.organization == 0 ? .null : .integer(post.organization)
            row[SystemField.ownerDepartment.rawValue] = post.department.map(Value.integer) ?? .null
            let answers = shape.stepFields
            try take(values, into: &row, of: shape) { !answers.contains($0.name) }
            try shape.prepare(&row, in: work)
            try settle(&row, shape, asking: [], work)
            return try work.insert(row, in: table)
        }
    }

    /// Changes the fields that are given.
    /// - Parameter version: what the viewer saw; another one means that somebody was faster.
    public func change(_ entity: String, _ id: Int64, version: Int, _ values: [String: JSON], _ request: ChangeRequest) throws -> Row {
        let table = try table(entity)
        let shape = table.shape
        return try once(request, table) { work in
            let before = try visible(table, id, request.viewer, work.connection)
            guard shape.may(.change, request.viewer, on: before) else { throw refused(.change, shape, request.viewer, id: id) }
            try demand(version, of: before)
            var row = before
            let answers = shape.stepFields
            try take(values, into: &row, of: shape) { !$0.spec.isFixed && !answers.contains($0.name) }
            try settle(&row, shape, asking: [], work)
            return try work.update(before, to: row, in: table, action: "change", reason: nil)
        }
    }

    /// Takes a step of the workflow.
    public func move(
        _ entity: String, _ id: Int64, _ name: String, version: Int, writing values: [String: JSON] = [:], reason: String? = nil, _ request: ChangeRequest
    ) throws -> Row {
        let table = try table(entity)
        let shape = table.shape, viewer = request.viewer
        guard let move = shape.workflow?.move(named: name), let state = shape.stateField else { throw RecordRefusal.absent }
        return try once(request, table) { work in
            let before = try visible(table, id, viewer, work.connection)
            try demandPermission(move, state: state, on: before, shape, viewer)
            try demand(version, of: before)
            let inputs = Set(move.inputs)
            var row = before
            try take(values, into: &row, of: shape) { inputs.contains($0.name) || move.offered.contains($0.name) }
            let reason = reason?.isEmpty == false ? reason : nil
            if move.needsReason, reason == nil { throw RecordRefusal.invalid([Objection("请填写理由", "give a reason", field: "reason")]) }
            if let reason, reason.count > 500 { throw RecordRefusal.invalid([Objection("理由最多 500 字", "a reason has at most 500 characters", field: "reason")]) }
            if let broken = move.guards.first(where: { !$0.holds(row) }) { throw RecordRefusal.wrongState(broken.message) }
            row[state.name] = .text(move.to)
            work.setDue(&row, shape, entering: move.to)
            try effect(of: move, on: &row, work)
            try settle(&row, shape, asking: inputs, work)
            return try work.update(before, to: row, in: table, action: move.name, reason: reason)
        }
    }

    private func demandPermission(_ move: MoveShape, state: EntityShape.Field, on row: Row, _ shape: EntityShape, _ viewer: Viewer) throws {
        if move.filter(state: state.name, for: viewer).matches(row) { return }
        let current = row[state.name].text ?? ""
        guard move.from.contains(current) else {
            let words = state.spec.kind.options.first { $0.code == current }?.label ?? current
            throw RecordRefusal.wrongState(Phrase("当前状态为“\(words)”，不能\(move.label)", "it is \(current): \(move.englishLabel.lowercased()) is not possible"))
        }
        note("\(shape.name).\(move.name)", shape, row.id, viewer, outcome: .refused)
        throw RecordRefusal.forbidden(Phrase("您没有权限：\(move.label)", "you have no right to \(move.englishLabel.lowercased())"))
    }

    private func effect(of move: MoveShape, on row: inout Row, _ work: RecordWork) throws {
        do { try move.effect(&row, work) } catch let objection as Objection { throw RecordRefusal.invalid([objection]) }
    }

    /// The entity's own logic, then every declared rule.
    private func settle(_ row: inout Row, _ shape: EntityShape, asking inputs: Set<String>, _ work: RecordWork) throws {
        // Rules first: logic may then rely on them. They are asked again, because logic may have filled what it should not.
        for isFirst in [true, false] {
            let objections = shape.objections(to: row, asking: inputs)
            guard objections.isEmpty else { throw RecordRefusal.invalid(objections) }
            if isFirst { do { try shape.settle(&row, in: work) } catch let objection as Objection { throw RecordRefusal.invalid([objection]) } }
        }
        try demandReferences(row, shape, work)
    }

    /// Every record that is referred to exists.
    private func demandReferences(_ row: Row, _ shape: EntityShape, _ work: RecordWork) throws {
        for field in shape.fields {
            guard case .reference(let target) = field.spec.kind, let id = row[field.name].integer else { continue }
            guard try load(table(target), id, work.connection) != nil else {
                throw RecordRefusal.invalid([Objection("\(field.label)：没有这条记录", "\(field.englishLabel): there is no such record", field: field.name)])
            }
        }
    }

    /// Puts what was sent into a row; everything that cannot be taken is told at once.
    private func take(
        _ values: [String: JSON], into row: inout Row, of shape: EntityShape, allowing isOpen: (EntityShape.Field) -> Bool
    ) throws {
        var objections: [Objection] = []
        for (name, json) in values.sorted(by: { $0.key < $1.key }) {
            guard let field = shape[field: name], field.spec.isWritten, field.spec.kind.isStored else {
                objections.append(Objection("没有可填写的字段 \(name)", "there is no field \(name) to write", field: name))
                continue
            }
            guard let value = field.spec.value(of: json) else {
                objections.append(Objection("\(field.label)：格式不正确", "\(field.englishLabel): has the wrong form", field: name))
                continue
            }
            guard isOpen(field) || value == row[name] else {
                objections.append(Objection("\(field.label)：此时不能修改", "\(field.englishLabel): cannot be changed now", field: name))
                continue
            }
            row[name] = value
        }
        guard objections.isEmpty else { throw RecordRefusal.invalid(objections) }
    }

    private func demand(_ version: Int, of row: Row) throws {
        guard row.version != version else { return }
        throw RecordRefusal.stale(
            by: row[SystemField.changedBy.rawValue].text ?? "", at: Moment(milliseconds: row[SystemField.changedAt.rawValue].integer ?? 0))
    }
}
