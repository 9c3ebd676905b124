import Hematology
public import HL7

/// Turns a message's bytes into what it says, with the profile that its sender or its link names.
public struct Interpreter: Sendable {
    public let profiles: [InstrumentProfile]
    public let analytes: AnalyteCatalogue

    /// - Parameter profiles: those of the laboratory first; the shipped ones follow.
    public init(profiles: [InstrumentProfile] = [], shipped: ShippedProfiles = .all) {
        let own = Set(profiles.map(\.id))
        self.profiles = profiles + shipped.profiles.filter { !own.contains($0.id) }
        analytes = shipped.analytes
    }

    public subscript(id: String) -> InstrumentProfile? { profiles.first { $0.id == id } }

    /// What one message turned out to be.
    public struct Interpretation: Sendable {
        public var messages: [AnalyzerMessage]
        public let profile: InstrumentProfile
        /// The message as HL7, for its acknowledgement; nil for other languages.
        package var hl7: HL7Message?
        var astm: ASTMMessage?
    }

    /// - Parameter profile: nil to recognise it by the sender's name.
    /// - Throws: `InterpretationError` for bytes that are no message of the language.
    public func interpret(
        _ bytes: [UInt8], language: InstrumentProfile.Language, profile given: InstrumentProfile? = nil, charset: HL7Charset? = nil
    ) throws(InterpretationError) -> Interpretation {
        switch language {
        case .hl7:
            let message: HL7Message
            do throws(HL7Error) {
                message = try HL7Message(parsing: bytes, charset: charset ?? given?.charset)
            } catch {
                throw InterpretationError("\(error)")
            }
            let profile = given ?? profile(sender: HL7Interpretation.sender(of: message), language: .hl7)
            return finished(HL7Interpretation(message: message, profile: profile).messages(), profile, hl7: message)
        case .astm:
            guard let message = ASTMMessage.messages(in: bytes, charset: charset ?? given?.charset).first else {
                throw InterpretationError("there is no header record, H and its delimiters")
            }
            let profile = given ?? profile(sender: ASTMInterpretation.sender(of: message), language: .astm)
            return finished(ASTMInterpretation(message: message, profile: profile).messages(), profile, astm: message)
        case .csv:
            let profile = given ?? profile(sender: "", language: .csv)
            return finished(try CSVInterpretation(bytes: bytes, profile: profile).messages(), profile)
        case .image:
            return finished([try Self.picture(bytes)], given ?? profile(sender: "", language: .image))
        }
    }

    private static func picture(_ bytes: [UInt8]) throws(InterpretationError) -> AnalyzerMessage {
        var message = AnalyzerMessage()
        message.kind = .other
        do throws(HematologyError) {
            message.graphics = [AnalyzerGraphic(name: "", graphic: .image(try GraphicImage(name: "", file: bytes)))]
        } catch {
            throw InterpretationError("\(error)")
        }
        return message
    }

    private func finished(_ messages: [AnalyzerMessage], _ profile: InstrumentProfile, hl7: HL7Message? = nil, astm: ASTMMessage? = nil) -> Interpretation {
        Interpretation(messages: messages.map { profile.applied(to: $0, analytes) }, profile: profile, hl7: hl7, astm: astm)
    }

    private func profile(sender: String, language: InstrumentProfile.Language) -> InstrumentProfile {
        profiles.first { $0.language == language && $0.recognises(sender: sender) } ?? profiles.first { $0.id == "generic-\(language.rawValue)" }
            ?? ShippedProfiles.all.generic(language)
    }

    /// Everything in bytes of unknown kind.
    public func decode(_ bytes: [UInt8], profile: InstrumentProfile? = nil) -> (messages: [AnalyzerMessage], faults: [String]) {
        let capture = Capture(bytes)
        var messages: [AnalyzerMessage] = []
        var faults = capture.faults
        for found in capture.messages {
            let fitting = profile?.language == found.language ? profile : nil
            do throws(InterpretationError) {
                messages += try interpret(found.bytes, language: found.language, profile: fitting).messages
            } catch {
                faults.append("\(error)")
            }
        }
        return (messages, faults)
    }
}

/// Why a message could not be read.
public struct InterpretationError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
