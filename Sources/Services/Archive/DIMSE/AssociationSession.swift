import DICOM
import Foundation
import Logging

/// One association, from its first message to its end.
final class AssociationSession {
    let service: DICOMService
    let association: Association
    let standing: PeerStanding
    private var deposit: Deposit?
    private var storedStudies: Set<String> = []
    private var stored = 0

    init(service: DICOMService, association: Association, standing: PeerStanding) {
        self.service = service
        self.association = association
        self.standing = standing
    }

    var archive: Archive { service.archive }

    func run() {
        do {
            while let message = try association.receive() { try answer(message) }
        } catch {
            service.log.notice(
                "association ended", metadata: ["calling": "\(association.callingAE)", "peer": "\(association.peer)", "error": "\(error)"])
            if association.isOpen { association.abort() }
        }
        guard stored > 0 else { return }
        record(.stored, Array(storedStudies), "\(stored) objects")
    }

    func record(_ action: DIMSEAccess.Action, _ studies: [String], _ detail: String) {
        service.recorder.record(
            DIMSEAccess(action: action, callingAE: association.callingAE, peer: association.peer, studies: studies, detail: detail))
    }

    private func answer(_ message: DIMSEMessage) throws {
        switch message.command.field {
        case .cEchoRequest: try reply(message, .success)
        case .cStoreRequest: try store(message)
        case .cFindRequest: try FindProvider(session: self, message: message).run()
        case .cMoveRequest: try MoveProvider(session: self, message: message).run()
        case .cGetRequest: try GetProvider(session: self, message: message).run()
        case .cCancelRequest: break  // The operation has ended already.
        default:
            try association.skipData()
            try reply(message, .unrecognizedOperation, "\(message.command.field) is not served here")
        }
    }

    func reply(_ message: DIMSEMessage, _ status: DIMSEStatus, _ comment: String? = nil, offending: [Tag] = []) throws {
        try association.send(
            .response(to: message.command, status: status, errorComment: comment, offendingElements: offending), on: message.contextID)
    }

    /// The identifier of a query, refused where it is larger than any could be.
    func identifier(of message: DIMSEMessage) throws -> DataSet {
        guard message.hasDataSet else { throw DICOMError(.malformed, "\(message.command.field) has no identifier") }
        let bytes = try association.receiveData(limit: 1 << 20)
        return try bytes.withUnsafeBytes {
            try DataSet(
                parsing: $0, transferSyntax: message.context.transferSyntax, stopAtPixelData: false,
                defaultCharacterSet: Header.characterSet(standing.charset))
        }
    }

    // MARK: C-STORE (PS3.4 B)

    private func store(_ message: DIMSEMessage) throws {
        guard standing.rights.contains(.store) else {
            try association.skipData()
            return try reply(message, .notAuthorized, "this AE title may not store here")
        }
        guard message.hasDataSet else { return try reply(message, .cannotUnderstand, "C-STORE without a data set") }
        do {
            let receipt = try receive(message)
            stored += 1
            storedStudies.insert(receipt.studyInstanceUID)
            try reply(message, .success)
        } catch let refusal as StoreRefusal {
            deposit?.abandon()
            try association.skipData()
            service.log.warning(
                "object refused",
                metadata: [
                    "calling": "\(association.callingAE)", "instance": "\(message.command.affectedSOPInstanceUID ?? "-")", "why": "\(refusal)",
                ])
            let status = DIMSEStatus(rawValue: refusal.dimseStatus)
            try reply(message, status, refusal.message, offending: refusal.tag.map { [Tag(rawValue: $0)] } ?? [])
        }
    }

    private func receive(_ message: DIMSEMessage) throws -> StoreReceipt {
        let deposit = try self.deposit ?? archive.deposit(
            from: Deposit.Origin(
                callingAE: association.callingAE, peer: association.peer, charset: standing.charset, isQuarantined: standing.isQuarantined))
        self.deposit = deposit
        try deposit.begin(
            transferSyntax: message.context.transferSyntax, sopClassUID: message.command.affectedSOPClassUID,
            sopInstanceUID: message.command.affectedSOPInstanceUID)
        try association.receiveData { try deposit.append($0) }
        return try deposit.finish()
    }
}
