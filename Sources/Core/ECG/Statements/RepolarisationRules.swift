extension Rule {
    private static let inferior = ["II", "III", "aVF"], lateral = ["I", "aVL", "V5", "V6"], septal = ["V1", "V2", "V3"], anterior = ["V3", "V4"]

    /// AHA/ACCF/HRS 2009, Parts IV and VI; thresholds of ST elevation after the Fourth Universal Definition of Myocardial Infarction.
    static let repolarisation: [Rule] = [
        Rule("STE_I", .ischaemia, .abnormal, "下壁导联 ST 段抬高", "ST elevation in inferior leads") {
            elevation($0, inferior, 100)
        },
        Rule("STE_L", .ischaemia, .abnormal, "侧壁导联 ST 段抬高", "ST elevation in lateral leads") {
            elevation($0, lateral, 100)
        },
        Rule("STE_A", .ischaemia, .abnormal, "前壁导联 ST 段抬高", "ST elevation in anterior leads") { findings in
            elevation(findings, ["V1", "V2", "V3", "V4"], findings.sex == "F" ? 150 : (findings.age ?? 50) < 40 ? 250 : 200)
        },
        Rule("STD_", .ischaemia, .abnormal, "ST 段压低", "ST depression") { findings in
            guard !findings.isPaced, !findings.hasWideQRS else { return nil }
            return findings.some(inferior + lateral + ["V2", "V3", "V4"], \.stJ60, as: "stJ60", least: 2) { $0 <= -80 }
        },
        Rule("INVT", .ischaemia, .abnormal, "T 波倒置", "T wave inversion") { findings in
            guard !findings.isPaced, !findings.hasWideQRS else { return nil }
            return findings.some(["I", "II", "aVL", "aVF", "V3", "V4", "V5", "V6"], \.t, as: "t", least: 2) { $0 <= -100 }
        },
        Rule("NT_", .repolarisation, .remark, "T 波低平", "Flat T waves") { findings in
            guard !findings.isPaced, !findings.hasWideQRS else { return nil }
            let low = ["I", "II", "V4", "V5", "V6"].compactMap { name -> Statement.Evidence? in
                guard let lead = findings.lead(name), let t = lead.t, lead.highestR > 500, abs(t) < 0.08 * lead.highestR, t > -100 else { return nil }
                return .microvolts("\(name).t", t)
            }
            return low.count >= 3 ? low : nil
        },
        Rule("LNGQT", .repolarisation, .abnormal, "QT 间期延长", "Prolonged QT interval") { findings in
            guard let corrected = findings.measurements.qtc?.fridericia, !findings.hasWideQRS, corrected > (findings.sex == "M" ? 450 : 460) else {
                return nil
            }
            return [.milliseconds("qtc.fridericia", corrected)]
        },
        Rule("SHTQT", .repolarisation, .remark, "QT 间期缩短", "Short QT interval") { findings in
            guard let corrected = findings.measurements.qtc?.fridericia, corrected < 340, !findings.isPaced else { return nil }
            return [.milliseconds("qtc.fridericia", corrected)]
        },
        Rule("HYPK", .repolarisation, .abnormal, "T 波高尖，请结合血钾", "Tall T waves: compare with serum potassium") { findings in
            guard !findings.isPaced else { return nil }
            return findings.some(["II", "V2", "V3", "V4", "V5"], \.t, as: "t", least: 3) { $0 > 1200 }
        },
    ]

    static let infarction: [Rule] = [
        Rule("IMI", .infarction, .abnormal, "下壁异常 Q 波，陈旧性心肌梗死可能", "Inferior Q waves, old infarction possible") { pathologicalQ($0, inferior, least: 2) },
        Rule("ASMI", .infarction, .abnormal, "前间壁异常 Q 波，陈旧性心肌梗死可能", "Anteroseptal Q waves, old infarction possible") {
            pathologicalQ($0, septal, least: 2)
        },
        Rule("AMI", .infarction, .abnormal, "前壁异常 Q 波，陈旧性心肌梗死可能", "Anterior Q waves, old infarction possible") {
            pathologicalQ($0, anterior, least: 2)
        },
        Rule("LMI", .infarction, .abnormal, "侧壁异常 Q 波，陈旧性心肌梗死可能", "Lateral Q waves, old infarction possible") { pathologicalQ($0, lateral, least: 2) },
    ]

    private static func elevation(_ findings: Findings, _ leads: [String], _ least: Double) -> [Statement.Evidence]? {
        guard !findings.isPaced, !findings.hasWideQRS else { return nil }
        return findings.some(leads, \.stJ, as: "stJ", least: 2) { $0 >= least }
    }

    /// At least 30 ms and 0.1 mV, and a quarter of R; QS counts in V1 - V3 from 20 ms and elsewhere at all.
    private static func pathologicalQ(_ findings: Findings, _ leads: [String], least: Int) -> [Statement.Evidence]? {
        guard !findings.isPaced, !findings.hasWideQRS, findings.reversal == nil else { return nil }
        let passing = leads.compactMap { name -> Statement.Evidence? in
            guard let lead = findings.lead(name) else { return nil }
            if let qs = lead.qs, qs <= -200 { return .microvolts("\(name).qs", qs) }
            guard let q = lead.q, let duration = lead.qDuration, q <= -100, duration >= 30, -q >= 0.25 * lead.highestR else { return nil }
            return .microvolts("\(name).q", q)
        }
        return passing.count >= least ? passing : nil
    }
}
