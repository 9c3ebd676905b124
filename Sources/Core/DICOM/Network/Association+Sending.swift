internal import CDICOM

extension Association {
    /// Sends a message: the command, whose data set type is set here, and the data set in the context's transfer syntax.
    public func send(_ command: CommandSet, on contextID: UInt8, data: DataSource? = nil) throws(AssociationError) {
        if let failure = reading.failure { throw failure }
        guard isOpen else { throw error(.closed, "the association has ended", at: .sending) }
        guard contexts[contextID] != nil else {
            throw error(.invalid, "context \(contextID) was not accepted", at: .sending)
        }
        var command = command
        command.hasDataSet = data != nil
        // The command waits for the first bytes of the data set, to leave in the same packet.
        let head = command.encoded()
        try head.span.withUnsafeBytes { (bytes) throws(AssociationError) in
            try write(bytes, contextID, isCommand: true, isLast: true, flush: data == nil)
        }
        switch data?.content {
        case .bytes(let bytes):
            try bytes.span.withUnsafeBytes { (bytes) throws(AssociationError) in
                try write(bytes, contextID, isCommand: false, isLast: true, flush: true)
            }
        case .memory(let pieces):
            let last = pieces.lastIndex { !$0.isEmpty } ?? 0
            if pieces.isEmpty { try write(.init(start: nil, count: 0), contextID, isCommand: false, isLast: true, flush: true) }
            for (index, piece) in pieces.enumerated() where index == last || (index < last && !piece.isEmpty) {
                try write(piece, contextID, isCommand: false, isLast: index == last, flush: index == last)
            }
        case .stream(let produce):
            try pack(produce, contextID)
        case nil:
            break
        }
    }

    /// Fills PDUs from chunks of any size. One PDU is held back, since only the end says which fragment is the last.
    private func pack(
        _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void, _ contextID: UInt8
    ) throws(AssociationError) {
        let headers = 12
        let limit = maximumPDULength == 0 ? Self.largestPDULength : min(maximumPDULength, Self.largestPDULength)
        let capacity = max(2, limit - headers) & ~1
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        do {
            try produce { chunk in
                var chunk = chunk[...]
                while !chunk.isEmpty {
                    if filled == capacity {
                        try write(UnsafeRawBufferPointer(buffer), contextID, isCommand: false, isLast: false, flush: false)
                        filled = 0
                    }
                    let taken = chunk.prefix(capacity - filled)
                    UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyMemory(from: .init(rebasing: taken))
                    filled += taken.count
                    chunk = chunk.dropFirst(taken.count)
                }
            }
        } catch let failure as AssociationError {
            throw failure
        } catch {
            abort()
            throw self.error(.dataSource, "\(error)", at: .sending)
        }
        let rest = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
        try write(rest, contextID, isCommand: false, isLast: true, flush: true)
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, _ contextID: UInt8, isCommand: Bool, isLast: Bool, flush: Bool
    ) throws(AssociationError) {
        var fault = cdicom_fault()
        let status = cdicom_association_write(
            handle.raw, contextID, isCommand ? 1 : 0, isLast ? 1 : 0,
            bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, flush ? 1 : 0, &fault)
        guard status == 0 else { throw failure(status, fault, at: .sending) }
        if !isCommand { bytesSent += UInt64(bytes.count) }
    }
}
