import Foundation

/// One electrocardiogram as some recorder delivered it: what every reader makes and everything else works on.
///
/// Samples stay the integers of the file, so that reading and writing again gives the same numbers; `Lead.microvolts`
/// says what they mean.
public struct Recording: Sendable, Equatable {
    /// What one lead measured.
    public struct Lead: Sendable, Equatable {
        /// No sample here: the file marks a gap, or padding.
        public static let missing = Int32.min

        /// `I`, `II`, `III`, `aVR`, `aVL`, `aVF`, `V1` … `V6`, `X`, `Y`, `Z`, or the file's own label.
        public var name: String
        public var samples: [Int32]
        /// Microvolts of one unit.
        public var scale: Double
        /// The sample value that stands for zero volts.
        public var zero: Double

        public init(name: String, samples: [Int32], scale: Double, zero: Double = 0) {
            self.name = name
            self.samples = samples
            self.scale = scale
            self.zero = zero
        }

        /// The samples in microvolts; NaN where there is none.
        public var microvolts: [Float] {
            samples.map { $0 == Self.missing ? .nan : Float((Double($0) - zero) * scale) }
        }
    }

    /// Samples a second of every lead.
    public var sampleRate: Double
    public var leads: [Lead]
    /// What the file says beside the wave.
    public var facts: Facts
    /// Marks that came with the wave, in samples from its start.
    public var annotations: [Annotation]
    /// The recorder's own average beat, where it sent one.
    public var medianBeat: MedianBeat?

    public init(sampleRate: Double, leads: [Lead], facts: Facts = Facts(), annotations: [Annotation] = [], medianBeat: MedianBeat? = nil) {
        self.sampleRate = sampleRate
        self.leads = leads
        self.facts = facts
        self.annotations = annotations
        self.medianBeat = medianBeat
    }

    /// Samples of the longest lead.
    public var sampleCount: Int { leads.map(\.samples.count).max() ?? 0 }
    /// Seconds.
    public var duration: Double { sampleRate > 0 ? Double(sampleCount) / sampleRate : 0 }
    public func lead(_ name: String) -> Lead? { leads.first { $0.name == name } }
}

extension Recording {
    /// A point or a stretch that the recorder, or whoever read the wave, marked.
    public struct Annotation: Sendable, Equatable, Codable {
        /// Samples from the start.
        public var sample: Int
        /// Samples it lasts; 0 for a point.
        public var length: Int
        /// The file's own code, such as `N` (WFDB), `MDC_ECG_WAVC_PWAVE` (aECG).
        public var code: String
        public var text: String
        /// The lead it is about; nil for all.
        public var lead: String?

        public init(sample: Int, length: Int = 0, code: String, text: String = "", lead: String? = nil) {
            self.sample = sample
            self.length = length
            self.code = code
            self.text = text
            self.lead = lead
        }
    }

    /// An average beat with the recorder's own marks in it.
    public struct MedianBeat: Sendable, Equatable {
        public var sampleRate: Double
        public var leads: [Lead]
        /// Samples from its start: `pOnset`, `pOffset`, `qrsOnset`, `qrsOffset`, `tOffset`.
        public var fiducials: [String: Int]

        public init(sampleRate: Double, leads: [Lead], fiducials: [String: Int] = [:]) {
            self.sampleRate = sampleRate
            self.leads = leads
            self.fiducials = fiducials
        }
    }

    /// Patient, time, device, filters, and the device's own measurements and statements, as delivered.
    public struct Facts: Sendable, Equatable, Codable {
        public var patientID: String?
        public var patientName: String?
        /// `M`, `F` or `O`.
        public var sex: String?
        /// `YYYY-MM-DD`, or as much of it as is known.
        public var birthDate: String?
        public var ageYears: Double?
        /// Local time of the recorder, `YYYY-MM-DDTHH:MM:SS`.
        public var recordedAt: String?
        public var device: String?
        public var institution: String?
        public var highPassHertz: Double?
        public var lowPassHertz: Double?
        public var notchHertz: Double?
        /// By the names of `measure --json` where they mean the same (`heartRate`, `pr`, `qrs`, `qt`), else the file's.
        public var measurements: [String: Double]
        public var statements: [String]
        /// Anything else worth keeping, by the file's own names.
        public var other: [String: String]

        public init() {
            measurements = [:]
            statements = []
            other = [:]
        }

        /// Every field may be left out.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            patientID = try fields.decodeIfPresent(String.self, forKey: .patientID)
            patientName = try fields.decodeIfPresent(String.self, forKey: .patientName)
            sex = try fields.decodeIfPresent(String.self, forKey: .sex)
            birthDate = try fields.decodeIfPresent(String.self, forKey: .birthDate)
            ageYears = try fields.decodeIfPresent(Double.self, forKey: .ageYears)
            recordedAt = try fields.decodeIfPresent(String.self, forKey: .recordedAt)
            device = try fields.decodeIfPresent(String.self, forKey: .device)
            institution = try fields.decodeIfPresent(String.self, forKey: .institution)
            highPassHertz = try fields.decodeIfPresent(Double.self, forKey: .highPassHertz)
            lowPassHertz = try fields.decodeIfPresent(Double.self, forKey: .lowPassHertz)
            notchHertz = try fields.decodeIfPresent(Double.self, forKey: .notchHertz)
            measurements = try fields.decodeIfPresent([String: Double].self, forKey: .measurements) ?? [:]
            statements = try fields.decodeIfPresent([String].self, forKey: .statements) ?? []
            other = try fields.decodeIfPresent([String: String].self, forKey: .other) ?? [:]
        }
    }
}
