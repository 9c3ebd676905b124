import Foundation

/// One read-only mapping of a segment file. Shared by all who read from it and unmapped when the last lets go.
final class SegmentMap: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    /// Maps the first `length` bytes of an open file.
    init(descriptor: Int32, length: Int, path: String) throws(ObjectStoreError) {
        guard length > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw ObjectStoreError(.io, "cannot map \(path): \(String(cString: strerror(errno)))")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: length)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }

    func isInMemory(_ range: Range<Int>) -> Bool {
        guard let start = bytes.baseAddress, !range.isEmpty else { return true }
        let page = Int(getpagesize())
        let first = range.lowerBound / page * page
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (range.upperBound - first + page - 1) / page) { pages in
            guard mincore(UnsafeMutableRawPointer(mutating: start + first), range.upperBound - first, pages.baseAddress) == 0 else { return false }
            return pages.allSatisfy { $0 & 1 == 1 }
        }
    }

    /// Whole pages only: their neighbours may be in use.
    func letGo(_ range: Range<Int>) {
        guard let start = bytes.baseAddress else { return }
        let page = Int(getpagesize())
        let first = (range.lowerBound + page - 1) / page * page, last = range.upperBound / page * page
        guard first < last else { return }
        madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED)
    }
}
