import Database
import Foundation
import ObjectStore

/// An object that is kept but not shown.
public struct AsideObject: Sendable {
    public enum Reason: String, Sendable {
        /// An instance of the same UID with other content is in the archive.
        case conflict
        /// Its sender was not known.
        case quarantine
    }

    public let id: Int64
    public let reason: Reason
    public let sopInstanceUID: String
    public let callingAE: String
    public let peer: String
    public let length: Int64
    /// Milliseconds since 1970, UTC.
    public let received: Int64
}

extension Archive {
    /// What is kept aside, newest first.
    public func aside() throws -> [AsideObject] {
        try read { connection in
            try connection.query("SELECT id, reason, uid, note, length, received FROM aside ORDER BY received DESC, id DESC")
        }.compactMap { row in
            let note = StorageNote(row.blob(3))
            return AsideObject(
                id: row.int64(0), reason: AsideObject.Reason(rawValue: row.text(1)) ?? .conflict, sopInstanceUID: row.text(2),
                callingAE: note?.callingAE ?? "", peer: note?.peer ?? "", length: row.int64(4), received: row.int64(5))
        }
    }

    /// Takes an object from quarantine into the archive. One that conflicts with an instance already here stays aside.
    public func release(aside id: Int64) throws -> StoreReceipt {
        let (address, note) = try asideBytes(id)
        guard let note else { throw ArchiveError(.damaged, "the note of the object kept aside cannot be read") }
        let deposit = try deposit(from: .init(callingAE: note.callingAE, peer: note.peer, charset: note.charset))
        try deposit.begin(transferSyntax: .init(uid: note.transferSyntax), sopClassUID: nil, sopInstanceUID: nil)
        try store.read(address).stream { try deposit.append($0) }
        let receipt = try deposit.finish(keepingConflicts: false)
        try removeAside(id)
        return receipt
    }

    /// Removes an object kept aside, for good.
    public func removeAside(_ id: Int64) throws {
        let (address, _) = try asideBytes(id)
        try database.write { connection in
            try Removals.add(address, to: connection)
            try connection.execute("DELETE FROM aside WHERE id = ?", [.integer(id)])
        }
        try finishRemovals()
    }

    func asideBytes(_ id: Int64) throws -> (ObjectAddress, StorageNote?) {
        let row = try read { try $0.first("SELECT segment, position, length, note FROM aside WHERE id = ?", [.integer(id)]) }
        guard let row else { throw ArchiveError(.notFound, "nothing is kept aside under \(id)") }
        return (ObjectAddress(segment: row.int64(0), offset: row.int64(1), length: row.int64(2)), StorageNote(row.blob(3)))
    }
}
