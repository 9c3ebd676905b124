import Archive
import DICOM
import Foundation
import Logging

/// An archive in a folder of its own that is gone when the test ends.
func withArchive(_ body: (Archive, String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "archive-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try openArchive(folder)
    try body(archive, folder)
    try archive.close()
}

func openArchive(_ folder: String) throws -> Archive {
    var log = Logger(label: "test")
    log.logLevel = .critical
    return try Archive.open(ArchiveOptions(folder: folder), log: log)
}

/// A made-up CT image of 16 by 16 pixels.
struct SampleImage {
    var study = "2.25.1"
    var series = "2.25.1.1"
    var instance = "2.25.1.1.1"
    var name = "Zhang^San=张^三"
    var patientID = "P1"
    var accession = "A1"
    var date = "20260501"
    var modality = "CT"
    var number = 1
    var fill: UInt8 = 7

    var dataSet: DataSet {
        var set = DataSet(characterSet: .utf8)
        set.set(.sopClassUID, SOPClass.ctImage.uid)
        set.set(.sopInstanceUID, instance)
        set.set(.studyDate, date)
        set.set(.accessionNumber, accession)
        set.set(.modality, modality)
        set.set(.patientName, name)
        set.set(.patientID, patientID)
        set.set(.studyInstanceUID, study)
        set.set(.seriesInstanceUID, series)
        set.set(.instanceNumber, String(number))
        set.set(.samplesPerPixel, 1)
        set.set(.photometricInterpretation, "MONOCHROME2")
        set.set(.rows, 16)
        set.set(.columns, 16)
        set.set(.bitsAllocated, 16)
        set.set(.bitsStored, 12)
        set.set(.highBit, 11)
        set.set(.pixelRepresentation, 0)
        set.set(.pixelData, bytes: pixels, vr: .OW)
        return set
    }

    var pixels: [UInt8] { (0..<256).flatMap { [UInt8(truncatingIfNeeded: $0) ^ fill, UInt8($0 % 3)] } }

    func bytes(_ syntax: TransferSyntax = .explicitVRLittleEndian) throws -> [UInt8] { try dataSet.encode(transferSyntax: syntax) }
}

extension Archive {
    @discardableResult
    func store(_ bytes: [UInt8], syntax: TransferSyntax = .explicitVRLittleEndian, instance: String? = nil) throws -> StoreReceipt {
        let deposit = try deposit(from: .init(callingAE: "TEST", peer: "127.0.0.1:1"))
        try deposit.begin(transferSyntax: syntax, sopClassUID: nil, sopInstanceUID: instance)
        for start in stride(from: 0, to: bytes.count, by: 100) {
            try bytes[start..<min(start + 100, bytes.count)].withUnsafeBytes { try deposit.append($0) }
        }
        return try deposit.finish()
    }

    @discardableResult
    func store(_ image: SampleImage) throws -> StoreReceipt { try store(try image.bytes()) }

    func names(_ query: Query) throws -> [String] { try find(query).compactMap { $0.attributes.string(.patientName) } }
}
