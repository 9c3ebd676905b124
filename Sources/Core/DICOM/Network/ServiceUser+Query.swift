/// Query and retrieve (PS3.4 Annex C).
extension ServiceUser {
    /// An identifier longer than this is not one.
    private static let largestIdentifier = 16 << 20

    /// Whether an operation goes on; leaving it sends a C-CANCEL.
    public enum Continuation: Sendable { case more, cancel }

    /// How an operation ended.
    public struct Outcome: Sendable, Equatable {
        public let status: DIMSEStatus
        public let comment: String?
        /// Of C-MOVE and C-GET.
        public let suboperations: Suboperations
        /// The identifier of the last answer: the list of failed instances, if there is one (PS3.4 C.4.2.1.5).
        public let identifier: [UInt8]

        init(_ command: CommandSet, identifier: [UInt8]) {
            status = command.status ?? .processingFailure
            comment = command.errorComment
            suboperations = command.suboperations
            self.identifier = identifier
        }
    }

    /// Asks for what matches (PS3.4 C.4.1).
    /// - Parameters:
    ///   - identifier: makes the keys, in the transfer syntax of the accepted context.
    ///   - match: has every match, in the same transfer syntax, as it comes.
    public func find(
        _ sopClassUID: String, priority: DIMSEPriority = .medium,
        identifier: (TransferSyntax) throws -> [UInt8],
        match: (_ identifier: [UInt8], _ syntax: TransferSyntax) throws -> Continuation
    ) throws -> Outcome {
        let context = try accepted(sopClassUID)
        let syntax = try transferSyntax(of: context)
        let request = CommandSet.cFindRequest(messageID: messageID(), sopClassUID: sopClassUID, priority: priority)
        try association.send(request, on: context, data: DataSource(try identifier(syntax)))
        var isCancelled = false
        while true {
            let message = try answer(to: request)
            let bytes = try association.receiveData(limit: Self.largestIdentifier)
            guard message.command.status?.isPending == true else { return Outcome(message.command, identifier: bytes) }
            if !isCancelled, try match(bytes, syntax) == .cancel {
                isCancelled = true
                try cancel(request, on: context)
            }
        }
    }

    /// Has the peer send what matches to a third one (PS3.4 C.4.2).
    public func move(
        _ sopClassUID: String, destination: String, priority: DIMSEPriority = .medium,
        identifier: (TransferSyntax) throws -> [UInt8], progress: (Suboperations) -> Continuation = { _ in .more }
    ) throws -> Outcome {
        let context = try accepted(sopClassUID)
        let request = CommandSet.cMoveRequest(
            messageID: messageID(), sopClassUID: sopClassUID, destination: destination, priority: priority)
        let keys = try identifier(try transferSyntax(of: context))
        try association.send(request, on: context, data: DataSource(keys))
        var isCancelled = false
        while true {
            let message = try answer(to: request)
            let bytes = try association.receiveData(limit: Self.largestIdentifier)
            guard message.command.status?.isPending == true else { return Outcome(message.command, identifier: bytes) }
            if !isCancelled, progress(message.command.suboperations) == .cancel {
                isCancelled = true
                try cancel(request, on: context)
            }
        }
    }

    /// Has the peer send what matches over this association (PS3.4 C.4.3). For every storage class expected, a context must
    /// have been proposed with the requestor as SCP.
    ///
    /// - Parameter store: has every object; it reads the data set with ``Association/receiveData(_:)`` and says what became of
    ///   it. What it leaves unread is skipped.
    public func get(
        _ sopClassUID: String, priority: DIMSEPriority = .medium, identifier: (TransferSyntax) throws -> [UInt8],
        store: (DIMSEMessage) throws -> DIMSEStatus, progress: (Suboperations) -> Continuation = { _ in .more }
    ) throws -> Outcome {
        let context = try accepted(sopClassUID)
        let request = CommandSet.cGetRequest(messageID: messageID(), sopClassUID: sopClassUID, priority: priority)
        let keys = try identifier(try transferSyntax(of: context))
        try association.send(request, on: context, data: DataSource(keys))
        var isCancelled = false
        while true {
            let message = try next()
            if message.command.field == .cStoreRequest {
                let status = try store(message)
                try association.skipData()
                try association.send(.response(to: message.command, status: status), on: message.contextID)
                continue
            }
            guard isAnswer(message.command, to: request) else { throw unexpected(message, insteadOf: request) }
            let bytes = try association.receiveData(limit: Self.largestIdentifier)
            guard message.command.status?.isPending == true else { return Outcome(message.command, identifier: bytes) }
            if !isCancelled, progress(message.command.suboperations) == .cancel {
                isCancelled = true
                try cancel(request, on: context)
            }
        }
    }

    private func cancel(_ request: CommandSet, on context: UInt8) throws(AssociationError) {
        try association.send(.cCancelRequest(of: request.messageID ?? 0), on: context)
    }

    private func transferSyntax(of context: UInt8) throws(AssociationError) -> TransferSyntax {
        guard let accepted = association.contexts[context] else {
            throw association.error(.invalid, "context \(context) was not accepted", at: .sending)
        }
        return accepted.transferSyntax
    }
}
