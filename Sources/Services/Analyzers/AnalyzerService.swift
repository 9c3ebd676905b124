import Foundation
import Logging

/// All analyzers of a laboratory: keeps every link running, takes messages in, sends orders out.
public actor AnalyzerService {
    public nonisolated let store: AnalyzerStore
    public nonisolated let board: LinkBoard
    private nonisolated let interpreters: InterpreterBox
    private let reception: Reception
    private let connections = OpenConnections()
    private var running: [String: Task<Void, Never>] = [:]
    private var chores: Task<Void, Never>?
    private let log = Logger(label: "analyzers")

    /// - Parameter onMessage: told every message once it is stored; must not block.
    public init(
        store: AnalyzerStore, onMessage: @escaping @Sendable (AnalyzerLink, [AnalyzerMessage]) -> Void = { _, _ in }
    ) throws {
        self.store = store
        board = LinkBoard(store: store)
        interpreters = InterpreterBox(Interpreter(profiles: try store.profiles()))
        reception = Reception(store: store, board: board, interpreters: interpreters) { link, messages, _ in onMessage(link, messages) }
    }

    public nonisolated var interpreter: Interpreter { interpreters.current }

    /// Starts all links that are on, and what is done beside them.
    public func start() throws {
        restart(try store.links())
        chores = Task { await doChores() }
    }

    public func stop() async {
        chores?.cancel()
        for task in running.values { task.cancel() }
        for task in running.values { await task.value }
        running = [:]
        board.write()
    }

    /// Runs one link, from now until the task is cancelled.
    public func run(_ link: AnalyzerLink, onPort: @escaping @Sendable (Int) -> Void = { _ in }) async {
        chores = Task { await doChores() }
        await keepUp([link], onPort: onPort)
        await stop()
    }

    // MARK: - Changes

    public func save(_ link: AnalyzerLink) async throws {
        try store.save(link, at: Clock.now())
        await reload()
    }

    public func removeLink(_ id: String) async throws -> Bool {
        let was = try store.removeLink(id)
        await reload()
        board.forget(id)
        return was
    }

    /// Puts a profile in use; messages that could not be read before are tried with it.
    public func save(_ profile: InstrumentProfile) async throws {
        try store.save(profile, at: Clock.now())
        try await useProfiles()
    }

    public func removeProfile(_ id: String) async throws -> Bool {
        let was = try store.removeProfile(id)
        try await useProfiles()
        return was
    }

    private func useProfiles() async throws {
        interpreters.replace(by: Interpreter(profiles: try store.profiles()))
        retryDeadLetters(all: true)
        await reload()
    }

    private func reload() async {
        guard chores != nil else { return }
        for task in running.values { task.cancel() }
        for task in running.values { await task.value }
        running = [:]
        do { restart(try store.links()) } catch { log.error("links cannot be read", metadata: ["error": "\(error)"]) }
    }

    // MARK: - Running

    /// Links that listen on one port run together.
    private func restart(_ links: [AnalyzerLink]) {
        for link in links { board.change(link.id) { $0.state = link.isEnabled ? .waiting : .off } }
        let groups = Dictionary(grouping: links.filter(\.isEnabled)) { link in
            if case .listen(let host, let port) = link.transport { "\(host):\(port)" } else { "link " + link.id }
        }
        for (key, links) in groups { running[key] = Task { await keepUp(links) } }
    }

    /// Runs links again whenever they end, with growing pauses: 1 s, doubled each time, at most 60 s.
    private func keepUp(_ links: [AnalyzerLink], onPort: @escaping @Sendable (Int) -> Void = { _ in }) async {
        var pause = 1.0
        while !Task.isCancelled {
            let begun = Clock.steady()
            do {
                try await talk(links, onPort: onPort)
            } catch is CancellationError {
                break
            } catch {
                for link in links {
                    board.change(link.id) { $0.state = .failed }
                    board.note(link.id, "\(error)", isFault: true, at: Clock.now())
                }
            }
            if Clock.steady() - begun > 60_000 { pause = 1 }
            try? await Task.sleep(for: .seconds(pause))
            pause = min(60, pause * 2)
        }
        for link in links { board.change(link.id) { $0.state = .off } }
    }

    private func talk(_ links: [AnalyzerLink], onPort: @escaping @Sendable (Int) -> Void) async throws {
        let sockets = SocketTransport(reception: reception, connections: connections)
        let link = links[0]
        switch link.transport {
        case .listen(let host, let port):
            try await sockets.listen(links, host: host, port: port, onPort: onPort)
        case .connect(let host, let port):
            board.change(link.id) { $0.state = .connecting }
            try await sockets.connect(link, host: host, port: port)
        case .serial(let settings):
            let port = try SerialPort(settings)
            let conversation = LinkConnection.conversation(interpreter[link.profile])
            let connection = LinkConnection(links: links, peer: settings.path, reception: reception, conversation: conversation) { try await port.write($0) }
            await connection.talk(connections, links) {
                for try await bytes in port.bytes { await connection.received(bytes) }
            }
        case .folder(let settings):
            try await FolderWatch(link: link, settings: settings, reception: reception).run()
        case .table(let settings):
            try await TablePoll(link: link, settings: settings, reception: reception).run()
        }
    }

    // MARK: - Beside the links

    private func doChores() async {
        var rounds = 0
        while !Task.isCancelled {
            board.write()
            await sendOrders()
            if rounds % 5 == 0 { retryDeadLetters() }
            rounds += 1
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func retryDeadLetters(all: Bool = false) {
        do {
            let links = Dictionary(try store.links().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let readable = try DeadLetters(store: store).retry(now: Clock.now(), all: all, interpreter: interpreter) { links[$0] }
            for link in readable { board.note(link, "a message that could not be read before is read now", isFault: false, at: Clock.now()) }
        } catch {
            log.error("dead letters cannot be tried again", metadata: ["error": "\(error)"])
        }
    }

    /// Sends orders that name an instrument which takes them unasked.
    private func sendOrders() async {
        guard let links = try? store.links() else { return }
        for link in links where link.isEnabled {
            guard let profile = interpreter[link.profile], profile.takesOrders == true, let connection = connections[link.id] else { continue }
            for order in (try? store.ordersToSend(link: link.id)) ?? [] {
                let writer = OrderDelivery(interpreter: interpreter, store: store, link: link, profile: profile)
                do {
                    try await connection.deliver(writer.message(order))
                    try store.setOrder(order.id, state: "sent", at: Clock.now())
                } catch {
                    board.note(link.id, "the order for \(order.sample) was not taken: \(error)", isFault: true, at: Clock.now())
                    return
                }
            }
        }
    }
}
