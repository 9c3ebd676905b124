import Database
import Foundation
import Runtime
import Synchronization

/// A platform on a folder of its own, with a clock that only moves when told to.
final class House: Sendable {
    let clock = StoppedClock()
    let path: String
    let database: Database
    let platform: Platform

    static let password = "korrekt pferd 电池 92"
    static let somewhere = "10.1.2.3"

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("runtime-\(UUID().uuidString)").path
        let folder = try DataFolder(path: path)
        database = try Database.open(.sqlite(path: folder.database))
        let clock = clock
        platform = try Platform(database: database, folder: folder, now: { clock.now })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A second process on the same folder.
    func neighbour() throws -> Platform {
        let folder = try DataFolder(path: path)
        let clock = clock
        return try Platform(database: try Database.open(.sqlite(path: folder.database)), folder: folder, now: { clock.now })
    }

    @discardableResult
    func add(_ name: String, _ roles: Set<Role> = [.administrator]) throws -> Account {
        try platform.accounts.add(name: name, displayName: "", password: Self.password, roles: roles, by: .tester)
    }

    /// A change by hand, past all code that keeps order.
    func tamper(_ sql: String) throws { try database.write { try $0.execute(sql) } }
}

final class StoppedClock: Sendable {
    private let moment = Mutex(Moment(milliseconds: 1_780_000_000_000))

    var now: Moment { moment.withLock { $0 } }
    func advance(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

extension Actor {
    static let tester = Actor(name: "tester", origin: "local")
}
