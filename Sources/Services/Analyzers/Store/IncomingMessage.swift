import Crypto

/// A message as it is about to be stored: the bytes, and what was read out of them.
package struct IncomingMessage: Sendable {
    package enum State: String, Sendable {
        case done
        /// It could not be read, and will be tried again when the profile changes or time has passed.
        case dead
        /// It began and never ended; the sender has no acknowledgement of it.
        case incomplete
    }

    let link: String
    var isOutgoing = false
    let receivedAt: Int64
    let bytes: [UInt8]
    let digest: String
    let language: InstrumentProfile.Language
    let profile: String
    let isDaily: Bool
    var state: State
    var fault: String?
    let messages: [AnalyzerMessage]

    package init(
        link: String, receivedAt: Int64, bytes: [UInt8], language: InstrumentProfile.Language, profile: InstrumentProfile,
        messages: [AnalyzerMessage], state: State = .done, fault: String? = nil
    ) {
        self.link = link
        self.receivedAt = receivedAt
        self.bytes = bytes
        self.language = language
        self.profile = profile.id
        isDaily = profile.sample?.isDaily == true
        self.messages = messages
        self.state = state
        self.fault = fault
        digest = Self.hexadecimal(SHA256.hash(data: bytes))
    }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        let letters = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [letters[Int($0 >> 4)], letters[Int($0 & 15)]] }, as: UTF8.self)
    }

    var kind: AnalyzerMessage.Kind { messages.first?.kind ?? .other }

    var sample: String { messages.first { !$0.sample.isEmpty }?.sample ?? "" }

    /// What the search of messages looks into.
    var summary: String {
        var words: [String] = []
        for message in messages {
            words += [message.sender, message.controlID, message.sample, message.patient.name, message.patient.id]
            words += message.results.map { $0.name.isEmpty ? $0.code : $0.name }
        }
        var seen: Set<String> = []
        return String(words.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: " ").prefix(2000))
    }
}

/// What became of a stored message.
package struct StoredMessage: Sendable, Equatable {
    package let id: Int64
    /// It had come before, byte for byte: only counted.
    package let isCopy: Bool
    /// Runs that it made.
    package let runs: [Int64]
    /// Entries for the link's log.
    package let notes: [String]
}
