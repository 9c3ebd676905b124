import DICOM

/// C-FIND as SCP (PS3.4 C.4.1).
struct FindProvider {
    let session: AssociationSession
    let message: DIMSEMessage

    /// Answers beyond this are not sent; the last status says so. A query for everything must not bring a node down.
    private static let maximumAnswers = 20_000

    func run() throws {
        let identifier: QueryIdentifier
        do {
            identifier = try QueryIdentifier(try session.identifier(of: message), model: message.context.abstractSyntax)
        } catch let error as DICOMError {
            return try session.reply(message, .identifierDoesNotMatchSOPClass, error.message, offending: error.tag.map { [$0] } ?? [])
        }
        var query = identifier.query
        query.limit = Self.maximumAnswers + 1
        let answers: [QueryAnswer]
        do { answers = try session.archive.find(query) } catch {
            session.service.log.error("a query failed", metadata: ["error": "\(error)"])
            return try session.reply(message, .unableToProcess, "the query could not be answered")
        }
        session.record(.queried, [], "\(identifier.level.term): \(answers.count) answers")
        for (position, answer) in answers.prefix(Self.maximumAnswers).enumerated() {
            if position % 16 == 15, session.association.pollCancel(message.command.messageID ?? 0) {
                return try session.reply(message, .cancel, "cancelled after \(position) answers")
            }
            try send(answer, identifier)
        }
        if answers.count > Self.maximumAnswers {
            return try session.reply(message, .outOfResourcesUnableToCalculate, "more than \(Self.maximumAnswers) answers: narrow the query")
        }
        try session.reply(message, .success)
    }

    private func send(_ answer: QueryAnswer, _ identifier: QueryIdentifier) throws {
        var dataSet = answer.attributes.recoded(for: identifier.dataSet.characterSet)
        dataSet.set(.queryRetrieveLevel, identifier.level.term)
        dataSet.set(.retrieveAETitle, session.service.options.aeTitle)
        if identifier.dataSet.contains(.instanceAvailability) { dataSet.set(.instanceAvailability, "ONLINE") }
        let bytes = try dataSet.encode(transferSyntax: message.context.transferSyntax)
        try session.association.send(.response(to: message.command, status: .pending), on: message.contextID, data: DataSource(bytes))
    }
}

extension DataSet {
    /// The same attributes in the asker's character set where it holds every character, else in UTF-8. What a requester
    /// declares does not bind the answer (PS3.4 C.4.1.1.3.2), but old modalities read only their own.
    func recoded(for asker: CharacterSet) -> DataSet {
        let texts = filter { $0.vr.isLocalisedText }
        let isPlain = texts.allSatisfy { $0.strings.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } } }
        if isPlain { return copied(into: .default) }
        let fits = texts.allSatisfy { $0.strings.allSatisfy(asker.canEncode) }
        return copied(into: fits ? asker : .utf8)
    }

    private func copied(into characterSet: CharacterSet) -> DataSet {
        var copy = DataSet(characterSet: characterSet)
        for element in self where element.tag != .specificCharacterSet {
            if element.vr.isLocalisedText, !element.isEmpty {
                copy.set(element.tag, element.strings, vr: element.vr)
            } else if element.vr == .SQ {
                copy.set(element.tag, items: element.items.map { $0.copied(into: characterSet) })
            } else {
                copy.set(element)
            }
        }
        return copy
    }
}
