/// Stored value → modality value, PS3.3 C.11.1. Where an object has both, the Modality LUT Sequence (0028,3000) wins.
public enum ModalityTransform: Sendable, Hashable {
    /// Rescale Slope (0028,1053) and Rescale Intercept (0028,1052).
    case rescale(slope: Double, intercept: Double)
    case table(LookupTable)

    public static let identity = ModalityTransform.rescale(slope: 1, intercept: 0)
}

/// Modality value → display level, PS3.3 C.11.2. A level is the formula in 64-bit floating point, rounded half up, on every machine.
public enum VOITransform: Sendable, Hashable {
    /// C.11.2.1.2.1, the default of VOI LUT Function (0028,1056); a width below 1 counts as 1.
    case linear(center: Double, width: Double)
    /// C.11.2.1.3.2
    case linearExact(center: Double, width: Double)
    /// C.11.2.1.3.1
    case sigmoid(center: Double, width: Double)
    /// VOI LUT Sequence (0028,3010), asked with the modality value rounded to an integer.
    case table(LookupTable)
    /// For frames without a window: exactly from the least to the greatest modality value that is not padding, leaving out the fraction
    /// `clip` (0 ..< 0.5) of the pixels at each end. One-bit frames always span 0 … 1.
    case automatic(clip: Double = 0)
}

/// Presentation LUT Shape (2050,0020), PS3.3 C.11.6. With MONOCHROME1, `.inverse` inverts once, not twice.
public enum PresentationShape: Sendable, Hashable {
    case identity
    case inverse
}

/// Stored values that are no image: Pixel Padding Value (0028,0120) and Pixel Padding Range Limit (0028,0121), PS3.3
/// C.7.5.1.1.2. Shown black whatever the inversion, and left out of every statistic.
public struct Padding: Sendable, Hashable {
    public var value: Double
    /// The other end of the range, included; equal to `value` when there is none.
    public var limit: Double

    public init(_ value: Double, limit: Double? = nil) {
        self.value = value
        self.limit = limit ?? value
    }
}

/// Red, Green and Blue Palette Color Lookup Table (0028,1101 … 1203). What is shown are the eight most significant bits of an entry.
public struct Palette: Sendable, Hashable {
    public var red: LookupTable
    public var green: LookupTable
    public var blue: LookupTable
    /// Supplemental Palette (PS3.3 C.7.6.19) of a MONOCHROME2 image: stored values below the first one mapped stay grey.
    public var isSupplemental: Bool

    public init(red: LookupTable, green: LookupTable, blue: LookupTable, isSupplemental: Bool = false) {
        self.red = red
        self.green = green
        self.blue = blue
        self.isSupplemental = isSupplemental
    }
}

/// One frame of an overlay plane of the group 60xx (PS3.3 C.9.2).
public struct Overlay: Sendable, Hashable {
    public enum Plane: Sendable, Hashable {
        /// Overlay Data (60xx,3000), packed from the least significant bit on; the frame begins `bitOffset` bits in.
        case packed([UInt8], bitOffset: Int = 0)
        /// Overlay Bit Position (60xx,0102): an unused bit of the pixel cells (retired, still in archives).
        case inPixelCells(bit: Int)
    }

    public struct Color: Sendable, Hashable {
        public var red: UInt8
        public var green: UInt8
        public var blue: UInt8

        public init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        public static let white = Color(red: 255, green: 255, blue: 255)
    }

    public var plane: Plane
    public var rows: Int
    public var columns: Int
    /// Overlay Origin (60xx,0050): 1\1 is the upper left pixel of the image, and either may be negative.
    public var originRow: Int
    public var originColumn: Int
    /// Anything but a shade of grey makes the picture a colour picture.
    public var color: Color

    public init(plane: Plane, rows: Int, columns: Int, originRow: Int = 1, originColumn: Int = 1, color: Color = .white) {
        self.plane = plane
        self.rows = rows
        self.columns = columns
        self.originRow = originRow
        self.originColumn = originColumn
        self.color = color
    }
}
