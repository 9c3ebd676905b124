internal import CHematology

/// A Flow Cytometry Standard file, 2.0 … 3.1, list mode.
public struct FlowFile: Sendable {
    /// One measured parameter.
    public struct Parameter: Sendable, Hashable {
        /// $PnN; “P3” where the file gives none.
        public let name: String
        /// $PnS.
        public let label: String?
        /// $PnR; 0 where it is not said.
        public let range: Double
        /// $PnE: values stand for 10^(decades · value / range); 0 for a linear parameter.
        public let decades: Double
    }

    /// “2.0”, “3.0” or “3.1”.
    public let version: String
    public let parameters: [Parameter]
    public let eventCount: Int
    /// TEXT, keywords in the file's own spelling.
    public let keywords: [String: String]
    private let handle: FlowHandle

    /// Whether bytes begin as an FCS file does.
    public static func isOne(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: "FCS".utf8)
    }

    /// - Throws: `.corrupt` for what is cut or contradicts itself, `.unsupported` for files without a list of events and for values that are
    ///   neither integers of whole bytes nor floating point.
    public init(_ bytes: [UInt8]) throws(HematologyError) {
        let handle = try FlowHandle(bytes)
        self.handle = handle
        version = handle.version
        parameters = handle.parameters
        keywords = handle.keywords
        eventCount = handle.file.event_count
    }

    /// One parameter of every event, as stored: no amplification is undone.
    public func column(_ parameter: Int) throws(HematologyError) -> [Double] {
        try handle.column(parameter)
    }
}

/// Owns the bytes and what C found in them.
private final class FlowHandle: @unchecked Sendable {
    // Unchecked: both are written by `init` alone and only read after it.
    private let bytes: [UInt8]
    private(set) var file = chematology_fcs()

    init(_ bytes: [UInt8]) throws(HematologyError) {
        self.bytes = bytes
        var message = FailureText()
        let status = chematology_fcs_open(bytes, bytes.count, &file, &message.text)
        if status != 0 { throw HematologyError(status, message) }
    }

    deinit { chematology_fcs_close(&file) }

    var version: String {
        withUnsafeBytes(of: file.version) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    var parameters: [FlowFile.Parameter] {
        UnsafeBufferPointer(start: file.parameters, count: file.parameter_count).enumerated().map { index, parameter in
            FlowFile.Parameter(
                name: Self.text(parameter.name) ?? "P\(index + 1)", label: Self.text(parameter.label), range: parameter.range,
                decades: parameter.decades)
        }
    }

    var keywords: [String: String] {
        let pairs = UnsafeBufferPointer(start: file.keywords, count: file.keyword_count)
        return Dictionary(pairs.map { (Self.text($0.name) ?? "", Self.text($0.value) ?? "") }) { $1 }
    }

    func column(_ parameter: Int) throws(HematologyError) -> [Double] {
        guard parameter >= 0 else { throw HematologyError(.badArgument, "parameter \(parameter)") }
        var message = FailureText()
        var values = [Double](repeating: 0, count: file.event_count)
        let status = chematology_fcs_column(bytes, bytes.count, &file, parameter, &values, &message.text)
        if status != 0 { throw HematologyError(status, message) }
        return values
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
