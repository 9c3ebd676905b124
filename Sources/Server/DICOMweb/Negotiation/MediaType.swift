/// A media type with its parameters (RFC 9110 8.3.1): `multipart/related; type="application/dicom"`.
package struct MediaType: Hashable, Sendable {
    /// Lower case, as are the names of parameters. `*` in a range.
    package let type: String
    package let subtype: String
    package private(set) var parameters: [String: String]

    package init(_ type: String, _ subtype: String, _ parameters: [String: String] = [:]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// Reads one media type; nil where the text is none.
    package init?(_ text: some StringProtocol) {
        var fields = HeaderFields(text)
        guard let name = fields.next() else { return nil }
        let parts = name.text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.isToken }), name.value == nil else { return nil }
        var parameters: [String: String] = [:]
        while let field = fields.next() {
            guard let value = field.value, field.text.isToken else { return nil }
            parameters[field.text.lowercased()] = value
        }
        self.init(parts[0].lowercased(), parts[1].lowercased(), parameters)
    }

    package subscript(parameter: String) -> String? {
        get { parameters[parameter] }
        set { parameters[parameter] = newValue }
    }

    package var name: String { "\(type)/\(subtype)" }
    var isMultipart: Bool { type == "multipart" }
    var isAny: Bool { type == "*" }

    /// The transfer syntax that is asked for or given (PS3.18 8.7.3.5.2); `*` is any.
    package var transferSyntax: String? { self["transfer-syntax"] }

    /// The media type of the parts of a multipart one (RFC 2387 3.1).
    package var root: MediaType? { self["type"].flatMap { MediaType($0) } }

    /// As it stands in a header; values that are no tokens are quoted.
    package var description: String {
        parameters.sorted { $0.key < $1.key }.reduce(into: name) { text, parameter in
            let value = parameter.value
            let escaped = value.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : "\($1)" }
            text += "; \(parameter.key)=" + (value.isToken ? value : "\"\(escaped)\"")
        }
    }
}

/// Cuts `name; key=value; key="quoted; value"` at its semicolons.
private struct HeaderFields {
    private var rest: Substring

    init(_ text: some StringProtocol) { rest = Substring(text) }

    mutating func next() -> (text: String, value: String?)? {
        guard !rest.isEmpty else { return nil }
        let end = rest.unquotedIndex(of: ";") ?? rest.endIndex
        let field = rest[..<end].trimmed
        rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
        // A semicolon at the end is common, and says nothing.
        guard !field.isEmpty else { return next() }
        guard let equals = field.unquotedIndex(of: "=") else { return (String(field), nil) }
        let value = field[field.index(after: equals)...].trimmed
        return (String(field[..<equals].trimmed), value.unquoted)
    }
}

extension Substring {
    /// Where a character first stands outside quotation marks.
    func unquotedIndex(of wanted: Character) -> Index? {
        var isQuoted = false
        var index = startIndex
        while index < endIndex {
            let character = self[index]
            if isQuoted, character == "\\" {
                index = self.index(after: index)
                if index == endIndex { return nil }
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == wanted, !isQuoted {
                return index
            }
            index = self.index(after: index)
        }
        return nil
    }

    var trimmed: Substring {
        var view = drop { $0 == " " || $0 == "\t" }
        while let last = view.last, last == " " || last == "\t" { view.removeLast() }
        return view
    }

    /// The text of a quoted string (RFC 9110 5.6.4), or what stands there.
    fileprivate var unquoted: String {
        guard count >= 2, first == "\"", last == "\"" else { return String(self) }
        var isEscaped = false
        return dropFirst().dropLast().reduce(into: "") { text, character in
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                text.append(character)
                isEscaped = false
            }
        }
    }
}

extension StringProtocol {
    /// RFC 9110 5.6.2.
    var isToken: Bool {
        !isEmpty && utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
    }
}
