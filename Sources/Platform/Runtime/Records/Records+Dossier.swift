import Clinical
internal import Database

/// What is known about a patient of one kind: visits, orders, results, reports.
public struct DossierChapter: Sendable {
    public let shape: EntityShape
    public let rows: [Row]
    public let titles: Titles
}

extension Records {
    /// The facts about the patient whom a record is about, wherever they were written down (R07.022). Whoever may see the
    /// record may look; each look is audited under the patient's number.
    /// - Throws: `RecordRefusal.absent` where the record is not about a patient.
    public func dossier(_ entity: String, _ id: Int64, for viewer: Viewer) throws -> [DossierChapter] {
        let table = try table(entity)
        let subject = table.shape.fields.first { $0.spec.kind.target == Patient.self }
        guard let subject else { throw RecordRefusal.absent }
        // Only those who treat read what treatment wrote down; that someone may manage or print a form is not enough.
        guard !viewer.duties.isDisjoint(with: Duty.treating.map(\.code)) else { throw refused(.see, table.shape, viewer, id: id) }
        return try database.write { connection in
            let row = try visible(table, id, viewer, connection)
            guard let patient = row[subject.name].integer else { throw RecordRefusal.absent }
            try audit.append(
                AuditEvent("dossier.read", by: viewer.actor, on: table.shape.name, String(id), patientID: String(patient)), to: connection)
            return try catalogue.shapes.compactMap { shape in
                guard let type = shape.type as? any ClinicalFact.Type else { return nil }
                return try chapter(type, patient, viewer, connection)
            }
        }
    }

    private func chapter<Fact: ClinicalFact>(
        _ type: Fact.Type, _ patient: Int64, _ viewer: Viewer, _ connection: any SQLConnection
    ) throws -> DossierChapter {
        let table = try table(type)
        let time = table[Fact.fieldName(Fact.happened)]?.quoted ?? "id"
        let rows = try rows(table, where: .where(Fact.subject, Reference(patient)), order: "\(time) DESC", limit: 200, connection)
        return DossierChapter(shape: table.shape, rows: rows, titles: try titles(for: rows, of: table.shape, viewer, connection))
    }
}
