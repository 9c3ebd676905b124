extension ECGPhrase {
    /// What a new house begins with; each centre adds its own and removes what it does not use.
    static let shipped: [ECGPhrase] = phrases + templates

    private static let phrases = topics.flatMap { topic, lines in
        lines.map { ECGPhrase(kind: .phrase, topic: topic, code: "", text: $0) }
    }

    private static let topics: [(String, [String])] = [
        ("节律", [
            "窦性心律", "窦性心动过速", "窦性心动过缓", "窦性心律不齐", "窦性停搏", "房性心律", "交界性心律", "心房颤动", "心房颤动伴快速心室率", "心房扑动",
            "房性早搏", "频发房性早搏", "室性早搏", "频发室性早搏", "室性早搏二联律", "室性早搏三联律", "成对室性早搏", "阵发性室上性心动过速",
            "阵发性室性心动过速", "交界性逸搏", "室性逸搏心律", "心室起搏心律", "双腔起搏心律",
        ]),
        ("传导", [
            "一度房室传导阻滞", "二度Ⅰ型房室传导阻滞", "二度Ⅱ型房室传导阻滞", "三度房室传导阻滞", "完全性右束支传导阻滞", "不完全性右束支传导阻滞",
            "完全性左束支传导阻滞", "左前分支传导阻滞", "左后分支传导阻滞", "室内传导延迟", "心室预激", "短 PR 间期",
        ]),
        ("电轴与肥大", [
            "电轴左偏", "电轴右偏", "电轴重度右偏", "左心室高电压", "左心室肥大", "右心室肥大", "左心房扩大", "右心房扩大", "肢体导联低电压", "顺钟向转位",
        ]),
        ("ST-T 与梗死", [
            "ST 段压低", "ST 段抬高，请结合临床及心肌酶", "T 波低平", "T 波倒置", "T 波高尖，请查血钾", "非特异性 ST-T 改变", "ST-T 改变，提示心肌缺血",
            "急性前壁心肌梗死", "急性下壁心肌梗死", "急性前间壁心肌梗死", "陈旧性下壁心肌梗死", "陈旧性前壁心肌梗死", "异常 Q 波", "早期复极",
        ]),
        ("QT 与其他", ["QT 间期延长", "短 QT 间期", "U 波明显", "疑似左右手电极反接，请复查", "基线漂移，请复查", "与前次心电图比较无明显变化", "请结合临床", "建议动态心电图检查"]),
    ]

    private static let templates = [
        ECGPhrase(kind: .template, topic: "正常心电图", code: "", text: "窦性心律\n正常心电图"),
        ECGPhrase(kind: .template, topic: "大致正常心电图", code: "", text: "窦性心律\n大致正常心电图"),
        ECGPhrase(kind: .template, topic: "房颤模板", code: "", text: "心房颤动\n心室率约 __ 次/分\n请结合临床"),
        ECGPhrase(kind: .template, topic: "起搏模板", code: "", text: "起搏心律\n起搏及感知功能未见异常"),
        ECGPhrase(kind: .template, topic: "急性心梗模板", code: "", text: "窦性心律\n__ 导联 ST 段抬高\n提示急性心肌梗死，请立即联系临床"),
    ]
}
