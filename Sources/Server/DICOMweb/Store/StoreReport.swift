import Archive
import DICOM
import HTTPTypes

/// What became of each object of a STOW-RS request (PS3.18 10.5.3, Annex I.2).
struct StoreReport {
    private(set) var stored: [StoreReceipt] = []
    private(set) var refused: [StoreRefusal] = []

    /// The object stays aside, unseen, because another one has its UID: stored, but not as it was sent (PS3.4 Table B.2-1).
    private static let keptAside = 0xB000

    mutating func add(_ receipt: StoreReceipt) { stored.append(receipt) }
    mutating func add(_ refusal: StoreRefusal) { refused.append(refusal) }

    var studies: Set<String> { Set(stored.map(\.studyInstanceUID)) }

    /// PS3.18 Table 10.5.3-1.
    var status: HTTPResponse.Status {
        if stored.isEmpty {
            return refused.contains { $0.reason == .outOfResources } ? HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage") : .conflict
        }
        return refused.isEmpty && !stored.contains { $0.outcome == .conflict } ? .ok : .accepted
    }

    func dataSet(_ request: ResourceRequest) -> DataSet {
        var report = DataSet()
        let study = studies.count == 1 ? studies.first : nil
        if let study { report.set(.retrieveURL, request.link(study: study)) }
        if !refused.isEmpty { report.set(.failedSOPSequence, items: refused.map(Self.item)) }
        if !stored.isEmpty { report.set(.referencedSOPSequence, items: stored.map { Self.item($0, request) }) }
        return report
    }

    private static func item(_ receipt: StoreReceipt, _ request: ResourceRequest) -> DataSet {
        var item = DataSet()
        item.set(.referencedSOPClassUID, receipt.sopClassUID)
        item.set(.referencedSOPInstanceUID, receipt.sopInstanceUID)
        item.set(
            .retrieveURL,
            request.link(study: receipt.studyInstanceUID, series: receipt.seriesInstanceUID, instance: receipt.sopInstanceUID))
        if receipt.outcome == .conflict { item.set(.warningReason, keptAside) }
        return item
    }

    /// The reason is the C-STORE status of the same refusal; the comment says it in words, which clients show.
    private static func item(_ refusal: StoreRefusal) -> DataSet {
        var item = DataSet()
        if let uid = refusal.sopClassUID { item.set(.referencedSOPClassUID, uid) }
        if let uid = refusal.sopInstanceUID { item.set(.referencedSOPInstanceUID, uid) }
        item.set(.failureReason, Int(refusal.dimseStatus))
        item.set(Tag(0x0000, 0x0902), String(refusal.message.prefix(64)), vr: .LO)
        return item
    }
}
