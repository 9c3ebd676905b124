internal import CStorage
import Foundation

/// One segment open for appending. Owned by one writer at a time.
final class SegmentFile {
    let number: Int64
    let path: String
    private(set) var descriptor: Int32
    /// Where the next record begins.
    var end: Int64
    /// How far the file is preallocated: appending inside it changes no file size, which makes each sync cheaper.
    private var allocated: Int64
    /// True after a failed sync: what the kernel still holds is unknown, so nothing more is written here.
    private(set) var isPoisoned = false

    private static let allocationStep: Int64 = 64 << 20
    /// Room that objects leave to whoever indexes them: a disk filled to the brim could still hold an object, and never find it again.
    private static let headroom: Int64 = 24 << 20

    private init(number: Int64, path: String, descriptor: Int32, end: Int64, allocated: Int64) {
        self.number = number
        self.path = path
        self.descriptor = descriptor
        self.end = end
        self.allocated = allocated
    }

    deinit { Foundation.close(descriptor) }

    /// Makes a new, empty segment whose name is durable in its folder.
    static func create(number: Int64, path: String) throws(ObjectStoreError) -> SegmentFile {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("cannot create \(path)") }
        let file = SegmentFile(
            number: number, path: path, descriptor: descriptor, end: Int64(SegmentFormat.headerLength), allocated: 0)
        do throws(ObjectStoreError) {
            try file.reserve(upTo: file.end)
            try file.write(SegmentFormat.header(number: number), at: 0)
            try file.synchronize()
            try synchronizeFolder(of: path)
        } catch {
            unlink(path)
            throw error
        }
        return file
    }

    /// Opens a segment of an earlier run to append behind `end`.
    static func reopen(number: Int64, path: String, end: Int64) throws(ObjectStoreError) -> SegmentFile {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("cannot open \(path)") }
        return SegmentFile(number: number, path: path, descriptor: descriptor, end: end, allocated: end)
    }

    func reserve(upTo position: Int64) throws(ObjectStoreError) {
        guard position > allocated else { return }
        let room = freeSpace - Self.headroom
        var target = (position + Self.allocationStep - 1) / Self.allocationStep * Self.allocationStep
        // A nearly full disk may still hold this object without the bytes after it.
        if room < target - allocated { target = position }
        guard room >= target - allocated else {
            throw ObjectStoreError(.full, "no room left for \(position - end) bytes in \(path)")
        }
        switch posix_fallocate(descriptor, off_t(allocated), off_t(target - allocated)) {
        case 0: allocated = target
        case ENOSPC, EDQUOT, EFBIG: throw ObjectStoreError(.full, "no room left for \(position - end) bytes in \(path)")
        case let failure: throw ObjectStoreError(.io, "cannot extend \(path): \(String(cString: strerror(failure)))")
        }
    }

    private var freeSpace: Int64 {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return .max / 2 }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(ObjectStoreError) {
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(position) + off_t(done))
            if written < 0 {
                if errno == EINTR { continue }
                throw .system("cannot write \(path) at \(position)")
            }
            done += written
        }
    }

    func write(_ bytes: [UInt8], at position: Int64) throws(ObjectStoreError) {
        try bytes.withUnsafeBufferPointer { bytes throws(ObjectStoreError) in try write(UnsafeRawBufferPointer(bytes), at: position) }
    }

    /// Starts writing a range to the disk without waiting, so that the sync at the end finds little left to do.
    func startWriteback(from position: Int64, count: Int64) {
        cstorage_start_writeback(descriptor, position, count)
    }

    func synchronize() throws(ObjectStoreError) {
        guard fdatasync(descriptor) == 0 else {
            isPoisoned = true
            throw .system("cannot sync \(path)")
        }
    }

    func map(_ length: Int64) throws(ObjectStoreError) -> SegmentMap {
        try SegmentMap(descriptor: descriptor, length: Int(length), path: path)
    }

    /// Gives the preallocated rest back.
    func trim() {
        guard allocated > end else { return }
        if ftruncate(descriptor, off_t(end)) == 0 { allocated = end }
    }

    private static func synchronizeFolder(of path: String) throws(ObjectStoreError) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("cannot open \(folder)") }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("cannot sync \(folder)") }
    }
}

extension ObjectStoreError {
    /// The error of the system call that has just failed.
    static func system(_ what: String) -> ObjectStoreError {
        let code = errno
        return ObjectStoreError(code == ENOSPC || code == EDQUOT ? .full : .io, "\(what): \(String(cString: strerror(code)))")
    }
}
