extension Rule {
    /// AHA/ACCF/HRS 2009, Part III: intraventricular conduction; axis by the same.
    static let conduction: [Rule] = [
        Rule("1AVB", .conduction, .abnormal, "一度房室阻滞", "First degree AV block") { findings in
            findings.measurements.pr.flatMap { $0 > 200 ? [.milliseconds("pr", $0)] : nil }
        },
        Rule("WPW", .conduction, .abnormal, "心室预激可能", "Ventricular preexcitation possible") { findings in
            guard let pr = findings.measurements.pr, pr < 120, let qrs = findings.measurements.qrs, qrs >= 110, !findings.isPaced else { return nil }
            return [.milliseconds("pr", pr), .milliseconds("qrs", qrs)]
        },
        Rule("SPR", .conduction, .remark, "短 PR 间期", "Short PR interval") { findings in
            guard let pr = findings.measurements.pr, pr < 120, (findings.measurements.qrs ?? 0) < 110 else { return nil }
            return [.milliseconds("pr", pr)]
        },
        Rule("CLBBB", .conduction, .abnormal, "完全性左束支阻滞", "Complete left bundle branch block") { findings in
            guard isWide(findings), let v1 = findings.lead("V1"), v1.depthS > 2 * v1.highestR, broadLeft(findings) else { return nil }
            return [.milliseconds("qrs", findings.measurements.qrs!), .microvolts("V1.s", -v1.depthS)]
        },
        Rule("CRBBB", .conduction, .abnormal, "完全性右束支阻滞", "Complete right bundle branch block") { findings in
            guard isWide(findings), rightTerminal(findings) else { return nil }
            return [.milliseconds("qrs", findings.measurements.qrs!), .microvolts("V1.rPrime", lateR(findings))]
        },
        Rule("IRBBB", .conduction, .remark, "不完全性右束支阻滞", "Incomplete right bundle branch block") { findings in
            guard let qrs = findings.measurements.qrs, (100..<120).contains(qrs), !findings.isPaced, let v1 = findings.lead("V1"),
                let second = v1.rPrime, second > (v1.r ?? 0)
            else { return nil }
            return [.milliseconds("qrs", qrs), .microvolts("V1.rPrime", second)]
        },
        Rule("IVCD", .conduction, .abnormal, "非特异性室内传导延迟", "Nonspecific intraventricular conduction delay") { findings in
            guard isWide(findings), !rightTerminal(findings), !(broadLeft(findings) && isLeftBlock(findings)) else { return nil }
            return [.milliseconds("qrs", findings.measurements.qrs!)]
        },
        Rule("LAFB", .conduction, .abnormal, "左前分支阻滞", "Left anterior fascicular block") { findings in
            guard let axis = findings.measurements.axes.qrs, (-90 ... -45).contains(axis), (findings.measurements.qrs ?? 0) < 120, !findings.isPaced,
                (findings.lead("aVL")?.q ?? 0) < 0
            else { return nil }
            return [.degrees("axes.qrs", axis)]
        },
        Rule("LAD", .axis, .remark, "电轴左偏", "Left axis deviation") { axis($0, in: -90 ... -30.001) },
        Rule("RAD", .axis, .remark, "电轴右偏", "Right axis deviation") { axis($0, in: 90.001...180) },
        Rule("EXAD", .axis, .remark, "电轴极度偏移", "Extreme axis deviation") { axis($0, in: -180 ... -90.001) },
    ]

    private static func isWide(_ findings: Findings) -> Bool { findings.hasWideQRS && !findings.isPaced }

    /// No Q, and a broad R, in I or V6.
    private static func broadLeft(_ findings: Findings) -> Bool {
        ["I", "V6", "aVL"].contains { name in
            guard let lead = findings.lead(name) else { return false }
            return lead.q == nil && (lead.rDuration ?? 0) >= 60 && lead.highestR > lead.depthS
        }
    }

    private static func isLeftBlock(_ findings: Findings) -> Bool {
        findings.lead("V1").map { $0.depthS > 2 * $0.highestR } ?? false
    }

    private static func lateR(_ findings: Findings) -> Double {
        findings.lead("V1").map { $0.rPrime ?? ($0.s == nil ? $0.highestR : 0) } ?? 0
    }

    /// A late R in V1 and a broad S in I or V6.
    private static func rightTerminal(_ findings: Findings) -> Bool {
        guard let v1 = findings.lead("V1"), lateR(findings) > 100, v1.highestR > 0.5 * v1.depthS else { return false }
        return ["I", "V6"].contains { (findings.lead($0)?.sDuration ?? 0) >= 40 }
    }

    private static func axis(_ findings: Findings, in range: ClosedRange<Double>) -> [Statement.Evidence]? {
        guard let axis = findings.measurements.axes.qrs, range.contains(axis), !findings.isPaced, findings.reversal == nil else { return nil }
        return [.degrees("axes.qrs", axis)]
    }
}
