import Synchronization

/// The connections that are open, by link: orders go out over them.
final class OpenConnections: Sendable {
    private let open = Mutex<[String: [LinkConnection]]>([:])

    func add(_ connection: LinkConnection, _ links: [AnalyzerLink]) {
        open.withLock { open in
            for link in links { open[link.id, default: []].append(connection) }
        }
    }

    func remove(_ connection: LinkConnection, _ links: [AnalyzerLink]) {
        open.withLock { open in
            for link in links { open[link.id]?.removeAll { $0 === connection } }
        }
    }

    func count(of links: [String]) -> Int { open.withLock { open in links.map { open[$0]?.count ?? 0 }.max() ?? 0 } }

    /// The newest connection of a link.
    subscript(link: String) -> LinkConnection? { open.withLock { $0[link]?.last } }
}
