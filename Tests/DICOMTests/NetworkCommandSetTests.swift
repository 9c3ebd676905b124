import DICOM
import Testing

@Suite("Command sets (PS3.7 6.3.1, Annex E)")
struct NetworkCommandSetTests {
    @Test func `every element survives a round trip`() throws {
        var command = CommandSet(.cMoveRequest)
        command.affectedSOPClassUID = "1.2.840.10008.5.1.4.1.2.2.2"
        command.requestedSOPClassUID = "1.2.3"
        command.messageID = 7
        command.messageIDBeingRespondedTo = 65535
        command.moveDestination = "ARCHIVE"
        command.priority = .high
        command.hasDataSet = true
        command.status = .pending
        command.offendingElements = [Tag(rawValue: 0x0010_0010), Tag(rawValue: 0x7FE0_0010)]
        command.errorComment = "not today"
        command.errorID = 12
        command.affectedSOPInstanceUID = "1.2.840.1"
        command.requestedSOPInstanceUID = "1.2.840.12"
        command.eventTypeID = 1
        command.attributeIdentifierList = [Tag(rawValue: 0x0008_0018)]
        command.actionTypeID = 2
        command.numberOfRemainingSuboperations = 3
        command.numberOfCompletedSuboperations = 4
        command.numberOfFailedSuboperations = 5
        command.numberOfWarningSuboperations = 6
        command.moveOriginatorAE = "MODALITY"
        command.moveOriginatorMessageID = 9
        let bytes = command.encoded()
        let decoded = try CommandSet(decoding: bytes)
        #expect(decoded == command)
        #expect(decoded.field == .cMoveRequest)
        #expect(decoded.hasDataSet)
        #expect(decoded.offendingElements.count == 2)
        #expect(decoded.affectedSOPInstanceUID == "1.2.840.1")
        #expect(decoded.moveDestination == "ARCHIVE")
        #expect(decoded.suboperations == Suboperations(remaining: 3, completed: 4, failed: 5, warning: 6))
        #expect(decoded.encoded() == bytes)
    }

    @Test func `a C-ECHO-RQ is byte for byte that of PS3.7 9.3.5`() {
        let expected: [UInt8] = [
            0, 0, 0, 0, 4, 0, 0, 0, 56, 0, 0, 0,
            0, 0, 2, 0, 18, 0, 0, 0] + Array("1.2.840.10008.1.1".utf8) + [0,
            0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0,
            0, 0, 0x10, 1, 2, 0, 0, 0, 1, 0,
            0, 0, 0, 8, 2, 0, 0, 0, 1, 1]
        #expect(CommandSet.cEchoRequest(messageID: 1).encoded() == expected)
    }

    @Test func `a truncated command fails at every length but those between elements`() throws {
        let bytes = CommandSet.cStoreRequest(messageID: 1, sopClassUID: "1.2", sopInstanceUID: "1.2.3").encoded()
        for length in 0..<bytes.count {
            #expect(throws: DICOMError.self) {
                let command = try CommandSet(decoding: Array(bytes.prefix(length)))
                // Cut between elements it is a command as long as the two that every command has are there.
                if command.messageID == 1 { throw DICOMError(.truncated, "cut between elements") }
            }
        }
    }

    @Test func `lengths beyond the end and other groups are refused`() {
        #expect(throws: DICOMError.self) { try CommandSet(decoding: [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0]) }
        #expect(throws: DICOMError.self) { try CommandSet(decoding: [8, 0, 5, 0, 2, 0, 0, 0, 1, 0]) }
        #expect(throws: DICOMError.self) { try CommandSet(decoding: [UInt8]()) }
    }

    @Test func `decoding random bytes neither crashes nor invents lengths`() {
        var generator = SplitMix(state: 1)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                Bool.random(using: &generator) ? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            if let command = try? CommandSet(decoding: bytes) { #expect(command.encoded().count <= bytes.count + 12) }
        }
    }

    @Test func `an error comment is cut to 64 bytes at a character`() {
        var command = CommandSet(.cStoreRequest)
        command.errorComment = String(repeating: "错", count: 40) + "\\"
        #expect(command.errorComment == String(repeating: "错", count: 21))
    }

    @Test func `a response names what its request named`() {
        let request = CommandSet.nActionRequest(messageID: 5, sopClassUID: "1.2", sopInstanceUID: "1.2.3", actionTypeID: 1)
        let response = CommandSet.response(to: request, status: .noSuchActionType, errorComment: "no")
        #expect(response.field.description == "N-ACTION-RSP")
        #expect(response.messageIDBeingRespondedTo == 5)
        #expect(response.affectedSOPInstanceUID == "1.2.3")
        #expect(response.actionTypeID == 1)
        #expect(response.status?.category == .failure)
        #expect(response.messageID == nil)
        #expect(!response.hasDataSet)
    }

    @Test(arguments: [
        (DIMSEStatus.success, DIMSEStatus.Category.success), (.pending, .pending), (.cancel, .cancel),
        (.coercionOfDataElements, .warning), (.outOfResources, .failure), (.attributeListError, .warning),
    ])
    func `statuses fall into the categories of PS3.7 Annex C`(status: DIMSEStatus, category: DIMSEStatus.Category) {
        #expect(status.category == category)
    }
}

/// A small generator, seeded so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
