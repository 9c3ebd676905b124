internal import CDICOM

/// A DIMSE message whose command has arrived; its data set, if it has one, is still to be read.
public struct DIMSEMessage: Sendable {
    public let command: CommandSet
    public let contextID: UInt8
    public let context: AcceptedContext

    public var hasDataSet: Bool { command.hasDataSet }
}

extension Association {
    /// Where the reading of messages stands.
    struct Reading {
        /// Messages begun, counted from 1.
        var message = 0
        /// The context of a data set that has not been read to its end.
        var openDataSet: UInt8?
        var pdvs = 0
        var bytes: UInt64 = 0
        /// A request that came while C-CANCEL was looked for.
        var early: DIMSEMessage?
        /// The peer asked for release, and was not yet answered.
        var isReleaseRequested = false
        /// Why the connection ended while C-CANCEL was looked for.
        var failure: AssociationError?

        var place: AssociationError.Place {
            openDataSet == nil ? .command(message) : .data(message: message, pdv: pdvs, bytes: bytes)
        }
    }

    /// Waits for the next message. What is left of the previous data set is skipped first.
    /// - Parameter timeout: until the message begins; the idle timeout if nil.
    /// - Returns: nil once the peer has asked for release, which is answered here.
    public func receive(timeout: Duration? = nil) throws(AssociationError) -> DIMSEMessage? {
        if let failure = reading.failure { throw failure }
        try skipData()
        if let early = reading.early {
            reading.early = nil
            return begin(early)
        }
        if reading.isReleaseRequested { return try confirmRelease() }
        guard isOpen else { throw error(.closed, "the association has ended", at: .command(reading.message + 1)) }
        do {
            return begin(try readCommand(timeout ?? timeouts.idle))
        } catch let failure {
            guard failure.kind == .releasedEarly, failure.place == .command(reading.message + 1) else { throw failure }
            return try confirmRelease()
        }
    }

    /// Reads the data set of the message last received, fragment by fragment, as they come off the wire.
    ///
    /// The memory is DCMTK's PDU buffer: it is valid only within `body`. If `body` throws, the rest of the data set is
    /// still to be read; ``skipData()`` or the next ``receive(timeout:)`` does so.
    public func receiveData(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while let contextID = reading.openDataSet {
            let pdv = try readPDV(timeouts.idle, at: reading.place)
            guard pdv.is_command == 0 else { throw violation("a command in the middle of a data set", at: reading.place) }
            guard pdv.context == contextID else {
                throw violation("a data set in context \(pdv.context), of a command in context \(contextID)", at: reading.place)
            }
            reading.pdvs += 1
            reading.bytes += UInt64(pdv.length)
            bytesReceived += UInt64(pdv.length)
            if pdv.is_last != 0 { reading.openDataSet = nil }
            if pdv.length > 0 { try body(UnsafeRawBufferPointer(start: pdv.data, count: pdv.length)) }
        }
    }

    /// The whole data set, if it is no longer than `limit`; more is skipped and an error thrown.
    public func receiveData(limit: Int) throws(AssociationError) -> [UInt8] {
        var bytes: [UInt8] = []
        var isTooLong = false
        try ignoringBodyErrors {
            try receiveData { chunk in
                isTooLong = isTooLong || chunk.count > limit - bytes.count
                if !isTooLong { bytes.append(contentsOf: chunk) }
            }
        }
        guard !isTooLong else { throw error(.invalid, "a data set of more than \(limit) bytes", at: reading.place) }
        return bytes
    }

    /// Reads what is left of the data set of the message last received, and forgets it.
    public func skipData() throws(AssociationError) {
        try ignoringBodyErrors { try receiveData { _ in } }
    }

