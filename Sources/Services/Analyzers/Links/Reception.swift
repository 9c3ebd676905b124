import Foundation
import HL7
import Logging

/// Takes messages in for all links: reads them, stores them with what was read, and says what is to be answered.
final class Reception: Sendable {
    let store: AnalyzerStore
    let board: LinkBoard
    private let interpreters: InterpreterBox
    private let onMessage: @Sendable (AnalyzerLink, [AnalyzerMessage], StoredMessage) -> Void
    private let log = Logger(label: "analyzers")
    private let sequence = HL7Sequence()

    init(
        store: AnalyzerStore, board: LinkBoard, interpreters: InterpreterBox,
        onMessage: @escaping @Sendable (AnalyzerLink, [AnalyzerMessage], StoredMessage) -> Void
    ) {
        self.store = store
        self.board = board
        self.interpreters = interpreters
        self.onMessage = onMessage
    }

    var interpreter: Interpreter { interpreters.current }

    /// - Parameter links: those that share the connection; the message's sender tells which one it is.
    func receive(_ bytes: [UInt8], over links: [AnalyzerLink]) async -> Settlement {
        let now = Clock.now()
        let interpreter = interpreter
        let language = Self.language(of: bytes)
        let read: Interpreter.Interpretation
        let link: AnalyzerLink
        do throws(InterpretationError) {
            (read, link) = try interpret(bytes, language, links, interpreter)
        } catch {
            return await keepDead(bytes, language, links[0], fault: error.description, at: now)
        }
        let message = IncomingMessage(
            link: link.id, receivedAt: now, bytes: bytes, language: language, profile: read.profile, messages: read.messages,
            state: .done)
        do {
            let stored = try await store.keep(message)
            took(stored, message, over: link, at: now)
            onMessage(link, read.messages, stored)
            return .taken(replies: try replies(to: read, over: link, at: now))
        } catch {
            return refuse(read.hl7, link, error, at: now)
        }
    }

    /// HL7 begins with MSH, ASTM with H; what else comes over a line is neither.
    private static func language(of bytes: [UInt8]) -> InstrumentProfile.Language {
        ASTMDelimiters(header: bytes[...]) != nil ? .astm : .hl7
    }

    private func interpret(
        _ bytes: [UInt8], _ language: InstrumentProfile.Language, _ links: [AnalyzerLink], _ interpreter: Interpreter
    ) throws(InterpretationError) -> (Interpreter.Interpretation, AnalyzerLink) {
        func read(_ link: AnalyzerLink) throws(InterpretationError) -> Interpreter.Interpretation {
            let profile = interpreter[link.profile]
            return try interpreter.interpret(bytes, language: language, profile: profile?.language == language ? profile : nil, charset: link.charset)
        }
        let first = try read(links[0])
        guard links.count > 1 || !links[0].sender.isEmpty else { return (first, links[0]) }
        let sender = first.messages.first?.sender ?? ""
        let named = links.filter { !$0.sender.isEmpty }
        guard let link = named.first(where: { sender.uppercased().contains($0.sender.uppercased()) }) ?? links.first(where: \.sender.isEmpty) else {
            throw InterpretationError("“\(sender)” is not the instrument that this port is for")
        }
        return (link.id == links[0].id ? first : try read(link), link)
    }

    private func took(_ stored: StoredMessage, _ message: IncomingMessage, over link: AnalyzerLink, at now: Int64) {
        for note in stored.notes { board.note(link.id, note, isFault: !stored.isCopy, at: now) }
        board.change(link.id) {
            $0.messages += 1
            $0.lastMessageAt = now
            $0.lastSample = message.sample
        }
    }

    /// What cannot be read is kept and shown; an HL7 sender is told.
    private func keepDead(_ bytes: [UInt8], _ language: InstrumentProfile.Language, _ link: AnalyzerLink, fault: String, at now: Int64) async -> Settlement {
        board.note(link.id, "a message cannot be read: \(fault)", isFault: true, at: now)
        let profile = interpreter[link.profile] ?? ShippedProfiles.all.generic(language)
        let message = IncomingMessage(
            link: link.id, receivedAt: now, bytes: bytes, language: language, profile: profile, messages: [], state: .dead, fault: fault)
        do {
            try await store.keep(message)
        } catch {
            return refuse(try? HL7Message(parsing: bytes), link, error, at: now)
        }
        guard language == .hl7, let parsed = try? HL7Message(parsing: bytes) else { return .taken(replies: []) }
        return .taken(replies: [acknowledgement(of: parsed, .error, fault, at: now)])
    }

