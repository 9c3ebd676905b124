extension Rule {
    static let technical: [Rule] = [
        fault("LOFF", .flat, "导联脱落", "Lead without signal"),
        fault("SAT", .saturated, "信号饱和", "Signal saturated"),
        fault("MISS", .missing, "信号缺失", "Signal missing"),
        fault("NOISE", .noisy, "肌电或交流干扰", "Muscle or mains noise"),
        fault("WANDER", .wandering, "基线漂移", "Baseline wander"),
        reversal("REV_A", .arms, "左右手电极可能接反", "Arm electrodes possibly reversed"),
        reversal("REV_R", .rightArmAndLeg, "右手与右腿电极可能接反", "Right arm and right leg electrodes possibly reversed"),
        reversal("REV_L", .leftArmAndLeg, "左手与右腿电极可能接反", "Left arm and right leg electrodes possibly reversed"),
        reversal("REV_V", .chest, "胸导联电极可能接反", "Chest electrodes possibly reversed"),
        Rule("SHORT", .technical, .remark, "记录过短，未能测量", "Too short to measure") { findings in
            findings.beatCount < 2 ? [.init("duration", (findings.duration * 10).rounded() / 10, "s")] : nil
        },
    ]

    private static func fault(_ code: String, _ fault: SignalQuality.Fault, _ chinese: String, _ english: String) -> Rule {
        Rule(code, .technical, .remark, chinese, english) { findings in
            let leads = findings.quality.filter { $0.faults.contains(fault) }
            return leads.isEmpty ? nil : leads.map { .microvolts("\($0.lead).noise", $0.noise) }
        }
    }

    private static func reversal(_ code: String, _ kind: LeadReversal, _ chinese: String, _ english: String) -> Rule {
        Rule(code, .technical, .remark, chinese, english) { findings in
            guard findings.reversal == kind else { return nil }
            return ["I", "II", "III"].compactMap { name in findings.lead(name)?.qrsArea.map { .init("\(name).qrsArea", $0.rounded(), "µV·ms") } }
        }
    }
}
