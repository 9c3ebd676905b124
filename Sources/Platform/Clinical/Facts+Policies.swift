import Kernel

// Facts are written and read where the patient is treated. Another house looks into them through what entitles it to: a
// referral, a consultation, each look audited.

extension Encounter {
    public static var titles: [PartialKeyPath<Encounter>] { [\.diagnosis] }
    public static let policies: [Policy<Encounter>] = [.see(Duty.treating), .create(Duty.treating), .change(Duty.treating, within: .own)]
}

extension CareOrder {
    public static var titles: [PartialKeyPath<CareOrder>] { [\.item] }
    public static let policies: [Policy<CareOrder>] = [.see(Duty.treating), .create([.doctor, .specialist]), .change([.doctor, .specialist], within: .own)]
}

extension TestResult {
    public static var titles: [PartialKeyPath<TestResult>] { [\.item, \.result] }
    public static let policies: [Policy<TestResult>] = [.see(Duty.treating), .create(Duty.treating), .change(Duty.treating, within: .own)]
}

extension DiagnosticReport {
    public static var titles: [PartialKeyPath<DiagnosticReport>] { [\.title] }
    public static let policies: [Policy<DiagnosticReport>] = [.see(Duty.treating), .create([.doctor, .specialist]), .change([.doctor, .specialist], within: .own)]
}

extension System {
    /// The vocabulary that all systems share.
    public static let clinical = System(
        "clinical", Phrase("基础资料", "Master data"),
        entities: [
            Patient.self, Encounter.self, CareOrder.self, TestResult.self, DiagnosticReport.self,
            Organization.self, Department.self, Staff.self, Post.self,
        ])
}
