import Archive
import NIOCore

/// One STOW-RS request on its way into the archive. Its calls block, and come one after the other.
final class StoreUpload: @unchecked Sendable {
    private let stream: PartTenStream
    private var current: PartTenStream?
    private var parser: MultipartParser?
    /// Why the object under way will not be stored; what is left of it is read and dropped.
    private var fault: StoreRefusal?
    private(set) var report = StoreReport()

    /// - Parameters:
    ///   - deposit: of this request alone.
    ///   - parser: nil where the body is one object without multipart.
    init(into deposit: Deposit, parser: MultipartParser?) {
        stream = PartTenStream(into: deposit)
        self.parser = parser
        if parser == nil { begin(mediaType: nil) }
    }

    /// - Throws: `MultipartParser.Malformed`. Objects at fault are reported, not thrown.
    func consume(_ buffer: ByteBuffer) throws {
        try buffer.withUnsafeReadableBytes { bytes in
            guard parser != nil else { return append(bytes) }
            try parser!.consume(bytes) { event in
                switch event {
                case .begin(let headers): begin(mediaType: headers["content-type"].map { MediaType($0) ?? MediaType("", $0) })
                case .bytes(let bytes): append(bytes)
                case .end: end()
                }
            }
        }
    }

    /// - Throws: `MultipartParser.Malformed` for a body that breaks off.
    func finish() throws {
        guard let parser else { return end() }
        guard parser.isComplete else {
            throw MultipartParser.Malformed(
                message: current == nil ? "the body has no part: its boundary is not there" : "the body ends before its closing boundary")
        }
    }

    private func begin(mediaType: MediaType?) {
        current = stream
        fault = nil
        if let mediaType, mediaType.name != "application/dicom" {
            fault = StoreRefusal(.cannotUnderstand, "a part of \(mediaType.name) is no DICOM object")
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        guard fault == nil, !bytes.isEmpty else { return }
        do { try current?.append(bytes) } catch { fault = error }
    }

    private func end() {
        guard current != nil else { return }
        defer { current = nil }
        do throws(StoreRefusal) {
            if let fault { throw fault }
            report.add(try current!.finish())
        } catch { report.add(error) }
    }
}
