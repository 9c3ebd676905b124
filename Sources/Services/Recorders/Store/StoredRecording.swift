/// A recording as the list shows it.
public struct StoredRecording: Sendable, Codable, Equatable {
    public enum State: String, Sendable, Codable {
        case read
        /// Kept, but not understood; `fault` says why.
        case unreadable
    }

    public let id: Int64
    /// SHA-256 of the file, in hexadecimal digits.
    public let digest: String
    public let name: String
    /// The way in: `upload admin`, `folder`, `hl7 10.0.3.7`, `dicom 1.2.…`.
    public let origin: String
    /// Milliseconds since 1970, UTC.
    public let receivedAt: Int64
    public let bytes: Int
    public let state: State
    public let fault: String?
    public let format: RecordingFormat?
    public let patientID, patientName, sex, birthDate: String?
    public let ageYears: Double?
    public let recordedAt, device, institution: String?
    public let sampleRate: Double?
    /// Seconds.
    public let duration: Double?
    public let leads: Int?
    public let heartRate: Double?
    /// `normal`, `abnormal` or `critical`; nil where nobody judged it.
    public let triage: String?
}

/// What a way in knows of the patient: HL7's PID segment, a worklist.
public struct SenderFacts: Sendable, Codable, Equatable {
    public var patientID, patientName, sex, birthDate: String?
    public var recordedAt: String?

    public init(patientID: String? = nil, patientName: String? = nil, sex: String? = nil, birthDate: String? = nil, recordedAt: String? = nil) {
        self.patientID = patientID
        self.patientName = patientName
        self.sex = sex
        self.birthDate = birthDate
        self.recordedAt = recordedAt
    }
}

/// Which recordings to list, and how.
public struct RecordingQuery: Sendable {
    public enum Order: String, Sendable, CaseIterable { case receivedAt, recordedAt, patientName, heartRate }

    /// Any part of the patient's name (Chinese, pinyin or its initials), number, device or file name.
    public var search = ""
    /// `YYYY-MM-DD`, of the day it was recorded, both included.
    public var from: String?
    public var to: String?
    public var triage: String?
    public var order = Order.receivedAt
    public var isDescending = true
    public var offset = 0
    public var limit = 50

    public init() {}
}

public struct RecordingPage: Sendable, Codable {
    public let total: Int
    public let recordings: [StoredRecording]
}

/// A document that came for a recording and is kept as it is: PDF or JPEG.
public struct RecordingReport: Sendable, Codable {
    public let id: Int64
    public let recording: Int64
    public let name: String
    public let mediaType: String
    public let receivedAt: Int64
}

public struct RecordingStoreError: Error, CustomStringConvertible, Sendable {
    public enum Kind: Sendable { case disk, missing, unsupported }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
