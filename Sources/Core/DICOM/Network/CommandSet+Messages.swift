/// The messages of PS3.7 sections 9 and 10.
extension CommandSet {
    // MARK: DIMSE-C requests (PS3.7 9.3)

    public static func cEchoRequest(messageID: UInt16) -> CommandSet {
        request(.cEchoRequest, messageID: messageID, affected: SOPClass.verification.uid)
    }

    public static func cStoreRequest(
        messageID: UInt16, sopClassUID: String, sopInstanceUID: String, priority: DIMSEPriority = .medium,
        moveOriginator: (ae: String, messageID: UInt16)? = nil
    ) -> CommandSet {
        var command = request(.cStoreRequest, messageID: messageID, affected: sopClassUID)
        command.affectedSOPInstanceUID = sopInstanceUID
        command.priority = priority
        command.moveOriginatorAE = moveOriginator?.ae
        command.moveOriginatorMessageID = moveOriginator?.messageID
        return command
    }

    public static func cFindRequest(
        messageID: UInt16, sopClassUID: String, priority: DIMSEPriority = .medium
    ) -> CommandSet {
        var command = request(.cFindRequest, messageID: messageID, affected: sopClassUID)
        command.priority = priority
        return command
    }

    public static func cMoveRequest(
        messageID: UInt16, sopClassUID: String, destination: String, priority: DIMSEPriority = .medium
    ) -> CommandSet {
        var command = request(.cMoveRequest, messageID: messageID, affected: sopClassUID)
        command.priority = priority
        command.moveDestination = destination
        return command
    }

    public static func cGetRequest(
        messageID: UInt16, sopClassUID: String, priority: DIMSEPriority = .medium
    ) -> CommandSet {
        var command = request(.cGetRequest, messageID: messageID, affected: sopClassUID)
        command.priority = priority
        return command
    }

    /// Cancels a C-FIND, C-MOVE or C-GET. It has no answer of its own (PS3.7 9.3.2.3).
    public static func cCancelRequest(of messageID: UInt16) -> CommandSet {
        var command = CommandSet(.cCancelRequest)
        command.messageIDBeingRespondedTo = messageID
        return command
    }

    // MARK: DIMSE-N requests (PS3.7 10.3)

    public static func nEventReportRequest(
        messageID: UInt16, sopClassUID: String, sopInstanceUID: String, eventTypeID: UInt16
    ) -> CommandSet {
        var command = request(.nEventReportRequest, messageID: messageID, affected: sopClassUID)
        command.affectedSOPInstanceUID = sopInstanceUID
        command.eventTypeID = eventTypeID
        return command
    }

    public static func nGetRequest(
        messageID: UInt16, sopClassUID: String, sopInstanceUID: String, attributes: [Tag] = []
    ) -> CommandSet {
        var command = request(.nGetRequest, messageID: messageID, requested: sopClassUID, instance: sopInstanceUID)
        command.attributeIdentifierList = attributes
        return command
    }

    public static func nSetRequest(messageID: UInt16, sopClassUID: String, sopInstanceUID: String) -> CommandSet {
        request(.nSetRequest, messageID: messageID, requested: sopClassUID, instance: sopInstanceUID)
    }

    public static func nActionRequest(
        messageID: UInt16, sopClassUID: String, sopInstanceUID: String, actionTypeID: UInt16
    ) -> CommandSet {
        var command = request(.nActionRequest, messageID: messageID, requested: sopClassUID, instance: sopInstanceUID)
        command.actionTypeID = actionTypeID
        return command
    }

    public static func nCreateRequest(messageID: UInt16, sopClassUID: String, sopInstanceUID: String?) -> CommandSet {
        var command = request(.nCreateRequest, messageID: messageID, affected: sopClassUID)
        command.affectedSOPInstanceUID = sopInstanceUID
        return command
    }

    public static func nDeleteRequest(messageID: UInt16, sopClassUID: String, sopInstanceUID: String) -> CommandSet {
        request(.nDeleteRequest, messageID: messageID, requested: sopClassUID, instance: sopInstanceUID)
    }

    // MARK: Responses

    /// The answer to any request: it names the message, class and instance that the request named (PS3.7 9.3, 10.3).
    public static func response(
        to request: CommandSet, status: DIMSEStatus, errorComment: String? = nil, offendingElements: [Tag] = []
    ) -> CommandSet {
        var command = CommandSet(request.field.response)
        command.messageIDBeingRespondedTo = request.messageID ?? 0
        command.affectedSOPClassUID = request.affectedSOPClassUID ?? request.requestedSOPClassUID
        command.affectedSOPInstanceUID = request.affectedSOPInstanceUID ?? request.requestedSOPInstanceUID
        command.eventTypeID = request.eventTypeID
        command.actionTypeID = request.actionTypeID
        command.status = status
        command.errorComment = errorComment
        command.offendingElements = offendingElements
        return command
    }

    /// The answer to C-MOVE or C-GET, pending or final. The number that remains is left out of a final answer unless the
    /// operation was cancelled (PS3.4 C.4.2.1.6, C.4.3.1.4).
    public static func response(
        to request: CommandSet, status: DIMSEStatus, suboperations: Suboperations, errorComment: String? = nil
    ) -> CommandSet {
        var command = response(to: request, status: status, errorComment: errorComment)
        if status.isPending || status == .cancel {
            command.numberOfRemainingSuboperations = UInt16(clamping: suboperations.remaining)
        }
        command.numberOfCompletedSuboperations = UInt16(clamping: suboperations.completed)
        command.numberOfFailedSuboperations = UInt16(clamping: suboperations.failed)
        command.numberOfWarningSuboperations = UInt16(clamping: suboperations.warning)
        return command
    }

    /// The counts that a C-MOVE or C-GET answer carries.
    public var suboperations: Suboperations {
        Suboperations(
            remaining: Int(numberOfRemainingSuboperations ?? 0), completed: Int(numberOfCompletedSuboperations ?? 0),
            failed: Int(numberOfFailedSuboperations ?? 0), warning: Int(numberOfWarningSuboperations ?? 0))
    }

    private static func request(_ field: CommandField, messageID: UInt16, affected: String) -> CommandSet {
        var command = CommandSet(field)
        command.messageID = messageID
        command.affectedSOPClassUID = affected
        return command
    }

    private static func request(
        _ field: CommandField, messageID: UInt16, requested: String, instance: String
    ) -> CommandSet {
        var command = CommandSet(field)
        command.messageID = messageID
        command.requestedSOPClassUID = requested
        command.requestedSOPInstanceUID = instance
        return command
    }
}

/// How far a C-MOVE or C-GET has come: the C-STOREs it consists of.
public struct Suboperations: Sendable, Equatable {
    public var remaining: Int
    public var completed: Int
    public var failed: Int
    public var warning: Int

    public init(remaining: Int = 0, completed: Int = 0, failed: Int = 0, warning: Int = 0) {
        self.remaining = remaining
        self.completed = completed
        self.failed = failed
        self.warning = warning
    }
}
