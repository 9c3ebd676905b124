import Kernel

/// The duties that every system of a consortium knows; a system adds its own beside its declarations.
extension Duty {
    public static let administrator = Duty("administrator", "系统管理员")
    public static let doctor = Duty("doctor", "医生")
    /// A doctor of an upper hospital who takes in what lower ones send.
    public static let specialist = Duty("specialist", "专科医生")
    public static let nurse = Duty("nurse", "护士")
    public static let registrar = Duty("registrar", "挂号收费员")
    /// Signs what leaves the house: referrals, consultations.
    public static let approver = Duty("approver", "医务审核员")
    public static let manager = Duty("manager", "管理者")

    /// Those who treat patients.
    public static let treating: [Duty] = [.doctor, .specialist, .nurse]
}
