/// Horiba's `FLOATLE-stream/deflate:base64^…`: little-endian 32-bit numbers, deflated without header, in base64.
struct FloatStream {
    /// Events and curves of an analyzer stay far below.
    static let byteLimit = 64 << 20
    private static let encoding = "FLOATLE-stream/deflate:base64"

    private let values: [Float]
    private var next = 0
    private let name: String

    init(_ field: some StringProtocol, name: String) throws(HematologyError) {
        let parts = field.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == Self.encoding else {
            throw HematologyError(.unsupported, "“\(name)” is packed as “\(parts[0].prefix(60))”, not \(Self.encoding)")
        }
        let bytes = try Inflate.inflate(try Base64.decode(parts[1]), limit: Self.byteLimit)
        guard bytes.count.isMultiple(of: 4) else {
            throw HematologyError(.corrupt, "“\(name)” has \(bytes.count) bytes, no whole number of 32-bit numbers")
        }
        values = bytes.withUnsafeBytes { raw in
            stride(from: 0, to: raw.count, by: 4).map {
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
            }
        }
        self.name = name
    }

    mutating func number() throws(HematologyError) -> Double {
        guard next < values.count else { throw HematologyError(.corrupt, "“\(name)” ends after \(values.count) numbers") }
        let value = Double(values[next])
        guard value.isFinite else { throw HematologyError(.corrupt, "number \(next) of “\(name)” is \(value)") }
        next += 1
        return value
    }

    mutating func numbers(_ count: Int) throws(HematologyError) -> [Double] {
        guard count <= values.count - next else {
            throw HematologyError(.corrupt, "“\(name)” should hold \(count) more numbers, \(values.count - next) are left")
        }
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }

    /// A number that says how many others follow.
    mutating func count() throws(HematologyError) -> Int {
        let place = next
        let value = try number()
        guard let count = Int(exactly: value), count >= 0, count <= values.count else {
            throw HematologyError(.corrupt, "number \(place) of “\(name)” is \(value), no count of what follows")
        }
        return count
    }

    /// A row length, a column length, then column after column.
    mutating func table() throws(HematologyError) -> [[Double]] {
        let columns = try count()
        let rows = try count()
        // A table without columns has no rows either: its length would come from nowhere.
        guard columns <= 64 else { throw HematologyError(.corrupt, "“\(name)” has a table of \(columns) columns") }
        var table: [[Double]] = []
        for _ in 0..<columns { table.append(try numbers(rows)) }
        return table
    }
}
