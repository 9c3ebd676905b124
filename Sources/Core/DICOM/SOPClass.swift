internal import CDICOM

/// A SOP class or another object of PS3.4 that is known by a UID.
public struct SOPClass: Hashable, Sendable, CustomStringConvertible {
    public let uid: String
    public init(uid: some StringProtocol) { self.uid = String(uid) }

    // Services (PS3.4 A, C; PS3.7 9.1.5)
    public static let verification = SOPClass(uid: "1.2.840.10008.1.1")
    public static let patientRootFind = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.1.1")
    public static let patientRootMove = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.1.2")
    public static let patientRootGet = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.1.3")
    public static let studyRootFind = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.2.1")
    public static let studyRootMove = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.2.2")
    public static let studyRootGet = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.2.3")
    public static let patientStudyOnlyFind = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.3.1")
    public static let patientStudyOnlyMove = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.3.2")
    public static let patientStudyOnlyGet = SOPClass(uid: "1.2.840.10008.5.1.4.1.2.3.3")
    public static let modalityWorklistFind = SOPClass(uid: "1.2.840.10008.5.1.4.31")
    public static let storageCommitmentPushModel = SOPClass(uid: "1.2.840.10008.1.20.1")
    public static let mediaStorageDirectory = SOPClass(uid: "1.2.840.10008.1.3.10")

    // Storage (PS3.4 B.5)
    public static let computedRadiographyImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.1")
    public static let digitalXRayImageForPresentation = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.1.1")
    public static let digitalXRayImageForProcessing = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.1.1.1")
    public static let digitalMammographyImageForPresentation = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.1.2")
    public static let digitalMammographyImageForProcessing = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.1.2.1")
    public static let ctImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.2")
    public static let enhancedCTImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.2.1")
    public static let ultrasoundMultiFrameImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.3.1")
    public static let mrImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.4")
    public static let enhancedMRImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.4.1")
    public static let ultrasoundImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.6.1")
    public static let secondaryCaptureImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.7")
    public static let multiFrameTrueColorSecondaryCaptureImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.7.4")
    public static let twelveLeadECGWaveform = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.9.1.1")
    public static let generalECGWaveform = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.9.1.2")
    public static let grayscaleSoftcopyPresentationState = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.11.1")
    public static let xRayAngiographicImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.12.1")
    public static let xRayRadiofluoroscopicImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.12.2")
    public static let breastTomosynthesisImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.13.1.3")
    public static let nuclearMedicineImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.20")
    public static let rawData = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.66")
    public static let segmentation = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.66.4")
    public static let vlEndoscopicImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.77.1.1")
    public static let vlPhotographicImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.77.1.4")
    public static let basicTextSR = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.88.11")
    public static let enhancedSR = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.88.22")
    public static let comprehensiveSR = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.88.33")
    public static let keyObjectSelection = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.88.59")
    public static let xRayRadiationDoseSR = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.88.67")
    public static let encapsulatedPDF = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.104.1")
    public static let positronEmissionTomographyImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.128")
    public static let rtImage = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.481.1")
    public static let rtDose = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.481.2")
    public static let rtStructureSet = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.481.3")
    public static let rtPlan = SOPClass(uid: "1.2.840.10008.5.1.4.1.1.481.5")

    /// The name in PS3.6 Table A-1 as DCMTK lists it, such as `CTImageStorage`, or the UID.
    public var name: String { cdicom_uid_name(uid).map { String(cString: $0) } ?? uid }
    public var description: String { name }
}

/// The rules for unique identifiers (PS3.5 9.1).
public enum UID {
    /// Digits and dots, no empty component, no leading zero, 64 characters at most.
    public static func isValid(_ uid: some StringProtocol) -> Bool {
        guard !uid.isEmpty, uid.utf8.count <= 64 else { return false }
        return uid.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { component in
            !component.isEmpty && component.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                && (component.utf8.count == 1 || component.utf8.first != UInt8(ascii: "0"))
        }
    }

    /// A new identifier from 128 random bits, under the root for UUIDs (PS3.5 B.2).
    public static func generate() -> String {
        // Version 4 and variant 1 are fixed bits of a random UUID (RFC 4122 4.4).
        let high = UInt64.random(in: .min ... .max) & 0xffff_ffff_ffff_0fff | 0x4000
        let low = UInt64.random(in: .min ... .max) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return "2.25.\(UInt128(high) << 64 | UInt128(low))"
    }
}
