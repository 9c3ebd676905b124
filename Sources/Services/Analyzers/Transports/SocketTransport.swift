import NIOCore
import NIOPosix

/// TCP: a port on which instruments call, or an instrument that is called.
struct SocketTransport: Sendable {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// More than a laboratory has on one port; a flood ends here.
    private static let mostConnections = 64

    let reception: Reception
    let connections: OpenConnections

    /// Listens for a group of links until it is cancelled.
    /// - Parameter onPort: told the port, which matters where 0 was asked for.
    func listen(_ links: [AnalyzerLink], host: String, port: Int, onPort: @Sendable (Int) -> Void = { _ in }) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
            }
        onPort(server.channel.localAddress?.port ?? port)
        for link in links { reception.board.change(link.id) { $0.state = .waiting } }
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { inbound in
                for try await channel in inbound {
                    group.addTask { await accept(channel, links) }
                }
            }
        }
    }

    private func accept(_ channel: Channel, _ links: [AnalyzerLink]) async {
        let address = channel.channel.remoteAddress?.ipAddress ?? "unknown"
        let allowed = links.filter { $0.address.isEmpty || $0.address == address }
        guard !allowed.isEmpty, connections.count(of: links.map(\.id)) < Self.mostConnections else {
            let reason = allowed.isEmpty ? "a call from \(address) is refused" : "a call from \(address) is refused: too many are open"
            reception.board.note(links[0].id, reason, isFault: true, at: Clock.now())
            try? await channel.channel.close()
            return
        }
        // Links that name the address go before those for any.
        await run(channel, allowed.sorted { !$0.address.isEmpty && $1.address.isEmpty }, peer: address)
    }

    /// Calls an instrument and talks until the connection ends or the task is cancelled.
    func connect(_ link: AnalyzerLink, host: String, port: Int) async throws {
        let channel: Channel
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(10))
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
                }
        } catch let failure as NIOConnectionError {
            let reason = failure.connectionErrors.first.map { "\($0.error)" } ?? "its name is unknown"
            throw InterpretationError("\(host):\(port) cannot be reached: \(reason)")
        }
        await run(channel, [link], peer: "\(host):\(port)")
    }

    private func run(_ channel: Channel, _ links: [AnalyzerLink], peer: String) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                let connection = LinkConnection(
                    links: links, peer: peer, reception: reception,
                    conversation: LinkConnection.conversation(reception.interpreter[links[0].profile])
                ) { bytes in
                    try await outbound.write(ByteBuffer(bytes: bytes))
                }
                await connection.talk(connections, links) {
                    for try await buffer in inbound { await connection.received(Array(buffer.readableBytesView)) }
                }
            }
        } catch {
            reception.board.note(links[0].id, "\(peer): \(error)", isFault: true, at: Clock.now())
        }
    }
}

extension LinkConnection {
    /// Runs `reading` with time given to the protocol beside it, from opening to closing.
    func talk(_ connections: OpenConnections, _ links: [AnalyzerLink], reading: @escaping @Sendable () async throws -> Void) async {
        opened()
        connections.add(self, links)
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(200))
                await tick()
            }
        }
        var failure: String?
        do {
            try await reading()
        } catch is CancellationError {
            failure = "the link was stopped"
        } catch {
            failure = "\(error)"
        }
        clock.cancel()
        connections.remove(self, links)
        await closed(failure)
    }
}
