/// GB 18030, of which GBK and GB 2312 are parts (PS3.3 Table C.12-5). One, two or four bytes a character.
public enum GB18030 {
    /// Lead bytes 81-FE, trail bytes 40-FE.
    private static let twoByte = CodeTable(name: "GB18030", rows: 126, columns: 191) { row, column in
        [UInt8(0x81 + row), UInt8(0x40 + column)]
    }

    /// The four-byte codes of the Basic Multilingual Plane, in 155 rows of 256; 39,420 of them are in use.
    private static let fourByte = CodeTable(name: "GB18030", rows: 154, columns: 256) { row, column in
        bytes(linear: row << 8 | column)
    }

    /// Four-byte codes are counted with digits of 10, 126, 10 and 126.
    private static func bytes(linear: Int) -> [UInt8] {
        [
            UInt8(0x81 + linear / 12600), UInt8(0x30 + linear / 1260 % 10), UInt8(0x81 + linear / 10 % 126),
            UInt8(0x30 + linear % 10),
        ]
    }

    /// Where the codes of the supplementary planes begin, 90308130.
    private static let firstSupplementary = 189_000

    public static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = String.UnicodeScalarView()
        var i = 0
        while i < bytes.count {
            let lead = bytes[i]
            if lead < 0x80 {
                text.append(Unicode.Scalar(lead))
                i += 1
                continue
            }
            guard let (scalar, length) = character(bytes, at: i) else {
                text.append("\u{fffd}")
                i += 1
                continue
            }
            text.append(scalar)
            i += length
        }
        return String(text)
    }

    private static func character(_ bytes: UnsafeRawBufferPointer, at i: Int) -> (Unicode.Scalar, Int)? {
        guard (0x81...0xfe).contains(bytes[i]), i + 1 < bytes.count else { return nil }
        let lead = Int(bytes[i]) - 0x81
        if bytes[i + 1] >= 0x40 {
            return twoByte.scalar(row: lead, column: Int(bytes[i + 1]) - 0x40).map { ($0, 2) }
        }
        guard i + 3 < bytes.count, (0x30...0x39).contains(bytes[i + 1]), (0x81...0xfe).contains(bytes[i + 2]),
            (0x30...0x39).contains(bytes[i + 3])
        else { return nil }
        let linear = ((lead * 10 + Int(bytes[i + 1]) - 0x30) * 126 + Int(bytes[i + 2]) - 0x81) * 10 + Int(bytes[i + 3]) - 0x30
        let scalar = linear >= firstSupplementary
            ? Unicode.Scalar(UInt32(0x10000 + linear - firstSupplementary))
            : fourByte.scalar(row: linear >> 8, column: linear & 0xff)
        return scalar.map { ($0, 4) }
    }

    public static func encode(_ scalar: Unicode.Scalar) -> [UInt8] {
        if scalar.value < 0x80 { return [UInt8(scalar.value)] }
        if let code = twoByte.code(for: scalar) { return [UInt8(0x81 + code.row), UInt8(0x40 + code.column)] }
        if scalar.value >= 0x10000 { return bytes(linear: firstSupplementary + Int(scalar.value) - 0x10000) }
        if let code = fourByte.code(for: scalar) { return bytes(linear: code.row << 8 | code.column) }
        return [UInt8(ascii: "?")]
    }
}
