/// Writes elements one after another and remembers which are open.
struct XMLWriter {
    private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    private var open: [String] = []

    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        start(name, attributes)
        bytes += ">\n".utf8
        open.append(name)
    }

    mutating func close() {
        guard let name = open.popLast() else { return }
        indent()
        bytes += "</\(name)>\n".utf8
    }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        start(name, attributes)
        bytes += "/>\n".utf8
    }

    mutating func text(_ name: String, _ text: String, _ attributes: [(String, String)] = []) {
        start(name, attributes)
        bytes += ">".utf8
        bytes += Self.escaped(text)
        bytes += "</\(name)>\n".utf8
    }

    private mutating func start(_ name: String, _ attributes: [(String, String)]) {
        indent()
        bytes += "<\(name)".utf8
        for (key, value) in attributes {
            bytes += " \(key)=\"".utf8
            bytes += Self.escaped(value)
            bytes += "\"".utf8
        }
    }

    private mutating func indent() { bytes += repeatElement(32, count: open.count * 2) }

    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case UInt8(ascii: "\""): Array("&quot;".utf8)
            case 0..<32 where byte != 9 && byte != 10 && byte != 13: []
            default: [byte]
            }
        }
    }
}
