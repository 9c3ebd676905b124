internal import CPostgreSQL

/// Arguments as libpq takes them: texts, and blobs in binary.
struct PostgreSQLArguments {
    private let values: [SQLValue]

    init(_ values: [SQLValue]) { self.values = values }

    func withPointers<Result>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        let owned = values.map(Self.bytes)
        defer { owned.forEach { $0?.deallocate() } }
        let lengths = owned.map { Int32(($0?.count ?? 1) - 1) }
        let formats: [Int32] = values.map { if case .blob = $0 { 1 } else { 0 } }
        return body(Int32(values.count), owned.map { $0?.baseAddress.map { UnsafePointer($0) } }, lengths, formats)
    }

    /// The bytes of a value with a NUL behind them; nil is NULL. PostgreSQL's text holds no NUL, so it ends there.
    private static func bytes(_ value: SQLValue) -> UnsafeMutableBufferPointer<CChar>? {
        switch value {
        case .null: nil
        case .integer(let number): copy(String(number).utf8)
        case .real(let number): copy(String(number).utf8)
        case .text(let text): copy(text.utf8.prefix { $0 != 0 })
        case .blob(let bytes): copy(bytes)
        }
    }

    private static func copy(_ bytes: some Collection<UInt8>) -> UnsafeMutableBufferPointer<CChar> {
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + 1)
        var end = 0
        for byte in bytes {
            buffer[end] = CChar(bitPattern: byte)
            end += 1
        }
        buffer[end] = 0
        return buffer
    }
}

/// What the columns of a result are, so that its texts become values of their kinds.
struct PostgreSQLColumns {
    private enum Kind { case integer, real, truth, bytes, text }

    private let kinds: [Kind]

    init(_ result: OpaquePointer?) {
        kinds = (0..<PQnfields(result)).map { Self.kind(PQftype(result, $0)) }
    }

    func row(_ row: Int32, of result: OpaquePointer?) -> SQLRow {
        SQLRow(kinds.enumerated().map { column, kind in Self.value(result, row, Int32(column), kind) })
    }

    /// By the object identifiers of `pg_type.dat`; sums of BIGINT come as NUMERIC without decimals.
    private static func kind(_ type: Oid) -> Kind {
        switch type {
        case 20, 21, 23, 26: .integer
        case 700, 701, 1700: .real
        case 16: .truth
        case 17: .bytes
        default: .text
        }
    }

    private static func value(_ result: OpaquePointer?, _ row: Int32, _ column: Int32, _ kind: Kind) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let cell = PQgetvalue(result, row, column) else { return .null }
        let text = String(cString: cell)
        switch kind {
        case .integer: return Int64(text).map(SQLValue.integer) ?? .text(text)
        case .real: return Int64(text).map(SQLValue.integer) ?? Double(text).map(SQLValue.real) ?? .text(text)
        case .truth: return .integer(text == "t" ? 1 : 0)
        case .bytes: return .blob(unescaped(text))
        case .text: return .text(text)
        }
    }

    /// `\x01ff`: the hexadecimal form that servers have sent since version 9.
    private static func unescaped(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8.dropFirst(2))
        return stride(from: 0, to: digits.count - digits.count % 2, by: 2).map { figure(digits[$0]) << 4 | figure(digits[$0 + 1]) }
    }

    private static func figure(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
}

/// `?` as `$1`, `$2` …, outside of quotes.
enum PostgreSQLPlaceholders {
    static func numbered(_ sql: String) -> String {
        var numbered = ""
        var count = 0
        var quote: Character?
        for character in sql {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "?" {
                count += 1
                numbered += "$\(count)"
                continue
            }
            numbered.append(character)
        }
        return numbered
    }
}
