/// Why bytes are not an HL7 v2 message.
public enum HL7Error: Error, Sendable, Equatable, CustomStringConvertible {
    /// The bytes do not begin with an MSH segment.
    case notHL7
    /// MSH-2 holds what cannot be delimiters.
    case badDelimiters(String)
    /// A segment's name is not three letters or digits. Segments count from 1.
    case badSegment(number: Int, name: String)
    /// More segments or bytes than a message may have.
    case tooLarge(String)

    public var description: String {
        switch self {
        case .notHL7: "the message does not begin with MSH and its delimiters"
        case .badDelimiters(let text): "MSH-2 “\(text)” is not a set of delimiters"
        case .badSegment(let number, let name): "segment \(number) begins with “\(name)”, which is no segment name"
        case .tooLarge(let what): "the message is too large: \(what)"
        }
    }
}
