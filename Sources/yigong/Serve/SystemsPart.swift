import Logging
import Runtime
import Server
import ServiceLifecycle

/// The systems of the consortium as a part of the server: their records, pages' answers and messages.
enum SystemsPart {
    static func part(_ platform: Platform) throws -> ServerPart {
        let records = try platform.records(of: .yigong)
        return ServerPart(
            services: [OverdueService(records: records)],
            routes: [
                RecordRoutes(records: records).add, DeskRoutes(records: records).add, FileRoutes(records: records).add,
                InterfaceRoutes(records: records).add,
            ])
    }
}

/// Looks every minute for what has stayed too long on someone's desk.
private struct OverdueService: Service {
    let records: Records

    func run() async throws {
        let logger = Logger(label: "records")
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(60))) != nil {
                do { try await offload { try records.tellOverdue() } } catch {
                    logger.warning("overdue records could not be told of", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
