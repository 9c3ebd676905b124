import DICOM
import Foundation
import Synchronization

/// What a counting SCP has seen, and a hash over it.
final class Tally: Sendable {
    struct Seen {
        var objects = 0
        var bytes = 0
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var errors: [AssociationError] = []
        var cancelled = false
        var moves: [String] = []
    }
    private let seen = Mutex(Seen())

    func note(_ change: (inout sending Seen) -> Void) { seen.withLock { change(&$0) } }
    var now: Seen { seen.withLock { $0 } }

    /// Waits until something is so, for what happens on a listener's thread.
    func wait(_ isSo: (Seen) -> Bool) -> Bool {
        for _ in 0..<500 {
            if isSo(now) { return true }
            usleep(10_000)
        }
        return false
    }
}

/// An SCP that takes every object, hashes it and forgets it; answers C-FIND with three identifiers and C-GET with what it is
/// given.
struct CountingPeer {
    let listener: DICOMListener
    let tally = Tally()

    var address: PeerAddress { PeerAddress(host: "127.0.0.1", port: listener.port) }

    init(
        options: ListenerOptions = .init(), tls: TLSIdentity? = nil, hashes: Bool = true, objects: [[UInt8]] = [],
        decide: (@Sendable (AssociationRequest) -> AssociationDecision)? = nil
    ) throws {
        let tally = tally
        listener = try DICOMListener(
            host: "127.0.0.1", port: 0, options: options, tls: tls,
            negotiate: decide ?? { request in
                .accept(Dictionary(uniqueKeysWithValues: request.contexts.map {
                    ($0.id, .accept($0.transferSyntaxes[0], role: $0.role))
                }))
            },
            serve: { association in
                do {
                    while let message = try association.receive() {
                        try Self.serve(message, association, tally, hashes, objects)
                    }
                } catch let error as AssociationError {
                    tally.note { $0.errors.append(error) }
                } catch {
                    tally.note { _ in }
                }
            },
            report: { error in tally.note { $0.errors.append(error) } })
        try listener.start()
    }

    private static func serve(
        _ message: DIMSEMessage, _ association: Association, _ tally: Tally, _ hashes: Bool, _ objects: [[UInt8]]
    ) throws {
        let command = message.command
        switch command.field {
        case .cStoreRequest:
            var count = 0
            var hash = tally.now.hash
            try association.receiveData { bytes in
                count += bytes.count
                if hashes { for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 } }
            }
            let received = (count, hash)
            tally.note { $0.objects += 1; $0.bytes += received.0; $0.hash = received.1 }
            try association.send(.response(to: command, status: .success), on: message.contextID)
        case .cFindRequest:
            let identifier = try association.receiveData(limit: 1 << 20)
            for _ in 0..<3 {
                if association.pollCancel(command.messageID ?? 0) {
                    tally.note { $0.cancelled = true }
                    return try association.send(.response(to: command, status: .cancel), on: message.contextID)
                }
                try association.send(
                    .response(to: command, status: .pending), on: message.contextID, data: DataSource(identifier))
                usleep(20_000)
            }
            try association.send(.response(to: command, status: .success), on: message.contextID)
        case .cGetRequest:
            try association.skipData()
            var done = Suboperations(remaining: objects.count)
            for object in objects {
                let context = association.contexts.first { $0.value.role.includesSCP }!
                try association.send(
                    .cStoreRequest(
                        messageID: 77, sopClassUID: context.value.abstractSyntax, sopInstanceUID: "1.2.3.\(object.count)"),
                    on: context.key, data: DataSource(object))
                let answer = try association.receive()
                done.remaining -= 1
                if answer?.command.status == .success { done.completed += 1 } else { done.failed += 1 }
                try association.send(.response(to: command, status: .pending, suboperations: done), on: message.contextID)
            }
            try association.send(.response(to: command, status: .success, suboperations: done), on: message.contextID)
        case .cMoveRequest:
            try association.skipData()
            let destination = command.moveDestination ?? ""
            tally.note { $0.moves.append(destination) }
            try association.send(
                .response(to: command, status: .success, suboperations: .init(completed: 1)), on: message.contextID)
        default:
            try association.skipData()
            try association.send(.response(to: command, status: .success), on: message.contextID)
        }
    }
}

/// Runs a program to its end.
struct Finished {
    let status: Int32
    let output: String

    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    static func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
}
