/// Why a file could not be read as a recording, and where in it.
public struct RecordingError: Error, Equatable, CustomStringConvertible {
    public enum Place: Sendable, Equatable {
        /// Bytes from the start of the file.
        case offset(Int)
        /// Counted from 1.
        case line(Int)
        /// From the root of an XML or JSON document, such as `AnnotatedECG/component/series`.
        case path(String)
        /// The file as a whole.
        case file
    }

    /// nil where no format was recognised.
    public let format: RecordingFormat?
    public let place: Place
    public let message: String

    public init(_ format: RecordingFormat?, _ place: Place, _ message: String) {
        self.format = format
        self.place = place
        self.message = message
    }

    public var description: String {
        let subject = format.map { "\($0.title): " } ?? ""
        switch place {
        case .offset(let offset): return "\(subject)\(message) (at byte \(offset))"
        case .line(let line): return "\(subject)\(message) (line \(line))"
        case .path(let path): return "\(subject)\(message) (at \(path))"
        case .file: return subject + message
        }
    }
}
