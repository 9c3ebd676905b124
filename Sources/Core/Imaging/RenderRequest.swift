/// What to show of one frame, and how. The parameters are those of this very frame: enhanced multi-frame objects change them.
public struct RenderRequest: Sendable, Hashable {
    public var modality: ModalityTransform
    public var voi: VOITransform
    public var padding: Padding?
    public var shape: PresentationShape
    /// Inverts the result, on top of what the object asks for.
    public var isInverted: Bool
    /// Required for PALETTE COLOR; supplemental for MONOCHROME2.
    public var palette: Palette?
    /// Burnt in at the frame's own resolution.
    public var overlays: [Overlay]
    public var geometry: RenderGeometry
    public var depth: Depth
    public var samples: SampleKind
    /// Bits before the first pixel of a one-bit frame, whose frames need not begin with a byte (PS3.5 8.1.1).
    public var bitOffset: Int

    public init(
        modality: ModalityTransform = .identity, voi: VOITransform = .automatic(), padding: Padding? = nil,
        shape: PresentationShape = .identity, isInverted: Bool = false, palette: Palette? = nil, overlays: [Overlay] = [],
        geometry: RenderGeometry = RenderGeometry(), depth: Depth = .eight, samples: SampleKind = .integer, bitOffset: Int = 0
    ) {
        self.modality = modality
        self.voi = voi
        self.padding = padding
        self.shape = shape
        self.isInverted = isInverted
        self.palette = palette
        self.overlays = overlays
        self.geometry = geometry
        self.depth = depth
        self.samples = samples
        self.bitOffset = bitOffset
    }

    /// Bits of a picture's sample; sixteen are for grey only.
    public enum Depth: Int, Sendable, Hashable {
        case eight = 8
        case sixteen = 16
    }
}

/// Which attribute holds the frame: Pixel Data, Float Pixel Data (7FE0,0008) or Double Float Pixel Data (7FE0,0009).
public enum SampleKind: Sendable, Hashable {
    case integer
    case float32
    case float64
}

/// Which part of the frame is shown, how large, and which way up: crop, then scale, rotate and flip (PS3.3 C.10.6).
public struct RenderGeometry: Sendable, Hashable {
    /// The part shown, in source pixels; `nil` is all of it.
    public var crop: Crop?
    /// The picture is made as large as fits without distortion (PS3.18 8.3.5.1.3); `nil` keeps the frame's own resolution.
    public var viewport: Viewport?
    /// Height of a pixel over its width: row spacing over column spacing, or the two values of Pixel Aspect Ratio (0028,0034).
    public var pixelAspect: Double
    public var rotation: Rotation
    public var flipsHorizontally: Bool
    public var flipsVertically: Bool
    /// How a picture grows; one that shrinks is averaged over areas, whatever is chosen here.
    public var filter: Filter

    public init(
        crop: Crop? = nil, viewport: Viewport? = nil, pixelAspect: Double = 1, rotation: Rotation = .none,
        flipsHorizontally: Bool = false, flipsVertically: Bool = false, filter: Filter = .bilinear
    ) {
        self.crop = crop
        self.viewport = viewport
        self.pixelAspect = pixelAspect
        self.rotation = rotation
        self.flipsHorizontally = flipsHorizontally
        self.flipsVertically = flipsVertically
        self.filter = filter
    }

    /// Width or height 0 reaches to the edge.
    public struct Crop: Sendable, Hashable {
        public var x: Int
        public var y: Int
        public var width: Int
        public var height: Int

        public init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// A side of 0 is free.
    public struct Viewport: Sendable, Hashable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// Degrees clockwise.
    public enum Rotation: Int, Sendable, Hashable {
        case none = 0
        case quarter = 90
        case half = 180
        case threeQuarters = 270
    }

    public enum Filter: Sendable, Hashable {
        case bilinear
        case bicubic
        /// Every stored pixel a block.
        case nearest
    }
}
