import Imaging

/// Why a series is no volume, in a code for programs and a sentence for people.
public struct VolumeError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case tooFewSlices
        case mixedSizes
        case mixedOrientations
        case noGeometry
        case color
        /// Its voxels do not fit the memory that volumes may take.
        case tooLarge
        /// Of its slices, fewer than two can be decoded.
        case unreadable
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension VolumeError {
    init(_ failure: SliceStack.Failure) {
        switch failure {
        case .tooFewSlices(let count): self.init(.tooFewSlices, "a volume needs two slices in different places; there are \(count)")
        case .mixedSizes: self.init(.mixedSizes, "no two slices are of one size")
        case .mixedOrientations: self.init(.mixedOrientations, "no two slices are parallel")
        case .noGeometry: self.init(.noGeometry, "the slices do not say where in the patient they are")
        }
    }
}
