extension CriticalProfile {
    /// What passes a threshold; each with the value that did.
    func statements(_ findings: Findings) -> [Statement] {
        let atria = findings.rhythm.atria, fibrillates = atria == .fibrillation || atria == .flutter
        let rules: [Rule] = [
            Rule("CRIT_RR", .rhythm, .critical, "危急值：长 RR 间期", "Critical: long RR interval") { findings in
                reached(findings.measurements.longestRR, from: longestRR).map { [.init("longestRR", ($0 * 1000).rounded(), "ms")] }
            },
            Rule("CRIT_SLOW", .rhythm, .critical, "危急值：严重心动过缓", "Critical: severe bradycardia") { findings in
                guard let rate = findings.rate, let slowestRate, rate <= slowestRate else { return nil }
                return [.rate(rate)]
            },
            Rule("CRIT_QT", .repolarisation, .critical, "危急值：QTc 显著延长伴室性早搏", "Critical: very long QTc with ventricular beats") { findings in
                guard let limit = qtcWithVentricularBeats, let corrected = findings.measurements.qtc?.bazett, corrected >= limit * 1000,
                    findings.rhythm.count(.ventricular) > 0
                else { return nil }
                return [.milliseconds("qtc.bazett", corrected)]
            },
            Rule("CRIT_VT", .rhythm, .critical, "危急值：宽 QRS 心动过速", "Critical: wide QRS tachycardia") { findings in
                guard findings.hasWideQRS, !findings.isPaced, atria != .sinus, let rate = reached(findings.rate, from: ventricularRate) else { return nil }
                return [.rate(rate)]
            },
            Rule("CRIT_SVT", .rhythm, .critical, "危急值：室上性心动过速", "Critical: supraventricular tachycardia") { findings in
                guard !findings.hasWideQRS, !fibrillates else { return nil }
                return reached(findings.rate, from: supraventricularRate).map { [.rate($0)] }
            },
            Rule("CRIT_AF", .rhythm, .critical, "危急值：房颤/房扑伴快速心室率", "Critical: fibrillation or flutter with fast rate") { findings in
                guard fibrillates else { return nil }
                return reached(findings.rate, from: fibrillationRate).map { [.rate($0)] }
            },
            Rule("CRIT_WPW", .rhythm, .critical, "危急值：预激伴房颤", "Critical: preexcited fibrillation") { findings in
                guard atria == .fibrillation, findings.hasWideQRS, let shortest = findings.measurements.shortestRR,
                    let limit = shortestPreexcitedRR, shortest <= limit
                else { return nil }
                return [.milliseconds("shortestRR", shortest * 1000)]
            },
            Rule("CRIT_ST", .infarction, .critical, "危急值：ST 段抬高，急性心肌梗死可能", "Critical: ST elevation, acute infarction possible") { elevation($0) },
        ]
        return rules.compactMap { $0.statement(findings) }
    }

    private func reached(_ value: Double?, from limit: Double?) -> Double? {
        guard let value, let limit, value >= limit else { return nil }
        return value
    }

    /// Neighbouring leads of one wall, with depression opposite: elevation everywhere is rather pericarditis or a healthy young heart.
    private func elevation(_ findings: Findings) -> [Statement.Evidence]? {
        guard !findings.isPaced, !findings.hasWideQRS else { return nil }
        let walls: [([String], Double?, [String])] = [
            (["II", "III", "aVF"], stElevation, ["I", "aVL", "V1", "V2"]), (["I", "aVL"], stElevation, ["III", "aVF"]),
            (["V4", "V5", "V6"], stElevation, ["III", "aVF"]), (["V1", "V2", "V3"], stElevationV1toV3, ["III", "aVF"]),
        ]
        for (leads, limit, opposite) in walls {
            guard let limit, let found = findings.some(leads, \.stJ, as: "stJ", least: 2, { $0 >= limit * 1000 }) else { continue }
            if findings.some(opposite, \.stJ60, as: "stJ60", least: 1, { $0 <= -50 }) != nil { return found }
        }
        return nil
    }
}
