internal import CECG

/// Leads of one length, one after the other, as C takes them.
struct PlanarLeads {
    let count: Int
    let leadCount: Int
    let sampleRate: Double
    private(set) var samples: [Float]

    /// Shorter leads are filled up with missing samples.
    init(_ leads: [[Float]], sampleRate: Double) {
        leadCount = leads.count
        self.sampleRate = sampleRate
        let longest = leads.map(\.count).max() ?? 0
        count = longest
        samples = []
        samples.reserveCapacity(leads.count * longest)
        for lead in leads {
            samples += lead
            samples += repeatElement(.nan, count: longest - lead.count)
        }
    }

    func withSignal<Result>(_ body: (UnsafePointer<cecg_signal>) -> Result) -> Result {
        samples.withUnsafeBufferPointer { buffer in
            var signal = cecg_signal(samples: buffer.baseAddress, leads: leadCount, count: count, rate: sampleRate)
            return body(&signal)
        }
    }
}

/// Room for the sentence of a failing call.
struct SignalMessage {
    var text = [CChar](repeating: 0, count: Int(CECG_MESSAGE_SIZE))
}

extension ECGError {
    /// A status of CECG (cecg_status.h) and the sentence that came with it.
    init(_ status: Int32, _ message: SignalMessage) {
        let code: Code = switch status {
        case CECG_BAD_ARGUMENT.rawValue: .badArgument
        case CECG_TOO_LARGE.rawValue: .tooLarge
        default: .internal
        }
        let text = message.text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        self.init(code, String(decoding: text, as: UTF8.self))
    }
}
