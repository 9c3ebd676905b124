import Crypto
import DICOM
import Foundation

/// Takes a patient's identity out of objects by the Basic Application Level Confidentiality Profile (PS3.15 E.2). Pixels stay as they are: what
/// is burnt into them is not seen here.
///
/// All objects that go through one value agree: the same UID becomes the same other UID, so that references still lead somewhere. Its key is
/// random and kept nowhere, so nobody can go back.
public struct Deidentification: Sendable {
    private let key = SymmetricKey(size: .bits256)
    /// Stands for any name or other text that must have a value.
    private static let name = "ANONYMOUS"

    public init() {}

    /// The UID that stands for another.
    public func uid(_ uid: String) -> String {
        let digest = Array(HMAC<SHA256>.authenticationCode(for: Data(uid.utf8), using: key).prefix(16))
        return "2.25." + Self.decimal(digest)
    }

    public func apply(to header: DataSet) -> DataSet {
        var set = cleaned(header)
        set.set(Tag(0x0010, 0x0020), pseudonym(of: header.string(.patientID) ?? ""))
        set.set(.patientName, Self.name)
        set.set(Tag(0x0012, 0x0062), "YES")
        set.set(Tag(0x0012, 0x0063), "PS3.15 Basic Application Level Confidentiality Profile")
        var code = DataSet()
        code.set(Tag(0x0008, 0x0100), "113100")
        code.set(Tag(0x0008, 0x0102), "DCM")
        code.set(Tag(0x0008, 0x0104), "Basic Application Confidentiality Profile")
        set.set(Tag(0x0012, 0x0064), items: [code])
        // Longitudinal Temporal Information Modified (PS3.15 E.3.6): dates are gone, not moved.
        set.set(Tag(0x0028, 0x0303), "REMOVED")
        return set
    }

    /// The same for all objects of one patient.
    private func pseudonym(of patientID: String) -> String {
        let digest = HMAC<SHA256>.authenticationCode(for: Data(patientID.utf8), using: key)
        return "\(Self.name)-" + digest.prefix(4).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func cleaned(_ header: DataSet) -> DataSet {
        var set = header
        for element in header {
            let tag = element.tag
            switch ConfidentialityProfile.action(for: tag) {
            case .remove: set.remove(tag)
            case .empty: set.setEmpty(tag, vr: element.vr)
            case .replace: replace(element, in: &set)
            case .newUID where element.vr == .UI: set.set(tag, element.strings.map { $0.isEmpty ? "" : uid($0) }, vr: .UI)
            case .newUID, nil:
                if element.vr == .SQ { set.set(tag, items: element.items.map(cleaned)) }
            }
        }
        return set
    }

    /// A value of the same representation that says nothing.
    private func replace(_ element: Element, in set: inout DataSet) {
        let tag = element.tag
        switch element.vr {
        case .DA: set.set(tag, "19000101", vr: .DA)
        case .TM: set.set(tag, "000000", vr: .TM)
        case .DT: set.set(tag, "19000101000000", vr: .DT)
        case .IS, .DS: set.set(tag, "0", vr: element.vr)
        case .AS: set.set(tag, "000Y", vr: .AS)
        case .UI: set.set(tag, element.strings.map { $0.isEmpty ? "" : uid($0) }, vr: .UI)
        case .SQ: set.set(tag, items: element.items.map(cleaned))
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD: set.set(tag, [0], vr: element.vr)
        case .OB, .OW, .OF, .OD, .OL, .OV, .UN, .AT: set.setEmpty(tag, vr: element.vr)
        default: set.set(tag, Self.name, vr: element.vr)
        }
    }

    /// A number of 16 bytes in decimal (PS3.5 B.2).
    private static func decimal(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = [0]
        for byte in bytes {
            var carry = Int(byte)
            for position in digits.indices.reversed() {
                carry += Int(digits[position]) * 256
                digits[position] = UInt8(carry % 10)
                carry /= 10
            }
            while carry > 0 {
                digits.insert(UInt8(carry % 10), at: 0)
                carry /= 10
            }
        }
        return String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }
}
