import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A number that grows whenever anyone's access changes, in whichever process: the server can remember verified credentials
/// and still see at once that `yigong account disable` took them away.
///
/// The number is the length of a file that every change appends one byte to. Reading it is one `fstat`, cheap enough for
/// every request; appending is atomic between processes.
final class AccessGeneration: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Fails only where the file was taken away; then nothing may be remembered, which -1 never equals.
    var current: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : -1
    }

    func advance() throws {
        var byte: UInt8 = 0x0A
        guard write(descriptor, &byte, 1) == 1 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
