import Runtime
import Server

/// The systems of the consortium as a part of the server: their records, pages' answers and messages.
enum SystemsPart {
    static func part(_ platform: Platform) throws -> ServerPart {
        let records = try platform.records(of: .yigong)
        return ServerPart(routes: [RecordRoutes(records: records).add, DeskRoutes(records: records).add])
    }
}
