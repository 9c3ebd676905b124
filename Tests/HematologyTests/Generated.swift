import Hematology

/// A small generator with a fixed seed: the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// About normal: the sum of twelve.
    mutating func normal(_ mean: Double, _ deviation: Double) -> Double {
        mean + deviation * ((0..<12).reduce(0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } - 6)
    }
}

/// Bytes as instruments pack them.
enum Packed {
    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            let letters = bytes.count - start >= 3 ? 4 : bytes.count - start + 1
            for place in 0..<4 { text.append(place < letters ? alphabet[group >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }

    /// Raw deflate in stored blocks (RFC 1951, 3.2.4).
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = []
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let length = UInt16(end - start)
            stream += [end == bytes.count ? 1 : 0]
            for word in [length, ~length] { stream += [UInt8(word & 255), UInt8(word >> 8)] }
            stream += bytes[start..<end]
            start = end
        } while start < bytes.count
        return stream
    }

    static func littleEndian(_ value: UInt32, bytes: Int = 4) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    /// A field of Horiba's M records.
    static func floats(_ numbers: [Float]) -> String {
        "FLOATLE-stream/deflate:base64^" + base64(stored(numbers.flatMap { littleEndian($0.bitPattern) }))
    }
}

/// An FCS file of one data set.
struct FlowBytes {
    var version = "3.1"
    var type = "F"
    var order = "1,2,3,4"
    var bits = 32
    var delimiter = "/"
    var names = ["FSC-A", "SSC-A"]
    var range = 1024
    /// Keywords beside the required ones, in the file's own writing.
    var extra = ""
    var events: [[Double]] = [[1, 2], [1023, 0], [5.5, 700]]
    var total: Int?

    var bytes: [UInt8] {
        var text = "\(delimiter)$MODE\(delimiter)L\(delimiter)$DATATYPE\(delimiter)\(type)\(delimiter)$BYTEORD\(delimiter)\(order)\(delimiter)"
        text += "$PAR\(delimiter)\(names.count)\(delimiter)$TOT\(delimiter)\(total ?? events.count)\(delimiter)"
        for (index, name) in names.enumerated() {
            let number = index + 1
            text += "$P\(number)N\(delimiter)\(name)\(delimiter)$P\(number)B\(delimiter)\(bits)\(delimiter)"
            text += "$P\(number)R\(delimiter)\(range)\(delimiter)$P\(number)E\(delimiter)0,0\(delimiter)"
        }
        text += extra
        let textBegin = 58, textEnd = textBegin + text.utf8.count - 1
        let data = events.flatMap { $0.flatMap(encoded) }
        let offsets = [textBegin, textEnd, textEnd + 1, textEnd + data.count, 0, 0].map { number in
            String(repeating: " ", count: 8 - String(number).count) + String(number)
        }
        return Array("FCS\(version)    ".utf8) + Array(offsets.joined().utf8) + Array(text.utf8) + data
    }

    private func encoded(_ value: Double) -> [UInt8] {
        let little: [UInt8] = switch type {
        case "F": Packed.littleEndian(Float(value).bitPattern)
        case "D": (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
        default: Packed.littleEndian(UInt32(value), bytes: bits / 8)
        }
        return order.hasPrefix("1") ? little : little.reversed()
    }
}
