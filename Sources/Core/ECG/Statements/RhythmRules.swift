extension Rule {
    /// Rates after the usual definition of 60 - 100 a minute at rest (AHA/ACCF/HRS 2007, Part II).
    static let rhythm: [Rule] = [
        Rule("SR", .rhythm, .normal, "窦性心律", "Sinus rhythm") {
            sinusRate($0, within: 60...100)
        },
        Rule("SBRAD", .rhythm, .abnormal, "窦性心动过缓", "Sinus bradycardia") {
            sinusRate($0, within: 0...59.999)
        },
        Rule("STACH", .rhythm, .abnormal, "窦性心动过速", "Sinus tachycardia") {
            sinusRate($0, within: 100.001...400)
        },
        Rule("SARRH", .rhythm, .remark, "窦性心律不齐", "Sinus arrhythmia") { findings in
            guard findings.rhythm.atria == .sinus, let shortest = findings.measurements.shortestRR, let longest = findings.measurements.longestRR,
                findings.rhythm.count(.normal) == findings.beatCount, longest - shortest > 0.12
            else { return nil }
            return [.milliseconds("longestRR", longest * 1000), .milliseconds("shortestRR", shortest * 1000)]
        },
        Rule("AFIB", .rhythm, .abnormal, "心房颤动", "Atrial fibrillation") { findings in
            guard findings.rhythm.atria == .fibrillation, let irregularity = findings.rhythm.irregularity else { return nil }
            return [.init("irregularity", (irregularity * 100).rounded(), "%")] + (findings.rate.map { [.rate($0)] } ?? [])
        },
        Rule("AFLT", .rhythm, .abnormal, "心房扑动", "Atrial flutter") { findings in
            findings.rhythm.atria == .flutter ? findings.rate.map { [.rate($0)] } : nil
        },
        Rule("EAR", .rhythm, .abnormal, "异位房性心律", "Ectopic atrial rhythm") { findings in
            findings.rhythm.atria == .ectopic ? findings.measurements.axes.p.map { [.degrees("axes.p", $0)] } : nil
        },
        Rule("JESR", .rhythm, .abnormal, "未见 P 波，交界性或逸搏心律可能", "No P waves: junctional or escape rhythm possible") { findings in
            findings.rhythm.atria == .none && !findings.isPaced && !findings.hasWideQRS ? findings.rate.map { [.rate($0)] } : nil
        },
        Rule("WCT", .rhythm, .critical, "宽 QRS 心动过速", "Wide QRS tachycardia") { findings in
            guard let rate = findings.rate, rate >= 130, findings.hasWideQRS, findings.rhythm.atria != .sinus, !findings.isPaced,
                let qrs = findings.measurements.qrs
            else { return nil }
            return [.rate(rate), .milliseconds("qrs", qrs)]
        },
        Rule("SVTAC", .rhythm, .abnormal, "室上性心动过速可能", "Supraventricular tachycardia possible") { findings in
            guard let rate = findings.rate, rate >= 140, !findings.hasWideQRS, findings.rhythm.atria == .none else { return nil }
            return [.rate(rate)]
        },
        Rule("PVC", .rhythm, .abnormal, "室性早搏", "Ventricular premature complexes") { premature($0, .ventricular, "ventricularBeats") },
        Rule("PAC", .rhythm, .abnormal, "室上性早搏", "Supraventricular premature complexes") {
            premature($0, .supraventricular, "supraventricularBeats")
        },
        Rule("PACE", .paced, .abnormal, "起搏心律", "Paced rhythm") { findings in
            findings.isPaced ? [.init("pacedBeats", Double(findings.rhythm.count(.paced)), "")] : nil
        },
    ]

    private static func sinusRate(_ findings: Findings, within range: ClosedRange<Double>) -> [Statement.Evidence]? {
        guard findings.rhythm.atria == .sinus, !findings.isPaced, let rate = findings.rate, range.contains(rate) else { return nil }
        return [.rate(rate)] + (findings.measurements.pr.map { [.milliseconds("pr", $0)] } ?? [])
    }

    private static func premature(_ findings: Findings, _ kind: BeatClass, _ name: String) -> [Statement.Evidence]? {
        let count = findings.rhythm.count(kind)
        return count > 0 ? [.init(name, Double(count), "")] : nil
    }
}
