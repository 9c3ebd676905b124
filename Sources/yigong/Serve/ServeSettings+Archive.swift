import Archive
import ArgumentParser
import DICOM
import Foundation

/// What the archive reads from the configuration.
extension ServeSettings {
    /// `unknownPeers`: `refuse` (the default) or `quarantine`.
    var unknownPeers: DICOMServiceOptions.UnknownPeers {
        get throws {
            let text = reader.string(forKey: "unknownPeers", default: DICOMServiceOptions.UnknownPeers.refuse.rawValue)
            guard let value = DICOMServiceOptions.UnknownPeers(rawValue: text) else {
                throw ValidationError("unknownPeers is refuse or quarantine, not “\(text)”")
            }
            return value
        }
    }

    /// `dicomTLS.certificate` and `dicomTLS.key` turn the DICOM port to TLS; `dicomTLS.trusted` asks callers for a certificate
    /// that one of its authorities signed.
    var dicomTLS: TLSIdentity? {
        get throws {
            guard let certificate = reader.string(forKey: "dicomTLS.certificate") else { return nil }
            guard let key = reader.string(forKey: "dicomTLS.key") else { throw ValidationError("dicomTLS needs a key beside its certificate") }
            let trusted = reader.string(forKey: "dicomTLS.trusted")
            return try TLSIdentity(certificate: certificate, key: key, trusted: trusted, verification: trusted == nil ? .none : .required)
        }
    }

    /// `volumes.memory`, in MiB: what the volumes that are being looked at may take together; a quarter of the machine's memory when it is
    /// not said.
    var volumeMemory: Int {
        get throws {
            guard let text = reader.string(forKey: "volumes.memory") else { return Int(ProcessInfo.processInfo.physicalMemory / 4) }
            guard let mebibytes = Int(text), (1...1 << 24).contains(mebibytes) else {
                throw ValidationError("volumes.memory is a number of MiB, not “\(text)”")
            }
            return mebibytes << 20
        }
    }

    /// `compression`: policies in the order in which they are asked, such as `CT:30:htj2k,*:90:jpeg-ls`.
    var compression: [CompressionPolicy] {
        get throws { try CompressionPolicy.list(reader.string(forKey: "compression", default: "")) }
    }
}

extension CompressionPolicy {
    /// Reads `MODALITY:DAYS:METHOD` with commas between; `*` stands for any modality.
    static func list(_ text: String) throws -> [CompressionPolicy] {
        try text.split(separator: ",").map { part in
            let fields = part.split(separator: ":").map { $0.filter { $0 != " " } }
            guard fields.count == 3, let days = Double(fields[1]), days >= 0, let method = Method(rawValue: fields[2]) else {
                let methods = Method.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("“\(part)” is not MODALITY:DAYS:METHOD such as CT:30:htj2k; methods are \(methods)")
            }
            return CompressionPolicy(modality: fields[0] == "*" ? nil : fields[0], olderThanDays: days, method: method)
        }
    }
}
