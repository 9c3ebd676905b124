/// The formats that recorders deliver.
public enum RecordingFormat: String, Sendable, Codable, CaseIterable {
    case dicom, scp, aecg, muse, cardiosoft, sierra, mortara, mfer, ishne, edf, wfdb, json

    public var title: String {
        switch self {
        case .dicom: "DICOM waveform"
        case .scp: "SCP-ECG"
        case .aecg: "HL7 aECG"
        case .muse: "GE MUSE XML"
        case .cardiosoft: "GE CardioSoft XML"
        case .sierra: "Philips Sierra XML"
        case .mortara: "Mortara XML"
        case .mfer: "MFER"
        case .ishne: "ISHNE Holter"
        case .edf: "EDF"
        case .wfdb: "WFDB"
        case .json: "Yigong ECG JSON"
        }
    }
}
