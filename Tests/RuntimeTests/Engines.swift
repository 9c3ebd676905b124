import Database
import Foundation
import Testing

/// The engines on which every test of records runs. PostgreSQL only where `Scripts/test` started one and names it.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgreSQL

    static var present: [Engine] { server == nil ? [.sqlite] : allCases }
    private static let server = ProcessInfo.processInfo.environment["YIGONG_TEST_POSTGRESQL"]

    var testDescription: String { rawValue }

    /// An empty database: a file in `folder`, or a schema of its own on the server.
    func database(in folder: String) throws -> Database {
        guard self == .postgreSQL, let server = Self.server else { return try Database.open(.sqlite(path: folder + "/records.db")) }
        let schema = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let plain = try Database.open(.postgreSQL(server))
        try plain.write { try $0.execute("CREATE SCHEMA \(schema)") }
        try plain.close()
        return try Database.open(.postgreSQL(server + "?options=-csearch_path%3D\(schema)"))
    }
}
