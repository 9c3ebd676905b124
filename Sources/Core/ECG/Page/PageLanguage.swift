/// The language of a page's own words.
public enum PageLanguage: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// The words, Chinese and English side by side.
    enum Word: String {
        case title = "心电图报告|ECG report"
        case name = "姓名|Name", sex = "性别|Sex", age = "年龄|Age", number = "编号|ID", time = "检查时间|Recorded"
        case male = "男|M", female = "女|F", otherSex = "其他|Other", years = "岁|y"
        case rate = "心率|Heart rate", pr = "PR 间期|PR", qrs = "QRS 时限|QRS", qt = "QT/QTc|QT/QTc", axes = "P/QRS/T 轴|P/QRS/T axes"
        case rv5sv1 = "RV5/SV1|RV5/SV1", sum = "RV5+SV1|RV5+SV1", formula = "QTc 公式|QTc by"
        case byProgram = "程序提示（未经医师审核）|Program's statements, not yet confirmed"
        case byRecorder = "心电图机提示（未经医师审核）|Recorder's statements, not yet confirmed"
        case conclusion = "诊断结论|Conclusion"
        case assists = "程序测量仅供参考，以医师诊断为准|The program assists; a physician decides"
        case notch = "陷波|notch", unfiltered = "未滤波|unfiltered"
        case page = "第 {0} 页 共 {1} 页|Page {0} of {1}"
        case written = "报告医师|Reported by", reviewed = "审核医师|Reviewed by"
    }

    func callAsFunction(_ word: Word) -> String {
        let both = word.rawValue.split(separator: "|", maxSplits: 1)
        return String(self == .chinese ? both[0] : both[1])
    }
}
