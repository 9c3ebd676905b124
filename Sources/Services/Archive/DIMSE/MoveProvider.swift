import DICOM

/// C-MOVE as SCP: objects go to a known peer over an association of our own (PS3.4 C.4.2).
struct MoveProvider {
    let session: AssociationSession
    let message: DIMSEMessage

    func run() throws {
        let instances: [StoredInstance]
        let destination: KnownPeer
        do {
            let identifier = try QueryIdentifier(try session.identifier(of: message), model: message.context.abstractSyntax)
            guard let known = try knownDestination() else {
                let title = message.command.moveDestination ?? ""
                return try session.reply(message, .moveDestinationUnknown, "“\(title)” is not a peer known here")
            }
            destination = known
            instances = try session.archive.instances(in: try identifier.scope())
        } catch let error as DICOMError {
            return try session.reply(message, .identifierDoesNotMatchSOPClass, error.message, offending: error.tag.map { [$0] } ?? [])
        }
        var run = SubOperations(session: session, message: message, instances: instances)
        guard !instances.isEmpty else { return try run.finish() }
        do {
            let association = try Association.request(
                to: PeerAddress(host: destination.host, port: destination.port), callingAE: session.service.options.aeTitle,
                calledAE: destination.aeTitle, contexts: StoreUser.contexts(for: instances),
                tls: destination.usesTLS ? session.service.options.tls : nil)
            var user = StoreUser(association: association)
            try run.send(over: &user, originator: (session.association.callingAE, message.command.messageID ?? 0))
            try? association.release()
        } catch let error as AssociationError where error.peer != session.association.peer {
            session.service.log.warning("C-MOVE destination failed", metadata: ["destination": "\(destination.aeTitle)", "error": "\(error)"])
            run.failRest()
            return try run.finish(comment: "\(destination.aeTitle): \(error)")
        }
        try run.finish()
    }

    private func knownDestination() throws -> KnownPeer? {
        guard let title = message.command.moveDestination, let peer = try session.service.peers.peer(aeTitle: title) else { return nil }
        return peer
    }
}

/// C-GET as SCP: objects come back over the same association (PS3.4 C.4.3).
struct GetProvider {
    let session: AssociationSession
    let message: DIMSEMessage

    func run() throws {
        let instances: [StoredInstance]
        do {
            let identifier = try QueryIdentifier(try session.identifier(of: message), model: message.context.abstractSyntax)
            instances = try session.archive.instances(in: try identifier.scope())
        } catch let error as DICOMError {
            return try session.reply(message, .identifierDoesNotMatchSOPClass, error.message, offending: error.tag.map { [$0] } ?? [])
        }
        var run = SubOperations(session: session, message: message, instances: instances)
        var user = StoreUser(association: session.association)
        try run.send(over: &user)
        try run.finish()
    }
}
