import Foundation
import HL7
import Logging
import NIOCore
import NIOPosix

/// Receives ORU messages with embedded recordings over MLLP. A message is acknowledged when all that it holds is kept.
public struct RecordingMLLPPort: Sendable {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let store: RecordingStore
    private let log: Logger

    public init(store: RecordingStore, log: Logger = Logger(label: "recordings.hl7")) {
        self.store = store
        self.log = log
    }

    /// Listens until cancelled.
    /// - Parameter onPort: told the port, which matters where 0 was asked for.
    public func listen(host: String, port: Int, onPort: @Sendable (Int) -> Void = { _ in }) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
            }
        onPort(server.channel.localAddress?.port ?? port)
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { inbound in
                for try await channel in inbound { group.addTask { await serve(channel) } }
            }
        }
    }

    private func serve(_ channel: Channel) async {
        let peer = channel.channel.remoteAddress?.ipAddress ?? "unknown"
        do {
            try await channel.executeThenClose { inbound, outbound in
                var reader = MLLP.Reader()
                for try await buffer in inbound {
                    for event in reader.read(buffer.readableBytesView) {
                        guard let answer = try await answer(event, peer: peer) else { continue }
                        try await outbound.write(ByteBuffer(bytes: MLLP.framed(answer)))
                    }
                }
            }
        } catch {
            log.info("\(peer): the connection ended: \(error)")
        }
    }

    private func answer(_ event: MLLP.Event, peer: String) async throws -> [UInt8]? {
        switch event {
        case .message(let bytes): return await NIOThreadPool.singleton.answer { reply(to: bytes, peer: peer) }
        case .cutShort(let bytes): log.warning("\(peer): a message of \(bytes.count) bytes was cut short")
        case .tooLong(let limit): log.warning("\(peer): a message is longer than \(limit) bytes")
        case .noise: break
        }
        return nil
    }

    /// Keeps what a message holds, and says so. Nothing is kept of a message that has nothing to keep: it is refused.
    package func reply(to bytes: [UInt8], peer: String) -> [UInt8] {
        guard let message = try? HL7Message(parsing: bytes) else {
            log.warning("\(peer): a message of \(bytes.count) bytes is not HL7")
            return Array("MSH|^~\\&|||||||ACK||P|2.5\rMSA|AR||not an HL7 message\r".utf8)
        }
        func acknowledge(_ code: HL7Message.Acknowledgement, _ text: String = "") -> [UInt8] {
            let now = ISO8601DateFormatter().string(from: Date()).filter(\.isNumber)
            return message.acknowledgement(code, text: text, time: now, controlID: UUID().uuidString).encoded
        }
        let embedded = EmbeddedRecordings(message)
        guard !embedded.contents.isEmpty else { return acknowledge(.error, embedded.faults.first ?? "there is no OBX of type ED") }
        do {
            var owner: StoredRecording?
            var documents: [EmbeddedRecordings.Content] = []
            for content in embedded.contents {
                guard ReportMedia.type(of: content.bytes) == nil else {
                    documents.append(content)
                    continue
                }
                let stored = try store.keep(RecordingSource(bytes: content.bytes, name: content.name), origin: "hl7 \(peer)", sender: embedded.sender)
                owner = owner ?? stored
            }
            guard let owner else { return acknowledge(.error, "the message holds documents, but no recording") }
            for document in documents { _ = try store.attach(document.bytes, name: document.name, to: owner.id, origin: "hl7 \(peer)") }
            return owner.state == .read && embedded.faults.isEmpty ? acknowledge(.accept) : acknowledge(.error, owner.fault ?? embedded.faults[0])
        } catch {
            log.error("\(peer): message \(message.controlID) could not be kept: \(error)")
            return acknowledge(.reject, "the message could not be kept")
        }
    }
}

extension NIOThreadPool {
    /// Runs work that blocks away from the event loops.
    fileprivate func answer(_ body: @escaping @Sendable () -> [UInt8]) async -> [UInt8]? {
        try? await runIfActive(body)
    }
}
