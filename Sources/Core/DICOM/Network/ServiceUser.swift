/// The requesting side of the DIMSE services over one association (PS3.7 9.1, PS3.4 A, B and C).
///
/// Data sets go in and out as bytes in the transfer syntax of their presentation context. One thread at a time.
public final class ServiceUser {
    public let association: Association
    /// Of the next request. Never 0, which some peers mistake for none.
    private var nextMessageID: UInt16 = 1

    public init(_ association: Association) { self.association = association }

    /// Whether the peer answers (PS3.4 Annex A).
    public func echo() throws(AssociationError) -> DIMSEStatus {
        let context = try accepted(SOPClass.verification.uid)
        let request = CommandSet.cEchoRequest(messageID: messageID())
        try association.send(request, on: context)
        return try answer(to: request).command.status ?? .processingFailure
    }

    /// What a peer said to an object.
    public struct StoreAnswer: Sendable, Equatable {
        public let status: DIMSEStatus
        public let comment: String?
    }

    /// Sends an object (PS3.4 Annex B): its data set without File Meta Information, in `transferSyntax`, for which a context
    /// must have been accepted.
    public func store(
        sopClassUID: String, sopInstanceUID: String, transferSyntax: TransferSyntax, data: DataSource,
        priority: DIMSEPriority = .medium, moveOriginator: (ae: String, messageID: UInt16)? = nil
    ) throws(AssociationError) -> StoreAnswer {
        let context = try accepted(sopClassUID, transferSyntax)
        let request = CommandSet.cStoreRequest(
            messageID: messageID(), sopClassUID: sopClassUID, sopInstanceUID: sopInstanceUID, priority: priority,
            moveOriginator: moveOriginator)
        try association.send(request, on: context, data: data)
        let response = try answer(to: request).command
        return StoreAnswer(status: response.status ?? .processingFailure, comment: response.errorComment)
    }

    // MARK: - Parts

    func messageID() -> UInt16 {
        defer { nextMessageID = nextMessageID == .max ? 1 : nextMessageID + 1 }
        return nextMessageID
    }

    func accepted(_ sopClassUID: String, _ transferSyntax: TransferSyntax? = nil) throws(AssociationError) -> UInt8 {
        if let context = association.context(for: sopClassUID, transferSyntax: transferSyntax) { return context }
        let how = transferSyntax.map { " in \($0)" } ?? ""
        throw association.error(
            .invalid, "the peer accepted no context for \(SOPClass(uid: sopClassUID))\(how)", at: .sending)
    }

    /// The next message, which must answer this request.
    func answer(to request: CommandSet) throws(AssociationError) -> DIMSEMessage {
        let message = try next()
        guard isAnswer(message.command, to: request) else { throw unexpected(message, insteadOf: request) }
        return message
    }

    func next() throws(AssociationError) -> DIMSEMessage {
        guard let message = try association.receive() else {
            throw association.error(.releasedEarly, "the peer asked for release instead of answering", at: .command(0))
        }
        return message
    }

    func isAnswer(_ command: CommandSet, to request: CommandSet) -> Bool {
        command.field == request.field.response && command.messageIDBeingRespondedTo == request.messageID
    }

    func unexpected(_ message: DIMSEMessage, insteadOf request: CommandSet) -> AssociationError {
        association.violation("\(message.command) instead of an answer to \(request)", at: .command(association.reading.message))
    }
}
