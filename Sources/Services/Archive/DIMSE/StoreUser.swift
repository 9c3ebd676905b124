import DICOM

/// Sends stored objects over an association: the sub-operations of C-MOVE and C-GET, and `yigong send`.
public struct StoreUser {
    let association: Association
    private var lastMessageID: UInt16 = 0
    /// Whether the peer sent C-CANCEL while an object was on its way (PS3.4 C.4.3.3.1).
    private(set) var isCancelled = false

    public init(association: Association) { self.association = association }

    /// What became of one object.
    public enum Outcome: Sendable, Equatable {
        case sent
        case warning(DIMSEStatus)
        case failed(String)
    }

    /// - Throws: `AssociationError` where the association itself is lost.
    public mutating func send(_ object: StoredObject, originator: (ae: String, messageID: UInt16)? = nil) throws -> Outcome {
        let instance = object.instance
        guard let context = try context(for: object) else {
            return .failed("the peer takes neither \(SOPClass(uid: instance.sopClassUID).name) as \(instance.transferSyntax.name) nor anything it could be given as")
        }
        lastMessageID = lastMessageID == .max ? 1 : lastMessageID + 1
        let command = CommandSet.cStoreRequest(
            messageID: lastMessageID, sopClassUID: instance.sopClassUID, sopInstanceUID: instance.sopInstanceUID, moveOriginator: originator)
        if context.syntax == instance.transferSyntax {
            try association.send(command, on: context.id, data: DataSource { write in try object.dataSet.stream(write) })
        } else {
            try association.send(command, on: context.id, data: DataSource { write in try object.write(as: context.syntax, write) })
        }
        let answer = try self.answer()
        let status = answer.command.status ?? .processingFailure
        switch status.category {
        case .success: return .sent
        case .warning: return .warning(status)
        default: return .failed("status \(status)" + (answer.command.errorComment.map { ": \($0)" } ?? ""))
        }
    }

    private mutating func answer() throws -> DIMSEMessage {
        while true {
            guard let message = try association.receive() else {
                throw AssociationError(
                    .releasedEarly, "the peer released instead of answering C-STORE", at: .command(Int(lastMessageID)), peer: association.peer)
            }
            try association.skipData()
            guard message.command.field == .cCancelRequest else { return message }
            isCancelled = true
        }
    }

    /// The context that needs least conversion.
    private func context(for object: StoredObject) throws -> (id: UInt8, syntax: TransferSyntax)? {
        let usable = association.contexts.filter { $0.value.abstractSyntax == object.instance.sopClassUID }
        if let same = usable.first(where: { $0.value.transferSyntax == object.instance.transferSyntax }) { return (same.key, same.value.transferSyntax) }
        let preferred: [TransferSyntax] = [.explicitVRLittleEndian, .implicitVRLittleEndian]
        let ordered = usable.sorted { left, right in
            let l = preferred.firstIndex(of: left.value.transferSyntax) ?? preferred.count, r = preferred.firstIndex(of: right.value.transferSyntax) ?? preferred.count
            return (l, left.key) < (r, right.key)
        }
        for (id, context) in ordered where try object.canWrite(as: context.transferSyntax) { return (id, context.transferSyntax) }
        return nil
    }

    /// Contexts for objects: each class as stored and, in contexts of their own, as every reader can take it. At most 128 fit; what
    /// does not is left to another association.
    public static func contexts(for instances: [StoredInstance]) -> [ProposedContext] {
        var proposals: [(abstractSyntax: String, transferSyntaxes: [TransferSyntax], role: ContextRole)] = []
        var seen: Set<[String]> = []
        for instance in instances where seen.insert([instance.sopClassUID, instance.transferSyntax.uid]).inserted {
            let plain: [TransferSyntax] = [.explicitVRLittleEndian, .implicitVRLittleEndian]
            if !plain.contains(instance.transferSyntax) {
                proposals.append((instance.sopClassUID, [instance.transferSyntax], .default))
            }
            if seen.insert([instance.sopClassUID, "plain"]).inserted {
                // The stored one first, where it is one of the two, so that its bytes leave as they are.
                let ordered = instance.transferSyntax == .implicitVRLittleEndian ? plain.reversed() : plain
                proposals.append((instance.sopClassUID, Array(ordered), .default))
            }
        }
        return .contexts(proposals)
    }
}
