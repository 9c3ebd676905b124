import Archive
import DICOM

/// How whole objects can be given (PS3.18 8.7.3.1, 8.7.3.5).
struct ObjectRepresentation: Sendable {
    enum Package: Sendable { case multipart, single, zip }

    /// Which transfer syntax the objects are in.
    enum Syntax: Sendable, Equatable {
        /// `*`: as they are stored.
        case stored
        /// None was named: Explicit VR Little Endian, and as stored what cannot be decoded.
        case standard
        case named(TransferSyntax)
    }

    let package: Package
    let syntax: Syntax

    private static let dicom = MediaType("application", "dicom")
    private static let zip = MediaType("application", "zip")

    /// What an entry of Accept can be met with.
    /// - Parameter isSingle: one object only is asked for, which need not be wrapped.
    static func candidates(for range: MediaType, isSingle: Bool) -> [ObjectRepresentation] {
        let syntax: Syntax =
            switch range.transferSyntax {
            case nil: .standard
            case "*"?: .stored
            case let uid?: .named(TransferSyntax(uid: uid))
            }
        var candidates: [ObjectRepresentation] = []
        let wrapped = MediaType("multipart", "related", ["type": dicom.name])
        if range.covers(wrapped) { candidates.append(ObjectRepresentation(package: .multipart, syntax: syntax)) }
        if isSingle, range.covers(dicom) { candidates.append(ObjectRepresentation(package: .single, syntax: syntax)) }
        if range.covers(zip) { candidates.append(ObjectRepresentation(package: .zip, syntax: syntax)) }
        return candidates
    }

    var mediaType: MediaType {
        switch package {
        case .multipart: MediaType("multipart", "related", ["type": Self.dicom.name].merging(transferSyntax) { $1 })
        case .single: MediaType("application", "dicom", transferSyntax)
        case .zip: Self.zip
        }
    }

    private var transferSyntax: [String: String] {
        switch syntax {
        case .named(let syntax): ["transfer-syntax": syntax.uid]
        case .stored, .standard: [:]
        }
    }

    /// The transfer syntax in which an object goes out; nil where it cannot be given like that.
    func target(for object: StoredObject) throws -> TransferSyntax? {
        switch syntax {
        case .stored: return object.instance.transferSyntax
        // Objects that are there in lossy or unreadable form only may go out in it (PS3.18 8.7.3.5.2).
        case .standard: return try object.canWrite(as: .explicitVRLittleEndian) ? .explicitVRLittleEndian : object.instance.transferSyntax
        case .named(let named): return try object.canWrite(as: named) ? named : nil
        }
    }
}
