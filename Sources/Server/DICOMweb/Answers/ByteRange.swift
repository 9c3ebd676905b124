import HTTPTypes
import Hummingbird

/// One range of a body of known length (RFC 9110 14): `bytes=0-1023`, `bytes=1024-`, `bytes=-512`.
struct ByteRange {
    let bytes: Range<Int>

    /// - Returns: nil where the header asks for something else, such as several ranges: the whole is answered then.
    /// - Throws: `DICOMwebError` 416 for a range that lies outside.
    init?(_ header: String?, of length: Int) throws {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { Int($0.trimmed) }
        guard ends.count == 2, ends.contains(where: { $0 != nil }) else { return nil }
        let first = ends[0] ?? max(0, length - ends[1]!)
        let last = ends[0] == nil ? length - 1 : min(ends[1] ?? length - 1, length - 1)
        guard first <= last, first < length else {
            throw DICOMwebError(.rangeNotSatisfiable, "the value has \(length) bytes; \(header) lies outside")
        }
        bytes = first..<last + 1
    }

    static func contentRange(_ bytes: Range<Int>, of length: Int) -> String {
        "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(length)"
    }
}

extension Answer {
    /// A body of one part, or the range of it that was asked for.
    static func single(_ type: MediaType, _ content: BodyPiece, range header: String?) throws -> Response {
        guard case .stored(let length, let read) = content else { return try single(type, [content]) }
        guard let range = try ByteRange(header, of: length) else {
            var response = try single(type, [content])
            response.headers[.acceptRanges] = "bytes"
            return response
        }
        let start = range.bytes.lowerBound
        let part = BodyPiece.stored(length: range.bytes.count) { wanted, buffer in
            try read(start + wanted.lowerBound..<start + wanted.upperBound, &buffer)
        }
        var response = try single(type, [part])
        response.status = .partialContent
        response.headers[.contentRange] = ByteRange.contentRange(range.bytes, of: length)
        return response
    }
}
