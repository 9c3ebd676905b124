import Foundation

/// A peer made of bytes, which may break every rule of PS3.8.
final class RawPeer {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// One PDU, header included, or what there was of it before the end.
    func receivePDU() -> [UInt8] {
        var bytes = receive(6)
        guard bytes.count == 6 else { return bytes }
        bytes += receive(bytes[2...5].reduce(0) { $0 << 8 | Int($1) })
        return bytes
    }

    private func receive(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + filled, count - filled, 0) }
            guard got > 0 else { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    // MARK: - PDUs

    static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func pdu(_ type: UInt8, _ body: [UInt8], claiming length: Int? = nil) -> [UInt8] {
        [type, 0] + big(length ?? body.count, 4) + body
    }

    static func item(_ type: UInt8, _ body: [UInt8], claiming length: Int? = nil) -> [UInt8] {
        [type, 0] + big(length ?? body.count, 2) + body
    }

    static func context(_ id: UInt8, _ abstractSyntax: String, _ syntaxes: [String]) -> [UInt8] {
        item(0x20, [id, 0, 0, 0] + item(0x30, Array(abstractSyntax.utf8)) + syntaxes.flatMap { item(0x40, Array($0.utf8)) })
    }

    static let userInformation = item(
        0x50, item(0x51, big(16384, 4)) + item(0x52, Array("1.2.3".utf8)) + item(0x55, Array("RAW".utf8)))
    static let applicationContext = item(0x10, Array("1.2.840.10008.3.1.1.1".utf8))

    /// An A-ASSOCIATE-RQ for Verification, or with other items.
    static func request(
        called: String = "YIGONG", calling: String = "RAW", version: Int = 1, items: [UInt8]? = nil
    ) -> [UInt8] {
        let title = { (text: String) in Array((Array(text.utf8) + [UInt8](repeating: 0x20, count: 16)).prefix(16)) }
        let items = items ?? applicationContext + context(1, "1.2.840.10008.1.1", ["1.2.840.10008.1.2"]) + userInformation
        return pdu(1, big(version, 2) + [0, 0] + title(called) + title(calling) + [UInt8](repeating: 0, count: 32) + items)
    }

    static func pdv(_ context: UInt8, _ flags: UInt8, _ data: [UInt8], claiming length: Int? = nil) -> [UInt8] {
        big(length ?? data.count + 2, 4) + [context, flags] + data
    }
}
