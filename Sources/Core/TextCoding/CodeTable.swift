import Glibc

/// What the bytes of a coded character set stand for, as Unicode scalars. The C library's iconv knows; it is asked once
/// for every code, since its converters are slow to open and must not be shared between threads.
public struct CodeTable: Sendable {
    /// Scalars by row and column; 0 where there is no character.
    private let scalars: [UInt32]
    private let columns: Int
    /// Codes by scalar: the row in the upper byte if there are rows.
    private let codes: [UInt32: UInt16]

    /// The upper half of a single-byte set.
    public init(upperHalfOf name: String) {
        self.init(name: name, rows: 1, columns: 128) { _, column in [UInt8(0x80 + column)] }
    }

    /// A set of 94 rows with 94 columns (ISO 2022), as one of the EUC codings writes it after `prefix`.
    public init(rowsOf name: String, prefix: [UInt8] = []) {
        self.init(name: name, rows: 94, columns: 94) { row, column in prefix + [UInt8(0xa1 + row), UInt8(0xa1 + column)] }
    }

    public init(name: String, rows: Int, columns: Int, bytes: (Int, Int) -> [UInt8]) {
        let converter = Converter(from: name)
        var scalars = [UInt32](repeating: 0, count: rows * columns)
        var codes: [UInt32: UInt16] = [:]
        codes.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                guard let scalar = converter?.scalar(for: bytes(row, column)) else { continue }
                scalars[row * columns + column] = scalar
                if codes[scalar] == nil { codes[scalar] = UInt16(row << 8 | column) }
            }
        }
        self.scalars = scalars
        self.columns = columns
        self.codes = codes
    }

    public func scalar(row: Int = 0, column: Int) -> Unicode.Scalar? {
        guard column >= 0, column < columns, row >= 0, row * columns + column < scalars.count else { return nil }
        let scalar = scalars[row * columns + column]
        return scalar == 0 ? nil : Unicode.Scalar(scalar)
    }

    public func code(for scalar: Unicode.Scalar) -> (row: Int, column: Int)? {
        codes[scalar.value].map { (Int($0 >> 8), Int($0 & 0xff)) }
    }
}

/// One of iconv's converters to Unicode.
final class Converter {
    private let handle: iconv_t

    init?(from name: String) {
        guard let handle = iconv_open("UTF-32LE", name), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// The one character that the bytes stand for.
    func scalar(for bytes: [UInt8]) -> UInt32? {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [CChar] = [0, 0, 0, 0, 0, 0, 0, 0]
        let written: Int? = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var to = output.baseAddress
                var inputLeft = input.count
                var outputLeft = output.count
                iconv(handle, nil, nil, nil, nil)
                let failed = iconv(handle, &from, &inputLeft, &to, &outputLeft) == Int(bitPattern: UInt(bitPattern: -1))
                return failed || inputLeft > 0 ? nil : output.count - outputLeft
            }
        }
        guard written == 4 else { return nil }
        return (0..<4).reduce(0) { $0 | UInt32(UInt8(bitPattern: output[$1])) << ($1 * 8) }
    }
}
