import Glibc

/// Cuts a multipart body (RFC 2046 5.1) into its parts as the bytes arrive, in pieces of any size. What a part holds is passed on at
/// once; at most a boundary's length and the headers of one part are kept.
package struct MultipartParser {
    package enum Event {
        /// Headers by their names in lower case.
        case begin([String: String])
        /// Some bytes of the part; valid only during the call.
        case bytes(UnsafeRawBufferPointer)
        case end
    }

    package struct Malformed: Error {
        package let message: String
    }

    private enum State {
        /// Before the first boundary, where anything may stand and nothing counts.
        case preamble
        /// After a boundary: either the line ends, or two hyphens end the body.
        case boundaryEnd
        case headers
        case content
        case epilogue
    }

    /// A CRLF, two hyphens and the boundary: the CRLF belongs to the delimiter, not to the part.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// Bytes that cannot be told yet: a delimiter that may be beginning, or headers that go on.
    private var held: [UInt8]

    private static let maximumHeaders = 16 * 1024

    /// - Parameter boundary: as the Content-Type says; 1 to 70 characters.
    package init?(boundary: String) {
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first boundary may stand at the very start, as if a line had ended before it.
        held = Array("\r\n".utf8)
    }

    /// Whether the closing boundary was seen.
    package var isComplete: Bool { state == .epilogue }

    /// - Throws: `Malformed`, or what `body` throws.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer, _ body: (Event) throws -> Void) throws {
        var rest = bytes[...]
        while !rest.isEmpty, state != .epilogue {
            if held.isEmpty, state == .content {
                rest = try passContent(rest, body)
            } else {
                // The slow path, for the few bytes around boundaries and in headers.
                held.append(rest.removeFirst())
                try settle(body)
            }
        }
    }

    /// Passes on what is surely content, and holds what may be a delimiter.
    private mutating func passContent(
        _ bytes: Slice<UnsafeRawBufferPointer>, _ body: (Event) throws -> Void
    ) throws -> Slice<UnsafeRawBufferPointer> {
        let end = bytes.firstIndex(of: delimiter[0], mayBegin: delimiter) ?? bytes.endIndex
        if end > bytes.startIndex { try body(.bytes(UnsafeRawBufferPointer(rebasing: bytes[..<end]))) }
        guard end < bytes.endIndex else { return bytes[end...] }
        held = [bytes[end]]
        return bytes[(end + 1)...]
    }

    private mutating func settle(_ body: (Event) throws -> Void) throws {
        switch state {
        case .preamble: settlePreamble()
        case .content: try settleContent(body)
        case .boundaryEnd: try settleBoundaryEnd()
        case .headers: try settleHeaders(body)
        case .epilogue: break
        }
    }

    private mutating func settlePreamble() {
        if held == delimiter {
            held = []
            state = .boundaryEnd
        } else {
            dropMismatch()
        }
    }

    private mutating func settleContent(_ body: (Event) throws -> Void) throws {
        if held == delimiter {
            held = []
            state = .boundaryEnd
            try body(.end)
            return
        }
        let before = held
        let dropped = dropMismatch()
        if dropped > 0 { try before[..<dropped].withUnsafeBytes { try body(.bytes($0)) } }
    }

    /// Keeps of the held bytes the longest end that a delimiter may begin with. Returns how many are given up.
    @discardableResult private mutating func dropMismatch() -> Int {
        for start in 0...held.count where delimiter.starts(with: held[start...]) {
            held.removeFirst(start)
            return start
        }
        return 0
    }

    /// Blanks may stand behind a boundary (RFC 2046 5.1.1).
    private mutating func settleBoundaryEnd() throws {
        if held == [UInt8(ascii: "-"), UInt8(ascii: "-")] {
            held = []
            state = .epilogue
        } else if held == [0x0D, 0x0A] {
            held = []
            state = .headers
        } else if held == [0x20] || held == [0x09] {
            held = []
        } else if held.count >= 2 {
            throw Malformed(message: "a boundary is followed by neither the end of its line nor two hyphens")
        }
    }

    private mutating func settleHeaders(_ body: (Event) throws -> Void) throws {
        let isEmptyBlock = held == [0x0D, 0x0A]
        guard isEmptyBlock || held.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] else {
            guard held.count <= Self.maximumHeaders else {
                throw Malformed(message: "the headers of a part are longer than \(Self.maximumHeaders) bytes")
            }
            return
        }
        let headers = try Self.headers(held)
        // A part without content has its delimiter right here; its CRLF is the one that ended the headers.
        held = []
        state = .content
        try body(.begin(headers))
    }

    private static func headers(_ bytes: [UInt8]) throws -> [String: String] {
        var headers: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed(message: "a part has the header line “\(line.prefix(80))”") }
            headers[line[..<colon].trimmed.lowercased()] = String(line[line.index(after: colon)...].trimmed)
        }
        return headers
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Where `byte` first stands with what follows in `pattern` behind it, as far as there are bytes to tell by.
    fileprivate func firstIndex(of byte: UInt8, mayBegin pattern: [UInt8]) -> Int? {
        var start = startIndex
        while start < endIndex {
            guard let found = memoryIndex(of: byte, from: start) else { return nil }
            if self[found...].prefix(pattern.count).elementsEqual(pattern.prefix(endIndex - found)) { return found }
            start = found + 1
        }
        return nil
    }

    /// The C library's search is many times faster than a loop: whole images pass through here.
    private func memoryIndex(of byte: UInt8, from start: Int) -> Int? {
        guard let address = base.baseAddress, let found = memchr(address + start, Int32(byte), endIndex - start) else { return nil }
        return UnsafeRawPointer(found) - address
    }
}
