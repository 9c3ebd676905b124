import DICOM
import Imaging

extension Archive {
    /// The object and frame that stand for a part of the archive on a small picture: the middle of the first series that has pixels.
    /// - Returns: nil where nothing in the scope has a picture.
    public func representative(of scope: ArchiveScope) throws -> (object: StoredObject, frame: Int)? {
        let instances = try instances(in: scope)
        for series in instances.bySeries {
            let images = series.filter { $0.rows != nil }
            guard !images.isEmpty else { continue }
            // From the middle outwards: the ends of a series are scouts and empty slices.
            for instance in images.middleOutwards.prefix(8) {
                let object = try open(instance)
                if let frame = object.representativeFrame() { return (object, frame) }
            }
        }
        return nil
    }
}

extension StoredObject {
    /// The frame that stands for the object, from 0; nil where it has no picture that can be decoded.
    public func representativeFrame() -> Int? {
        guard instance.rows != nil, let count = try? frameCount(), count > 0, isDecodable else { return nil }
        return representativeFrame(of: count)
    }

    /// Representative Frame Number (0028,6010) where the object names one, else the middle.
    private func representativeFrame(of count: Int) -> Int {
        if let named = (try? header())?.int(Tag(0x0028, 0x6010)), (1...count).contains(named) { return named - 1 }
        return count / 2
    }

    private var isDecodable: Bool {
        !instance.transferSyntax.isEncapsulated || Codec.canDecode(instance.transferSyntax.uid)
    }
}

extension [StoredInstance] {
    /// Apart by series, which come one after the other.
    fileprivate var bySeries: [ArraySlice<StoredInstance>] {
        var parts: [ArraySlice<StoredInstance>] = []
        var start = startIndex
        for index in indices where index + 1 == endIndex || self[index + 1].seriesID != self[index].seriesID {
            parts.append(self[start...index])
            start = index + 1
        }
        return parts
    }
}

extension RandomAccessCollection where Index == Int {
    fileprivate var middleOutwards: [Element] {
        let middle = startIndex + count / 2
        return (0...count).flatMap { distance in
            Set([middle - distance, middle + distance]).sorted().filter { indices.contains($0) }.map { self[$0] }
        }
    }
}
