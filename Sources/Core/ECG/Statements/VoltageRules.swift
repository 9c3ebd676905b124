extension Rule {
    /// AHA/ACCF/HRS 2009, Part V.
    static let hypertrophy: [Rule] = [
        Rule("LVH", .hypertrophy, .abnormal, "左心室高电压，左心室肥厚可能", "Left ventricular high voltage, hypertrophy possible") { findings in
            guard !findings.hasWideQRS, !findings.isPaced else { return nil }
            var evidence: [Statement.Evidence] = []
            if let sokolow = findings.measurements.sokolowLyon, sokolow >= 3500, (findings.age ?? 40) >= 35 {
                evidence.append(.microvolts("sokolowLyon", sokolow))
            }
            if let cornell = findings.measurements.cornell, cornell > (findings.sex == "F" ? 2000 : 2800) {
                evidence.append(.microvolts("cornell", cornell))
            }
            return evidence.isEmpty ? nil : evidence
        },
        Rule("RVH", .hypertrophy, .abnormal, "右心室肥厚可能", "Right ventricular hypertrophy possible") { findings in
            guard !findings.hasWideQRS, !findings.isPaced, let v1 = findings.lead("V1"), let axis = findings.measurements.axes.qrs, axis > 90,
                v1.highestR >= 700, v1.highestR > v1.depthS
            else { return nil }
            return [.microvolts("V1.r", v1.highestR), .degrees("axes.qrs", axis)]
        },
        Rule("LAO/LAE", .hypertrophy, .remark, "左心房异常可能", "Left atrial abnormality possible") { findings in
            guard findings.rhythm.atria == .sinus, let duration = findings.measurements.pDuration, duration >= 130 else { return nil }
            return [.milliseconds("pDuration", duration)]
        },
        Rule("RAO/RAE", .hypertrophy, .remark, "右心房异常可能", "Right atrial abnormality possible") { findings in
            guard findings.rhythm.atria == .sinus else { return nil }
            return findings.some(["II", "aVF"], \.p, as: "p", least: 1) { $0 > 250 }
        },
        Rule("LVOLT", .repolarisation, .remark, "肢导低电压", "Low voltage in limb leads") { findings in
            let limb = ["I", "II", "III", "aVR", "aVL", "aVF"].compactMap(findings.lead)
            guard limb.count == 6, findings.reversal == nil, let highest = limb.map(\.qrsHeight).max(), highest > 50, highest < 500 else { return nil }
            return [.microvolts("limbLeads.qrsHeight", highest)]
        },
    ]
}