    /// Whether the peer has sent a C-CANCEL for this message, without waiting for one (PS3.7 9.3.2.3). Also true when the
    /// peer has asked for release or is gone: nobody waits for answers any more, and the next ``receive(timeout:)`` says why.
    /// Other requests are kept for ``receive(timeout:)``.
    public func pollCancel(_ messageID: UInt16) -> Bool {
        while true {
            if reading.failure != nil || reading.isReleaseRequested || !isOpen { return true }
            guard reading.early == nil, reading.openDataSet == nil, cdicom_association_has_input(handle.raw) != 0 else {
                return false
            }
            do {
                let message = try readCommand(timeouts.pdu)
                guard message.command.field == .cCancelRequest else {
                    reading.early = message
                    return false
                }
                if message.command.messageIDBeingRespondedTo == messageID { return true }
            } catch let failure {
                if failure.kind == .releasedEarly {
                    reading.isReleaseRequested = true
                } else {
                    reading.failure = failure
                }
            }
        }
    }

    // MARK: - Parts

    private func begin(_ message: DIMSEMessage) -> DIMSEMessage {
        reading.message += 1
        reading.pdvs = 0
        reading.bytes = 0
        reading.openDataSet = message.hasDataSet ? message.contextID : nil
        return message
    }

    private func readCommand(_ timeout: Duration) throws(AssociationError) -> DIMSEMessage {
        let place = AssociationError.Place.command(reading.message + 1)
        var pdv = try readPDV(timeout, at: place)
        let contextID = pdv.context
        guard let context = contexts[contextID] else {
            throw violation("a message in context \(contextID), which was not accepted", at: place)
        }
        guard pdv.is_command != 0 else { throw violation("a data set without a command", at: place) }
        if pdv.is_last != 0 {
            return try decode(UnsafeRawBufferPointer(start: pdv.data, count: pdv.length), contextID, context, place)
        }
        var bytes: [UInt8] = []
        while true {
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: pdv.data, count: pdv.length))
            guard bytes.count <= Self.largestCommand else {
                throw violation("a command of more than \(Self.largestCommand) bytes", at: place)
            }
            if pdv.is_last != 0 { break }
            do {
                pdv = try readPDV(timeouts.idle, at: place)
            } catch let failure {
                guard failure.kind == .releasedEarly else { throw failure }
                throw violation("the peer asked for release in the middle of a command", at: place)
            }
            guard pdv.is_command != 0, pdv.context == contextID else {
                throw violation("a command that is interrupted by something else", at: place)
            }
        }
        return try bytes.span.withUnsafeBytes { (buffer) throws(AssociationError) in
            try decode(buffer, contextID, context, place)
        }
    }

    private func decode(
        _ bytes: UnsafeRawBufferPointer, _ contextID: UInt8, _ context: AcceptedContext, _ place: AssociationError.Place
    ) throws(AssociationError) -> DIMSEMessage {
        do {
            return DIMSEMessage(command: try CommandSet(decoding: bytes), contextID: contextID, context: context)
        } catch let malformed {
            throw violation("\(malformed)", at: place)
        }
    }

    private func readPDV(_ timeout: Duration, at place: AssociationError.Place) throws(AssociationError) -> cdicom_pdv {
        guard isOpen else { throw error(.closed, "the association has ended", at: place) }
        var pdv = cdicom_pdv()
        var fault = cdicom_fault()
        let status = cdicom_association_read_pdv(handle.raw, timeout.milliseconds, &pdv, &fault)
        if status == 0 { return pdv }
        if status == CDICOM_NETWORK_RELEASE_REQUESTED.rawValue, reading.openDataSet == nil {
            throw error(.releasedEarly, fault.text, at: place)
        }
        throw failure(status, fault, at: place)
    }

    private func confirmRelease() throws(AssociationError) -> DIMSEMessage? {
        var fault = cdicom_fault()
        let status = cdicom_association_confirm_release(handle.raw, &fault)
        guard status == 0 else { throw failure(status, fault, at: .release) }
        markReleased()
        return nil
    }

    /// For bodies that cannot throw: what ``receiveData(_:)`` throws is then an ``AssociationError``.
    private func ignoringBodyErrors(_ read: () throws -> Void) throws(AssociationError) {
        do {
            try read()
        } catch let failure as AssociationError {
            throw failure
        } catch {
            throw self.error(.system, "\(error)", at: reading.place)
        }
    }
}
