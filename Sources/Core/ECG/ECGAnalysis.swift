/// Everything the program makes of a recording of seconds or minutes. It assists and does not diagnose.
public struct ECGAnalysis: Sendable {
    public let delineation: Delineation
    /// The median beat that measurements are taken from: the shape most beats have.
    public let medianBeat: BeatShape?
    public let rhythm: Rhythm
    public let measurements: Measurements
    public let variability: Variability?
    /// Of a high-resolution recording with enough beats.
    public let latePotentials: LatePotentials?
    public let quality: [SignalQuality]
    public let leadReversal: LeadReversal?
    /// Critical ones first.
    public let statements: [Statement]
    public let triage: Triage

    /// - Parameter profile: the thresholds from which a value is critical.
    public init(_ recording: Recording, profile: CriticalProfile = .provincial) throws(ECGError) {
        let leads = LeadSet(recording)
        guard !leads.names.isEmpty, leads.duration > 0 else { throw ECGError(.badArgument, "the recording holds no samples") }
        let delineation = try Delineation(leads)
        let main = delineation.shapes.indices.max { delineation.shapes[$0].members < delineation.shapes[$1].members }
        let shape = main.map { delineation.shapes[$0] }
        let measured = Measurements(delineation, shape: shape)
        let rhythm = Rhythm(delineation, main: main, measurements: measured)
        let quality = recording.leads.map { lead in
            SignalQuality(
                lead: lead.name, samples: lead.microvolts, sampleRate: recording.sampleRate, height: measured.lead(lead.name)?.qrsHeight)
        }
        let reversal = LeadReversal.suspected(in: measured.leads)
        let findings = Findings(
            measurements: measured, rhythm: rhythm, quality: quality, reversal: reversal, duration: leads.duration,
            beatCount: delineation.beats.count, spikeCount: delineation.pacemakerSpikes.count, sex: recording.facts.sex,
            age: recording.facts.ageYears)
        let statements = Self.statements(findings, profile: profile)

        self.delineation = delineation
        self.medianBeat = shape
        self.rhythm = rhythm
        self.measurements = measured
        self.quality = quality
        self.leadReversal = reversal
        self.statements = statements
        variability = Variability(times: delineation.beats.map { Double($0.sample) / delineation.sampleRate }, classes: rhythm.classes)
        latePotentials = LatePotentials(recording, delineation)
        triage = delineation.beats.count < 2 ? .unreadable : Self.triage(statements)
    }

    private static func statements(_ findings: Findings, profile: CriticalProfile) -> [Statement] {
        let rules =
            findings.beatCount < 2
            ? Rule.technical
            : Rule.rhythm + Rule.conduction + Rule.hypertrophy + Rule.infarction + Rule.repolarisation + Rule.technical
        let critical = findings.beatCount < 2 ? [] : profile.statements(findings)
        return (critical + rules.compactMap { $0.statement(findings) }).enumerated()
            .sorted { ($0.element.severity, $1.offset) > ($1.element.severity, $0.offset) }.map(\.element)
    }

    private static func triage(_ statements: [Statement]) -> Triage {
        switch statements.map(\.severity).max() {
        case .critical: .critical
        case .abnormal: .abnormal
        default: .normal
        }
    }
}
