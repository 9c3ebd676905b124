/// What aECG's codes (MDC, ISO/IEEE 11073-10102) are in `Recording`.
enum AECGNames {
    static let measurements = [
        "MDC_ECG_HEART_RATE": "heartRate", "MDC_ECG_TIME_PD_PR": "pr", "MDC_ECG_TIME_PD_PQ": "pr", "MDC_ECG_TIME_PD_QRS": "qrs",
        "MDC_ECG_TIME_PD_QT": "qt", "MDC_ECG_TIME_PD_QTc": "qtc", "MDC_ECG_TIME_PD_QTcB": "qtcBazett", "MDC_ECG_TIME_PD_QTcF": "qtcFridericia",
        "MDC_ECG_TIME_PD_RR": "rr", "MDC_ECG_TIME_PD_P": "p", "MDC_ECG_ANGLE_P_FRONT": "pAxis", "MDC_ECG_ANGLE_QRS_FRONT": "qrsAxis",
        "MDC_ECG_ANGLE_T_FRONT": "tAxis",
    ]

    static let waves = ["MDC_ECG_WAVC_PWAVE": "p", "MDC_ECG_WAVC_QRSWAVE": "qrs", "MDC_ECG_WAVC_TWAVE": "t"]

    /// A name is plain text or has parts.
    static func personName(_ name: XMLNode) -> String? {
        name.value ?? [name.string("family"), name.string("given")].compactMap { $0 }.joined(separator: " ").nonEmpty
    }
}
