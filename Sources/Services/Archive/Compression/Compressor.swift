import Crypto
import DICOM
import Database
import Foundation
import Imaging
import ObjectStore

/// What compressing at rest did.
public struct CompressionReport: Sendable, Equatable, Codable {
    public var objects = 0
    /// Objects left as they were: no gain, or pixels that the method does not hold.
    public var skipped = 0
    public var bytesBefore: Int64 = 0
    public var bytesAfter: Int64 = 0
    public var seconds = 0.0

    public var ratio: Double { bytesAfter == 0 ? 1 : Double(bytesBefore) / Double(bytesAfter) }
    /// MB of original objects a second, coding, checking and writing together.
    public var rate: Double { seconds == 0 ? 0 : Double(bytesBefore) / seconds / 1e6 }
}

/// Replaces one stored object by a losslessly compressed one.
///
/// Every frame of the new object is decoded and compared with the original before the original goes; its digest is kept, so that
/// a sender who sends it again is told that it is here.
struct Compressor {
    let archive: Archive
    let method: CompressionPolicy.Method

    /// - Returns: the new length; nil where the object was left as it is.
    func compress(_ instance: StoredInstance) throws -> Int64? {
        let object = StoredObject(instance, dataSet: try archive.store.read(instance.address))
        guard try isSuitable(object) else { return nil }
        let writer = try archive.store.makeWriter()
        defer { writer.close() }
        try writer.begin()
        var hash = SHA256()
        do {
            try object.write(as: method.transferSyntax) { bytes in
                hash.update(bufferPointer: bytes)
                try writer.append(bytes)
            }
            guard writer.count < instance.length, try isFaithful(writer, to: object) else {
                writer.abandon()
                return nil
            }
        } catch let error as ArchiveError where error.kind == .unsupported {
            writer.abandon()
            return nil
        }
        let digest = Array(hash.finalize())
        let note = StorageNote(
            transferSyntax: method.transferSyntax.uid, charset: instance.charset, callingAE: "", peer: "",
            originalDigest: Hex.text(instance.originalDigest ?? instance.digest), originalLength: instance.length)
        let address = try writer.commit(ObjectRecord(digest: digest, received: instance.received, note: note.encoded))
        try exchange(instance, address: address, digest: digest)
        return address.length
    }

    private func isSuitable(_ object: StoredObject) throws -> Bool {
        guard !object.instance.transferSyntax.isEncapsulated, !object.instance.transferSyntax.isDeflated else { return false }
        guard try object.header().pixelData?.tag == .pixelData else { return false }
        let format = try object.pixelFormat()
        // Coding turns planes into pixels; the original's order would be lost.
        return !format.isPlanar || format.samplesPerPixel == 1
    }

    /// Decodes what was written and compares each frame with the original's.
    private func isFaithful(_ writer: any ObjectWriter, to original: StoredObject) throws -> Bool {
        try writer.withWritten { bytes in
            let header = try Header.read(bytes, method.transferSyntax, charset: original.instance.charset)
            let table = try FrameTable(header: header, dataSet: bytes, syntax: method.transferSyntax)
            let count = try original.frameCount()
            guard table.count == count else { return false }
            let failures = FailureFlag()
            // Read by all threads and changed by none until they have ended.
            nonisolated(unsafe) let bytes = bytes
            DispatchQueue.concurrentPerform(iterations: count) { number in
                do {
                    let ranges = try table.frame(number).ranges
                    let encoded = ranges.count == 1 ? nil : ranges.flatMap { bytes[$0] }
                    let decoded = if let encoded {
                        try Codec.decode(encoded, transferSyntax: table.syntax.uid, format: table.format)
                    } else {
                        try Codec.decode(UnsafeRawBufferPointer(rebasing: bytes[ranges[0]]), transferSyntax: table.syntax.uid, format: table.format)
                    }
                    let same = try original.decodedFrame(number).pixels.withUnsafeBytes { pixels in
                        decoded.pixels.withUnsafeBytes { $0.count == pixels.count && memcmp($0.baseAddress!, pixels.baseAddress!, pixels.count) == 0 }
                    }
                    if !same { failures.raise() }
                } catch { failures.raise() }
            }
            return !failures.isRaised
        }
    }

    private func exchange(_ instance: StoredInstance, address: ObjectAddress, digest: [UInt8]) throws {
        try archive.database.write { connection in
            try connection.execute(
                """
                UPDATE instance SET transfer_syntax = ?, segment = ?, position = ?, length = ?, digest = ?, original_digest = ?, original_length = ?
                WHERE id = ? AND segment = ? AND position = ?
                """,
                [.text(method.transferSyntax.uid), .integer(address.segment), .integer(address.offset), .integer(address.length), .blob(digest),
                 .blob(instance.originalDigest ?? instance.digest), .integer(instance.length), .integer(instance.id),
                 .integer(instance.address.segment), .integer(instance.address.offset)])
            let taken = connection.changes == 1 ? instance.address : address
            try Removals.add(taken, to: connection)
            try connection.execute(
                """
                INSERT INTO segment (number, indexed_to) VALUES (?, ?)
                ON CONFLICT (number) DO UPDATE SET indexed_to = MAX(segment.indexed_to, excluded.indexed_to)
                """, [.integer(address.segment), .integer(SegmentStore.end(of: address))])
            try connection.execute(
                "UPDATE series SET bytes = bytes + ?, changed = ? WHERE id = ?",
                [.integer(address.length - instance.address.length), .integer(Archive.now), .integer(instance.seriesID)])
            try connection.execute(
                "UPDATE study SET bytes = bytes + ? WHERE id = (SELECT study_id FROM series WHERE id = ?)",
                [.integer(address.length - instance.address.length), .integer(instance.seriesID)])
        }
        archive.remembered.forget(.init(study: instance.studyInstanceUID, series: instance.seriesInstanceUID))
        archive.opened.forget([instance.id])
        // The old bytes stay until housekeeping gives their space back: a reader may be in the middle of them.
    }
}

/// Set by any of several threads.
private final class FailureFlag: @unchecked Sendable {
    private let lock = NSLock()
    private var raised = false

    var isRaised: Bool { lock.withLock { raised } }
    func raise() { lock.withLock { raised = true } }
}
