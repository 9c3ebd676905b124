import DICOM
import Database
import ObjectStore

/// An instance as the index knows it: what is needed to serve it, and where its bytes are.
public struct StoredInstance: Sendable {
    public let id: Int64
    public let studyInstanceUID: String
    public let seriesInstanceUID: String
    public let sopInstanceUID: String
    public let sopClassUID: String
    public let number: Int?
    public let transferSyntax: TransferSyntax
    /// Assumed for text that declares no character set.
    public let charset: String?
    public let rows: Int?
    public let columns: Int?
    public let frames: Int
    /// Milliseconds since 1970, UTC.
    public let received: Int64
    /// Length of the data set as stored, in bytes.
    public var length: Int { Int(address.length) }

    let seriesID: Int64
    let address: ObjectAddress
    let digest: [UInt8]
    let originalDigest: [UInt8]?

    static let columnsSQL = """
        instance.id, study.uid, series.uid, instance.uid, instance.sop_class, instance.number, instance.transfer_syntax, instance.charset,
        instance.pixel_rows, instance.pixel_columns, instance.frames, instance.received, instance.series_id, instance.segment,
        instance.position, instance.length, instance.digest, instance.original_digest
        """

    init(_ row: SQLRow) {
        id = row.int64(0)
        studyInstanceUID = row.text(1)
        seriesInstanceUID = row.text(2)
        sopInstanceUID = row.text(3)
        sopClassUID = row.text(4)
        number = row.optionalInt(5)
        transferSyntax = TransferSyntax(uid: row.text(6))
        charset = row.optionalText(7)
        rows = row.optionalInt(8)
        columns = row.optionalInt(9)
        frames = row.int(10)
        received = row.int64(11)
        seriesID = row.int64(12)
        address = ObjectAddress(segment: row.int64(13), offset: row.int64(14), length: row.int64(15))
        digest = row.blob(16)
        originalDigest = row.isNull(17) ? nil : row.blob(17)
    }

    /// Instances in the order of their number, then of arrival.
    static func select(where condition: SQLCondition, limit: Int? = nil, in connection: any SQLConnection) throws -> [StoredInstance] {
        let sql = """
            SELECT \(columnsSQL) FROM instance JOIN series ON series.id = instance.series_id JOIN study ON study.id = series.study_id
            WHERE study.trashed IS NULL AND \(condition.sql) ORDER BY instance.series_id, instance.number, instance.id
            """ + (limit.map { " LIMIT \($0)" } ?? "")
        return try connection.query(sql, condition.arguments).map(StoredInstance.init)
    }
}

/// A part of the archive, named by UIDs from the study down.
public struct ArchiveScope: Sendable, Hashable {
    public var patientID: String?
    public var studies: [String]
    public var series: [String]
    public var instances: [String]

    public init(patientID: String? = nil, studies: [String] = [], series: [String] = [], instances: [String] = []) {
        self.patientID = patientID
        self.studies = studies
        self.series = series
        self.instances = instances
    }

    public static func study(_ uid: String) -> ArchiveScope { ArchiveScope(studies: [uid]) }
    public static func series(_ uid: String, of study: String) -> ArchiveScope { ArchiveScope(studies: [study], series: [uid]) }
    public static func instance(_ uid: String, of series: String, in study: String) -> ArchiveScope {
        ArchiveScope(studies: [study], series: [series], instances: [uid])
    }

    var condition: SQLCondition {
        var parts: [SQLCondition] = []
        if let patientID { parts.append(SQLCondition(sql: "study.patient_id = ?", arguments: [.text(patientID)])) }
        if !studies.isEmpty { parts.append(.any(studies.map { SQLCondition(sql: "study.uid = ?", arguments: [.text($0)]) })) }
        if !series.isEmpty { parts.append(.any(series.map { SQLCondition(sql: "series.uid = ?", arguments: [.text($0)]) })) }
        if !instances.isEmpty {
            parts.append(
                .any(instances.map { SQLCondition(sql: "(instance.uid_key = ? AND instance.uid = ?)", arguments: [.integer(UIDKey.of($0)), .text($0)]) }))
        }
        // An empty scope names nothing, rather than everything.
        guard !parts.isEmpty else { return .never }
        return SQLCondition(sql: parts.map(\.sql).joined(separator: " AND "), arguments: parts.flatMap(\.arguments))
    }
}

extension Archive {
    /// Every instance in a scope that is not in the trash; empty where there is none.
    public func instances(in scope: ArchiveScope) throws -> [StoredInstance] {
        try read { try StoredInstance.select(where: scope.condition, in: $0) }
    }

    /// One instance by its UID alone, for services that know no study.
    public func instance(_ sopInstanceUID: String) throws -> StoredInstance? {
        try instances(in: ArchiveScope(instances: [sopInstanceUID])).first
    }
}
