import Clinical
import Kernel

extension Referral {
    public static var titles: [PartialKeyPath<Referral>] { [\.number] }

    /// R07.020: the list of those who come names patient and number first.
    public static var columns: [PartialKeyPath<Referral>] {
        [\.number, \.patientName, \.direction, \.urgency, \.diagnosis, \.from, \.to, \.appointment, \.state]
    }

    public static var sections: [Section<Referral>] {
        [
            Section("患者", "Patient", \.patient, \.patientName, \.sex, \.birth, \.phone),
            Section("转入医院", "Receiving hospital", \.from, \.to, \.department, \.urgency),
            Section("转诊信息", "Referral", \.diagnosis, \.reason, \.history, \.treatment, \.isConsented),
            Section("审核与接诊", "Approval and reply", \.approval, \.reply, \.appointment, \.appointmentNote),
            Section("下转", "Return", \.plan, \.followUp, \.answers),
        ]
    }

    public static var reports: [Report<Referral>] {
        [
            Report("state", "按状态统计", "By state", by: \.state),
            Report("to", "按转入机构统计", "By receiving house", by: \.to, \.state),
            Report("from", "按转出机构统计", "By sending house", by: \.from, \.direction),
            Report("month", "按月统计", "By month", by: \.direction, monthly: true),
        ]
    }

    public static var sheets: [Sheet<Referral>] {
        [
            Sheet(
                "form", "双向转诊单", "Referral form",
                signatures: [Phrase("转诊医生", "Referring doctor"), Phrase("审核", "Approved by"), Phrase("接诊医生", "Receiving doctor"), Phrase("患者或家属", "Patient or family")],
                code: \.number)
        ]
    }
}
