import DICOM

/// Counts and reports the sub-operations of a C-MOVE or C-GET (PS3.4 C.4.2.1.6 to C.4.2.1.9).
struct SubOperations {
    let session: AssociationSession
    let message: DIMSEMessage
    let instances: [StoredInstance]
    private var counts: Suboperations
    private var failed: [String] = []
    private var isCancelled = false
    private var firstFailure: String?

    init(session: AssociationSession, message: DIMSEMessage, instances: [StoredInstance]) {
        self.session = session
        self.message = message
        self.instances = instances
        counts = Suboperations(remaining: instances.count)
    }

    /// Sends each instance, with a pending answer after each, until all are sent or the asker cancels.
    mutating func send(over user: inout StoreUser, originator: (ae: String, messageID: UInt16)? = nil) throws {
        for instance in instances {
            if user.isCancelled || session.association.pollCancel(message.command.messageID ?? 0) {
                isCancelled = true
                return
            }
            let outcome: StoreUser.Outcome
            do {
                outcome = try user.send(try session.archive.open(instance), originator: originator)
            } catch let error as ArchiveError {
                outcome = .failed(error.message)
            }
            counts.remaining -= 1
            switch outcome {
            case .sent: counts.completed += 1
            case .warning: counts.warning += 1
            case .failed(let why): fail(instance, why)
            }
            if counts.remaining > 0 {
                try session.association.send(
                    .response(to: message.command, status: .pending, suboperations: counts), on: message.contextID)
            }
        }
    }

    /// Counts everything not yet sent as failed, as when the destination is gone.
    mutating func failRest() {
        let rest = instances.suffix(counts.remaining)
        counts.remaining = 0
        for instance in rest { fail(instance, "the association was lost") }
    }

    private mutating func fail(_ instance: StoredInstance, _ why: String) {
        counts.failed += 1
        failed.append(instance.sopInstanceUID)
        firstFailure = firstFailure ?? why
        session.service.log.warning("object not sent", metadata: ["instance": "\(instance.sopInstanceUID)", "why": "\(why)"])
    }

    func finish(comment: String? = nil) throws {
        let status: DIMSEStatus =
            if isCancelled {
                .cancel
            } else if counts.failed == 0 && counts.warning == 0 {
                .success
            } else if counts.failed == instances.count {
                .outOfResourcesUnableToPerform
            } else {
                .suboperationsCompleteWithFailures
            }
        let studies = Array(Set(instances.map(\.studyInstanceUID)))
        session.record(.sent, studies, "\(message.command.field): \(counts.completed) sent, \(counts.failed) failed")
        let command = CommandSet.response(
            to: message.command, status: status, suboperations: counts, errorComment: comment ?? firstFailure)
        guard !failed.isEmpty else { return try session.association.send(command, on: message.contextID) }
        var identifier = DataSet(characterSet: .default)
        identifier.set(.failedSOPInstanceUIDList, failed)
        let bytes = try identifier.encode(transferSyntax: message.context.transferSyntax)
        try session.association.send(command, on: message.contextID, data: DataSource(bytes))
    }
}
