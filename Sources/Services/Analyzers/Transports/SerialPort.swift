import Foundation
import Glibc
import Synchronization

/// A serial port in raw mode (termios, POSIX.1 chapter 11). RS-232 ports and USB adapters show themselves alike; a pseudo-terminal
/// serves tests.
final class SerialPort: Sendable {
    private let descriptor: Int32

    /// - Throws: `InterpretationError` that names the device and what is wrong.
    init(_ settings: SerialSettings) throws {
        let descriptor = open(settings.path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw InterpretationError("\(settings.path): \(String(cString: strerror(errno)))") }
        do {
            try Self.configure(descriptor, settings)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    private static let speeds: [Int: speed_t] = [
        300: speed_t(B300), 600: speed_t(B600), 1200: speed_t(B1200), 2400: speed_t(B2400), 4800: speed_t(B4800), 9600: speed_t(B9600),
        19200: speed_t(B19200), 38400: speed_t(B38400), 57600: speed_t(B57600), 115200: speed_t(B115200),
    ]

    private static func configure(_ descriptor: Int32, _ settings: SerialSettings) throws {
        guard let speed = speeds[settings.baud] else { throw InterpretationError("\(settings.baud) is no speed of a serial port") }
        guard (7...8).contains(settings.dataBits), (1...2).contains(settings.stopBits) else {
            throw InterpretationError("a serial port has 7 or 8 data bits, and 1 or 2 stop bits")
        }
        var options = termios()
        guard tcgetattr(descriptor, &options) == 0 else { throw InterpretationError("\(settings.path) is no serial port") }
        cfmakeraw(&options)
        options.c_cflag |= tcflag_t(CLOCAL | CREAD)
        options.c_cflag &= ~tcflag_t(CSIZE | CSTOPB | PARENB | PARODD)
        options.c_cflag |= tcflag_t(settings.dataBits == 7 ? CS7 : CS8)
        if settings.stopBits == 2 { options.c_cflag |= tcflag_t(CSTOPB) }
        if settings.parity != .none { options.c_cflag |= tcflag_t(PARENB) }
        if settings.parity == .odd { options.c_cflag |= tcflag_t(PARODD) }
        cfsetispeed(&options, speed)
        cfsetospeed(&options, speed)
        guard tcsetattr(descriptor, TCSANOW, &options) == 0 else {
            throw InterpretationError("\(settings.path) does not take these settings: \(String(cString: strerror(errno)))")
        }
    }

    private final class Ended: Sendable {
        let flag = Atomic(false)
    }

    /// What comes, until the port fails or the stream is given up. A thread of its own waits for it: ports have no event loop.
    var bytes: AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            let isOver = Ended()
            continuation.onTermination = { _ in isOver.flag.store(true, ordering: .relaxed) }
            let thread = Thread { [self] in
                while !isOver.flag.load(ordering: .relaxed) {
                    do {
                        let bytes = try readWithin(milliseconds: 200)
                        if !bytes.isEmpty { continuation.yield(bytes) }
                    } catch {
                        return continuation.finish(throwing: error)
                    }
                }
            }
            thread.name = "serial port"
            thread.start()
        }
    }

    private func readWithin(milliseconds: Int32) throws -> [UInt8] {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { return Array(buffer.prefix(count)) }
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        throw InterpretationError(count == 0 ? "the port was closed" : String(cString: strerror(errno)))
    }

    func write(_ bytes: [UInt8]) async throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EINTR {
                try await Task.sleep(for: .milliseconds(5))
            } else {
                throw InterpretationError(String(cString: strerror(errno)))
            }
        }
    }
}