    private func refuse(_ message: HL7Message?, _ link: AnalyzerLink, _ error: any Error, at now: Int64) -> Settlement {
        log.error("a message could not be stored", metadata: ["link": "\(link.id)", "error": "\(error)"])
        board.note(link.id, "a message could not be stored: \(error)", isFault: true, at: now)
        return .refused(replies: message.map { [acknowledgement(of: $0, .error, "not stored; send it again", at: now)] } ?? [])
    }

    private func acknowledgement(of message: HL7Message, _ code: HL7Message.Acknowledgement, _ text: String = "", at now: Int64) -> [UInt8] {
        message.acknowledgement(code, text: text, time: Clock.text(now), controlID: sequence.next()).encoded
    }

    private func replies(to read: Interpreter.Interpretation, over link: AnalyzerLink, at now: Int64) throws -> [[UInt8]] {
        let host = HostAnswers(store: store, interpreter: interpreter, link: link, profile: read.profile, sequence: sequence, now: now)
        if let astm = read.astm { return try host.answers(to: astm, read.messages).map(\.encoded) }
        guard let message = read.hl7 else { return [] }
        switch read.messages.first?.kind {
        case .query: return try host.answers(to: message, read.messages).map(\.encoded)
        case .acknowledgement: return []
        case .other: return [acknowledgement(of: message, .reject, "messages of type \(message.type) are kept, not worked on", at: now)]
        default: return [acknowledgement(of: message, .accept, at: now)]
        }
    }

    /// Keeps what began and did not end.
    func keepIncomplete(_ bytes: [UInt8], reason: String, over link: AnalyzerLink) async {
        let now = Clock.now()
        board.note(link.id, reason, isFault: true, at: now)
        let language = Self.language(of: bytes)
        let message = IncomingMessage(
            link: link.id, receivedAt: now, bytes: bytes, language: language, profile: interpreter[link.profile] ?? ShippedProfiles.all.generic(language),
            messages: [], state: .incomplete, fault: reason)
        do {
            try await store.keep(message)
        } catch {
            log.error("an incomplete message could not be kept", metadata: ["link": "\(link.id)", "error": "\(error)"])
        }
    }

    /// Takes a file's messages in; each is stored before the file is moved.
    /// - Returns: whether all is stored.
    func receive(file bytes: [UInt8], named name: String, over link: AnalyzerLink) async -> Bool {
        let capture = Capture(bytes)
        for fault in capture.faults { board.note(link.id, "\(name): \(fault)", isFault: true, at: Clock.now()) }
        if capture.messages.isEmpty {
            await keepIncomplete(bytes, reason: "\(name) holds no message", over: link)
            return true
        }
        for found in capture.messages {
            let settlement = switch found.language {
            case .hl7, .astm: await receive(found.bytes, over: [link])
            case .csv, .image: await receive(contents: found, named: name, over: link)
            }
            guard case .taken = settlement else { return false }
        }
        return true
    }

    /// Takes a table of results in, or a picture, which is found again by the name of its file.
    func receive(contents: Capture.Found, named name: String, over link: AnalyzerLink) async -> Settlement {
        let now = Clock.now()
        let interpreter = interpreter
        let profile = interpreter[link.profile]
        let language = contents.language
        do {
            var read = try interpreter.interpret(
                contents.bytes, language: language, profile: profile?.language == language ? profile : nil, charset: link.charset)
            if language == .image { read.messages = read.messages.map { $0.named(name) } }
            let message = IncomingMessage(
                link: link.id, receivedAt: now, bytes: contents.bytes, language: language, profile: read.profile, messages: read.messages)
            let stored = try await store.keep(message)
            took(stored, message, over: link, at: now)
            onMessage(link, read.messages, stored)
            return .taken(replies: [])
        } catch let error as InterpretationError {
            return await keepDead(contents.bytes, language, link, fault: error.description, at: now)
        } catch {
            return refuse(nil, link, error, at: now)
        }
    }
}

extension AnalyzerMessage {
    /// A picture's message: the file's name stands where others have the instrument's message number.
    fileprivate func named(_ file: String) -> AnalyzerMessage {
        var named = self
        named.controlID = file
        return named
    }
}
