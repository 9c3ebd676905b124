import Kernel

/// What is known about a patient, wherever in the consortium it was written down: the parts of a record that a colleague who
/// takes the patient over may look into.
public protocol ClinicalFact: Entity {
    static var subject: KeyPath<Self, Token<Reference<Patient>>> { get }
    /// When it happened: the order of the story.
    static var happened: KeyPath<Self, Token<Moment>> { get }
}

/// A visit or a stay.
public struct Encounter: ClinicalFact {
    public enum Kind: String, Choice {
        case outpatient, emergency, inpatient, visit

        public var label: StaticString {
            switch self {
            case .outpatient: "门诊"
            case .emergency: "急诊"
            case .inpatient: "住院"
            case .visit: "出诊"
            }
        }
    }

    public init() {}
    public static let label: StaticString = "就诊记录"
    public let patient = Field.reference(Patient.self, "患者").fixed
    public let kind = Field.choice(Kind.self, "类别")
    public let time = Field.time("就诊时间")
    public let complaint = Field.text("主诉", max: 200)
    public let diagnosis = Field.text("诊断", max: 200).searchable
    public let summary = Field.longText("病情摘要").optional

    public static var subject: KeyPath<Encounter, Token<Reference<Patient>>> { \.patient }
    public static var happened: KeyPath<Encounter, Token<Moment>> { \.time }
}

/// What a doctor ordered: a medicine, a test, an examination, an operation.
public struct CareOrder: ClinicalFact {
    public enum Kind: String, Choice {
        case medicine, laboratory, imaging, treatment, operation

        public var label: StaticString {
            switch self {
            case .medicine: "用药"
            case .laboratory: "检验"
            case .imaging: "检查"
            case .treatment: "治疗"
            case .operation: "手术"
            }
        }
    }

    public init() {}
    public static let label: StaticString = "医嘱"
    public let patient = Field.reference(Patient.self, "患者").fixed
    public let encounter = Field.reference(Encounter.self, "就诊").optional
    public let kind = Field.choice(Kind.self, "类别")
    public let time = Field.time("开立时间")
    public let item = Field.text("项目", max: 100).searchable
    public let detail = Field.text("用法或要求", max: 200).optional

    public static var subject: KeyPath<CareOrder, Token<Reference<Patient>>> { \.patient }
    public static var happened: KeyPath<CareOrder, Token<Moment>> { \.time }
}

/// One measured or observed value.
public struct TestResult: ClinicalFact {
    public enum Judgement: String, Choice {
        case normal, high, low, abnormal, critical

        public var label: StaticString {
            switch self {
            case .normal: "正常"
            case .high: "偏高"
            case .low: "偏低"
            case .abnormal: "异常"
            case .critical: "危急"
            }
        }
    }

    public init() {}
    public static let label: StaticString = "检验结果"
    public let patient = Field.reference(Patient.self, "患者").fixed
    public let order = Field.reference(CareOrder.self, "医嘱").optional
    public let time = Field.time("报告时间")
    public let item = Field.text("项目", max: 100).searchable
    public let result = Field.text("结果", max: 100)
    public let unit = Field.text("单位", max: 20).optional
    public let range = Field.text("参考范围", max: 60).optional
    public let judgement = Field.choice(Judgement.self, "判断")

    public static var subject: KeyPath<TestResult, Token<Reference<Patient>>> { \.patient }
    public static var happened: KeyPath<TestResult, Token<Moment>> { \.time }
}

/// A report with a conclusion: imaging, ECG, pathology, an operation.
public struct DiagnosticReport: ClinicalFact {
    public init() {}
    public static let label: StaticString = "检查报告"
    public let patient = Field.reference(Patient.self, "患者").fixed
    public let order = Field.reference(CareOrder.self, "医嘱").optional
    public let time = Field.time("报告时间")
    public let title = Field.text("检查名称", max: 100).searchable
    public let findings = Field.longText("所见").optional
    public let conclusion = Field.longText("结论")

    public static var subject: KeyPath<DiagnosticReport, Token<Reference<Patient>>> { \.patient }
    public static var happened: KeyPath<DiagnosticReport, Token<Moment>> { \.time }
}
