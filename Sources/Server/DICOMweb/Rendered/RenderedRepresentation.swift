import Archive
import Imaging
import NIOCore

/// The picture formats that are made (PS3.18 8.7.4).
enum PictureFormat: String, CaseIterable, Sendable {
    case jpeg
    case png

    var mediaType: MediaType { MediaType("image", rawValue) }

    func encode(_ picture: Picture, quality: Int) throws -> ByteBuffer {
        switch self {
        case .jpeg: ByteBuffer(bytes: try picture.jpeg(quality: quality))
        case .png: ByteBuffer(bytes: try picture.png())
        }
    }
}

/// A format, by itself or as the parts of a multipart answer.
struct RenderedRepresentation: Sendable {
    let format: PictureFormat
    let isMultipart: Bool

    /// JPEG first: it is the default (PS3.18 Table 8.7.4-1).
    static func candidates(for range: MediaType) -> [RenderedRepresentation] {
        let single = PictureFormat.allCases.filter { range.covers($0.mediaType) }.map { RenderedRepresentation(format: $0, isMultipart: false) }
        guard range.isMultipart, range.covers(MediaType("multipart", "related")) else { return single }
        let root = range.root ?? MediaType("image", "*")
        return PictureFormat.allCases.filter { root.covers($0.mediaType) }.map { RenderedRepresentation(format: $0, isMultipart: true) }
    }

    var mediaType: MediaType {
        isMultipart ? MediaType("multipart", "related", ["type": format.mediaType.name]) : format.mediaType
    }
}
