import Crypto
import DICOM
import Foundation
import ObjectStore

/// A stream of objects from one sender into the archive. Not shared between threads; one an association or upload.
///
/// Bytes go to disk as they come, and the digest grows with them. ``finish()`` reads the header where it lies, decides, and returns
/// only when the object would survive a power cut.
public final class Deposit {
    /// Who sends, as it is kept beside the object.
    public struct Origin: Sendable {
        public var callingAE: String
        public var peer: String
        /// Assumed for text that declares no character set (a defined term of (0008,0005)).
        public var charset: String?
        /// Keep what comes out of sight until somebody releases it.
        public var isQuarantined: Bool

        public init(callingAE: String, peer: String, charset: String? = nil, isQuarantined: Bool = false) {
            self.callingAE = callingAE
            self.peer = peer
            self.charset = charset
            self.isQuarantined = isQuarantined
        }
    }

    /// The only study whose objects are taken; nil takes any.
    public var requiredStudy: String?

    private let archive: Archive
    private let origin: Origin
    private let writer: any ObjectWriter
    private var hash = SHA256()
    private var current: Incoming?

    /// The object under way.
    private struct Incoming {
        var transferSyntax: TransferSyntax
        /// What the request said it would be; nil where only the data set says it.
        var sopClassUID: String?
        var sopInstanceUID: String?
    }

    init(archive: Archive, origin: Origin) throws(StoreRefusal) {
        self.archive = archive
        self.origin = origin
        do throws(ObjectStoreError) { writer = try archive.store.makeWriter() } catch { throw StoreRefusal(error) }
    }

    deinit { writer.close() }

    /// Begins a data set that arrives without file meta information, as in C-STORE.
    public func begin(transferSyntax: TransferSyntax, sopClassUID: String?, sopInstanceUID: String?) throws(StoreRefusal) {
        abandon()
        do throws(ObjectStoreError) { try writer.begin() } catch { throw StoreRefusal(error) }
        hash = SHA256()
        current = Incoming(transferSyntax: transferSyntax, sopClassUID: sopClassUID, sopInstanceUID: sopInstanceUID)
    }

    /// Appends bytes of the data set.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreRefusal) {
        guard current != nil else { throw StoreRefusal(.failure, "no object begun") }
        hash.update(bufferPointer: bytes)
        do throws(ObjectStoreError) { try writer.append(bytes) } catch {
            abandon()
            throw StoreRefusal(error)
        }
    }

    public func abandon() {
        guard current != nil else { return }
        current = nil
        writer.abandon()
    }

    /// Ends the object: checks it, and stores it unless it is here already.
    ///
    /// - Parameter keepingConflicts: keep an object aside that conflicts with an instance already here; false refuses it.
    public func finish(keepingConflicts: Bool = true) throws(StoreRefusal) -> StoreReceipt {
        guard let incoming = current else { throw StoreRefusal(.failure, "no object begun") }
        defer { abandon() }
        var summary: InstanceSummary?
        do {
            let digest = Array(hash.finalize())
            let read = try readHeader(incoming)
            summary = read
            return try keep(read, incoming, digest: digest, keepingConflicts)
        } catch {
            var refusal = StoreRefusal(error)
            refusal.sopClassUID = refusal.sopClassUID ?? summary?.sopClassUID ?? incoming.sopClassUID
            refusal.sopInstanceUID = refusal.sopInstanceUID ?? summary?.sopInstanceUID ?? incoming.sopInstanceUID
            throw refusal
        }
    }

    // MARK: Deciding

    private func readHeader(_ incoming: Incoming) throws -> InstanceSummary {
        let summary = try writer.withWritten { dataset in
            let header = try Header.read(dataset, incoming.transferSyntax, charset: origin.charset)
            try Header.requireWholePixelData(header, in: dataset, incoming.transferSyntax)
            return try InstanceSummary(header)
        }
        if let requiredStudy, requiredStudy != summary.study.uid {
            var refusal = StoreRefusal(
                .mismatch, "the data set is of study \(summary.study.uid), the request is for \(requiredStudy)", tag: Tag.studyInstanceUID.rawValue)
            refusal.sopClassUID = summary.sopClassUID
            refusal.sopInstanceUID = summary.sopInstanceUID
            throw refusal
        }
        if let requested = incoming.sopInstanceUID, requested != summary.sopInstanceUID {
            throw StoreRefusal(.mismatch, "the data set holds instance \(summary.sopInstanceUID), the request said \(requested)", tag: Tag.sopInstanceUID.rawValue)
        }
        if let requested = incoming.sopClassUID, requested != summary.sopClassUID {
            throw StoreRefusal(.mismatch, "the data set is of class \(summary.sopClassUID), the request said \(requested)", tag: Tag.sopClassUID.rawValue)
        }
        return summary
    }

    private func keep(
        _ summary: InstanceSummary, _ incoming: Incoming, digest: [UInt8], _ keepingConflicts: Bool
    ) throws -> StoreReceipt {
        func receipt(_ outcome: StoreOutcome) -> StoreReceipt {
            StoreReceipt(
                outcome: outcome, sopClassUID: summary.sopClassUID, sopInstanceUID: summary.sopInstanceUID,
                studyInstanceUID: summary.study.uid, seriesInstanceUID: summary.series.uid)
        }
        var outcome = origin.isQuarantined ? StoreOutcome.quarantined : .stored
        if let known = try archive.index.known(summary.sopInstanceUID) {
            if known.isSame(digest) {
                try archive.restoreIfTrashed(instance: summary.sopInstanceUID)
                return receipt(.duplicate)
            }
            guard keepingConflicts else { throw StoreRefusal(.failure, "an instance of this UID with other content is in the archive") }
            outcome = .conflict
        }
        let note = StorageNote(
            standing: outcome == .stored ? .live : outcome == .conflict ? .conflict : .quarantine,
            transferSyntax: incoming.transferSyntax.uid, charset: origin.charset,
            callingAE: origin.callingAE, peer: origin.peer)
        let received = Int64(Date().timeIntervalSince1970 * 1000)
        let address = try writer.commit(ObjectRecord(digest: digest, received: received, note: note.encoded))
        current = nil
        archive.index.enqueue(IndexEntry(summary: summary, address: address, note: note, digest: digest, received: received))
        return receipt(outcome)
    }
}

extension StoreRefusal {
    init(_ error: any Error) {
        switch error {
        case let refusal as StoreRefusal: self = refusal
        case let error as ObjectStoreError: self.init(error.kind == .full ? .outOfResources : .failure, error.message)
        case let error as DICOMError: self.init(error.kind == .notDICOM ? .notDICOM : .cannotUnderstand, error.description)
        default: self.init(.failure, "\(error)")
        }
    }
}
