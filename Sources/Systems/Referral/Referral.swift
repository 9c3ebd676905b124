import Clinical
import Kernel

/// A patient handed from one house of the consortium to another, up to a hospital or back down with a plan (R07.018–R07.024).
///
/// The patient's facts are kept as they were when it was submitted: what was decided on, and printed, does not change later.
public struct Referral: Entity {
    public enum Direction: String, Choice {
        case up, down

        public var label: StaticString { self == .up ? "上转" : "下转" }
    }

    public enum Urgency: String, Choice {
        case routine, urgent, emergency

        public var label: StaticString {
            switch self {
            case .routine: "一般"
            case .urgent: "较急"
            case .emergency: "危急"
            }
        }
    }

    public enum State: String, Choice {
        case draft, submitted, returned, approved, accepted, booked, arrived, closed, declined, withdrawn

        public var label: StaticString {
            switch self {
            case .draft: "草稿"
            case .submitted: "待转出审核"
            case .returned: "审核退回"
            case .approved: "待接诊"
            case .accepted: "已接诊"
            case .booked: "已预约"
            case .arrived: "已到诊"
            case .closed: "已结束"
            case .declined: "已放弃"
            case .withdrawn: "已撤销"
            }
        }
    }

    public init() {}
    public static let label: StaticString = "转诊单"
    public let number = Field.serial("转诊单号", prefix: "ZZ")
    public let direction = Field.choice(Direction.self, "方向").initially(.up).derived
    public let patient = Field.reference(Patient.self, "患者")
    public let patientName = Field.text("患者姓名", max: 40).optional.searchable.derived
    public let sex = Field.choice(Sex.self, "性别").optional.derived
    public let birth = Field.date("出生日期").optional.derived
    public let phone = Field.text("联系电话", max: 20).optional.derived
    public let from = Field.reference(Organization.self, "转出机构").optional.derived
    public let to = Field.reference(Organization.self, "转入机构")
    public let department = Field.reference(Department.self, "转入科室").optional
    public let urgency = Field.choice(Urgency.self, "紧急程度").initially(.routine)
    public let diagnosis = Field.text("初步诊断", max: 200).searchable
    public let reason = Field.text("转诊原因", max: 500)
    public let history = Field.longText("病情摘要")
    public let treatment = Field.longText("已行诊疗").optional
    public let isConsented = Field.flag("患者或家属已知情同意")
    public let approval = Field.text("审核意见", max: 500).optional
    public let reply = Field.text("接诊处理意见", max: 500).optional
    public let appointment = Field.time("预约时间").optional
    public let appointmentNote = Field.text("预约说明", max: 200).optional
    public let plan = Field.longText("下转治疗与康复计划").optional
    public let followUp = Field.date("随访日期").optional
    /// The referral that this one answers.
    public let answers = Field.reference(Referral.self, "原转诊单").optional.derived
    public let state = Field.state(State.self, "状态")
}

extension Referral {
    /// Referrals under way: a second one of the same patient to the same house would be a mistake.
    static let open: [State] = [.draft, .submitted, .returned, .approved, .accepted, .booked]
    /// From here on the receiving house sees it.
    static let sent: [State] = [.approved, .accepted, .booked, .arrived, .closed, .declined]

    public static let policies: [Policy<Referral>] = [
        .see([.doctor, .approver, .registrar, .nurse], within: .organization(of: \.from)),
        .see([.specialist, .doctor, .registrar], within: .organization(of: \.to), in: sent),
        .see([.manager], within: .subtree(of: \.from)),
        .see([.manager], within: .subtree(of: \.to), in: sent),
        .create([.doctor]),
        .change([.doctor], within: .own, in: [.draft, .returned]),
        .export([.approver, .manager]),
    ]

    public static let rules: [Rule<Referral>] = [
        .differs(\.to, \.from, Phrase("转入机构不能是本机构", "a patient cannot be referred to the same house"))
    ]

    public static func prepare(_ referral: inout Record<Referral>, in context: any Context) throws {
        guard let home = referral[system: .ownerOrganization].integer else { return }
        referral.from = Reference(home)
    }

    public static func settle(_ referral: inout Record<Referral>, in context: any Context) throws {
        if let department = referral.department, try context.record(department).organization != referral.to {
            throw Objection("转入科室不属于转入机构", "the department belongs to another house", field: "department")
        }
        guard [.draft, .returned].contains(referral.state) else { return }
        let patient = try context.record(referral.patient)
        referral.patientName = patient.name
        referral.sex = patient.sex
        referral.birth = patient.birth
        referral.phone = patient.phone
        guard referral.row.isNew else { return }
        let same = Filter.and([
            .where(\Referral.patient, referral.patient), .where(\Referral.to, referral.to), .among("state", open.map { .text($0.rawValue) }),
        ])
        if let other = try context.records(of: Referral.self, where: same, limit: 1).first {
            throw Objection("该患者已有进行中的转诊：\(other.number)", "a referral of this patient is under way: \(other.number)", field: "patient")
        }
    }
}

extension System {
    public static let referral = System("referral", Phrase("双向转诊", "Referral"), entities: [Referral.self])
}
