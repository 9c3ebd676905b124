import DICOM
import Imaging
import ObjectStore
import Synchronization

/// An instance opened for reading: its header, its frames and its bytes. Reads touch only the pages they need.
public final class StoredObject: Sendable {
    public let instance: StoredInstance
    /// The data set exactly as it is stored, in the instance's transfer syntax.
    public let dataSet: ObjectBytes
    private let lazy = Mutex(Lazy())

    private struct Lazy {
        var header: DataSet?
        var frames: FrameTable?
        var inflated: Inflated?
    }

    /// A deflated data set, unpacked once for as long as the object is open.
    private final class Inflated: Sendable {
        let bytes: [UInt8]
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    init(_ instance: StoredInstance, dataSet: ObjectBytes) {
        self.instance = instance
        self.dataSet = dataSet
    }

    /// Whether its bytes are worth letting go of once they are read: frames of long objects are looked at one after the other.
    public var isLong: Bool { instance.length > 64 << 20 }

    /// Everything before the pixel data. Parsed once.
    public func header() throws -> DataSet {
        if let header = lazy.withLock({ $0.header }) { return header }
        let header = try withReadable { bytes, syntax in
            try DataSet(parsing: bytes, transferSyntax: syntax, stopAtPixelData: true, defaultCharacterSet: Header.characterSet(instance.charset))
        }
        lazy.withLock { $0.header = header }
        return header
    }

    /// The whole data set, pixel data included where it is native.
    public func wholeDataSet() throws -> DataSet {
        try withReadable { bytes, syntax in
            try DataSet(parsing: bytes, transferSyntax: syntax, stopAtPixelData: false, defaultCharacterSet: Header.characterSet(instance.charset))
        }
    }

    /// Calls `body` with the data set as it reads (inflated where it is deflated) and the syntax of those bytes.
    func withReadable<T>(_ body: (UnsafeRawBufferPointer, TransferSyntax) throws -> T) throws -> T {
        guard instance.transferSyntax.isDeflated else {
            return try dataSet.withUnsafeBytes { try body($0, instance.transferSyntax) }
        }
        let inflated: Inflated
        if let known = lazy.withLock({ $0.inflated }) {
            inflated = known
        } else {
            inflated = Inflated(try dataSet.withUnsafeBytes { try Header.inflate($0) })
            lazy.withLock { $0.inflated = inflated }
        }
        return try inflated.bytes.withUnsafeBytes { try body($0, .explicitVRLittleEndian) }
    }

    /// Where each frame lies. Found once.
    func frameTable() throws -> FrameTable {
        if let frames = lazy.withLock({ $0.frames }) { return frames }
        let header = try header()
        let frames = try withReadable { bytes, syntax in try FrameTable(header: header, dataSet: bytes, syntax: syntax) }
        lazy.withLock { $0.frames = frames }
        return frames
    }
}

extension Archive {
    /// Opens an instance. Recently opened ones keep their parsed header and frame table.
    public func open(_ instance: StoredInstance) throws -> StoredObject {
        if let object = opened.object(instance) { return object }
        let object = StoredObject(instance, dataSet: try store.read(instance.address))
        opened.keep(object)
        return object
    }
}

/// The objects used last. Bounded by count: an entry is a header and a frame table, not pixels.
final class OpenedObjects: Sendable {
    private let state = Mutex(State())
    private static let capacity = 256

    private struct State {
        var objects: [Int64: (object: StoredObject, use: UInt64)] = [:]
        var clock: UInt64 = 0
    }

    func object(_ instance: StoredInstance) -> StoredObject? {
        state.withLock { state in
            guard let entry = state.objects[instance.id], entry.object.instance.address == instance.address else { return nil }
            state.clock += 1
            state.objects[instance.id]!.use = state.clock
            return entry.object
        }
    }

    func keep(_ object: StoredObject) {
        // Inflated data sets are held whole; they are rare and not worth the memory here.
        guard !object.instance.transferSyntax.isDeflated || object.instance.length < 1 << 20 else { return }
        state.withLock { state in
            if state.objects.count >= Self.capacity {
                let middle = state.objects.values.map(\.use).sorted()[Self.capacity / 2]
                state.objects = state.objects.filter { $0.value.use > middle }
            }
            state.clock += 1
            state.objects[object.instance.id] = (object, state.clock)
        }
    }

    func forget(_ identifiers: some Sequence<Int64>) {
        state.withLock { state in for id in identifiers { state.objects[id] = nil } }
    }
}
