import Runtime

/// A record as interfaces show it: values by field, titles of what it refers to, and what may be done with it.
struct RecordAnswer {
    let json: JSON

    init(_ shape: EntityShape, _ row: Row, _ titles: Titles, _ viewer: Viewer) {
        var values: [String: JSON] = [:]
        var shown: [String: JSON] = [:]
        for field in shape.fields {
            if case .computed(let body) = field.spec.kind {
                values[field.name] = field.spec.json(of: body(row))
            } else if field.spec.kind.isStored {
                values[field.name] = field.spec.json(of: row[field.name])
            }
            if case .reference(let target) = field.spec.kind, let id = row[field.name].integer {
                shown[field.name] = JSON(titles[EntityShape.of(target).name, id])
            }
        }
        json = .object([
            "id": .integer(row.id), "version": .integer(Int64(row.version)), "values": .object(values), "shown": .object(shown),
            "moves": .array(shape.moves(on: row, for: viewer).map { .string($0.name) }), "mayChange": .bool(shape.may(.change, viewer, on: row)),
            "isMasked": .bool(shape.fields.contains { $0.spec.mask != nil } && !shape.may(.unmask, viewer, on: row)),
            "createdAt": Self.time(row, .createdAt), "createdBy": Self.person(row, .createdBy, titles),
            "changedAt": Self.time(row, .changedAt), "changedBy": Self.person(row, .changedBy, titles),
            "dueAt": Self.time(row, .dueAt),
            "organization": JSON(row[SystemField.ownerOrganization.rawValue].integer.flatMap { titles["organization", $0] }),
        ])
    }

    private static func person(_ row: Row, _ field: SystemField, _ titles: Titles) -> JSON {
        JSON(row[field.rawValue].text.map { titles.people[$0] ?? $0 })
    }

    private static func time(_ row: Row, _ field: SystemField) -> JSON {
        JSON(row[field.rawValue].integer.map { Moment(milliseconds: $0).iso8601 })
    }
}

/// One step of a record's story, its fields in words.
struct RevisionAnswer {
    let json: JSON

    init(_ shape: EntityShape, _ revision: Revision, _ viewer: Viewer) {
        let language = viewer.language
        let action = shape.workflow?.move(named: revision.action)?.label(in: language)
            ?? (revision.action == "create" ? Phrase("建立", "Created") : Phrase("修改", "Changed")).text(in: language)
        let changes: [JSON] = revision.changes.compactMap { change in
            guard let field = shape[field: change.field] else { return nil }
            return .object([
                "field": .string(field.name), "label": .string(field.label(in: language)),
                "before": JSON(field.spec.words(for: change.before, language: language)),
                "after": JSON(field.spec.words(for: change.after, language: language)),
            ])
        }
        json = .object([
            "version": .integer(Int64(revision.version)), "at": .string(revision.at.iso8601), "by": .string(revision.authorName ?? revision.author),
            "action": .string(action), "reason": JSON(revision.reason), "changes": .array(changes),
        ])
    }
}
