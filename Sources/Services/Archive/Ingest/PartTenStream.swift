import DICOM

/// Feeds a DICOM file (PS3.10) into a deposit as its bytes arrive: the file meta information is read and replaced by our own, the
/// data set goes through untouched.
public struct PartTenStream {
    private let deposit: Deposit
    private var prefix: [UInt8] = []
    private var hasBegun = false

    /// File meta information longer than this is not believed.
    private static let maximumPrefix = 1 << 20

    public init(into deposit: Deposit) { self.deposit = deposit }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(StoreRefusal) {
        if hasBegun { return try deposit.append(bytes) }
        prefix.append(contentsOf: bytes)
        try begin(isComplete: false)
    }

    /// Ends the file. A file too short to tell what it is is refused here.
    public mutating func finish() throws(StoreRefusal) -> StoreReceipt {
        if !hasBegun { try begin(isComplete: true) }
        hasBegun = false
        return try deposit.finish()
    }

    private mutating func begin(isComplete: Bool) throws(StoreRefusal) {
        // Bare data sets are told by their first elements, which a first small chunk may not hold.
        guard isComplete || prefix.count >= 4096 else { return }
        let file: PartTen.Start
        do {
            file = try prefix.withUnsafeBytes { try PartTen.parse($0, isPrefix: !isComplete) }
        } catch {
            if let error = error as? DICOMError, error.kind == .needMore, prefix.count < Self.maximumPrefix { return }
            prefix = []
            throw StoreRefusal(error)
        }
        try deposit.begin(transferSyntax: file.transferSyntax, sopClassUID: nil, sopInstanceUID: nil)
        hasBegun = true
        let rest = prefix.dropFirst(file.dataSetOffset)
        prefix = []
        try rest.withUnsafeBufferPointer { bytes throws(StoreRefusal) in try deposit.append(UnsafeRawBufferPointer(bytes)) }
    }
}
