import Server
import Testing

/// The bodies of STOW-RS, cut anywhere (RFC 2046 5.1, RFC 2387).
@Suite struct DICOMwebMultipartTests {
    private struct Part: Equatable {
        var headers: [String: String]
        var content: [UInt8] = []
        var isEnded = false
    }

    private func parts(of body: [UInt8], boundary: String = "b", cutAt cuts: [Int] = []) throws -> (parts: [Part], isComplete: Bool) {
        var parser = try #require(MultipartParser(boundary: boundary))
        var parts: [Part] = []
        var start = 0
        for end in cuts + [body.count] {
            try body[start..<end].withUnsafeBytes { bytes in
                try parser.consume(bytes) { event in
                    switch event {
                    case .begin(let headers): parts.append(Part(headers: headers))
                    case .bytes(let bytes): parts[parts.count - 1].content += bytes
                    case .end: parts[parts.count - 1].isEnded = true
                    }
                }
            }
            start = end
        }
        return (parts, parser.isComplete)
    }

    /// Contents that look like delimiters, but are none.
    private static let contents: [[UInt8]] = [
        Array("plain".utf8), [], Array("\r\n".utf8), Array("\r\n--".utf8), Array("\r\r\n--c\r\n--".utf8), Array("--b\r\n".utf8),
        [0, 13, 10, 45, 45, 99, 255], Array("\r\n\r\n\r\n-\r\n--".utf8),
    ]

    private static var body: [UInt8] {
        var body = Array("a preamble\r\n".utf8)
        for content in contents {
            body += Array("--b \t\r\nContent-Type: application/dicom; x=\"y\"\r\nX-Empty:\r\n\r\n".utf8) + content + [13, 10]
        }
        return body + Array("--b--\r\nan epilogue --b\r\n".utf8)
    }

    @Test func `parts come out as they went in`() throws {
        let (parts, isComplete) = try parts(of: Self.body)
        #expect(parts.map(\.content) == Self.contents)
        #expect(parts.allSatisfy { $0.isEnded && $0.headers == ["content-type": "application/dicom; x=\"y\"", "x-empty": ""] })
        #expect(isComplete)
    }

    @Test func `it does not matter where the network cuts`() throws {
        let body = Self.body
        for cut in 0...body.count {
            let (parts, isComplete) = try parts(of: body, cutAt: [cut])
            #expect(parts.map(\.content) == Self.contents, "cut at \(cut)")
            #expect(isComplete)
        }
        let (parts, isComplete) = try parts(of: body, cutAt: Array(0..<body.count))
        #expect(parts.map(\.content) == Self.contents)
        #expect(isComplete)
    }

    @Test func `a body that breaks off is not complete`() throws {
        let body = Self.body
        let end = body.count - "--\r\nan epilogue --b\r\n".utf8.count
        for length in 0..<end {
            #expect(try parts(of: Array(body.prefix(length))).isComplete == false, "cut at \(length)")
        }
    }

    @Test(arguments: ["--bx\r\n\r\n", "--b\r\nno colon\r\n\r\n", "--b-x"])
    func `what is no multipart body is refused`(_ text: String) {
        #expect(throws: MultipartParser.Malformed.self) { try parts(of: Array(text.utf8)) }
    }

    @Test func `headers without end are refused, not collected`() {
        let body = Array("--b\r\nX: ".utf8) + [UInt8](repeating: 65, count: 20_000)
        #expect(throws: MultipartParser.Malformed.self) { try parts(of: body) }
    }

    @Test func `boundaries have 1 to 70 characters`() {
        #expect(MultipartParser(boundary: "") == nil)
        #expect(MultipartParser(boundary: String(repeating: "b", count: 71)) == nil)
    }

    /// Bytes made of the few that delimiters consist of, in pieces of random lengths: whole or cut, the same parts.
    @Test func `random bodies give the same parts however they are cut`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let seed = (0..<Int.random(in: 0...60, using: &random)).map { _ in Array("\r\n-b:x".utf8).randomElement(using: &random)! }
            let body = Array("--b\r\n\r\n".utf8) + seed
            let cuts = (0..<3).map { _ in Int.random(in: 0...body.count, using: &random) }.sorted()
            let whole = Result { try parts(of: body) }, cut = Result { try parts(of: body, cutAt: cuts) }
            switch (whole, cut) {
            case (.success(let one), .success(let other)): #expect(one == other, "\(body) cut at \(cuts)")
            case (.failure, .failure): break
            default: Issue.record("\(body) cut at \(cuts): \(whole), but \(cut)")
            }
        }
    }
}
