/// The Huffman code of section 2 (5.5, annex C): tables of prefixes, which stand for a value, or announce one in plain bits, or
/// switch to another table.
struct SCPHuffman {
    struct Code {
        /// Bits of the prefix.
        let prefixLength: Int
        /// Bits of prefix and value together.
        let totalLength: Int
        /// Stands for a value rather than switching to the table of that number.
        let isValue: Bool
        let value: Int
        /// The prefix, its first bit lowest.
        let prefix: UInt32
    }

    /// A node of the tree of a table's prefixes.
    private struct Node {
        var zero = -1
        var one = -1
        var code = -1
    }

    private struct Table {
        let codes: [Code]
        var nodes: [Node]
    }

    private var tables: [Table] = []

    /// The table that every recorder knows (C.3.7.6): up to eight ones, a zero and a sign for ±1 … ±8; then 8 and 16 plain bits.
    static let standard = SCPHuffman(tables: [standardCodes])

    static let standardCodes: [Code] = {
        var codes = [Code(prefixLength: 1, totalLength: 1, isValue: true, value: 0, prefix: 0)]
        for size in 1...8 {
            let ones = UInt32(1) << size - 1
            codes.append(Code(prefixLength: size + 2, totalLength: size + 2, isValue: true, value: size, prefix: ones))
            codes.append(Code(prefixLength: size + 2, totalLength: size + 2, isValue: true, value: -size, prefix: ones | 1 << (UInt32(size) + 1)))
        }
        codes.append(Code(prefixLength: 10, totalLength: 18, isValue: true, value: 0, prefix: 0x1ff))
        codes.append(Code(prefixLength: 10, totalLength: 26, isValue: true, value: 0, prefix: 0x3ff))
        return codes
    }()

    /// The number of tables that announces the standard one.
    static let standardMark = 19999

    private init(tables: [[Code]]) {
        self.tables = tables.compactMap { Self.table($0) }
    }

    /// Reads section 2.
    init(_ section: ByteReader) throws(RecordingError) {
        var reader = section
        let count = try reader.u16("the number of Huffman tables")
        if count == Self.standardMark {
            self = Self.standard
            return
        }
        guard (1...256).contains(count) else { throw reader.failure("\(count) Huffman tables") }
        for _ in 0..<count {
            var codes: [Code] = []
            for _ in 0..<(try reader.u16("the number of codes")) {
                let prefixLength = try reader.byte("a Huffman code")
                let totalLength = try reader.byte("a Huffman code")
                let mode = try reader.byte("a Huffman code")
                let value = try reader.i16("a Huffman code")
                let prefix = try reader.integer("a Huffman code", as: UInt32.self)
                guard (1...32).contains(prefixLength), (prefixLength...prefixLength + 32).contains(totalLength) else {
                    throw reader.failure("a Huffman code of \(prefixLength) and \(totalLength) bits")
                }
                codes.append(Code(prefixLength: prefixLength, totalLength: totalLength, isValue: mode != 0, value: value, prefix: prefix))
            }
            guard let table = Self.table(codes) else { throw reader.failure("a Huffman prefix begins with another one") }
            tables.append(table)
        }
    }

    /// nil if a prefix is the start of another.
    private static func table(_ codes: [Code]) -> Table? {
        var table = Table(codes: codes, nodes: [Node()])
        for (index, code) in codes.enumerated() {
            var node = 0
            for bit in 0..<code.prefixLength {
                guard table.nodes[node].code < 0 else { return nil }
                let isOne = code.prefix >> UInt32(bit) & 1 == 1
                var next = isOne ? table.nodes[node].one : table.nodes[node].zero
                if next < 0 {
                    next = table.nodes.count
                    table.nodes.append(Node())
                    if isOne { table.nodes[node].one = next } else { table.nodes[node].zero = next }
                }
                node = next
            }
            guard table.nodes[node].zero < 0, table.nodes[node].one < 0, table.nodes[node].code < 0 else { return nil }
            table.nodes[node].code = index
        }
        return table
    }

    /// Decodes up to `count` values; fewer where the bits end or fit no code. Each lead begins with the first table.
    func decode(_ bytes: ArraySlice<UInt8>, count: Int) -> [Int32] {
        var values: [Int32] = []
        values.reserveCapacity(min(count, bytes.count * 8))
        var bits = BitReader(bytes)
        guard var table = tables.first else { return [] }
        while values.count < count {
            var node = 0
            while table.nodes[node].code < 0 {
                guard let bit = bits.next() else { return values }
                node = bit ? table.nodes[node].one : table.nodes[node].zero
                guard node >= 0 else { return values }
            }
            let code = table.codes[table.nodes[node].code]
            guard code.isValue else {
                guard tables.indices.contains(code.value - 1) else { return values }
                table = tables[code.value - 1]
                continue
            }
            let extra = code.totalLength - code.prefixLength
            guard let plain = bits.signed(extra) else { return values }
            values.append(Int32(truncatingIfNeeded: code.value) &+ plain)
        }
        return values
    }
}

/// Bits of bytes, highest first.
private struct BitReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var bit = 7

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Bool? {
        guard position < bytes.endIndex else { return nil }
        let isOne = bytes[position] >> UInt8(bit) & 1 == 1
        if bit == 0 { (bit, position) = (7, position + 1) } else { bit -= 1 }
        return isOne
    }

    /// A number in two's complement of so many bits; 0 for none.
    mutating func signed(_ count: Int) -> Int32? {
        guard count > 0 else { return 0 }
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let bit = next() else { return nil }
            value = value << 1 | (bit ? 1 : 0)
        }
        return Int32(bitPattern: value).signExtended(bits: Int32(min(count, 32)))
    }
}
